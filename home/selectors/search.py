"""Full text search in the catalogue by the database's own engine; the index is made by migration 0002.

Words are looked up as beginnings and in any of their Indonesian forms (PostgreSQL's dictionary, `home.selectors.stems`
for SQLite), all of them must occur. A query that more than `CAP` entries fit is not ranked: to rank is to read every
match, and nobody reads a thousand results. Its newest entries are shown instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from django.core.cache import cache
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from home.models import CatalogueEntry
from home.selectors.stems import WORD, stem

CAP = 1000
MOST_WORDS = 8
SHORTEST_BEGINNING = 3
VOCABULARY_SECONDS = 600


@dataclass(frozen=True)
class Engine:
    """One database's way to say it. Statements take the text made by `query`; `sample` also a number of rows."""

    query: Callable[[list[str]], str]
    condition: str
    sample: str
    ranking: str


def _fts5_query(words: list[str]) -> str:
    return " AND ".join(f"({' OR '.join(_fts5_term(form) for form in {word: 0, stem(word): 0})})" for word in words)


def _fts5_term(word: str) -> str:
    return f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"'


def _tsquery(words: list[str]) -> str:
    return " & ".join(f"{word}:*" if len(word) >= SHORTEST_BEGINNING else word for word in words)


ENGINES = {
    "sqlite": Engine(
        query=_fts5_query,
        # The plus keeps SQLite from starting at the matches: walking an ordered index and asking for each row whether
        # it matches is four times faster when a word stands nearly everywhere.
        condition="+home_catalogueentry.page_id IN (SELECT rowid FROM home_cataloguesearch "
        "WHERE home_cataloguesearch MATCH %s)",
        sample="SELECT rowid FROM home_cataloguesearch WHERE home_cataloguesearch MATCH %s LIMIT %s",
        ranking="SELECT rowid FROM home_cataloguesearch WHERE home_cataloguesearch MATCH %s "
        "ORDER BY bm25(home_cataloguesearch, 10, 4, 4, 4, 1, 1), rowid DESC",
    ),
    "postgresql": Engine(
        query=_tsquery,
        condition="home_catalogueentry.search_vector @@ to_tsquery('indonesian', %s)",
        sample="SELECT page_id FROM home_catalogueentry WHERE search_vector @@ to_tsquery('indonesian', %s) LIMIT %s",
        ranking="SELECT page_id FROM home_catalogueentry, to_tsquery('indonesian', %s) query "
        "WHERE search_vector @@ query ORDER BY ts_rank(search_vector, query) DESC, page_id DESC",
    ),
}


def words_of(text: str) -> list[str]:
    """Return the different words of a query, at most eight, in small letters."""
    return list(dict.fromkeys(WORD.findall(text.lower())))[:MOST_WORDS]


def matching(words: list[str]) -> QuerySet[CatalogueEntry]:
    """Return the entries in which each word, or a word that begins with it, occurs. Without words, all entries."""
    if not words:
        return CatalogueEntry.objects.all()
    engine = ENGINES[connection.vendor]
    return CatalogueEntry.objects.filter(RawSQL(engine.condition, [engine.query(words)], output_field=BooleanField()))  # noqa: S611  the words are a parameter


def ranked(words: list[str]) -> list[int] | None:
    """Return the ids of the matching entries, best first, or `None` when there are more than `CAP`."""
    engine = ENGINES[connection.vendor]
    sample = _ids(engine.sample, engine.query(words), CAP + 1)
    if len(sample) > CAP:
        return None
    return _ids(engine.ranking, engine.query(words)) if sample else []


def _ids(statement: str, *parameters) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row[0] for row in cursor.fetchall()]


def corrected(words: list[str]) -> str:
    """Return the query with each word that nothing has replaced by the closest one; empty when that changes nothing.

    What stands anywhere in an entry is no mistake. Closest are sought among the words of titles, agencies and regions.
    """
    missing = _missing(words)
    vocabulary = _vocabulary({word[0] for word in missing})
    closest = [_closest(word, vocabulary[word[0]]) if word in missing else word for word in words]
    return " ".join(closest) if closest != words else ""


def _missing(words: list[str]) -> set[str]:
    """Return the words that stand in no entry. One query."""
    engine = ENGINES[connection.vendor]
    each = [f"SELECT {place} WHERE EXISTS ({engine.sample})" for place in range(len(words))]
    parameters = [value for word in words for value in (engine.query([word]), 1)]
    return set(words) - {words[place] for place in _ids(" UNION ALL ".join(each), *parameters)}


def _vocabulary(letters: set[str]) -> dict[str, frozenset[str]]:
    """Return the words of all titles and owners that begin with these letters, which writers rarely mistype.

    They are remembered letter by letter, so that a search does not load those that it cannot need.
    """
    names = {letter: f"catalogue-vocabulary:{letter}" for letter in letters}
    remembered = cache.get_many(names.values())
    if len(remembered) < len(letters):
        words = dict.fromkeys(letters, frozenset()) | _all_words()
        cache.set_many({f"catalogue-vocabulary:{letter}": words[letter] for letter in words}, VOCABULARY_SECONDS)
        return {letter: words[letter] for letter in letters}
    return {letter: remembered[name] for letter, name in names.items()}


def _all_words() -> dict[str, frozenset[str]]:
    """Return the words of all titles and owners by their first letter."""
    words: dict[str, set[str]] = {}
    names = CatalogueEntry.objects.order_by().values_list("agency_name", "region_name").distinct()
    titles = CatalogueEntry.objects.order_by().values_list("title")
    for texts in chain(names.iterator(), titles.iterator()):
        for word in WORD.findall(" ".join(texts).lower()):
            words.setdefault(word[0], set()).add(word)
    return {letter: frozenset(known) for letter, known in words.items()}


def _closest(word: str, known: frozenset[str]) -> str:
    near = [other for other in known if abs(len(other) - len(word)) <= 2]
    return next(iter(get_close_matches(word, near, n=1, cutoff=0.7)), word)
