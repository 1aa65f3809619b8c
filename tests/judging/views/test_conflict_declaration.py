from django.urls import reverse

from judging.models import ConflictOfInterest, ScoreSheet
from judging.selectors.sheets import Mark, marks_of
from judging.services.sheets import save_sheet
from tests.factories.judging import AssignmentFactory
from tests.factories.submissions import MembershipFactory
from tests.judging.views.sheets import SECRET, address, attach, sent


def test_before_the_declaration_only_title_agency_and_people_are_shown(desk, round_, judge):
    assignment = AssignmentFactory(round=round_, panelist__judge=judge)
    payload = assignment.version.payload

    assert desk.get(address("sheet-detail", assignment)).url == address("conflict-declare", assignment)
    page = desk.get(address("conflict-declare", assignment)).content.decode()

    assert payload["title"] in page
    assert payload["agency"]["name"] in page
    assert "Sri Rahayu" in page
    assert SECRET not in page


def test_declaring_no_conflict_opens_the_sheet(desk, round_, judge):
    assignment = AssignmentFactory(round=round_, panelist__judge=judge)

    response = desk.post(address("conflict-declare", assignment), {"has_conflict": "no"}, follow=True)

    assert response.redirect_chain == [(address("sheet-detail", assignment), 302)]
    assert SECRET in response.content.decode()


def test_withdrawing_needs_words_and_keeps_what_was_typed(desk, assignment):
    response = desk.post(address("conflict-declare", assignment), {"has_conflict": "yes", "reason": " "})
    assert response.context["form"].errors == {"reason": ["Jelaskan dengan singkat apa benturan kepentingannya."]}

    response = desk.post(address("conflict-declare", assignment), {"has_conflict": "yes", "reason": "Adik ipar"})
    assert response.url == reverse("judging:task-list")
    assert ConflictOfInterest.objects.get().reason == "Adik ipar"
    page = desk.get(address("sheet-detail", assignment))
    assert page.status_code == 403
    assert SECRET not in page.content.decode()


def test_choosing_nothing_is_refused_beside_the_question(desk, round_, judge):
    assignment = AssignmentFactory(round=round_, panelist__judge=judge)

    response = desk.post(address("conflict-declare", assignment), {})

    assert response.context["form"].errors == {"has_conflict": ["Pilih salah satu dari dua jawaban."]}


def test_an_entry_of_the_own_agency_is_closed_on_every_address(desk, assignment, judge, criteria):
    evidence = attach(assignment)
    save_sheet(assignment.pk, actor=judge, revision=0, scores={})
    MembershipFactory(agency=assignment.version.submission.innovation.agency, user=judge)

    answers = [
        desk.get(address("sheet-detail", assignment)),
        desk.post(address("sheet-detail", assignment), sent(criteria, "5", "5", revision=1)),
        desk.post(address("sheet-detail", assignment), sent(criteria, "9", "5", revision=1)),
        desk.get(address("conflict-declare", assignment)),
        desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk])),
    ]

    assert {answer.status_code for answer in answers} == {403}
    for answer in answers:
        page = answer.content.decode()
        assert SECRET not in page
        assert assignment.version.payload["title"] not in page
    script = desk.post(
        address("sheet-detail", assignment), sent(criteria, "5", "5", revision=1), headers={"HX-Request": "true"}
    )
    assert "anggota" in script.content.decode()
    assert marks_of(ScoreSheet.objects.get()) == {criterion.pk: Mark() for criterion in criteria}
