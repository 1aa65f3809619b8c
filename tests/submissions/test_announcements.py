from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import AgencyKind, MembershipRole, SubmissionStatus
from submissions.models import Announcement
from submissions.selectors.announcements import AgencyChoice, reach_of
from submissions.services.announcements import deliver_announcement, write_to_agencies
from submissions.services.obligations import exempt_agency
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

WORDS = {"subject": "Sosialisasi daring", "text": "Kami mengundang Bapak/Ibu.", "is_urgent": False}


def people_of(**choice):
    return set(reach_of(AgencyChoice(**choice)).people)


def write(actor, *, key=None, choice=None, expected=None, **changes):
    """Look at the preview and send it, as the page does."""
    choice, words = choice or AgencyChoice(), {**WORDS, **changes}
    expected = reach_of(choice).digest(**words) if expected is None else expected
    return write_to_agencies(key or uuid4(), actor=actor, choice=choice, expected=expected, **words)


@pytest.fixture
def member(db):
    return MembershipFactory()


def test_choice_narrows_by_region_kind_and_role(member):
    hospital = MembershipFactory(agency__kind=AgencyKind.HOSPITAL)
    approver = MembershipFactory(agency=member.agency, role=MembershipRole.APPROVER)
    everybody = {member.user_id, hospital.user_id, approver.user_id}

    assert people_of() == everybody
    assert people_of(region=member.agency.region) == {member.user_id, approver.user_id}
    assert people_of(kind=AgencyKind.HOSPITAL) == {hospital.user_id}
    assert people_of(role=MembershipRole.APPROVER) == {approver.user_id}
    assert people_of(kind=AgencyKind.HOSPITAL, role=MembershipRole.APPROVER) == set()


def test_choice_of_an_edition_means_the_obliged_by_their_state(secretary, member):
    edition = EditionFactory()
    by_state = {name: MembershipFactory() for name in ("nothing", "draft", "submitted", "exempt")}
    for obliged in by_state.values():
        obligation = ObligationFactory(edition=edition, agency=obliged.agency)
    exempt_agency(obligation.pk, actor=secretary, reason="Digabung.")
    ObligationFactory(agency=by_state["nothing"].agency)
    for name in ("draft", "submitted"):
        innovation = InnovationFactory(agency=by_state[name].agency)
        put_into(SubmissionFactory(edition=edition, innovation=innovation), SubmissionStatus(name))

    assert people_of(edition=edition) == {one.user_id for one in by_state.values()}
    assert people_of(edition=edition, states=("nothing", "draft")) == {
        by_state["nothing"].user_id,
        by_state["draft"].user_id,
    }
    assert people_of(edition=edition, states=("verified",)) == set()


def test_closed_accounts_and_agencies_are_left_out_and_agencies_without_people_named(db):
    MembershipFactory(agency__is_active=False)
    deserted = MembershipFactory(user=UserFactory(is_active=False)).agency
    empty = AgencyFactory()

    reach = reach_of(AgencyChoice())

    assert reach.memberships == []
    assert set(reach.empty) == {deserted, empty}


def test_announcement_is_stored_sent_by_the_worker_and_logged(
    secretary, member, mailoutbox, django_capture_on_commit_callbacks
):
    MembershipFactory(user=member.user)
    other = MembershipFactory()

    with django_capture_on_commit_callbacks() as callbacks:
        announcement = write(secretary)
    assert OutgoingMessage.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        for callback in callbacks:
            callback()

    messages = OutgoingMessage.objects.all()
    assert {(message.recipient, message.kind, message.subject, message.about) for message in messages} == {
        (person, "announcement", WORDS["subject"], f"submissions.announcement:{announcement.pk}")
        for person in (member.user, other.user)
    }
    assert {message.body.count(WORDS["text"]) for message in messages} == {1}
    assert sorted(mail.to for mail in mailoutbox) == sorted([[member.user.email], [other.user.email]])
    entry = ModelLogEntry.objects.for_instance(announcement).get()
    assert (entry.user, entry.data) == (secretary, {"people": 2, "agencies": 3})


def test_the_same_preview_is_sent_once(secretary, member):
    key = uuid4()

    first, second = write(secretary, key=key), write(secretary, key=key)
    deliver_announcement(first.pk)

    assert first == second
    assert deliver_announcement(first.pk) == []
    assert OutgoingMessage.objects.count() == 1
    assert ModelLogEntry.objects.for_instance(first).count() == 1


def test_preview_that_is_no_longer_true_is_not_sent(secretary, member):
    seen = reach_of(AgencyChoice()).digest(**WORDS)
    for change in ({"text": "Lain."}, {"subject": "Lain"}, {"is_urgent": True}):
        with pytest.raises(ValidationError) as caught:
            write(secretary, expected=seen, **change)
        assert caught.value.code == "stale"
    MembershipFactory()

    with pytest.raises(ValidationError) as caught:
        write(secretary, expected=seen)

    assert caught.value.code == "stale"
    assert Announcement.objects.count() == 0


def test_mail_to_nobody_is_refused(secretary):
    with pytest.raises(ValidationError) as caught:
        write(secretary)

    assert caught.value.code == "nobody"
    assert Announcement.objects.count() == 0


def test_only_the_secretariat_writes(verifier, member):
    with pytest.raises(PermissionDenied):
        write(verifier)

    assert Announcement.objects.count() == 0


@pytest.mark.parametrize(
    ("is_urgent", "state"), [(False, OutgoingMessage.State.WAITING), (True, OutgoingMessage.State.QUEUED)]
)
def test_announcement_waits_for_the_daily_mail_unless_it_is_urgent(secretary, is_urgent, state):
    MembershipFactory(user__mail_rhythm=MailRhythm.DAILY)

    deliver_announcement(write(secretary, is_urgent=is_urgent).pk)

    assert OutgoingMessage.objects.get().state == state


def test_account_closed_since_the_preview_is_not_written_to(secretary, member):
    announcement = write(secretary)
    member.user.is_active = False
    member.user.save()

    assert deliver_announcement(announcement.pk) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reach_query_count_is_constant(db, count, django_assert_num_queries):
    MembershipFactory.create_batch(count)
    AgencyFactory.create_batch(count)

    with django_assert_num_queries(2):
        reach = reach_of(AgencyChoice())

    assert (len(reach.people), len(reach.empty)) == (count, count)
