"""Two people change what one agency has entered at the same moment, and its obligation says where it stands."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import SubmissionStatus
from submissions.models import Obligation
from submissions.services.agency_changes import merge_agency
from submissions.services.editions import open_edition
from submissions.services.obligations import exempt_agency, grant_extension
from submissions.services.submissions import change_status
from tests.concurrency.racing import at_once, behind
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def secretary():
    return UserFactory(roles=[Role.SECRETARIAT])


def submitted(edition, agency):
    """Make two submissions that were handed in; return for each the call that rejects it, by a verifier of its own."""
    made = [SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)) for _one in range(2)]
    for submission in made:
        put_into(submission, SubmissionStatus.SUBMITTED)
    return [
        partial(change_status, one.pk, "reject", actor=UserFactory(roles=[Role.VERIFIER]), comment="Ganda.")
        for one in made
    ]


def merging(agency, successor, actor):
    values = {"successor_id": successor.pk, "on": clock.today(), "document": "Perda 1/2026"}
    return partial(merge_agency, agency.pk, actor=actor, **values)


def kept():
    return list(Obligation.objects.order_by("pk").values_list("furthest", "submitted_count"))


def one_behind_the_other(first, second):
    """Let the second call begin before what the first one did is there for all."""
    with transaction.atomic():
        first()
        waiting = behind(second)
    waiting.result()


def test_of_two_submissions_that_change_at_once_neither_is_forgotten(edition):
    one_behind_the_other(*submitted(edition, ObligationFactory(edition=edition).agency))

    assert kept() == [("rejected", 0)]


@pytest.mark.parametrize("is_merged_first", [True, False])
def test_what_is_rejected_during_a_merger_is_missing_at_the_successor(edition, secretary, is_merged_first):
    agency, successor = (ObligationFactory(edition=edition).agency for _one in range(2))
    reject_one, _reject_other = submitted(edition, agency)
    merge = merging(agency, successor, secretary)

    one_behind_the_other(*([merge, reject_one] if is_merged_first else [reject_one, merge]))

    assert kept() == [("nothing", 0), ("submitted", 1)]


def test_who_is_obliged_while_a_submission_changes_stands_where_it_came_to(edition, secretary):
    agency = AgencyFactory()
    reject_one, _reject_other = submitted(edition, agency)

    one_behind_the_other(reject_one, partial(open_edition, edition.pk, actor=secretary))

    assert kept() == [("submitted", 1)]


def test_all_acts_about_an_agency_at_once_wait_for_each_other_without_end(edition, secretary):
    agency, successor = (ObligationFactory(edition=edition).agency for _one in range(2))
    duty = Obligation.objects.get(agency=successor)
    later = clock.now() + timedelta(days=40)

    results = at_once(
        *submitted(edition, agency),
        *submitted(edition, successor),
        merging(agency, successor, secretary),
        partial(exempt_agency, duty.pk, actor=secretary, reason="Digabung."),
        partial(grant_extension, edition.pk, agency.pk, actor=secretary, closes_at=later, reason="Jaringan putus."),
        partial(open_edition, edition.pk, actor=secretary),
    )

    assert [result for result in results if isinstance(result, ValidationError)] == []
    assert kept() == [("nothing", 0), ("rejected", 0)]
