"""Why an entry was found: the words of its texts that a search has met, with a few others around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from home.models import CatalogueEntry
from home.selectors.search import SHORTEST_BEGINNING
from home.selectors.stems import WORD, stem

WORDS_SHOWN, WORDS_BEFORE = 24, 6
REMEMBERED_FITS = 20_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text; a hit is one word that the search has met."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Result:
    """An entry of a list with its title and the part of its texts that says most about the search."""

    entry: CatalogueEntry
    title: list[Piece]
    text: list[Piece]


def explained(entries: Iterable[CatalogueEntry], words: tuple[str, ...]) -> list[Result]:
    """Return the entries as results of a search for the words; those of a search come with their long texts."""
    if not words:
        return [Result(entry, [Piece(entry.title)], []) for entry in entries]
    return [Result(entry, marked(entry.title, words), _text(entry, words)) for entry in entries]


def marked(text: str, words: tuple[str, ...]) -> list[Piece]:
    """Divide a text into pieces such that each word that fits one of the words is a hit of its own."""
    pieces, end = [], 0
    for found in WORD.finditer(text):
        if _fits(found.group().lower(), words):
            if found.start() > end:
                pieces.append(Piece(text[end : found.start()]))
            pieces.append(Piece(found.group(), is_hit=True))
            end = found.end()
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return pieces


def _short_texts(entry: CatalogueEntry) -> str:
    return " ".join([entry.title, entry.summary, entry.agency_name, entry.region_name])


def _missing(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that no word of the text fits."""
    own = set(WORD.findall(text.lower()))
    return tuple(word for word in words if not any(_fits(one, (word,)) for one in own))


def _text(entry: CatalogueEntry, words: tuple[str, ...]) -> list[Piece]:
    """Return the part of the long text around a word that only stands there, or else of the summary."""
    missing = _missing(_short_texts(entry), words)
    for text, sought in ((entry.search_text if missing else "", missing), (entry.summary, words)):
        for found in WORD.finditer(text):
            if _fits(found.group().lower(), sought):
                return marked(_around(text, found.start()), words)
    return []


def _around(text: str, place: int) -> str:
    """Return so many words of a text from a few before a place on, with dots where it is cut."""
    before, after = text[:place].split(), text[place:].split()
    shown = before[-WORDS_BEFORE:] + after
    is_cut_before, is_cut_after = len(before) > WORDS_BEFORE, len(shown) > WORDS_SHOWN
    words = shown[:WORDS_SHOWN]
    return f"{'… ' if is_cut_before else ''}{' '.join(words)}{' …' if is_cut_after else ''}"


@lru_cache(REMEMBERED_FITS)  # a language has few words: the same ones stand in every text
def _fits(word: str, asked: tuple[str, ...]) -> bool:
    """Whether a search for the asked words meets the word: as its beginning, or in another form of it."""
    return any(_begins(word, one) or _begins(stem(word), stem(one)) for one in asked)


def _begins(word: str, beginning: str) -> bool:
    return word.startswith(beginning) if len(beginning) >= SHORTEST_BEGINNING else word == beginning
