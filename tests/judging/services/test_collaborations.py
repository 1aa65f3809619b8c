import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.html import strip_tags

from innovation_portal.utils import clock
from judging.enums import ConflictSource, RoundState
from judging.models import Collaboration, ConflictOfInterest
from judging.selectors.entry_sheets import sheets_of_entry
from judging.services.collaborations import add_collaboration
from judging.services.results import calculate_result
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, RoundFactory, ScoreSheetFactory
from tests.factories.submissions import AgencyFactory


@pytest.fixture
def sheet(round_, judge):
    """A sheet of the judge that is in, and one of somebody else."""
    assignment = AssignmentFactory(round=round_, panelist__judge=judge)
    ScoreSheetFactory(assignment__round=round_, assignment__version=assignment.version)
    return ScoreSheetFactory(assignment=assignment)


def rows():
    return list(Collaboration.objects.values_list("judge", "agency", "innovation", "note", "entered_by"))


def test_a_collaboration_noted_after_scoring_takes_the_sheet_out_of_the_calculation_visibly(sheet, judge, chair):
    assignment, round_ = sheet.assignment, sheet.assignment.round
    submission = assignment.version.submission
    other = AssignmentFactory(round=round_, panelist=assignment.panelist)

    add_collaboration(actor=judge, judge=judge, agency=submission.innovation.agency, note=" Narasumber. ")

    assignment.refresh_from_db()
    other.refresh_from_db()
    assert (assignment.recused_at is None, other.recused_at) == (False, None)
    assert rows() == [(judge.pk, submission.innovation.agency_id, None, "Narasumber.", judge.pk)]
    conflict = ConflictOfInterest.objects.get()
    assert (conflict.judge, conflict.submission, conflict.source) == (judge, submission, ConflictSource.AUTOMATIC)
    inputs = calculate_result(round_.pk, actor=chair).inputs
    assert inputs["recusals"] == [{"submission": submission.pk, "judge": judge.pk, "source": "automatic"}]
    assert judge.pk not in {one["judge"] for one in inputs["sheets"]}
    [withdrawal] = sheets_of_entry(round_, assignment.version).withdrawals
    assert (withdrawal.judge, withdrawal.moment, withdrawal.source, withdrawal.had_sheet) == (
        judge,
        assignment.recused_at,
        "automatic",
        True,
    )


def test_the_chair_sees_who_withdrew_and_that_the_sheet_no_longer_counts(client, sheet, judge, chair):
    assignment = sheet.assignment
    add_collaboration(actor=judge, judge=judge, agency=assignment.version.submission.innovation.agency, note="x")
    dropped = AssignmentFactory(round=assignment.round, version=assignment.version, recused_at=clock.now())
    client.force_login(chair)

    page = client.get(reverse("judging:entry-scores", args=[assignment.round_id, assignment.version_id]))

    text = " ".join(strip_tags(page.content.decode()).split())
    assert f"Juri yang mundur {judge}, " in text
    assert "Ditemukan otomatis. Lembar nilainya sudah dikirim dan tidak lagi dihitung." in text
    assert "Berhenti dari panel." in text
    assert [one.judge for one in page.context["seen"].withdrawals] == [judge, dropped.panelist.judge]


def test_a_sealed_round_stays_as_it_is(judge, secretary):
    round_ = RoundFactory(state=RoundState.SEALED)
    assignment = AssignmentFactory(round=round_, panelist=PanelistFactory(round=round_, judge=judge))

    add_collaboration(
        actor=secretary, judge=judge, innovation=assignment.version.submission.innovation, note="Pendamping."
    )

    assignment.refresh_from_db()
    assert (assignment.recused_at, ConflictOfInterest.objects.count()) == (None, 0)


def test_noting_the_same_again_keeps_the_first(judge, secretary):
    agency = AgencyFactory()

    first = add_collaboration(actor=judge, judge=judge, agency=agency, note="Narasumber.")
    second = add_collaboration(actor=secretary, judge=judge, agency=agency, note="lain")

    assert first == second
    assert rows() == [(judge.pk, agency.pk, None, "Narasumber.", judge.pk)]


def test_nobody_notes_for_another_judge_but_the_secretariat(judge, chair):
    for actor in (chair, UserFactory()):
        with pytest.raises(PermissionDenied):
            add_collaboration(actor=actor, judge=judge, agency=AgencyFactory(), note="x")

    assert rows() == []


def test_it_is_with_an_agency_or_on_an_innovation(judge, secretary, round_):
    innovation = AssignmentFactory(round=round_).version.submission.innovation
    for about in ({}, {"agency": innovation.agency, "innovation": innovation}):
        with pytest.raises(ValidationError) as raised:
            add_collaboration(actor=secretary, judge=judge, note="x", **about)
        assert raised.value.messages == ["Pilih perangkat daerah atau inovasi, salah satu saja."]

    assert rows() == []
