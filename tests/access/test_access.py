"""Every address, tried by every role, by GET and by POST, against the table."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.shortcuts import resolve_url

from innovation_portal.utils import clock
from judging.enums import RoundState
from judging.models import ResultRow, Score, ScoreSheet
from tests.access.addresses import addresses
from tests.access.answers import is_turned_away
from tests.access.roles import ANONYMOUS, ASSIGNED_JUDGE, EVERYBODY
from tests.access.table import FAMILIES, ROWS, address_of, family_of
from tests.digests import digest_of_tables, tables_written

# Seconds of printing, of what the other pages of the same version show to the same people.
PRINTED = {"submissions:version-pdf", "submissions:version-zip", "judging:result-minutes", "judging:record-report"}


def attempt(world, role, method, address, data=None):
    """Ask as a role; return the response and the tables that it changed, which are put back."""
    client = world.clients[role]
    client.cookies.pop("messages", None)  # Wagtail's "you may not" of the attempts before
    with transaction.atomic():
        with tables_written() as touched:
            response = getattr(client, method)(address, data)
            b"".join(response)  # a file is closed when it was read
        now = digest_of_tables(touched)
        transaction.set_rollback(True)
    return response, {table for table, digest in now.items() if digest != world.digest[table]}


def is_refused(response) -> bool:
    return is_turned_away(response.status_code, response.headers.get("Location", ""), response.request["PATH_INFO"])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=str(row), marks=[pytest.mark.once] if row.name in PRINTED else []) for row in ROWS],
)
def test_address_is_open_to_whom_the_table_says(world, row, method):
    data = {name: str(value).format_map(world.ids) for name, value in row.data.items()} if method == "post" else None
    answers = {role: attempt(world, role, method, address_of(row, world), data) for role in sorted(EVERYBODY)}
    allowed = getattr(row, method)

    assert {role for role, (response, _changed) in answers.items() if not is_refused(response)} == allowed
    assert {response.status_code for role, (response, _changed) in answers.items() if role in allowed} <= {200, 302}
    assert {role: changed for role, (_response, changed) in answers.items() if changed and role not in allowed} == {}
    if method == "get" or row.is_locked:
        assert {role: changed for role, (_response, changed) in answers.items() if changed} == {}


@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_family_is_closed_to_outsiders(world, family, method):
    let_in, changed = [], {}
    for address in addresses():
        if family_of(address) is not family:
            continue
        path = address.filled(world.things[family.thing] if family.thing else {})
        for role in sorted(EVERYBODY - family.insiders):
            response, tables = attempt(world, role, method, path)
            let_in += [(address.name, role, response.status_code)] if not is_refused(response) else []
            changed |= {(address.name, role): tables} if tables else {}

    assert let_in == []
    assert changed == {}


def test_every_address_stands_in_the_table():
    rows = {row.name for row in ROWS}

    assert [each.name for each in addresses() if each.name not in rows and family_of(each) is None] == []


def test_every_row_and_family_stands_for_an_address():
    assert {row.name for row in ROWS} - {address.name for address in addresses()} == set()
    assert [family for family in FAMILIES if family not in map(family_of, addresses())] == []


def test_visitors_are_led_to_the_door_and_back(world):
    for row in ROWS:
        response, _changed = attempt(world, ANONYMOUS, "get", address_of(row, world))
        if response.status_code == 302 and ANONYMOUS not in row.get:
            assert response.url == f"{resolve_url(settings.LOGIN_URL)}?next={address_of(row, world)}"


# What differs between two answers to the same question; a feed without entries was updated now.
OF_THE_MOMENT = re.compile(
    rb'name="(csrfmiddlewaretoken|ticket)" value="[^"]+"|"csrfToken": "\w+"|<updated>[^<]+</updated>'
)


def test_nothing_that_a_judge_reads_depends_on_what_others_scored(world):
    """The own sheet is due: pages, lists, searches, exports and files are the same whatever others gave."""
    paths = {address_of(row, world) for row in ROWS if ASSIGNED_JUDGE in row.get}
    tried = sorted(paths | {f"{path}?q=a" for path in paths} | {f"{path}?urut=-nilai&o=-score" for path in paths})

    def answers():
        cache.clear()
        found = {}
        for path in tried:
            response, _changed = attempt(world, ASSIGNED_JUDGE, "get", path)
            found[path] = response.status_code, OF_THE_MOMENT.sub(b"", b"".join(response))
        return found

    with clock.at(clock.now()), transaction.atomic():
        before = answers()
        sheets = ScoreSheet.objects.exclude(assignment__panelist__judge=world.people[ASSIGNED_JUDGE])
        of_others = sheets.exclude(assignment__round__state=RoundState.SEALED)
        rows = ResultRow.objects.exclude(run__round__state=RoundState.SEALED)
        assert Score.objects.filter(sheet__in=of_others).update(value=6 - F("value"), comment="Lain sama sekali.") > 0
        assert of_others.update(note="Catatan lain.", confidence=1) > 0
        assert rows.update(score=F("score") / 2, rank=F("rank") + 1) > 0
        after = answers()
        transaction.set_rollback(True)

    assert [path for path in tried if before[path] != after[path]] == []
