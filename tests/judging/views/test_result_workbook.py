"""Everything of a result to take away, and how it would look with other tie-breaks."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.utils import clock
from judging.models import ResultRow, Round
from judging.selectors.sheets import Mark, Remarks
from judging.services.conflicts import record_conflict
from judging.services.results import calculate_result
from judging.services.sheets import save_sheet, submit_sheet
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory, VerifiedSubmissionFactory


def workbook_of(client, run):
    response = client.get(reverse("judging:result-workbook", args=[run.pk]))
    content = b"".join(response.streaming_content)
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in load_workbook(BytesIO(content))}


@pytest.fixture
def scored(round_, secretary):
    """Two entries with the same score: one of a judge who types formulas, and a judge in conflict."""
    seat = PanelistFactory(round=round_, judge__name='=HYPERLINK("x")')
    first = VerifiedSubmissionFactory(edition=round_.edition, version__title="=1+1 “Obat” 😀")
    assignment = AssignmentFactory(round=round_, panelist=seat, version=first.versions.get(), cleared_at=clock.now())
    marks = {
        one.pk: Mark("scored", value, comment)
        for one, value, comment in zip(round_.rubric.criteria.all(), (4, 4), ("+62 811", ""), strict=True)
    }
    save_sheet(
        assignment.pk, actor=seat.judge, revision=0, scores=marks, remarks=Remarks("-catatan", "rahasia pribadi", 2)
    )
    submit_sheet(assignment.pk, actor=seat.judge)
    second = VerifiedSubmissionFactory(edition=round_.edition, version__title="Bank Sampah")
    ScoreSheetFactory(
        assignment=AssignmentFactory(round=round_, version=second.versions.get()),
        values={"signifikansi": 3, "kebaruan": None},
    )
    ScoreSheetFactory(assignment__round=round_, state="draft", values={"signifikansi": 1})
    record_conflict(actor=secretary, judge=seat.judge, submission=second, reason="@kakak")
    return round_


def test_workbook_holds_places_sheets_judges_and_conflicts_without_formulas(client, chair, scored):
    run = calculate_result(scored.pk, actor=chair)
    client.force_login(chair)

    tables = workbook_of(client, run)

    assert list(tables) == ["Peringkat", "Lembar", "Juri", "Benturan kepentingan"]
    ranking = [row[:6] for row in tables["Peringkat"][1:]]
    assert [row[0] for row in ranking] == [1, 2, None]
    assert ranking[0][4:6] == [80, 80]
    sheets = tables["Lembar"]
    assert len(sheets) == 3
    assert sheets[0][7:] == [
        "Signifikansi",
        "Komentar untuk Signifikansi",
        "Kebaruan",
        "Komentar untuk Kebaruan",
        "Catatan untuk sekretariat",
    ]
    assert sheets[1][1:3] == ["'=1+1 “Obat” 😀", '\'=HYPERLINK("x")']
    assert sheets[1][6:] == ["Cukup yakin", 4, "'+62 811", 4, None, "'-catatan"]
    assert tables["Benturan kepentingan"][1][4] == "'@kakak"
    everything = str(tables)
    assert "rahasia pribadi" not in everything


def test_chair_of_a_blind_round_gets_no_names_and_the_secretariat_does(client, chair, secretary, scored):
    run = calculate_result(scored.pk, actor=chair)
    Round.objects.filter(pk=scored.pk).update(is_blind=True)
    agency = scored.assignments.first().version.submission.innovation.agency.name

    client.force_login(chair)
    hidden = workbook_of(client, run)
    client.force_login(secretary)
    shown = workbook_of(client, run)

    assert (list(hidden), agency in str(hidden)) == (["Peringkat", "Lembar", "Juri"], False)
    assert agency in str(shown)


def test_workbook_of_a_chair_tied_to_an_entry_holds_its_rank_and_no_sheet_of_it(client, chair, secretary, scored):
    entry = scored.assignments.get(panelist__judge__name='=HYPERLINK("x")', recused_at=None).version.submission
    record_conflict(actor=secretary, judge=chair, submission=entry, reason="Kakak.")
    run = calculate_result(scored.pk, actor=chair)
    client.force_login(chair)

    tables = workbook_of(client, run)

    (hidden,) = [row for row in tables["Lembar"][1:] if row[0] == entry.registration_number]
    assert hidden[2:] == [None, "Tidak ditampilkan: Anda punya benturan kepentingan", *[None] * 8]
    assert entry.registration_number in {row[1] for row in tables["Peringkat"]}
    assert "+62 811" not in str(tables)
    assert "Bank Sampah" in str(tables["Lembar"])


@pytest.mark.parametrize("count", [1, 4])
def test_workbook_query_count_is_constant(client, chair, round_, count, django_assert_num_queries):
    for _number in range(count):
        ScoreSheetFactory(assignment__round=round_)
    run = calculate_result(round_.pk, actor=chair)
    client.force_login(chair)
    workbook_of(client, run)

    with django_assert_num_queries(18):
        workbook_of(client, run)


def test_what_if_shows_who_would_move_and_stores_nothing(client, chair, round_):
    for values in ({"signifikansi": 5, "kebaruan": 2}, {"signifikansi": 3, "kebaruan": 5}):
        ScoreSheetFactory(assignment__round=round_, values=values)
    run = calculate_result(round_.pk, actor=chair)
    before = list(run.rows.order_by("pk").values_list("rank", "tie_break"))
    assert before == [(1, "Signifikansi"), (2, "Signifikansi")]
    client.force_login(chair)
    address = reverse("judging:result-what-if", args=[run.pk])

    assert client.get(address).context["shifts"] is None
    same = client.get(address, {"order_signifikansi": 1, "order_kebaruan": "", "rule_0": "", "rule_1": ""})
    other = client.get(address, {"order_signifikansi": "", "order_kebaruan": 1, "rule_0": "", "rule_1": ""})
    shared = client.get(address, {"order_signifikansi": "", "order_kebaruan": "", "rule_0": "", "rule_1": ""})

    assert same.context["shifts"] == []
    assert [(shift.row.rank, shift.rank, shift.tie_break) for shift in other.context["shifts"]] == [
        (1, 2, "Kebaruan"),
        (2, 1, "Kebaruan"),
    ]
    assert [(shift.row.rank, shift.rank) for shift in shared.context["shifts"]] == [(2, 1)]
    assert list(ResultRow.objects.order_by("pk").values_list("rank", "tie_break")) == before
