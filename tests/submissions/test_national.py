"""A proposal on its way to the national competition: steps, what they ask for, and what the registry learns."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from submissions.models import NationalProposal, Recognition, Submission
from submissions.national_enums import NationalState
from submissions.national_workflow import SENT, STEPS
from submissions.services.national import Said, make_candidate, take_step
from submissions.signals import innovation_followed
from tests.factories.national import SOURCE, WAYS, NationalCompetitionFactory, proposal_in, verified_version
from tests.factories.submissions import InnovationFactory, RecognitionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    return NationalCompetitionFactory(year=2033)


def propose(version, competition, secretary):
    return make_candidate(version.pk, competition.pk, actor=secretary, group_id=competition.groups.get().pk)


def level(proposal, name) -> int:
    return proposal.competition.levels.get(name=name).pk


def recognitions_of(proposal):
    return list(proposal.innovation.recognitions.values_list("award", "year", "source_url"))


def test_candidate_keeps_innovation_and_frozen_version(competition, secretary):
    version = verified_version()

    proposal = propose(version, competition, secretary)

    assert (proposal.innovation, proposal.version, proposal.state, proposal.group.code) == (
        version.submission.innovation,
        version,
        NationalState.CANDIDATE,
        "umum",
    )
    event = proposal.events.get()
    assert (event.action, event.from_state, event.to_state, event.actor) == ("propose", "", "candidate", secretary)


def test_candidate_chosen_again_is_the_same(competition, secretary):
    version = verified_version()

    first = propose(version, competition, secretary)
    again = propose(version, competition, secretary)

    assert again == first
    assert first.events.count() == 1


def test_withdrawn_proposal_makes_place_for_another(competition, secretary):
    version = verified_version()
    first = propose(version, competition, secretary)
    take_step(first.pk, "withdraw", actor=secretary, said=Said(note="Menunggu evaluasi."))

    second = propose(version, competition, secretary)

    assert second != first
    assert list(NationalProposal.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "candidate"]


@pytest.mark.parametrize("reason", ["not_verified", "wrong_group", "not_open", "former_winner"])
def test_candidate_is_refused(competition, secretary, reason):
    version = verified_version()
    group = competition.groups.get()
    if reason == "not_verified":
        Submission.objects.update(status="rejected")
    if reason == "wrong_group":
        group = NationalCompetitionFactory().groups.get()
    if reason == "not_open":
        competition.sections.all().delete()
    if reason == "former_winner":
        competition.groups.update(former_winners="excluded", top_awards="Top 45")
        RecognitionFactory(innovation=version.submission.innovation)

    with pytest.raises(ValidationError) as refusal:
        make_candidate(version.pk, competition.pk, actor=secretary, group_id=group.pk)

    assert refusal.value.code == reason
    assert NationalProposal.objects.count() == 0


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("action", STEPS)
def test_every_step_from_every_state(secretary, state, action):
    proposal = proposal_in(state, actor=secretary)
    said = Said("Sebab", SOURCE, registration_number="S-9", level_id=level(proposal, "Top 45"))
    step = STEPS[action]

    if state in step.sources:
        assert take_step(proposal.pk, action, actor=secretary, said=said).state == step.target
        return
    events = proposal.events.count()
    with pytest.raises(ValidationError) as refusal:
        take_step(proposal.pk, action, actor=secretary, said=said)
    proposal.refresh_from_db()
    assert (refusal.value.code, proposal.state, proposal.events.count()) == ("stale", state, events)


@pytest.mark.parametrize("state", [state for state in NationalState if state in SENT])
def test_sent_proposal_has_number_and_day(secretary, state):
    proposal = proposal_in(state.value, actor=secretary)

    assert (proposal.registration_number, proposal.sent_on) == ("SINOVIK-1", clock.today())


@pytest.mark.parametrize(
    ("state", "action", "said", "fields"),
    [
        ("prepared", "send", Said(), {"registration_number"}),
        ("proposed", "fail_administration", Said(note="  "), {"note"}),
        ("proposed", "recognise", Said(), {"level_id", "source_url"}),
        ("recognised", "revoke", Said(), {"note"}),
        ("proposed", "end", Said(happened_on=clock.today() + timedelta(days=2)), {"happened_on"}),
    ],
)
def test_step_names_what_is_missing_and_changes_nothing(secretary, state, action, said, fields):
    proposal = proposal_in(state, actor=secretary)

    with pytest.raises(ValidationError) as refusal:
        take_step(proposal.pk, action, actor=secretary, said=said)

    assert set(refusal.value.error_dict) == fields
    proposal.refresh_from_db()
    assert proposal.state == state


def test_level_of_another_competition_is_refused(secretary):
    proposal = proposal_in("proposed", actor=secretary)
    foreign = NationalCompetitionFactory().levels.first()

    with pytest.raises(ValidationError) as refusal:
        take_step(proposal.pk, "recognise", actor=secretary, said=Said(source_url=SOURCE, level_id=foreign.pk))

    assert set(refusal.value.error_dict) == {"level_id"}
    assert recognitions_of(proposal) == []


def test_number_belongs_to_one_proposal_of_a_competition(competition, secretary):
    proposal_in("proposed", actor=secretary, competition=competition, number="S-1")
    second = proposal_in("prepared", actor=secretary, competition=competition)

    with pytest.raises(ValidationError) as refusal:
        take_step(second.pk, "send", actor=secretary, said=Said(registration_number=" S-1 "))

    assert refusal.value.error_dict["registration_number"][0].code == "number_taken"


def test_incomplete_form_is_not_ready(competition, secretary):
    competition.sections.update(filled_from="")
    proposal = propose(verified_version(), competition, secretary)

    with pytest.raises(ValidationError) as refusal:
        take_step(proposal.pk, "prepare", actor=secretary)

    assert (refusal.value.code, refusal.value.params["sections"]) == (
        "incomplete",
        competition.sections.get().title,
    )


def test_places_are_those_of_one_government(competition, secretary, agency):
    competition.maximum = 1
    competition.save()
    proposal_in("proposed", actor=secretary, competition=competition, number="S-1", agency=agency)
    same_region = proposal_in("prepared", actor=secretary, competition=competition, agency=agency)
    other_region = proposal_in("prepared", actor=secretary, competition=competition)

    with pytest.raises(ValidationError) as refusal:
        take_step(same_region.pk, "send", actor=secretary, said=Said(registration_number="S-2"))
    sent = take_step(other_region.pk, "send", actor=secretary, said=Said(registration_number="S-3"))

    assert (refusal.value.code, sent.state) == ("over_quota", "proposed")


def test_level_becomes_the_recognition_and_a_higher_one_replaces_it(secretary):
    proposal = proposal_in("proposed", actor=secretary)
    year = proposal.competition.year

    first = Said(source_url=SOURCE, level_id=level(proposal, "Top 99"))
    take_step(proposal.pk, "recognise", actor=secretary, said=first)
    assert recognitions_of(proposal) == [("KIPP nasional - Top 99", year, SOURCE)]
    later = Said(source_url=f"{SOURCE}/2", level_id=level(proposal, "Top 45"))
    take_step(proposal.pk, "recognise", actor=secretary, said=later)

    assert recognitions_of(proposal) == [("KIPP nasional - Top 45", year, f"{SOURCE}/2")]
    told = proposal.events.filter(action="recognise").values_list("level_name", flat=True)
    assert list(told) == ["Top 99", "Top 45"]


def test_recognition_that_the_registry_knew_is_taken_over(secretary):
    proposal = proposal_in("proposed", actor=secretary)
    known = RecognitionFactory(innovation=proposal.innovation, year=proposal.competition.year)

    said = Said(source_url=SOURCE, level_id=level(proposal, "Top 45"))
    take_step(proposal.pk, "recognise", actor=secretary, said=said)

    proposal.refresh_from_db()
    assert proposal.recognition == known
    assert recognitions_of(proposal) == [("KIPP nasional - Top 45", proposal.competition.year, SOURCE)]


def test_recognition_taken_back_is_gone_and_earlier_years_stay(secretary):
    proposal = proposal_in("recognised", actor=secretary)
    earlier = RecognitionFactory(innovation=proposal.innovation)

    take_step(proposal.pk, "revoke", actor=secretary, said=Said(note="Data tidak benar."))

    proposal.refresh_from_db()
    assert (proposal.state, proposal.level, proposal.recognition) == ("not_recognised", None, None)
    assert list(Recognition.objects.all()) == [earlier]


def test_form_of_an_older_look_is_refused(secretary):
    proposal = proposal_in("proposed", actor=secretary)

    with pytest.raises(ValidationError) as refusal:
        take_step(proposal.pk, "end", actor=secretary, revision=proposal.revision - 1)

    assert refusal.value.code == "stale"


def test_only_the_secretariat_proposes(competition, secretary, verifier, approver):
    version = verified_version()
    proposal = proposal_in("proposed", actor=secretary)

    for person in (verifier, approver):
        with pytest.raises(PermissionDenied):
            propose(version, competition, person)
        with pytest.raises(PermissionDenied):
            take_step(proposal.pk, "end", actor=person)
    assert list(NationalProposal.objects.values_list("state", flat=True)) == ["proposed"]


def test_public_page_hears_of_a_result(secretary, django_capture_on_commit_callbacks):
    proposal = proposal_in("proposed", actor=secretary)
    heard = []

    def hear(sender, innovation_id, **kwargs):
        heard.append(innovation_id)

    innovation_followed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        said = Said(source_url=SOURCE, level_id=level(proposal, "Top 99"))
        take_step(proposal.pk, "recognise", actor=secretary, said=said)
    innovation_followed.disconnect(hear)

    assert heard == [proposal.innovation_id]


def test_unknown_innovation_of_the_registry_is_no_candidate(competition, secretary):
    InnovationFactory()
    draft = verified_version().submission
    Submission.objects.filter(pk=draft.pk).update(status="submitted")

    with pytest.raises(ValidationError):
        propose(draft.versions.get(), competition, secretary)
