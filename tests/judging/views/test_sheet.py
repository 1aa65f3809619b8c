import re
from datetime import timedelta

import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from judging.enums import RoundState, ScoreState, SheetState
from judging.models import Round, ScoreSheet
from judging.selectors.sheets import Mark, ScaleMemory, marks_of
from judging.services.sheets import save_sheet
from tests.factories.judging import AssignmentFactory, ScoreSheetFactory
from tests.judging.views.sheets import address, sent


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

    with django_assert_num_queries(12):
        assert desk.get(address("sheet-detail", assignment)).status_code == 200


def test_saving_a_score_takes_few_queries(desk, assignment, criteria, django_assert_num_queries):
    desk.post(address("sheet-detail", assignment), sent(criteria, "4", "5"))

    with django_assert_num_queries(15):  # two of them open and close the savepoint
        desk.post(
            address("sheet-detail", assignment),
            sent(criteria, "3", "5", revision=1),
            headers={"HX-Request": "true"},
        )
