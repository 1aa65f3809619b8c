"""Every address that the site answers, walked from the root of its URL patterns."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """A pattern by its full name, or by its route where it has none; `parameters` are named, `groups` are not."""

    name: str
    parameters: tuple[str, ...]
    groups: int = 0

    def filled(self, known: dict) -> str:
        """Return the address with what is known, and "1" for whatever else it takes."""
        if "/" in self.name:
            return "/admin/apa-saja/"
        if self.groups:
            return reverse(self.name, args=["1"] * self.groups)
        return reverse(self.name, kwargs={name: known.get(name, "1") for name in self.parameters})


@cache
def addresses() -> list[Address]:
    return sorted(set(_walk(get_resolver(), Address("", ()))), key=lambda address: address.name)


def _walk(resolver: URLResolver, above: Address, route: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        parameters = above.parameters + _parameters(entry.pattern)
        groups = above.groups + _groups(entry.pattern)
        if isinstance(entry, URLResolver):
            namespace = f"{above.name}{entry.namespace}:" if entry.namespace else above.name
            yield from _walk(entry, Address(namespace, parameters, groups), here)
        else:
            yield Address(f"{above.name}{entry.name}" if entry.name else here, parameters, groups)


def _parameters(pattern) -> tuple[str, ...]:
    return tuple(pattern.converters) or tuple(pattern.regex.groupindex)


def _groups(pattern) -> int:
    return pattern.regex.groups if not _parameters(pattern) else 0
