from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import Confidence, ConflictSource, SheetState
from judging.models import ConflictOfInterest, Panelist, SheetReopening
from judging.selectors.results import inputs_of
from judging.selectors.sheets import Mark, Remarks, remarks_of
from judging.services.sheets import reopen_sheet, save_sheet, submit_sheet
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory
from tests.factories.submissions import MembershipFactory

REASON = "Kriteria kedua tertukar."


@pytest.fixture
def sheet(assignment, judge):
    """A submitted sheet with a comment, a note and a confidence."""
    scores = {
        criterion.pk: Mark("scored", value, comment)
        for criterion, value, comment in zip(
            assignment.round.rubric.criteria.all(), (5, 2), ("Kuat “sekali” 😀", ""), strict=True
        )
    }
    remarks = Remarks("Tanya anggaran.", "Mirip INV-12.", Confidence.LOW)
    save_sheet(assignment.pk, actor=judge, revision=0, scores=scores, remarks=remarks)
    return submit_sheet(assignment.pk, actor=judge)


def test_sheet_goes_back_as_a_draft_and_how_it_was_is_kept(sheet, assignment, chair, judge):
    submitted_at = sheet.submitted_at

    reopen_sheet(assignment.pk, actor=chair, reason=f" {REASON} ")

    sheet.refresh_from_db()
    assert (sheet.state, sheet.submitted_at, sheet.revision) == (SheetState.DRAFT, None, 1)
    assert inputs_of(assignment.round)["sheets"] == []
    (reopening,) = sheet.reopenings.all()
    assert (reopening.reason, reopening.reopened_by) == (REASON, chair)
    assert reopening.kept == {
        "scores": {
            "signifikansi": {"state": "scored", "value": 5, "comment": "Kuat “sekali” 😀"},
            "kebaruan": {"state": "scored", "value": 2, "comment": ""},
        },
        "note": "Tanya anggaran.",
        "confidence": 1,
        "submitted_at": submitted_at.isoformat(),
    }
    message = OutgoingMessage.objects.get(kind="sheet_reopened")
    assert message.recipient == judge
    assert REASON in message.body
    submit_sheet(assignment.pk, actor=judge)
    assert [one["scores"]["signifikansi"] for one in inputs_of(assignment.round)["sheets"]] == [5]


def test_reopening_again_changes_nothing(sheet, assignment, chair):
    for _time in range(2):
        reopen_sheet(assignment.pk, actor=chair, reason=REASON)

    assert SheetReopening.objects.count() == OutgoingMessage.objects.filter(kind="sheet_reopened").count() == 1


def test_reopening_needs_a_reason_a_submitted_sheet_and_an_open_round(sheet, assignment, round_, chair):
    draft = ScoreSheetFactory(assignment__round=round_, state=SheetState.DRAFT)
    for which, reason, code in (
        (assignment.pk, " ", "reason_required"),
        (draft.assignment_id, REASON, "not_submitted"),
    ):
        with pytest.raises(ValidationError) as raised:
            reopen_sheet(which, actor=chair, reason=reason)
        assert raised.value.code == code
    round_.closes_at = clock.now() - timedelta(minutes=1)
    round_.save()
    with pytest.raises(ValidationError) as raised:
        reopen_sheet(assignment.pk, actor=chair, reason=REASON)

    assert raised.value.code == "closed"
    assert not SheetReopening.objects.exists()


def test_nobody_but_the_chair_gives_a_sheet_back(sheet, assignment, judge, secretary, superuser):
    for actor in (judge, secretary, superuser):
        with pytest.raises(PermissionDenied):
            reopen_sheet(assignment.pk, actor=actor, reason=REASON)

    sheet.refresh_from_db()
    assert sheet.submitted_at


def test_chair_gives_back_neither_the_own_sheet_nor_any_while_own_work_is_due(sheet, assignment, round_, chair):
    seat = round_.panel.get(judge=chair)
    own = ScoreSheetFactory(assignment=AssignmentFactory(round=round_, panelist=seat, cleared_at=clock.now()))
    with pytest.raises(ValidationError) as raised:
        reopen_sheet(own.assignment_id, actor=chair, reason=REASON)
    assert raised.value.code == "own_sheet"

    AssignmentFactory(round=round_, panelist=seat)
    with pytest.raises(PermissionDenied):
        reopen_sheet(assignment.pk, actor=chair, reason=REASON)


def test_pages_show_the_sheets_side_by_side_and_give_one_back(client, sheet, assignment, round_, chair):
    other = PanelistFactory(round=round_, judge__name="Ibu Kedua")
    ScoreSheetFactory(
        assignment=AssignmentFactory(round=round_, panelist=other, version=assignment.version),
        values={"signifikansi": 2, "kebaruan": 2},
    )
    client.force_login(chair)
    listing = reverse("judging:entry-scores", args=[round_.pk, assignment.version_id])

    page = client.get(listing)
    assert page.context["seen"].spread == 36
    assert [str(sheet.score) for sheet in page.context["seen"].sheets] == ["40.000000", "76.000000"]
    text = page.content.decode()
    assert "Kuat “sekali” 😀" in text
    assert "Ragu" in text
    assert "Mirip INV-12." not in text

    address = reverse("judging:sheet-reopen", args=[round_.pk, assignment.pk])
    assert list(client.post(address, {"reason": ""}).context["form"].errors) == ["reason"]
    done = client.post(address, {"reason": REASON}, follow=True)
    assert done.request["PATH_INFO"] == listing
    assert REASON in done.content.decode()
    assert client.get(address).status_code == 404


def test_a_sheet_of_a_judge_who_left_offers_no_way_back(client, sheet, assignment, round_, chair):
    client.force_login(chair)
    listing = reverse("judging:entry-scores", args=[round_.pk, assignment.version_id])
    address = reverse("judging:sheet-reopen", args=[round_.pk, assignment.pk])
    assert address in client.get(listing).content.decode()

    Panelist.objects.filter(pk=assignment.panelist_id).update(left_at=clock.now(), left_reason="Pindah tugas.")

    assert address not in client.get(listing).content.decode()


def conflict(chair, version, **facts):
    facts = {"source": ConflictSource.SECRETARIAT, "reason": "Kakak."} | facts
    ConflictOfInterest.objects.create(judge=chair, submission=version.submission, **facts)


def employed(chair, version):
    Panelist.objects.filter(judge=chair).update(employer=version.submission.innovation.agency.name)


def works_there(chair, version):
    MembershipFactory(user=chair, agency=version.submission.innovation.agency)


@pytest.mark.parametrize("tie", [conflict, employed, works_there])
def test_chair_tied_to_an_entry_neither_reads_its_sheets_nor_gives_one_back(
    client, sheet, assignment, round_, chair, tie
):
    free = ScoreSheetFactory(assignment__round=round_).assignment
    tie(chair, assignment.version)
    client.force_login(chair)
    listing, other = (reverse("judging:entry-scores", args=[round_.pk, one.version_id]) for one in (assignment, free))
    address = reverse("judging:sheet-reopen", args=[round_.pk, assignment.pk])

    assert [client.get(one).status_code for one in (listing, address, other)] == [404, 404, 200]
    assert client.post(address, {"reason": REASON}).status_code == 404
    with pytest.raises(PermissionDenied):
        reopen_sheet(assignment.pk, actor=chair, reason=REASON)
    sheet.refresh_from_db()
    assert sheet.submitted_at
    overview = client.get(reverse("judging:chair-round", args=[round_.pk])).content.decode()
    assert (listing in overview, other in overview) == (False, True)


def test_conflict_that_was_lifted_gives_the_sheets_back_to_the_chair(client, sheet, assignment, chair, secretary):
    lifted = {"lifted_by": secretary, "lifted_at": clock.now(), "lifting_reason": "Orang lain."}
    conflict(chair, assignment.version, source=ConflictSource.AUTOMATIC, **lifted)
    client.force_login(chair)

    page = client.get(reverse("judging:entry-scores", args=[assignment.round_id, assignment.version_id]))

    assert page.status_code == 200
    assert reopen_sheet(assignment.pk, actor=chair, reason=REASON).submitted_at is None


def test_judge_reads_why_the_sheet_came_back_and_finds_own_notes(client, sheet, assignment, chair, judge):
    reopen_sheet(assignment.pk, actor=chair, reason=REASON)
    client.force_login(judge)

    page = client.get(reverse("judging:sheet-detail", args=[assignment.pk])).content.decode()

    assert REASON in page
    assert "Mirip INV-12." in page


def test_remarks_are_saved_with_the_sheet_and_count_as_contents(assignment, judge):
    remarks = Remarks("Catatan.", "Pribadi.", Confidence.HIGH)
    first = save_sheet(assignment.pk, actor=judge, revision=0, scores={}, remarks=remarks)

    assert remarks_of(first) == remarks
    assert save_sheet(assignment.pk, actor=judge, revision=0, scores={}, remarks=remarks).revision == 1
    with pytest.raises(ValidationError) as raised:
        save_sheet(assignment.pk, actor=judge, revision=0, scores={}, remarks=Remarks("Catatan.", "Lain."))
    assert raised.value.code == "stale"


def test_no_sheet_goes_back_to_a_judge_who_dropped_out(sheet, assignment, chair):
    Panelist.objects.filter(pk=assignment.panelist_id).update(left_at=clock.now(), left_reason="Sakit.")

    with pytest.raises(ValidationError) as raised:
        reopen_sheet(assignment.pk, actor=chair, reason="Keliru baris.")

    assert raised.value.code == "gone"
    sheet.refresh_from_db()
    assert sheet.submitted_at is not None
