"""Full text search in the catalogue by the database's own engine; the index is made by migration 0002.

Words are looked up as beginnings and in any of their Indonesian forms (PostgreSQL's dictionary, `home.selectors.stems`
for SQLite), all of them must occur. A query that more than `CAP` entries fit is not ranked: to rank is to read every
match, and nobody reads a thousand results. Its newest entries are shown instead. Whole words are counted first, which
costs a third of counting beginnings: if more than `CAP` entries have them, more have words that begin with them.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from django.core.cache import cache
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from home.models import CatalogueEntry
from home.selectors.stems import WORD, stem
from innovation_portal.utils.hashing import hash_of

CAP = 1000
MOST_WORDS = 8
SHORTEST_BEGINNING = 3
VOCABULARY_SECONDS = 600
COMMON_SECONDS = 600


@dataclass(frozen=True)
class Engine:
    """One database's way to say it. Statements take the text made by `beginnings` or `whole`.

    `count` and `ranking` take a number too, beyond which they count or rank nothing.
    """

    beginnings: Callable[[list[str]], str]
    whole: Callable[[list[str]], str]
    condition: str
    one: str
    count: str
    ranking: str


@dataclass(frozen=True)
class Match:
    """The ids of the entries that have all words, best first; `None` when there are more than `CAP`.

    Of words that no entry has together, `missing` are those that none has.
    """

    ids: list[int] | None
    missing: frozenset[str] = frozenset()


def _fts5_beginnings(words: list[str]) -> str:
    return _fts5_query(words, lambda form: f'"{form}"*' if len(form) >= SHORTEST_BEGINNING else f'"{form}"')


def _fts5_whole(words: list[str]) -> str:
    return _fts5_query(words, lambda form: f'"{form}"')


def _fts5_query(words: list[str], term: Callable[[str], str]) -> str:
    return " AND ".join(f"({' OR '.join(term(form) for form in {word: 0, stem(word): 0})})" for word in words)


def _ts_beginnings(words: list[str]) -> str:
    return " & ".join(f"{word}:*" if len(word) >= SHORTEST_BEGINNING else word for word in words)


def _ts_whole(words: list[str]) -> str:
    return " & ".join(words)


ENGINES = {
    "sqlite": Engine(
        beginnings=_fts5_beginnings,
        whole=_fts5_whole,
        # The plus keeps SQLite from starting at the matches: walking an ordered index and asking for each row whether
        # it matches is four times faster when a word stands nearly everywhere.
        condition="+home_catalogueentry.page_id IN (SELECT rowid FROM home_cataloguesearch "
        "WHERE home_cataloguesearch MATCH %s)",
        one="SELECT 1 FROM home_cataloguesearch WHERE home_cataloguesearch MATCH %s LIMIT 1",
        count="SELECT COUNT(*) FROM "
        "(SELECT rowid FROM home_cataloguesearch WHERE home_cataloguesearch MATCH %s LIMIT %s)",
        ranking="SELECT rowid FROM (SELECT rowid, bm25(home_cataloguesearch, 10, 4, 4, 4, 1, 1) AS distance "
        "FROM home_cataloguesearch WHERE home_cataloguesearch MATCH %s LIMIT %s) ORDER BY distance, rowid DESC",
    ),
    "postgresql": Engine(
        beginnings=_ts_beginnings,
        whole=_ts_whole,
        condition="home_catalogueentry.search_vector @@ to_tsquery('indonesian', %s)",
        one="SELECT 1 FROM home_catalogueentry WHERE search_vector @@ to_tsquery('indonesian', %s) LIMIT 1",
        # Planned as if all rows were read, so that an index finds them, though few are: for the first thousand alone
        # PostgreSQL would read the table, at three times the cost.
        count="WITH fitting AS MATERIALIZED (SELECT 1 FROM home_catalogueentry "
        "WHERE search_vector @@ to_tsquery('indonesian', %s)) "
        "SELECT COUNT(*) FROM (SELECT 1 FROM fitting LIMIT %s) AS first",
        ranking="SELECT page_id FROM (SELECT page_id, search_vector, query FROM home_catalogueentry, "
        "to_tsquery('indonesian', %s) query WHERE search_vector @@ query LIMIT %s) AS first "
        "ORDER BY ts_rank(search_vector, query) DESC, page_id DESC",
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
    condition = RawSQL(engine.condition, [engine.beginnings(words)], output_field=BooleanField())  # noqa: S611  the words are a parameter
    return CatalogueEntry.objects.filter(condition)


def ranked(words: list[str]) -> Match:
    """Look the words up and put what has them in order. One query if they are too common, otherwise two or three.

    That words are too common is remembered for ten minutes, whatever is published: it says only if they are ranked.
    """
    engine = ENGINES[connection.vendor]
    name = f"catalogue-common:{hash_of(words)}"
    if cache.get(name):
        return Match(None)
    [whole] = _column(engine.count, engine.whole(words), CAP + 1)
    if whole > CAP:
        cache.set(name, True, COMMON_SECONDS)
        return Match(None)
    if not whole and (missing := _missing(words)):
        return Match([], missing)
    ids = _column(engine.ranking, engine.beginnings(words), CAP + 1)
    return Match(None if len(ids) > CAP else ids)


def _missing(words: list[str]) -> frozenset[str]:
    """Return the words that stand in no entry. One query."""
    engine = ENGINES[connection.vendor]
    each = [f"SELECT {place} WHERE EXISTS ({engine.one})" for place in range(len(words))]
    found = _column(" UNION ALL ".join(each), *(engine.beginnings([word]) for word in words))
    return frozenset(words) - {words[place] for place in found}


def _column(statement: str, *parameters) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row[0] for row in cursor.fetchall()]


def corrected(words: list[str], missing: Set[str]) -> str:
    """Return the query with each missing word replaced by the closest one; empty when that changes nothing.

    What stands anywhere in an entry is no mistake. Closest are sought among the words of titles, agencies and regions.
    """
    vocabulary = _vocabulary({word[0] for word in missing})
    closest = [_closest(word, vocabulary[word[0]]) if word in missing else word for word in words]
    return " ".join(closest) if closest != words else ""


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
