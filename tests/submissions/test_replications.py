from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.models import Replication, ReplicationReport
from submissions.selectors.replications import (
    replication_counts,
    replications_from,
    replications_of,
    replications_taken_by,
)
from submissions.services.replications import (
    announce_replication,
    confirm_replication,
    decline_replication,
    end_replication,
    report_replication,
)
from submissions.signals import innovation_followed
from submissions.voice_enums import ReplicationState as State
from tests.factories.accounts import UserFactory
from tests.factories.submissions import InnovationFactory, MembershipFactory, SubmissionFactory
from tests.factories.voice import ReplicationFactory

MAY = datetime(2027, 5, 3, 3, 0, tzinfo=UTC)


@pytest.fixture
def innovation(agency):
    return InnovationFactory(agency=agency)


@pytest.fixture
def taker(db):
    return MembershipFactory().user


@pytest.fixture
def taker_agency(taker):
    return taker.memberships.get().agency


@pytest.fixture
def replication(innovation, taker, taker_agency):
    with clock.at(MAY):
        return announce_replication(innovation.pk, actor=taker, agency_id=taker_agency.pk, plan=" Tiga puskesmas. ")


def mails():
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", "address"))


def acts_of(replication):
    return list(
        ModelLogEntry.objects.for_instance(replication).order_by("timestamp", "pk").values_list("action", flat=True)
    )


def code_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return [
        error.code
        for errors in getattr(refused.value, "error_dict", {"": [refused.value]}).values()
        for error in errors
    ]


def test_an_agency_announces_and_the_origin_is_asked(approver, operator, innovation, taker, taker_agency, replication):
    fields = ("innovation", "agency", "plan", "state", "announced_by", "announced_at", "decided_at")
    assert Replication.objects.values_list(*fields).get() == (
        innovation.pk,
        taker_agency.pk,
        "Tiga puskesmas.",
        "announced",
        taker.pk,
        MAY,
        None,
    )
    assert mails() == [("replication_announced", approver.email)]
    assert list(replications_of(innovation)) == []
    assert replication_counts([innovation.pk]) == {}
    assert list(replications_from(innovation.agency)) == list(replications_taken_by(taker_agency)) == [replication]


@pytest.mark.parametrize(
    ("state", "is_possible_again"),
    [(State.ANNOUNCED, False), (State.CONFIRMED, False), (State.DECLINED, True), (State.ENDED, True)],
)
def test_what_stands_is_not_announced_twice(innovation, taker, taker_agency, state, is_possible_again):
    ReplicationFactory(innovation=innovation, agency=taker_agency, state=state, reason="Batal.")

    def announce():
        return announce_replication(innovation.pk, actor=taker, agency_id=taker_agency.pk, plan="Lagi.")

    if is_possible_again:
        assert announce().state == State.ANNOUNCED
    else:
        assert code_of(announce) == ["exists"]
    assert Replication.objects.count() == 1 + is_possible_again


def test_own_innovations_and_empty_plans_are_refused(innovation, operator, taker, taker_agency):
    own = {"actor": operator, "agency_id": innovation.agency_id, "plan": "Di sini."}
    empty = {"actor": taker, "agency_id": taker_agency.pk, "plan": " "}

    assert code_of(announce_replication, innovation.pk, **own) == ["own"]
    assert code_of(announce_replication, innovation.pk, **empty) == ["plan_required"]
    assert not Replication.objects.exists()


def test_nobody_announces_for_a_foreign_agency_or_takes_a_foreign_draft(innovation, taker, taker_agency, operator):
    draft = SubmissionFactory().innovation

    for pk, actor in ((innovation.pk, operator), (innovation.pk, UserFactory(is_superuser=True)), (draft.pk, taker)):
        with pytest.raises(PermissionDenied):
            announce_replication(pk, actor=actor, agency_id=taker_agency.pk, plan="Di sini.")

    assert not Replication.objects.exists()


def test_a_confirmed_replication_counts_and_the_taker_is_told(
    replication, innovation, approver, taker, django_capture_on_commit_callbacks
):
    told = []

    def hear(sender, innovation_id, **kwargs):
        told.append(innovation_id)

    innovation_followed.connect(hear)
    OutgoingMessage.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        confirm_replication(replication.pk, actor=approver, revision=0)

    assert list(replications_of(innovation)) == [replication]
    assert replication_counts([innovation.pk, 0]) == {innovation.pk: 1}
    assert mails() == [("replication_decided", taker.email)]
    assert OutgoingMessage.objects.get().subject.endswith(f"mengonfirmasi replikasi Anda atas {innovation.title}")
    assert told == [innovation.pk]
    assert acts_of(replication) == ["submissions.announce_replication", "submissions.confirm_replication"]


def test_a_declined_one_says_why_and_does_not_count(replication, innovation, approver):
    decline = {"actor": approver, "revision": 0}

    assert code_of(decline_replication, replication.pk, reason=" ", **decline) == ["reason_required"]
    decline_replication(replication.pk, reason="Tidak pernah dibicarakan.", **decline)

    assert Replication.objects.values_list("state", "reason").get() == ("declined", "Tidak pernah dibicarakan.")
    assert replication_counts([innovation.pk]) == {}
    assert "Tidak pernah dibicarakan." in OutgoingMessage.objects.order_by("pk").last().body


def test_a_decision_on_an_older_state_is_stale_and_a_second_one_finds_nothing(replication, approver):
    confirm_replication(replication.pk, actor=approver, revision=0)

    assert code_of(decline_replication, replication.pk, actor=approver, revision=0, reason="Salah.") == ["stale"]
    assert code_of(confirm_replication, replication.pk, actor=approver, revision=1) == ["not_announced"]
    assert Replication.objects.get().state == State.CONFIRMED


def test_only_a_person_in_charge_of_the_origin_decides_and_nobody_of_both(replication, operator, approver, taker):
    both = MembershipFactory(agency=replication.agency, role=MembershipRole.APPROVER).user
    MembershipFactory(agency=replication.innovation.agency, role=MembershipRole.APPROVER, user=both)

    for actor in (operator, taker, both, UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            confirm_replication(replication.pk, actor=actor, revision=0)

    assert Replication.objects.get().state == State.ANNOUNCED


def test_the_taker_takes_it_back_and_its_reports_stay(replication, innovation, approver, taker):
    confirm_replication(replication.pk, actor=approver, revision=0)
    report(replication, taker)

    with pytest.raises(PermissionDenied):
        end_replication(replication.pk, actor=approver, revision=1, reason="Kami tidak mau.")
    end_replication(replication.pk, actor=taker, revision=1, reason="Anggaran batal.")

    assert Replication.objects.values_list("state", "reason").get() == ("ended", "Anggaran batal.")
    assert replication_counts([innovation.pk]) == {}
    assert ReplicationReport.objects.count() == 1
    assert code_of(end_replication, replication.pk, actor=taker, revision=2, reason="Lagi.") == ["not_standing"]


def report(replication, actor, **changes):
    facts = {"year": 2027, "progress": "trial", "result": "Antrean turun.", "revision": 0, **changes}
    with clock.at(MAY):
        return report_replication(replication.pk, actor=actor, **facts)


def test_progress_and_result_are_reported_by_year_and_corrected(replication, approver, taker):
    confirm_replication(replication.pk, actor=approver, revision=0)

    report(replication, taker)
    report(replication, taker, revision=1, progress="running", result=" Antrean turun separuh. ")

    fields = ("year", "progress", "result", "reported_by", "reported_at", "revision")
    assert list(ReplicationReport.objects.values_list(*fields)) == [
        (2027, "running", "Antrean turun separuh.", taker.pk, MAY, 2)
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"revision": 1}, "stale"),
        ({"year": 2026}, "wrong_year"),
        ({"year": 2028}, "wrong_year"),
        ({"result": " "}, "result_required"),
    ],
)
def test_a_report_that_cannot_be_is_refused(replication, approver, taker, changes, code):
    confirm_replication(replication.pk, actor=approver, revision=0)

    assert code_of(report, replication, taker, **changes) == [code]
    assert not ReplicationReport.objects.exists()


def test_reports_wait_for_the_confirmation_and_are_the_takers(replication, approver, taker):
    assert code_of(report, replication, taker) == ["not_confirmed"]
    confirm_replication(replication.pk, actor=approver, revision=0)
    with pytest.raises(PermissionDenied):
        report(replication, approver)

    assert not ReplicationReport.objects.exists()
