"""Pages by cursor: what is inserted or withdrawn meanwhile neither repeats a row nor leaves one out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja.errors import ValidationError

from home.open_data.innovations import address_of

_signer = Signer(salt="home.api.paging")


@dataclass(frozen=True)
class Ordering:
    """Columns as in `order_by`; the last one is unique. The name keeps cursors of different orders apart."""

    name: str
    columns: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [column.removeprefix("-") for column in self.columns]


@dataclass(frozen=True)
class CursorPage:
    """Some rows, and the whole address of those that follow, or None."""

    rows: list
    following: str | None


def page_of(rows: QuerySet, ordering: Ordering, *, request: HttpRequest, cursor: str, size: int) -> CursorPage:
    """Return the rows after the cursor, in one query; without a cursor, the first ones.

    Raises `ninja.errors.ValidationError` for a cursor that was not given out for this order.
    """
    if cursor:
        rows = rows.filter(_behind(ordering, _values_in(cursor, ordering)))
    found = list(rows.order_by(*ordering.columns)[: size + 1])
    if len(found) <= size:
        return CursorPage(found, None)
    return CursorPage(found[:size], _address_after(found[size - 1], ordering, request))


def _behind(ordering: Ordering, values: list[Any]) -> Q:
    """Behind a row is what is equal in the first columns and further in the next one."""
    behind, equal = Q(), Q()
    for column, name, value in zip(ordering.columns, ordering.names, values, strict=True):
        further = "lt" if column.startswith("-") else "gt"
        behind |= equal & Q(**{f"{name}__{further}": value})
        equal &= Q(**{name: value})
    first = "lte" if ordering.columns[0].startswith("-") else "gte"
    # Says nothing new, but lets an index begin where the page begins.
    return Q(**{f"{ordering.names[0]}__{first}": values[0]}) & behind


def _values_in(cursor: str, ordering: Ordering) -> list[Any]:
    try:
        name, *values = _signer.unsign_object(cursor)
    except (BadSignature, ValueError):
        name, values = None, []
    if name != ordering.name:
        raise ValidationError([{"type": "cursor", "loc": ("query", "kursor")}])
    return values


def _address_after(row: Any, ordering: Ordering, request: HttpRequest) -> str:
    """Return the address of the request with another cursor; everything else is asked again as it was."""
    values = [getattr(row, name) for name in ordering.names]
    values = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    query = [(name, value) for name, given in request.GET.lists() if name != "kursor" for value in given]
    query.append(("kursor", _signer.sign_object([ordering.name, *values])))
    return address_of(f"{request.path}?{urlencode(query)}")
