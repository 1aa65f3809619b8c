"""Words of a text: compared, and counted by the rule that the browser's counter (`static/js/writing.js`) repeats."""


def count_words(text: str) -> int:
    """Return the number of words in `text`: runs of characters between white space.

    "dua puluh tiga" has 3 words, "7,5 %" has 2, "antar-jemput" has 1.
    """
    return len(text.split())


def padded_words(text: str) -> str:
    """Return the words of a text in one case, with a space around each, so that only whole words are found in it."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return f" {' '.join(words)} "
