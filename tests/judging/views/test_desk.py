import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import RoundState, ScoreState, SheetState
from judging.models import ConflictOfInterest, Round, ScoreSheet
from judging.selectors.sheets import Mark, ScaleMemory, marks_of
from judging.services.sheets import save_sheet
from submissions.models import Evidence
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory
from tests.factories.submissions import MembershipFactory

SECRET = "Rahasia"


def address(name, assignment):
    return reverse(f"judging:{name}", args=[assignment.pk])


@pytest.fixture
def desk(client, judge):
    client.force_login(judge)
    return client


@pytest.fixture
def criteria(assignment):
    return list(assignment.round.rubric.criteria.all())


def sent(criteria, *choices, revision=0, note="", action="save", comments=("", "")):
    data = {"revision": revision, "note": note, "action": action}
    for criterion, choice, comment in zip(criteria, choices, comments, strict=True):
        data |= {f"mark_{criterion.pk}": choice, f"comment_{criterion.pk}": comment}
    return data


# The list


def test_task_list_shows_own_tasks_with_their_state_and_what_is_next(desk, round_, judge):
    seat = PanelistFactory(round=round_, judge=judge)
    second = AssignmentFactory(round=round_, panelist=seat, sort_order=2)
    first = AssignmentFactory(round=round_, panelist=seat, sort_order=1, cleared_at=clock.now())
    done = ScoreSheetFactory(assignment__round=round_, assignment__panelist=seat).assignment
    AssignmentFactory(round=round_)

    response = desk.get(reverse("judging:task-list"))

    assert list(response.context["tasks"]) == [first, second, done]
    assert [task.title for task in response.context["tasks"]] == [
        task.version.payload["title"] for task in (first, second, done)
    ]
    assert response.context["next_task"] == first
    assert (response.context["totals"].submitted, response.context["totals"].total) == (1, 3)
    assert "2 usulan masih menunggu nilai Anda" in response.content.decode()


def test_totals_leave_out_rounds_that_are_over(desk, round_, judge):
    AssignmentFactory(round=round_, panelist__judge=judge)
    over = ScoreSheetFactory(assignment__panelist__judge=judge).assignment.round
    over.state = RoundState.SEALED
    over.save()

    totals = desk.get(reverse("judging:task-list")).context["totals"]

    assert (totals.submitted, totals.total) == (0, 1)


def test_task_list_explains_itself_while_it_is_empty(desk):
    page = desk.get(reverse("judging:task-list")).content.decode()

    assert "Belum ada usulan untuk Anda" in page


@pytest.mark.parametrize("count", [1, 3])
def test_task_list_query_count_is_constant(desk, round_, judge, count, django_assert_num_queries):
    seat = PanelistFactory(round=round_, judge=judge)
    made = [AssignmentFactory(round=round_, panelist=seat) for _ in range(count)]

    with django_assert_num_queries(13):
        response = desk.get(reverse("judging:task-list"))

    assert set(response.context["tasks"]) == set(made)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.VERIFIER, Role.LEADERSHIP, Role.EDITORIAL, None])
def test_the_desk_is_for_judges(client, assignment, role):
    client.force_login(UserFactory(roles=[role] if role else []))

    for url in (reverse("judging:task-list"), address("sheet-detail", assignment), reverse("judging:chair-rounds")):
        assert client.get(url).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, assignment):
    url = address("sheet-detail", assignment)

    assert client.get(url).url == f"/masuk/?next={url}"


# Conflicts come before contents


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
        desk.get(address("conflict-declare", assignment)),
        desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk])),
    ]

    assert {answer.status_code for answer in answers} == {403}
    for answer in answers:
        page = answer.content.decode()
        assert SECRET not in page
        assert assignment.version.payload["title"] not in page
    assert marks_of(ScoreSheet.objects.get()) == {criterion.pk: Mark() for criterion in criteria}


# The sheet


def test_sheet_shows_the_frozen_version_beside_the_rubric(desk, assignment):
    assignment.version.submission.innovation.title = "Judul yang diubah setelah diajukan"
    assignment.version.submission.innovation.save()

    page = desk.get(address("sheet-detail", assignment)).content.decode()

    assert assignment.version.payload["title"] in page
    assert "Judul yang diubah" not in page
    assert "Signifikansi" in page
    assert "bobot 60%" in page


def test_labels_with_quotes_and_emoji_are_escaped(desk, assignment, criteria):
    criteria[0].name = '<b>“Dampak”</b> & "guna" 📈'
    criteria[0].save()

    page = desk.get(address("sheet-detail", assignment)).content.decode()

    assert "&lt;b&gt;“Dampak”&lt;/b&gt; &amp; &quot;guna&quot; 📈" in page
    assert "<b>“Dampak”" not in page


def test_saving_a_draft_without_javascript_redirects_back(desk, assignment, criteria):
    response = desk.post(address("sheet-detail", assignment), sent(criteria, "4", "abstained", comments=("", "Asing")))

    assert response.url == address("sheet-detail", assignment)
    sheet = ScoreSheet.objects.get()
    assert marks_of(sheet) == {
        criteria[0].pk: Mark(ScoreState.SCORED, 4),
        criteria[1].pk: Mark(ScoreState.ABSTAINED, comment="Asing"),
    }
    assert sheet.state == SheetState.DRAFT


def test_autosave_answers_with_the_new_revision(desk, assignment, criteria):
    response = desk.post(address("sheet-detail", assignment), sent(criteria, "4", ""), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert response.status_code == 200
    assert '<input type="hidden" name="revision" value="1"' in page
    assert "<html" not in page


def test_a_stale_save_shows_both_and_the_next_save_decides(desk, assignment, judge, criteria):
    stored = {criteria[0].pk: Mark(ScoreState.SCORED, 2, "dari ponsel"), criteria[1].pk: Mark(ScoreState.SCORED, 3)}
    save_sheet(assignment.pk, actor=judge, revision=0, scores=stored)

    response = desk.post(address("sheet-detail", assignment), sent(criteria, "5", "3", comments=("dari laptop", "")))

    page = response.content.decode()
    assert "dari ponsel" in page
    assert "dari laptop" in page
    assert marks_of(ScoreSheet.objects.get()) == stored
    assert response.context["form"]["revision"].value() == "1"

    desk.post(address("sheet-detail", assignment), sent(criteria, "5", "3", revision=1))
    assert marks_of(ScoreSheet.objects.get())[criteria[0].pk] == Mark(ScoreState.SCORED, 5)


def test_a_stale_autosave_says_so_and_replaces_nothing(desk, assignment, judge, criteria):
    save_sheet(assignment.pk, actor=judge, revision=0, scores={criteria[0].pk: Mark(ScoreState.SCORED, 2)})

    response = desk.post(address("sheet-detail", assignment), sent(criteria, "5", "3"), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "is-lost" in page
    assert "id_revision" not in page
    assert marks_of(ScoreSheet.objects.get())[criteria[0].pk] == Mark(ScoreState.SCORED, 2)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("nothing", []),
        ("comments", ["OPD membaca komentar Anda tanpa nama."]),
        ("scores", ["OPD membaca komentar dan nilai Anda tanpa nama."]),
    ],
)
def test_sheet_says_what_the_agency_will_read(desk, assignment, policy, told):
    Round.objects.update(feedback_policy=policy)

    page = desk.get(reverse("judging:sheet-detail", args=[assignment.pk])).content.decode()

    assert re.findall(r"OPD membaca [^.]*\.", page) == told


def test_submitting_an_incomplete_sheet_says_what_is_missing_and_keeps_the_draft(desk, assignment, criteria):
    response = desk.post(address("sheet-detail", assignment), sent(criteria, "4", "", action="submit", note="Catatan"))

    assert response.context["form"].errors == {
        f"mark_{criteria[1].pk}": ["Pilih nilai untuk Kebaruan, atau nyatakan abstain."]
    }
    sheet = ScoreSheet.objects.get()
    assert (sheet.state, sheet.note) == (SheetState.DRAFT, "Catatan")
    assert response.context["form"]["revision"].value() == "1"


def test_a_submitted_sheet_is_read_only_and_a_second_click_is_harmless(desk, assignment, criteria):
    data = sent(criteria, "4", "5", action="submit")

    first = desk.post(address("sheet-detail", assignment), data)
    second = desk.post(address("sheet-detail", assignment), data)

    assert (first.status_code, second.status_code) == (302, 302)
    page = desk.get(address("sheet-detail", assignment)).content.decode()
    assert 'type="radio"' not in page
    assert "Lembar ini hanya dapat dibaca" in page
    assert marks_of(ScoreSheet.objects.get()) == {
        criteria[0].pk: Mark(ScoreState.SCORED, 4),
        criteria[1].pk: Mark(ScoreState.SCORED, 5),
    }


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"closes_at": clock.now() - timedelta(hours=1)}, "Babak ini sudah ditutup"),
        ({"state": RoundState.SEALED}, "Hasil babak ini sudah disegel"),
    ],
)
def test_a_save_after_the_end_is_refused_with_its_reason(desk, assignment, criteria, change, text):
    for field, value in change.items():
        setattr(assignment.round, field, value)
    assignment.round.save()

    response = desk.post(address("sheet-detail", assignment), sent(criteria, "4", "5", action="submit"))

    assert text in str(response.context["form"].errors)
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize(
    "data",
    [{"revision": ""}, {"revision": "x"}, {"revision": "-1"}, {"action": "hapus"}],
)
def test_a_form_that_was_tampered_with_saves_nothing(desk, assignment, criteria, data):
    response = desk.post(address("sheet-detail", assignment), sent(criteria, "4", "5") | data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ScoreSheet.objects.exists()


def test_a_score_off_the_scale_is_no_choice(desk, assignment, criteria):
    response = desk.post(address("sheet-detail", assignment), sent(criteria, "6", "5"))

    assert list(response.context["form"].errors) == [f"mark_{criteria[0].pk}"]
    assert not ScoreSheet.objects.exists()


def test_sheet_reminds_of_how_the_scale_was_used_so_far(desk, assignment, criteria):
    seat, first = assignment.panelist, criteria[0]
    assert "sejauh ini" not in desk.get(address("sheet-detail", assignment)).content.decode()
    for value in (2, 3, 5):
        own = AssignmentFactory(round=assignment.round, panelist=seat)
        ScoreSheetFactory(assignment=own, values={first.code: value})
    draft = ScoreSheetFactory(assignment__round=assignment.round, assignment__panelist=seat, values={first.code: 1})
    ScoreSheet.objects.filter(pk=draft.pk).update(state=SheetState.DRAFT, submitted_at=None)
    ScoreSheetFactory(assignment=AssignmentFactory(round=assignment.round, version=assignment.version))

    page = desk.get(address("sheet-detail", assignment))

    memories = [page.context["form"].fields[f"mark_{one.pk}"].memory for one in criteria]
    assert memories[0] == ScaleMemory(entries=3, lowest=2, mean=pytest.approx(10 / 3), highest=5)
    assert "Nilai Anda sejauh ini pada 3 usulan lain: 2 sampai 5, rata-rata 3,3." in page.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_score_form_query_count_is_constant(desk, assignment, count, django_assert_num_queries):
    for number in range(count):
        AssignmentFactory(round=assignment.round, panelist=assignment.panelist, sort_order=number + 5)

    with django_assert_num_queries(14):
        assert desk.get(address("sheet-detail", assignment)).status_code == 200


def test_saving_a_score_takes_few_queries(desk, assignment, criteria, django_assert_num_queries):
    desk.post(address("sheet-detail", assignment), sent(criteria, "4", "5"))

    with django_assert_num_queries(19):  # two of them open and close the savepoint
        desk.post(
            address("sheet-detail", assignment),
            sent(criteria, "3", "5", revision=1),
            headers={"HX-Request": "true"},
        )


# Evidence


def attach(assignment):
    submission = assignment.version.submission
    evidence = Evidence.objects.create(
        submission=submission,
        kind="document",
        title="Laporan",
        file=ContentFile(b"isi bukti", name="laporan.pdf"),
        original_name="laporan.pdf",
        content_type="application/pdf",
        uploaded_by=submission.created_by,
    )
    payload = assignment.version.payload
    payload["evidence"] = [
        {
            "id": evidence.pk,
            "section": None,
            "kind": "document",
            "title": "Laporan",
            "url": "",
            "file": evidence.file.name,
            "original_name": "laporan.pdf",
            "content_type": "application/pdf",
            "size": 9,
            "sha256": "",
        }
    ]
    assignment.version.save()
    return evidence


def test_evidence_of_the_version_opens_even_after_its_removal(desk, assignment):
    evidence = attach(assignment)
    evidence.removed_at = clock.now()
    evidence.save()

    response = desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk]))

    assert b"".join(response.streaming_content) == b"isi bukti"


def test_evidence_that_is_not_in_the_version_or_not_assigned_is_not_found(desk, assignment):
    evidence = attach(assignment)
    later = Evidence.objects.create(
        submission=assignment.version.submission,
        kind="document",
        title="Susulan",
        file=ContentFile(b"baru", name="b.pdf"),
        uploaded_by=evidence.uploaded_by,
    )
    foreign = AssignmentFactory(round=assignment.round, cleared_at=clock.now())
    hidden = attach(foreign)

    for assignment_pk, evidence_pk in (
        (assignment.pk, later.pk),
        (assignment.pk, hidden.pk),
        (foreign.pk, hidden.pk),
    ):
        url = reverse("judging:evidence-file", args=[assignment_pk, evidence_pk])
        assert desk.get(url).status_code == 404


def test_evidence_waits_for_the_declaration(desk, round_, judge):
    assignment = AssignmentFactory(round=round_, panelist__judge=judge)
    evidence = attach(assignment)

    response = desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk]))

    assert response.url == address("conflict-declare", assignment)


def test_a_deleted_file_is_explained(desk, assignment):
    evidence = attach(assignment)
    evidence.file.storage.delete(evidence.file.name)

    response = desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk]))

    assert response.status_code == 404
    assert "laporan.pdf" in response.content.decode()


def test_guide_shows_the_rubrics_of_the_own_rounds_only(desk, assignment):
    AssignmentFactory()

    response = desk.get(reverse("judging:guide"))

    assert list(response.context["rubrics"]) == [assignment.round.rubric]
