"""The secretariat changes what an edition asks for while people write and hand in."""

from functools import partial

import pytest

from innovation_portal.accounts.roles import Role
from submissions.models import Edition, Submission
from submissions.selectors.editions import sections_of
from submissions.services.drafts import save_answer
from submissions.services.submissions import change_status
from submissions.services.templates import move_to_present_template, save_edition
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, MembershipFactory, ReadySubmissionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def ready_with_its_approver(edition):
    person = MembershipFactory(role="approver")
    return ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=person.agency)), person.user


def with_limit(edition, limit):
    edited = Edition.objects.get(pk=edition.pk)
    sections = list(edited.sections.all())
    sections[0].word_limit = limit
    edited.sections = sections
    return edited


def test_answers_and_submits_beside_a_change_all_go_through_on_the_old_template():
    edition, secretary = EditionFactory(), UserFactory(roles=[Role.SECRETARIAT])
    entries = [ready_with_its_approver(edition) for _number in range(6)]
    section = edition.sections.first()
    calls = [
        partial(save_answer, entry.pk, section.pk, actor=person, revision=1, text="Baru.")
        for entry, person in entries[:3]
    ]
    calls += [partial(change_status, entry.pk, "submit", actor=person) for entry, person in entries[3:]]

    earlier, *results = at_once(partial(save_edition, with_limit(edition, 50), actor=secretary), *calls)

    assert [type(result).__name__ for result in results] == ["Answer"] * 3 + ["Submission"] * 3
    assert set(edition.submissions.values_list("earlier_template", flat=True)) == {earlier.pk}
    for entry in edition.submissions.all():
        asked = {one.pk for one in sections_of(entry)}
        assert set(entry.answers.values_list("section", flat=True)) == asked
    edition.refresh_from_db()
    assert edition.last_registration_number == 3


def test_two_changes_at_once_set_the_template_aside_once_each():
    edition, secretary = EditionFactory(), UserFactory(roles=[Role.SECRETARIAT])
    draft, _person = ready_with_its_approver(edition)
    edits = [with_limit(edition, limit) for limit in (50, 60)]

    results = at_once(*(partial(save_edition, edit, actor=secretary) for edit in edits))

    assert sorted(getattr(result, "code", "set aside") for result in results) == ["set aside", "stale"]
    draft.refresh_from_db()
    assert [section.word_limit for section in sections_of(draft)] == [200, 200]
    assert edition.sections.first().word_limit in {50, 60}
    assert edition.sections.count() == 2


def test_a_submission_is_either_moved_or_handed_in():
    edition, secretary = EditionFactory(), UserFactory(roles=[Role.SECRETARIAT])
    draft, person = ready_with_its_approver(edition)
    save_edition(with_limit(edition, 50), actor=secretary)

    at_once(
        partial(move_to_present_template, draft.pk, actor=secretary),
        partial(change_status, draft.pk, "submit", actor=person),
    )

    entry = Submission.objects.get(pk=draft.pk)
    [version] = entry.versions.all()
    asked = [section.word_limit for section in sections_of(entry)]
    assert entry.status == "submitted"
    assert [section["word_limit"] for section in version.payload["sections"]] == asked
