"""Random steps by several people at the same moment; afterwards every rule holds."""

from functools import partial
from random import Random

import pytest
from django.core.exceptions import PermissionDenied

from innovation_portal.accounts.roles import Role
from submissions.enums import MembershipRole, VerificationOutcome
from submissions.models import Submission
from submissions.services.drafts import Facts, save_answer, start_submission
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
)
from tests.stories.invariants import check_invariants, fingerprints

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE_AT_ONCE, ROUNDS = 4, 12


def allowed(call):
    """Return the call with "you may not" as its answer, as a refusal is."""

    def run():
        try:
            return call()
        except PermissionDenied:
            return None

    return run


def pks_of(edition):
    return list(Submission.objects.filter(edition=edition).order_by("pk").values_list("pk", flat=True))


def a_step(random, edition, agency, people, verifiers):
    """Draw what somebody does next: mostly with what is there, now and then with something new."""
    person, pk = random.choice(people), random.choice(pks_of(edition))
    section = edition.sections.first()
    return random.choice(
        [
            partial(change_status, pk, "submit", actor=person),
            partial(change_status, pk, "request_approval", actor=person),
            partial(change_status, pk, "withdraw", actor=person, comment="Batal."),
            partial(change_status, pk, "restore", actor=person),
            partial(save_answer, pk, section.pk, actor=person, revision=1, text=f"Naskah {random.random()}"),
            partial(start_submission, agency.pk, edition.pk, actor=person, facts=Facts(title="Satu lagi")),
            partial(
                verify_submission,
                pk,
                actor=random.choice(verifiers),
                outcome=random.choice(VerificationOutcome.values),
                note="Perbaiki.",
            ),
        ]
    )


@pytest.mark.parametrize("seed", range(3))
def test_rules_hold_when_several_people_act_at_once(seed):
    random = Random(seed)  # noqa: S311  a repeatable draw, no secret
    edition, agency = EditionFactory(quota=2), AgencyFactory()
    ObligationFactory(edition=edition, agency=agency)
    people = [MembershipFactory(agency=agency, role=role).user for role in MembershipRole]
    verifiers = [UserFactory(roles=[Role.VERIFIER]) for _number in range(2)]
    for number in range(3):
        ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency, title=f"Inovasi {number}"))

    everybody_submits = (partial(change_status, pk, "submit", actor=people[1]) for pk in pks_of(edition))
    at_once(*everybody_submits)  # beyond the quota, so that not all of them may
    frozen = fingerprints()
    assert len(frozen) == edition.quota
    for _round in range(ROUNDS):
        at_once(*(allowed(a_step(random, edition, agency, people, verifiers)) for _one in range(PEOPLE_AT_ONCE)))
        now = fingerprints()
        assert {pk: now.get(pk) for pk in frozen} == frozen
        frozen = now

    check_invariants(edition)
