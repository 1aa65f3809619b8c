"""Indonesian word forms: melayani, pelayanan and layanan are forms of one word.

The same algorithm as PostgreSQL's own dictionary `indonesian` (snowballstem.org), for SQLite, which has none, and for
showing which words of a text a search has found.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
REMEMBERED_WORDS = 50_000

_stemmer = snowballstemmer.stemmer("indonesian")


@lru_cache(REMEMBERED_WORDS)
def stem(word: str) -> str:
    """Return the stem of a word in small letters: "layan" for "pelayanan"."""
    return _stemmer.stemWord(word)


def stems_beside(texts: Iterable[str]) -> str:
    """Return the stems of all words that do not stand in the texts as words, each once, with spaces between."""
    words = {word for text in texts for word in WORD.findall(text.lower())}
    return " ".join(sorted({stem(word) for word in words} - words))
