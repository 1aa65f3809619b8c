from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from submissions.models import Membership, Replication
from submissions.selectors.replications import overdue_replications, replication_days, replications_of
from submissions.services.replication_deadlines import confirm_for_origin, remind_origins
from submissions.services.replications import announce_replication, confirm_replication, end_replication
from submissions.voice_enums import ReplicationState as State
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, MembershipFactory

MAY = datetime(2027, 5, 3, 3, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
REASON = "OPD asal bergabung; sudah dikonfirmasi lewat telepon."


@pytest.fixture
def secretary(db):
    return UserFactory(roles=[Role.SECRETARIAT])


@pytest.fixture
def taker(db):
    return MembershipFactory().user


@pytest.fixture
def replication(agency, taker):
    """Announced on the third of May; its origin has the edition's twenty days."""
    EditionFactory(replication_days=20)
    innovation = InnovationFactory(agency=agency)
    with clock.at(MAY):
        return announce_replication(
            innovation.pk, actor=taker, agency_id=taker.memberships.get().agency_id, plan="Tiga puskesmas."
        )


def confirm_at(moment, replication, actor, **changes):
    with clock.at(moment):
        return confirm_for_origin(replication.pk, actor=actor, **{"revision": 0, "reason": REASON, **changes})


def mails(kind) -> list[str]:
    return sorted(OutgoingMessage.objects.filter(kind=kind).values_list("address", flat=True))


def code_of(refused) -> str:
    error = refused.value
    return error.error_dict["reason"][0].code if hasattr(error, "error_dict") else error.code


def test_the_secretariat_confirms_for_a_silent_origin_once_its_days_are_over(replication, secretary, taker, operator):
    with pytest.raises(ValidationError) as refused:
        confirm_at(MAY + 20 * DAY - SECOND, replication, secretary)
    confirm_at(MAY + 20 * DAY, replication, secretary, reason=f" {REASON} ")

    assert code_of(refused) == "too_early"
    replication.refresh_from_db()
    assert (replication.state, replication.is_for_origin, replication.decided_by, replication.reason) == (
        State.CONFIRMED,
        True,
        secretary,
        REASON,
    )
    assert list(replications_of(replication.innovation)) == [replication]
    assert mails("replication_decided") == [taker.email]
    assert mails("replication_confirmed_for_you") == [operator.email]
    [told] = OutgoingMessage.objects.filter(kind="replication_decided")
    assert told.subject.startswith("Sekretariat mengonfirmasi replikasi Anda")
    assert REASON in told.body
    entry = ModelLogEntry.objects.for_instance(replication).filter(action="submissions.confirm_for_origin").get()
    assert (entry.user, entry.data["reason"]) == (secretary, REASON)


@pytest.mark.parametrize(("changes", "code"), [({"reason": " "}, "reason_required"), ({"revision": 1}, "stale")])
def test_without_a_reason_or_on_an_older_state_nothing_is_confirmed(replication, secretary, changes, code):
    with pytest.raises(ValidationError) as refused:
        confirm_at(MAY + 21 * DAY, replication, secretary, **changes)

    assert (code_of(refused), Replication.objects.get().state) == (code, State.ANNOUNCED)


def test_what_was_taken_back_is_not_confirmed(replication, secretary, taker):
    end_replication(replication.pk, actor=taker, revision=0, reason="Batal.")

    with pytest.raises(ValidationError) as refused:
        confirm_at(MAY + 21 * DAY, replication, secretary, revision=1)

    assert (code_of(refused), Replication.objects.get().state) == ("not_announced", State.ENDED)


def test_nobody_confirms_for_an_origin_but_a_secretary_of_neither_agency(replication, secretary, approver, verifier):
    of_taker = UserFactory(roles=[Role.SECRETARIAT])
    MembershipFactory(user=of_taker, agency=replication.agency)
    of_origin = UserFactory(roles=[Role.SECRETARIAT], is_superuser=True)
    MembershipFactory(user=of_origin, agency=replication.innovation.agency)

    for user in (approver, verifier, of_taker, of_origin):
        with pytest.raises(PermissionDenied):
            confirm_at(MAY + 21 * DAY, replication, user)

    assert Replication.objects.get().state == State.ANNOUNCED


def test_the_origin_is_reminded_once_seven_days_before(replication, approver, operator, taker):
    [job] = [job for job in registered_jobs() if job.name == "reminders of replications"]
    counts = []
    for moment in (MAY + 13 * DAY - SECOND, MAY + 13 * DAY, MAY + 14 * DAY, MAY + 30 * DAY):
        with clock.at(moment):
            assert run_jobs([job]) == []
        counts.append(OutgoingMessage.objects.filter(kind="replication_reminder").count())

    assert counts == [0, 1, 1, 1]
    [mail] = OutgoingMessage.objects.filter(kind="replication_reminder")
    assert (mail.address, "Setelah 23 Mei 2027" in mail.body) == (approver.email, True)


def test_where_nobody_is_in_charge_all_members_are_reminded(replication, operator):
    Membership.objects.filter(agency=replication.innovation.agency).exclude(user=operator).delete()

    with clock.at(MAY + 14 * DAY):
        assert (remind_origins(), mails("replication_reminder")) == (1, [operator.email])


def test_an_origin_that_has_decided_is_not_reminded(replication, approver):
    confirm_replication(replication.pk, actor=approver, revision=0)

    with clock.at(MAY + 14 * DAY):
        assert (remind_origins(), mails("replication_reminder")) == (0, [])


def test_what_is_overdue_waits_longer_than_the_edition_allows(replication):
    found = []
    for moment in (MAY + 20 * DAY - SECOND, MAY + 20 * DAY):
        with clock.at(moment):
            found.append(list(overdue_replications(replication_days())))

    assert found == [[], [replication]]


def test_without_an_edition_an_origin_has_thirty_days(db):
    assert replication_days() == 30
