"""Counting words: the one rule that the browser's counter (`static/js/writing.js`) repeats."""


def count_words(text: str) -> int:
    """Return the number of words in `text`: runs of characters between white space.

    "dua puluh tiga" has 3 words, "7,5 %" has 2, "antar-jemput" has 1.
    """
    return len(text.split())
