import pytest
from django.urls import reverse

from submissions.enums import SubmissionStatus
from submissions.models import Verification
from submissions.services.verification import verify_submission
from tests.factories.submissions import (
    EditionFactory,
    MembershipFactory,
    ReasonCodeFactory,
    SubmissionFactory,
    handed_in,
)


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


def address_of(submission):
    return reverse("verification:decide", args=[submission.pk])


def decision(submission, outcome, **data):
    return {"version_id": submission.versions.first().pk, "outcome": outcome, **data}


def test_verifier_decides_and_comes_to_the_next(desk, edition):
    first, second = handed_in(edition), handed_in(edition)
    reason = ReasonCodeFactory(edition=edition)

    response = desk.post(address_of(first), decision(first, "returned", reason_ids=[reason.pk], note="Lengkapi."))

    first.refresh_from_db()
    assert response.url == address_of(second)
    assert first.status == SubmissionStatus.RETURNED
    assert list(Verification.objects.get().reasons.all()) == [reason]

    last = desk.post(address_of(second), decision(second, "passed"))
    assert last.url == reverse("verification:index")


def test_dossier_shows_the_frozen_version_not_the_draft(desk, edition):
    submission = handed_in(edition)
    frozen = submission.innovation.title
    submission.innovation.title = "Judul yang diubah diam-diam"
    submission.innovation.save(update_fields=["title"])

    page = desk.get(address_of(submission)).content.decode()

    assert frozen in page
    assert "Judul yang diubah diam-diam" not in page


def test_dossier_says_nothing_about_a_correction_that_is_being_written(desk, edition):
    submission = handed_in(edition)
    desk.post(address_of(submission), decision(submission, "returned", note="Lengkapi."))
    submission.answers.update(text="")

    response = desk.get(address_of(submission))

    assert response.context["dossier"].problems == []
    assert "belum ditulis" not in response.content.decode()


def test_missing_reason_is_said_beside_the_note_and_what_was_ticked_stays(desk, edition):
    submission = handed_in(edition)

    response = desk.post(address_of(submission), decision(submission, "rejected", note=" "))

    assert response.context["form"].errors == {"note": ["Tuliskan alasannya."]}
    assert not Verification.objects.exists()


def test_rejection_is_asked_once_more_with_everything_typed(desk, edition):
    submission = handed_in(edition)
    data = decision(submission, "rejected", note="Di luar kewenangan daerah.")

    asked = desk.post(address_of(submission), data)

    page = asked.content.decode()
    assert asked.context["form"].asks_again
    assert f"Tolak {submission.registration_number}?" in page
    assert "Di luar kewenangan daerah." in page
    assert not Verification.objects.exists()

    desk.post(address_of(submission), {**data, "is_confirmed": "1"})
    assert Verification.objects.get().outcome == "rejected"


@pytest.mark.parametrize("data", [{}, {"outcome": "passed"}, {"outcome": "lulus", "version_id": 1}])
def test_decision_that_is_incomplete_changes_nothing(desk, edition, data):
    submission = handed_in(edition)

    response = desk.post(address_of(submission), data)

    assert response.context["form"].errors
    assert not Verification.objects.exists()


def test_double_click_leaves_one_decision(desk, edition):
    submission = handed_in(edition)
    data = decision(submission, "passed")

    desk.post(address_of(submission), data)
    second = desk.post(address_of(submission), data)

    assert second.status_code == 302
    assert Verification.objects.count() == 1


def test_decision_after_somebody_elses_is_explained(desk, edition, secretary):
    submission = handed_in(edition)
    data = decision(submission, "rejected", note="Tidak sesuai.", is_confirmed="1")
    verify_submission(submission.pk, actor=secretary, outcome="passed")

    response = desk.post(address_of(submission), data)

    assert response.status_code == 200
    assert Verification.objects.get().outcome == "passed"
    assert response.context["entry"] is None


def test_own_agency_is_shown_and_refused(desk, edition, verifier):
    submission = handed_in(edition)
    MembershipFactory(agency=submission.innovation.agency, user=verifier)

    page = desk.get(address_of(submission))
    assert page.context["entry"].is_own is True
    assert 'name="outcome"' not in page.content.decode()

    desk.post(address_of(submission), decision(submission, "passed"))
    assert not Verification.objects.exists()


def test_draft_that_nobody_handed_in_is_not_found(desk):
    assert desk.get(address_of(SubmissionFactory())).status_code == 404


@pytest.mark.parametrize("person", ["judge", "leader", "approver"])
def test_others_do_not_get_to_the_queue(request, client, edition, person):
    submission = handed_in(edition)
    client.force_login(request.getfixturevalue(person))

    for response in (
        client.get(reverse("verification:index")),
        client.post(address_of(submission), decision(submission, "passed")),
    ):
        assert response.status_code in {302, 403, 404}
    assert not Verification.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_queue_page_query_count_is_constant(desk, edition, count, django_assert_num_queries):
    for _each in range(count):
        handed_in(edition)
    desk.get(reverse("verification:index"))

    with django_assert_num_queries(16):
        response = desk.get(reverse("verification:index"))

    assert len(response.context["object_list"]) == count


def test_queue_is_searched_by_title(desk, edition):
    wanted = handed_in(edition)
    handed_in(edition)

    response = desk.get(reverse("verification:index"), {"q": wanted.innovation.title})

    assert list(response.context["object_list"]) == [wanted]


def test_remarks_on_parts_are_taken_from_beside_the_text(desk, edition):
    submission, reason = handed_in(edition), ReasonCodeFactory(edition=edition)
    section = edition.sections.get(code="signifikansi")
    key = f"section-{section.pk}"

    page = desk.get(address_of(submission)).content.decode()
    remarks = {f"{key}-reasons": [reason.pk], f"{key}-text": "Angka.", "facts-text": " "}
    desk.post(address_of(submission), decision(submission, "returned", **remarks))

    assert f'name="{key}-text"' in page
    assert [(each.section, each.words) for each in Verification.objects.get().remarks.all()] == [
        (section, f"• {reason}\nAngka.")
    ]


def test_remarks_stay_when_the_decision_is_refused(desk, edition):
    submission = handed_in(edition)

    response = desk.post(address_of(submission), decision(submission, "passed", **{"facts-text": "Bidang."}))

    assert response.context["facts_remark"].text.value() == "Bidang."
    assert response.context["facts_remark"].is_open is True
    assert response.context["evidence_remark"].is_open is False
    assert "Kosongkan" in response.context["form"].non_field_errors()[0]


@pytest.mark.parametrize("count", [1, 4])
def test_decision_page_query_count_does_not_grow_with_sections(desk, count, django_assert_num_queries):
    codes = [f"aspek-{number}" for number in range(count)]
    submission = handed_in(EditionFactory(sections=codes))
    desk.get(address_of(submission))

    with django_assert_num_queries(31):
        response = desk.get(address_of(submission))

    assert len(response.context["sections"]) == count


@pytest.fixture
def doubtful(edition):
    """A submission that has become too young and too long since it was handed in, and the reasons for that."""
    submission = handed_in(edition)
    edition.minimum_age_months = 1200
    edition.save(update_fields=["minimum_age_months"])
    edition.sections.filter(code="signifikansi").update(word_limit=1)
    submission.reasons = [ReasonCodeFactory(edition=edition, code=code) for code in ("umur", "batas-kata", "judul")]
    return submission


def test_what_the_machine_found_is_ticked_and_marked(desk, edition, doubtful):
    age, length, _title = doubtful.reasons
    section = edition.sections.get(code="signifikansi")

    context = desk.get(address_of(doubtful)).context

    form, remark = context["form"], context["sections"][1]["remark"]
    assert form["reason_ids"].value() == [age.pk]
    assert [label for _pk, label in form.fields["reason_ids"].choices if "sistem" in label] == [
        f"{age.text} (ditemukan oleh sistem)"
    ]
    assert (remark.reasons.name, remark.reasons.value()) == (f"section-{section.pk}-reasons", [length.pk])
    assert [each["remark"].is_open for each in context["sections"]] == [False, True]


def test_what_the_verifier_unticks_is_not_said(desk, doubtful):
    _age, _length, title = doubtful.reasons

    desk.post(address_of(doubtful), decision(doubtful, "returned", reason_ids=[title.pk]))

    verification = Verification.objects.get()
    assert (list(verification.reasons.all()), list(verification.remarks.all())) == ([title], [])


def test_who_passes_all_the_same_does_not_send_the_ticks_of_the_machine(desk, edition, doubtful):
    age, length, _title = doubtful.reasons
    section = edition.sections.get(code="signifikansi")
    ticks = {"reason_ids": [age.pk], f"section-{section.pk}-reasons": [length.pk]}

    desk.post(address_of(doubtful), decision(doubtful, "passed", **ticks))

    verification = Verification.objects.get()
    assert (verification.outcome, list(verification.reasons.all())) == ("passed", [])
    assert doubtful.events.last().comment == ""
