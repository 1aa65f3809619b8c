"""Nobody sees what another judge gave before the own sheets are in, by whatever address."""

from itertools import product

import pytest
from django.urls import URLPattern, reverse

from innovation_portal.utils import clock
from judging import urls
from judging.services.results import calculate_result
from tests.factories.judging import AssignmentFactory, ScoreSheetFactory

FOREIGN_COMMENT = "Komentar juri lain yang tidak boleh terbaca"
FOREIGN_NOTE = "Catatan juri lain untuk panitia"
# By their names, with how many ids each takes.
JUDGES_ADDRESSES = {
    pattern.name: len(pattern.pattern.converters)
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith("juri/")
}


@pytest.fixture
def foreign(round_):
    """A submitted sheet of another judge, with words that must not leak."""
    sheet = ScoreSheetFactory(assignment=AssignmentFactory(round=round_, cleared_at=clock.now()))
    sheet.note = FOREIGN_NOTE
    sheet.save()
    sheet.scores.update(comment=FOREIGN_COMMENT)
    return sheet


def answers(client, name, keys):
    """Try an address with every id there is, in every combination, reading and writing."""
    for args in product(sorted(set(keys)), repeat=JUDGES_ADDRESSES[name]):
        url = reverse(f"judging:{name}", args=args)
        yield client.get(url)
        data = {"revision": 0, "has_conflict": "no", "action": "submit", "understood": "on", "reason": "Salah."}
        yield client.post(url, data)


@pytest.mark.parametrize("name", JUDGES_ADDRESSES)
def test_a_judge_finds_no_score_of_another_judge(client, judge, chair, round_, foreign, assignment, name):
    runs = [calculate_result(round_.pk, actor=chair).pk]
    client.force_login(judge)

    ids = [foreign.assignment_id, foreign.assignment.version_id, assignment.pk, assignment.version_id, round_.pk]
    for response in answers(client, name, [*ids, *runs]):
        page = b"".join(response).decode(errors="replace")
        assert FOREIGN_COMMENT not in page
        assert FOREIGN_NOTE not in page
        assert "80,00" not in page
    foreign.refresh_from_db()
    foreign.assignment.refresh_from_db()
    assert (foreign.note, foreign.assignment.recused_at) == (FOREIGN_NOTE, None)


@pytest.mark.parametrize("name", JUDGES_ADDRESSES)
def test_the_chair_finds_no_score_while_an_own_sheet_is_due(client, chair, secretary, round_, foreign, name):
    run = calculate_result(round_.pk, actor=secretary)
    own = AssignmentFactory(round=round_, panelist=round_.panel.get(judge=chair))
    client.force_login(chair)

    ids = [own.pk, own.version_id, round_.pk, run.pk, foreign.assignment_id, foreign.assignment.version_id]
    for response in answers(client, name, ids):
        page = b"".join(response).decode(errors="replace")
        assert FOREIGN_COMMENT not in page
        assert "80,00" not in page
    run.refresh_from_db()
    assert (run.confirmed_at, run.sealed_at) == (None, None)


def test_a_foreign_assignment_is_not_found(client, judge, foreign, assignment):
    client.force_login(judge)

    for name in ("sheet-detail", "conflict-declare"):
        url = reverse(f"judging:{name}", args=[foreign.assignment_id])
        assert client.get(url).status_code == 404
        assert client.post(url, {"has_conflict": "yes", "reason": "x", "revision": 1}).status_code == 404
