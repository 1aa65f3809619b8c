from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import EditionState, MembershipRole, ReminderAudience, StageKind
from submissions.models import Edition, Obligation
from submissions.selectors.editions import current_edition, stage_of
from submissions.services.editions import announce_edition, clone_edition, finish_edition, open_edition
from submissions.services.obligations import exempt_agency, grant_extension, lift_exemption
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    MembershipFactory,
    ObligationFactory,
    ReasonCodeFactory,
    ReminderFactory,
    StageFactory,
)

WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def prepared(db):
    return EditionFactory(state=EditionState.PREPARATION)


def test_current_edition_is_the_open_one_of_the_latest_year(db):
    assert current_edition() is None

    latest = EditionFactory(year=2027, state=EditionState.PREPARATION)
    assert current_edition() == latest

    EditionFactory(year=2025)
    opened = EditionFactory(year=2026)
    assert current_edition() == opened


def test_stage_of_finds_the_stage_or_nothing(prepared):
    assert stage_of(prepared, StageKind.REGISTRATION) == prepared.stages.get()
    assert stage_of(prepared, StageKind.JUDGING) is None


def test_opening_creates_the_obligations_of_obliged_active_agencies_and_writes_to_them(
    prepared, secretary, django_capture_on_commit_callbacks
):
    member = MembershipFactory(agency=AgencyFactory(), role=MembershipRole.APPROVER)
    AgencyFactory(is_obliged=False)
    AgencyFactory(is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        edition = open_edition(prepared.pk, actor=secretary)

    assert edition.state == EditionState.OPEN
    assert list(Obligation.objects.values_list("agency", "required_count")) == [(member.agency_id, 1)]
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient, message.subject) == (
        "edition_opened",
        member.user,
        f"Pendaftaran {edition.name} sudah dibuka",
    )
    assert ModelLogEntry.objects.for_instance(edition).get().action == "submissions.open_edition"


def test_opening_is_announced_once_also_when_its_task_runs_twice(prepared, secretary):
    member = MembershipFactory(agency=AgencyFactory())
    open_edition(prepared.pk, actor=secretary)

    assert len(announce_edition(prepared.pk)) == 1
    assert announce_edition(prepared.pk) == []
    assert [message.recipient for message in OutgoingMessage.objects.all()] == [member.user]


def test_opening_again_adds_only_what_is_missing(prepared, secretary, django_capture_on_commit_callbacks):
    first = AgencyFactory()
    open_edition(prepared.pk, actor=secretary)
    exempt_agency(Obligation.objects.get().pk, actor=secretary, reason="Digabung.")
    second = AgencyFactory()

    with django_capture_on_commit_callbacks() as callbacks:
        open_edition(prepared.pk, actor=secretary)

    assert set(Obligation.objects.values_list("agency", "is_exempt")) == {(first.pk, True), (second.pk, False)}
    assert callbacks == []


def test_opening_says_everything_that_is_missing_at_once(secretary):
    empty = EditionFactory(state=EditionState.PREPARATION, sections=[], declarations=[], categories=[])
    empty.stages.all().delete()
    AgencyFactory()

    with pytest.raises(ValidationError) as caught:
        open_edition(empty.pk, actor=secretary)

    assert [error.code for error in caught.value.error_list] == ["incomplete"] * 4
    assert Obligation.objects.count() == 0


@pytest.mark.parametrize("service", [open_edition, finish_edition])
def test_only_the_secretariat_runs_an_edition(prepared, verifier, service):
    with pytest.raises(PermissionDenied):
        service(prepared.pk, actor=verifier)

    assert Edition.objects.get().state == EditionState.PREPARATION


def test_finished_edition_stays_finished(prepared, secretary):
    with pytest.raises(ValidationError) as caught:
        finish_edition(prepared.pk, actor=secretary)
    assert caught.value.code == "not_open"

    open_edition(prepared.pk, actor=secretary)
    finish_edition(prepared.pk, actor=secretary)
    assert finish_edition(prepared.pk, actor=secretary).state == EditionState.FINISHED

    with pytest.raises(ValidationError) as caught:
        open_edition(prepared.pk, actor=secretary)
    assert caught.value.code == "finished"


def test_clone_moves_the_stages_and_copies_the_template(secretary):
    opens, closes = datetime(2028, 2, 29, 8, tzinfo=WIB), datetime(2028, 6, 1, 16, tzinfo=WIB)
    source = EditionFactory(
        year=2028, name="Kompetisi 2028", quota=3, stages={StageKind.REGISTRATION: (opens, closes)}
    )
    reason = ReasonCodeFactory(edition=source)
    ReminderFactory(edition=source, days=9, audience=ReminderAudience.DRAFT, is_on=False)

    clone = clone_edition(source.pk, year=2029, actor=secretary)

    clone = Edition.objects.get(pk=clone.pk)
    stage = clone.stages.get()
    assert (clone.name, clone.quota, clone.state) == ("Kompetisi 2029", 3, EditionState.PREPARATION)
    assert (stage.opens_at, stage.closes_at) == (
        datetime(2029, 2, 28, 8, tzinfo=WIB),
        datetime(2029, 6, 1, 16, tzinfo=WIB),
    )
    assert [section.code for section in clone.sections.all()] == ["ringkasan", "signifikansi"]
    assert [code.text for code in clone.reason_codes.all()] == [reason.text]
    assert list(clone.reminders.values_list("days", "audience", "is_on")) == [(9, ReminderAudience.DRAFT, False)]
    assert clone.categories.get().name == source.categories.get().name
    assert clone.declarations.get().text == source.declarations.get().text
    assert source.sections.count() == 2
    assert source.stages.get().opens_at == opens


def test_clone_refuses_a_year_that_is_taken_or_impossible(prepared, secretary):
    with pytest.raises(ValidationError) as caught:
        clone_edition(prepared.pk, year=prepared.year, actor=secretary)
    assert caught.value.code == "year_taken"

    with pytest.raises(ValidationError):
        clone_edition(prepared.pk, year=1990, actor=secretary)
    assert Edition.objects.get() == prepared


def test_exemption_needs_a_reason_and_can_be_lifted(secretary):
    obligation = ObligationFactory()

    with pytest.raises(ValidationError) as caught:
        exempt_agency(obligation.pk, actor=secretary, reason="  ")
    assert list(caught.value.message_dict) == ["reason"]

    exempt_agency(obligation.pk, actor=secretary, reason=" Baru dibentuk. ")
    obligation.refresh_from_db()
    assert (obligation.is_exempt, obligation.exemption_reason, obligation.exempted_by) == (
        True,
        "Baru dibentuk.",
        secretary,
    )

    lift_exemption(obligation.pk, actor=secretary)
    obligation.refresh_from_db()
    assert (obligation.is_exempt, obligation.exemption_reason, obligation.exempted_by) == (False, "", None)


def test_nobody_else_exempts_or_extends(verifier):
    obligation = ObligationFactory()
    later = clock.now() + timedelta(days=40)

    with pytest.raises(PermissionDenied):
        exempt_agency(obligation.pk, actor=verifier, reason="Digabung.")
    with pytest.raises(PermissionDenied):
        grant_extension(obligation.edition_id, obligation.agency_id, actor=verifier, closes_at=later, reason="Banjir.")

    obligation.refresh_from_db()
    assert not obligation.is_exempt
    assert obligation.edition.extensions.count() == 0


def test_extension_replaces_the_earlier_one_and_tells_the_agency(secretary, agency, operator):
    edition = EditionFactory()
    registration = edition.stages.get()
    first, second = registration.closes_at + timedelta(days=1), registration.closes_at + timedelta(days=2)

    grant_extension(edition.pk, agency.pk, actor=secretary, closes_at=first, reason="Banjir.")
    grant_extension(edition.pk, agency.pk, actor=secretary, closes_at=second, reason="Banjir susulan.")

    extension = edition.extensions.get()
    assert (extension.closes_at, extension.reason, extension.granted_by) == (second, "Banjir susulan.", secretary)
    assert list(OutgoingMessage.objects.values_list("recipient", "kind")) == [(operator.pk, "extension_granted")] * 2


def test_extension_that_helps_nobody_is_refused_with_everything_wrong(secretary, agency):
    edition = EditionFactory(state=EditionState.FINISHED)

    with pytest.raises(ValidationError) as caught:
        grant_extension(edition.pk, agency.pk, actor=secretary, closes_at=clock.now(), reason="")

    assert set(caught.value.message_dict) == {"__all__", "closes_at", "reason"}
    assert edition.extensions.count() == 0


def test_stage_that_closes_before_it_opens_is_refused(prepared):
    stage = StageFactory.build(edition=prepared, kind=StageKind.JUDGING, opens_at=clock.now())
    stage.closes_at = stage.opens_at - timedelta(minutes=1)

    with pytest.raises(ValidationError):
        stage.full_clean()
