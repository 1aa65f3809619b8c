from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from submissions.enums import AgencyKind, EditionState, MembershipRole
from submissions.enums import ComplianceState as C
from submissions.models import AgencyChange, Membership, Obligation
from submissions.selectors.compliance import duties_of
from submissions.selectors.history import history_of
from submissions.selectors.submissions import submissions_of_own_agencies
from submissions.services.agency_changes import close_agency, merge_agency, rename_agency
from submissions.services.editions import open_edition
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    handed_in,
)

DOCUMENT = "Perda Nomor 8 Tahun 2031"


@pytest.fixture
def edition(db):
    return EditionFactory(year=2032)


@pytest.fixture
def past(db):
    return EditionFactory(year=2029, state=EditionState.FINISHED)


def board(edition):
    return {row.name: (row.state, row.is_met) for row in duties_of(edition)}


def refusal(service, *args, **kwargs):
    """Return the codes of what the service refuses, by field, once for two tries."""
    with pytest.raises(ValidationError) as refused:
        service(*args, **kwargs)
    if not hasattr(refused.value, "error_dict"):
        return [error.code for error in refused.value.error_list]
    return {field: [error.code for error in errors] for field, errors in refused.value.error_dict.items()}


def test_a_new_name_holds_for_what_is_not_finished_and_past_editions_keep_the_old_one(edition, past, secretary):
    agency = AgencyFactory(name="Dinas Kominfo")
    for one in (edition, past):
        ObligationFactory(edition=one, agency=agency)
    innovation = InnovationFactory(agency=agency)

    change = rename_agency(
        agency.pk, actor=secretary, name=" Dinas  Komdigi ", on=clock.today(), document=f" {DOCUMENT} "
    )

    agency.refresh_from_db()
    innovation.refresh_from_db()
    assert (agency.name, innovation.agency) == ("Dinas Komdigi", agency)
    assert (list(board(edition)), list(board(past))) == (["Dinas Komdigi"], ["Dinas Kominfo"])
    assert (change.kind, change.old_name, change.document) == ("renamed", "Dinas Kominfo", DOCUMENT)


def test_what_is_corrected_in_the_registry_holds_for_what_is_not_finished(edition, past):
    agency = AgencyFactory(name="Dinas Kesehtan", kind=AgencyKind.DEPARTMENT)
    for one in (edition, past):
        ObligationFactory(edition=one, agency=agency)

    agency.name, agency.kind = "Dinas Kesehatan", AgencyKind.BOARD
    agency.save()

    said = Obligation.objects.order_by("-edition__year").values_list("name", "kind")
    assert list(said) == [("Dinas Kesehatan", "badan"), ("Dinas Kesehtan", "dinas")]


def test_a_merger_moves_innovations_people_and_the_entries_of_this_year(edition, past, secretary):
    entry, old_entry = handed_in(edition), handed_in(edition)
    small, large = entry.agency, AgencyFactory(name="Besar")
    small.name = "Kecil"
    small.save()
    old_entry.edition = past  # entered in an edition that is finished
    old_entry.agency = old_entry.innovation.agency = small
    old_entry.innovation.save()
    old_entry.save()
    for one in (edition, past):
        ObligationFactory(edition=one, agency=small)
        ObligationFactory(edition=one, agency=large)
    approver = small.memberships.get().user
    both = MembershipFactory(agency=small, role=MembershipRole.OPERATOR).user
    MembershipFactory(agency=large, user=both, role=MembershipRole.APPROVER)
    before = clock.now() + timedelta(hours=1)
    after = before + timedelta(hours=1)
    past_board = board(past)

    with clock.at(after):
        merge_agency(small.pk, actor=secretary, successor_id=large.pk, on=clock.today(), document=DOCUMENT)

    small.refresh_from_db()
    entry.refresh_from_db()
    old_entry.refresh_from_db()
    assert not small.is_active
    assert board(edition) == {"Kecil": (C.EXEMPT, False), "Besar": (C.SUBMITTED, True)}
    assert board(past) == past_board == {"Kecil": (C.SUBMITTED, True), "Besar": (C.NOTHING, False)}
    assert {entry.innovation.agency, old_entry.innovation.agency} == {large}
    assert set(Membership.objects.filter(agency=large).values_list("user", "role")) == {
        (approver.pk, MembershipRole.APPROVER),
        (both.pk, MembershipRole.APPROVER),
    }
    assert not small.memberships.exists()
    assert set(submissions_of_own_agencies(approver)) == {entry, old_entry}
    reason = Obligation.objects.get(edition=edition, agency=small).exemption_reason
    assert reason.startswith(f"Digabung ke {large.name} sejak ")
    assert reason.endswith(f"({DOCUMENT}).")
    history = history_of(edition)
    assert history.states_at(before) == {small.pk: C.SUBMITTED, large.pk: C.NOTHING}
    assert history.at(before)[:2] == (1, 2)
    assert history.states_at(after) == {small.pk: C.EXEMPT, large.pk: C.SUBMITTED}
    assert history.at(after)[:2] == (1, 1)


def test_of_two_mergers_each_day_knows_who_had_the_entry(edition, secretary):
    entry = handed_in(edition)
    agencies = [entry.agency, AgencyFactory(), AgencyFactory()]
    for agency in agencies:
        ObligationFactory(edition=edition, agency=agency)
    moments = [clock.now() + timedelta(hours=number) for number in (1, 2, 3)]
    for moment, ends, goes_on in zip(moments[1:], agencies, agencies[1:], strict=False):
        with clock.at(moment):
            merge_agency(ends.pk, actor=secretary, successor_id=goes_on.pk, on=clock.today(), document=DOCUMENT)

    history = history_of(edition)

    first, second, third = (agency.pk for agency in agencies)
    assert [history.states_at(moment) for moment in moments] == [
        {first: C.SUBMITTED, second: C.NOTHING, third: C.NOTHING},
        {first: C.EXEMPT, second: C.SUBMITTED, third: C.NOTHING},
        {first: C.EXEMPT, second: C.EXEMPT, third: C.SUBMITTED},
    ]


def test_a_closed_agency_owes_nothing_in_what_is_not_finished(edition, past, secretary):
    agency = AgencyFactory(name="Tutup")
    for one in (edition, past):
        ObligationFactory(edition=one, agency=agency)

    close_agency(agency.pk, actor=secretary, on=date(2025, 1, 2), document=DOCUMENT)

    agency.refresh_from_db()
    assert not agency.is_active
    assert (board(edition), board(past)) == ({"Tutup": (C.EXEMPT, False)}, {"Tutup": (C.NOTHING, False)})
    reason = Obligation.objects.get(edition=edition).exemption_reason
    assert reason == f"Ditutup sejak Kamis, 2 Januari 2025 ({DOCUMENT})."


def test_who_was_founded_after_registration_opened_is_exempt_at_once(edition, secretary):
    opened = edition.stages.get(kind="registration").opens_at
    AgencyFactory(name="Lama"), AgencyFactory(name="Sejak awal", founded_on=opened.date())
    AgencyFactory(name="Baru", founded_on=opened.date() + timedelta(days=2))

    open_edition(edition.pk, actor=secretary)
    open_edition(edition.pk, actor=secretary)

    assert {name: state for name, (state, _met) in board(edition).items()} == {
        "Lama": C.NOTHING,
        "Sejak awal": C.NOTHING,
        "Baru": C.EXEMPT,
    }
    new = Obligation.objects.get(name="Baru")
    assert new.exemption_reason.startswith("Berdiri ")
    assert [(event.step, event.actor) for event in new.events.all()] == [("entered", secretary), ("exempted", None)]


def test_refusals_say_what_is_wrong_and_change_nothing(edition, secretary):
    agency, other = AgencyFactory(name="Satu"), AgencyFactory(name="Dua")
    other.region = agency.region
    other.save()
    ended = AgencyFactory(is_active=False)
    right = {"actor": secretary, "on": clock.today(), "document": DOCUMENT}
    tomorrow = {**right, "on": clock.today() + timedelta(days=1), "document": "  "}

    assert refusal(rename_agency, agency.pk, name="Satu", **right) == {"name": ["same_name"]}
    assert refusal(rename_agency, agency.pk, name="dua", **right) == {"name": ["name_taken"]}
    assert refusal(close_agency, agency.pk, **tomorrow) == {"on": ["future"], "document": ["document_required"]}
    assert refusal(merge_agency, agency.pk, successor_id=agency.pk, **right) == {"successor": ["same_agency"]}
    assert refusal(merge_agency, agency.pk, successor_id=ended.pk, **right) == ["ended"]
    assert refusal(close_agency, ended.pk, **right) == ["ended"]
    assert not AgencyChange.objects.exists()


@pytest.mark.parametrize("service", [rename_agency, merge_agency, close_agency])
def test_only_the_secretariat_changes_agencies(service, edition):
    member = MembershipFactory(role=MembershipRole.APPROVER)
    own = {rename_agency: {"name": "Baru"}, merge_agency: {"successor_id": AgencyFactory().pk}, close_agency: {}}

    with pytest.raises(PermissionDenied):
        service(member.agency_id, actor=member.user, on=clock.today(), document=DOCUMENT, **own[service])
