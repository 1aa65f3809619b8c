"""Two people do the same thing at the same moment. Only where rows are locked does this prove anything."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.models import Submission
from submissions.services.drafts import Facts, accept_declarations, save_answer, save_facts, start_submission
from submissions.services.submissions import change_status
from tests.concurrency.racing import at_once
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def approver_of(submission):
    return MembershipFactory(agency=submission.innovation.agency, role=MembershipRole.APPROVER).user


def codes_of(results):
    return sorted(result.code if isinstance(result, ValidationError) else "done" for result in results)


def test_double_click_submits_once():
    ready = ReadySubmissionFactory()
    approver = approver_of(ready)
    click = partial(change_status, ready.pk, "submit", actor=approver)

    results = at_once(click, click, click)

    number = f"INV-{ready.edition.year}-0001"
    assert [result.registration_number for result in results] == [number] * 3
    assert (ready.versions.count(), ready.events.count()) == (1, 1)
    assert OutgoingMessage.objects.filter(kind="submission_submit").count() == 1


def test_double_click_with_its_declarations_submits_once():
    ready = ReadySubmissionFactory()
    approver = approver_of(ready)
    declarations = list(ready.edition.declarations.values_list("pk", flat=True))
    ready.consents.all().delete()

    def click():
        accept_declarations(ready.pk, actor=approver, declaration_ids=declarations)
        return change_status(ready.pk, "submit", actor=approver)

    results = at_once(click, click)

    assert codes_of(results) == ["done", "done"]
    assert (ready.versions.count(), ready.consents.count()) == (1, 1)


def test_two_people_submit_the_same_once():
    ready = ReadySubmissionFactory()
    calls = [partial(change_status, ready.pk, "submit", actor=approver_of(ready)) for _person in range(2)]

    results = at_once(*calls)

    assert codes_of(results) == ["done", "stale"]
    assert ready.versions.count() == 1


def test_ten_agencies_at_once_get_ten_numbers_without_gap_or_double():
    edition = EditionFactory()
    ready = [ReadySubmissionFactory(edition=edition) for _agency in range(10)]

    at_once(*[partial(change_status, one.pk, "submit", actor=approver_of(one)) for one in ready])

    edition.refresh_from_db()
    numbers = sorted(Submission.objects.values_list("registration_number", flat=True))
    assert numbers == [f"INV-{edition.year}-{number:04}" for number in range(1, 11)]
    assert edition.last_registration_number == 10


@pytest.mark.parametrize(
    ("shared", "refusal"), [({"title": "Kasa Berbuntut"}, "title_taken"), ({"agency": None}, "quota_reached")]
)
def test_of_two_handed_in_at_once_one_finds_the_title_or_the_place_taken(shared, refusal):
    edition = EditionFactory(quota=1)
    facts = {name: value or AgencyFactory() for name, value in shared.items()}
    pair = [ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(**facts)) for _one in range(2)]

    results = at_once(*[partial(change_status, one.pk, "submit", actor=approver_of(one)) for one in pair])

    (refused,) = [result for result in results if isinstance(result, ValidationError)]
    assert [error.code for error in refused.error_list] == [refusal]
    edition.refresh_from_db()
    assert edition.last_registration_number == 1
    assert [one.versions.count() for one in pair].count(1) == 1


def test_quota_is_kept_when_one_agency_submits_and_starts_at_once():
    edition, agency = EditionFactory(quota=2), AgencyFactory()
    actor = MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user
    begin = [
        partial(start_submission, agency.pk, edition.pk, actor=actor, facts=Facts(title=f"Inovasi {number}"))
        for number in range(4)
    ]

    results = at_once(*begin)

    assert codes_of(results) == ["done", "done", "quota", "quota"]
    assert edition.submissions.count() == 2


def test_of_two_answers_from_the_same_revision_one_is_kept_and_one_is_told():
    draft = SubmissionFactory()
    section = draft.edition.sections.first()
    save = partial(save_answer, draft.pk, section.pk, actor=approver_of(draft), revision=0)

    results = at_once(partial(save, text="Naskah satu."), partial(save, text="Naskah dua."))

    assert codes_of(results) == ["done", "stale"]
    kept = next(result for result in results if not isinstance(result, Exception))
    assert (draft.answers.get().text, draft.answers.get().revision) == (kept.text, 1)


def test_of_two_facts_from_the_same_revision_one_is_kept_and_one_is_told():
    draft = SubmissionFactory(innovation=InnovationFactory(title="Semula"))
    save = partial(save_facts, draft.pk, actor=approver_of(draft), revision=0)

    results = at_once(*[partial(save, facts=Facts(title=title)) for title in ("Judul satu", "Judul dua")])

    draft.refresh_from_db()
    assert codes_of(results) == ["done", "stale"]
    assert (draft.revision, draft.innovation.title in {"Judul satu", "Judul dua"}) == (1, True)
