"""Two people of the secretariat do the same with a national proposal at once."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.roles import Role
from submissions.models import NationalProposal, NationalText, Recognition
from submissions.services.national import Said, make_candidate, take_step
from submissions.services.national_texts import save_text
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.national import SOURCE, NationalCompetitionFactory, proposal_in, verified_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretaries():
    return [UserFactory(roles=[Role.SECRETARIAT]) for _person in range(2)]


def codes_of(results):
    return sorted(result.code if isinstance(result, ValidationError) else "done" for result in results)


def test_two_make_one_candidate(secretaries):
    competition, version = NationalCompetitionFactory(), verified_version()
    group = competition.groups.get()
    calls = [partial(make_candidate, version.pk, competition.pk, actor=one, group_id=group.pk) for one in secretaries]

    results = at_once(*calls)

    assert results[0] == results[1] == NationalProposal.objects.get()
    assert results[0].events.count() == 1


def test_two_send_it_once(secretaries):
    proposal = proposal_in("prepared", actor=secretaries[0])
    calls = [
        partial(take_step, proposal.pk, "send", actor=one, said=Said(registration_number=f"S-{number}"))
        for number, one in enumerate(secretaries)
    ]

    assert codes_of(at_once(*calls)) == ["done", "stale"]
    assert proposal.events.filter(action="send").count() == 1


def test_last_place_of_a_government_is_taken_once(secretaries, agency):
    competition = NationalCompetitionFactory(maximum=1)
    ready = [
        proposal_in("prepared", actor=secretaries[0], competition=competition, agency=agency) for _one in range(2)
    ]
    calls = [
        partial(take_step, one.pk, "send", actor=secretaries[0], said=Said(registration_number=f"S-{one.pk}"))
        for one in ready
    ]

    assert codes_of(at_once(*calls)) == ["done", "over_quota"]
    assert competition.proposals.filter(state="proposed").count() == 1


def test_two_results_make_one_recognition(secretaries):
    proposal = proposal_in("proposed", actor=secretaries[0])
    said = Said(source_url=SOURCE, level_id=proposal.competition.levels.first().pk)
    calls = [
        partial(take_step, proposal.pk, "recognise", actor=one, revision=proposal.revision, said=said)
        for one in secretaries
    ]

    assert codes_of(at_once(*calls)) == ["done", "stale"]
    assert Recognition.objects.count() == 1


def test_two_write_one_text(secretaries):
    proposal = proposal_in("candidate", actor=secretaries[0])
    section = proposal.competition.sections.get()
    calls = [
        partial(save_text, proposal.pk, section.pk, actor=one, revision=0, text=f"Teks {one.pk}")
        for one in secretaries
    ]

    assert codes_of(at_once(*calls)) == ["done", "stale"]
    assert NationalText.objects.count() == 1
