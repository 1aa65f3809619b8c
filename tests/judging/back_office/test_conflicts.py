import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from judging.enums import ConflictSource
from judging.models import Collaboration, ConflictOfInterest
from tests.factories.accounts import UserFactory
from tests.factories.judging import CollaborationFactory, PanelistFactory, VerifiedSubmissionFactory
from tests.factories.submissions import AgencyFactory, SubmissionFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def test_conflicts_are_counted_above_their_list_and_exported(office, assignment, judge):
    conflict = ConflictOfInterest.objects.create(
        judge=judge, submission=assignment.version.submission, source=ConflictSource.DECLARED, reason="=Adik ipar"
    )

    page = office.get(reverse("conflicts:index"))
    export = office.get(reverse("conflicts:index"), {"export": "csv"})

    assert [count for _label, count in page.context["counts"]] == [0, 1, 0, 0]
    heading, row = b"".join(export.streaming_content).decode("utf-8-sig").splitlines()
    assert heading == (
        "Juri;Nomor pendaftaran;Perangkat daerah;Sumber;Alasan;Dicatat;Dicabut;Dicabut oleh;Alasan pencabutan"
    )
    submission = conflict.submission
    agency = submission.innovation.agency.name
    assert row.startswith(f"{judge.name};{submission.registration_number};{agency};Dinyatakan oleh juri;'=Adik ipar;")


def test_the_secretariat_notes_a_collaboration_that_withdraws_its_judge(office, assignment, judge, secretary):
    agency = assignment.version.submission.innovation.agency

    office.post(reverse("collaborations:add"), {"judge": judge.pk, "agency": agency.pk, "note": "Konsultan."})

    noted = Collaboration.objects.values_list("judge", "agency", "innovation", "note", "entered_by")
    assert list(noted) == [(judge.pk, agency.pk, None, "Konsultan.", secretary.pk)]
    assignment.refresh_from_db()
    assert assignment.recused_at is not None


def test_a_draft_that_nobody_handed_in_is_no_choice_for_a_collaboration(office, assignment):
    entry = assignment.version.submission.innovation
    draft = SubmissionFactory().innovation

    offered = office.get(reverse("collaborations:add")).context["form"].fields["innovation"].queryset

    assert entry in offered
    assert draft not in offered


def test_a_collaboration_with_nobody_is_refused(office, assignment, judge):
    response = office.post(reverse("collaborations:add"), {"judge": judge.pk, "note": "Konsultan."})

    errors = response.context["form"].errors
    assert {name: list(texts) for name, texts in errors.items()} == {
        "__all__": ["Pilih perangkat daerah atau inovasi, salah satu saja."]
    }
    assert not Collaboration.objects.exists()


def test_a_collaboration_is_taken_back_and_never_changed(office):
    noted = CollaborationFactory()

    PanelistFactory(judge=noted.judge)
    changed = {"judge": noted.judge_id, "agency": AgencyFactory().pk, "note": "lain"}

    office.post(reverse("collaborations:edit", args=[noted.pk]), changed)
    assert Collaboration.objects.values_list("agency", "note").get() == (noted.agency_id, noted.note)
    office.post(reverse("collaborations:delete", args=[noted.pk]))

    assert not Collaboration.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_list_query_count_is_constant(office, count, django_assert_max_num_queries):
    CollaborationFactory.create_batch(count)

    with django_assert_max_num_queries(14):
        response = office.get(reverse("collaborations:index"))

    assert len(response.context["object_list"]) == count


def test_a_false_conflict_is_lifted_from_the_list_and_stays_in_it(office, assignment, judge, secretary):
    submission = assignment.version.submission
    ConflictOfInterest.objects.create(
        judge=judge, submission=submission, source=ConflictSource.AUTOMATIC, reason="Nama sama."
    )
    address = reverse("conflicts:lift", args=[judge.pk, submission.pk])
    assert address in office.get(reverse("conflicts:index")).content.decode()

    response = office.post(address, {"reason": "Orang lain."}, follow=True)

    assert [count for _label, count in response.context["counts"]] == [0, 0, 0, 1]
    page = response.content.decode()
    assert (address in page, f"{secretary}: Orang lain." in page) == (False, True)
    export = office.get(reverse("conflicts:index"), {"export": "csv"})
    row = b"".join(export.streaming_content).decode("utf-8-sig").splitlines()[1]
    assert row.endswith(f";{secretary.name};Orang lain.")
    desk = office.get(reverse("rounds:desk", args=[assignment.round_id])).content.decode()
    assert f"{secretary}: Orang lain." in desk


def test_the_page_of_the_act_says_whom_and_what_it_is_about(office, assignment, judge):
    payload = assignment.version.payload
    payload["innovators"] = [{"name": judge.name, "role": "Perawat"}]
    assignment.version.save()

    page = office.get(reverse("conflicts:lift", args=[judge.pk, assignment.version.submission_id]))

    assert page.context["found"] == f"Seorang inovator usulan ini bernama sama dengan juri, {judge.name}."
    text = page.content.decode()
    assert page.context["found"] in text
    assert f"{assignment.version.submission.innovation.title} (" in text


@pytest.mark.parametrize("count", [1, 4])
def test_conflict_list_query_count_is_constant(office, secretary, count, django_assert_max_num_queries):
    for submission in VerifiedSubmissionFactory.create_batch(count):
        found = {"source": ConflictSource.AUTOMATIC, "reason": "Nama sama.", "judge": UserFactory()}
        ConflictOfInterest.objects.create(submission=submission, **found)
        lifted = {"lifted_by": secretary, "lifted_at": clock.now(), "lifting_reason": "Orang lain."}
        ConflictOfInterest.objects.create(submission=submission, **found, **lifted)

    with django_assert_max_num_queries(16):
        response = office.get(reverse("conflicts:index"))

    assert len(response.context["object_list"]) == 2 * count
