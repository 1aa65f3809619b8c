from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardKind, AwardState, RoundState
from judging.models import Award
from judging.selectors.results import awards_of
from judging.services.awards import announce_awards, finalise_awards
from judging.services.objections import answer_objection
from judging.services.revocations import revoke_award
from judging.signals import awards_announced
from submissions.enums import StageKind
from tests.factories.judging import AwardLevelFactory, ObjectionFactory, ResultRowFactory, ResultRunFactory
from tests.factories.submissions import MembershipFactory, StageFactory


@pytest.fixture
def run(db):
    """A sealed result with ranks 1, 2, 2, 4 and one entry without a sheet."""
    made = ResultRunFactory()
    for rank in (1, 2, 2, 4):
        ResultRowFactory(run=made, rank=rank)
    ResultRowFactory(run=made, rank=None, score=None, sheet_count=0)
    return made


@pytest.fixture
def edition(run):
    edition = run.round.edition
    StageFactory(edition=edition, kind=StageKind.OBJECTION)
    AwardLevelFactory(edition=edition, name="Nomine", kind=AwardKind.NOMINEE, places=3, sort_order=9)
    AwardLevelFactory(edition=edition, name="Terbaik I", places=1, sort_order=1)
    AwardLevelFactory(edition=edition, name="Terbaik II", places=1, sort_order=2)
    return edition


def given():
    return {(award.submission.result_rows.get().rank, award.level.name) for award in Award.objects.all()}


def test_levels_follow_the_ranks_and_winners_stay_nominees(edition, secretary):
    awards = announce_awards(edition.pk, actor=secretary)

    assert given() == {(1, "Terbaik I"), (2, "Terbaik II"), (1, "Nomine"), (2, "Nomine")}
    assert len(awards) == 6
    assert {award.state for award in awards} == {AwardState.PROVISIONAL}


def test_announcing_again_returns_the_same_awards_and_writes_to_nobody(edition, secretary):
    first = announce_awards(edition.pk, actor=secretary)
    MembershipFactory(agency=first[0].submission.innovation.agency)

    assert announce_awards(edition.pk, actor=secretary) == first
    assert not OutgoingMessage.objects.exists()


def test_each_member_gets_one_mail_per_submission_with_all_levels(edition, run, secretary):
    winner = run.rows.get(rank=1).submission
    winner.innovation.title = "“Kasa” & Buntut 🧵"
    winner.innovation.save()
    member = MembershipFactory(agency=winner.innovation.agency).user
    MembershipFactory(agency=winner.innovation.agency, user__is_active=False)
    MembershipFactory(agency=run.rows.get(rank=4).submission.innovation.agency)

    announce_awards(edition.pk, actor=secretary)

    message = OutgoingMessage.objects.get()
    assert (message.recipient, message.kind) == (member, "awards_announced")
    assert message.subject == "Selamat: ““Kasa” & Buntut 🧵” meraih Terbaik I, Nomine"
    assert [line for line in message.body.splitlines() if line.startswith("-")] == ["- Terbaik I", "- Nomine"]


def test_announcing_sends_the_signal(edition, run, secretary):
    heard = []

    def listen(sender, edition_id, submission_ids, **kwargs):
        heard.append((edition_id, submission_ids))

    awards_announced.connect(listen)
    try:
        announce_awards(edition.pk, actor=secretary)
    finally:
        awards_announced.disconnect(listen)

    ranked = sorted(run.rows.filter(rank__lte=3).values_list("submission", flat=True))
    assert heard == [(edition.pk, ranked)]


def test_awards_wait_for_the_seal(edition, run, secretary):
    run.round.state = RoundState.OPEN
    run.round.save()

    with pytest.raises(ValidationError) as raised:
        announce_awards(edition.pk, actor=secretary)

    assert raised.value.code == "not_sealed"
    assert not Award.objects.exists()


def test_an_edition_without_levels_announces_nothing(run, secretary):
    with pytest.raises(ValidationError) as raised:
        announce_awards(run.round.edition_id, actor=secretary)

    assert raised.value.code == "no_levels"


@pytest.mark.parametrize("is_missing", [True, False])
def test_nothing_is_announced_without_a_period_in_which_the_public_can_object(edition, secretary, is_missing):
    moment = clock.now()
    if is_missing:
        edition.stages.filter(kind=StageKind.OBJECTION).delete()
    else:
        moment = edition.stages.get(kind=StageKind.OBJECTION).closes_at + timedelta(seconds=1)

    with pytest.raises(ValidationError) as raised, clock.at(moment):
        announce_awards(edition.pk, actor=secretary)

    assert raised.value.code == "no_objection_period"
    assert not Award.objects.exists()


def codes_of_refusal(edition, actor):
    with pytest.raises(ValidationError) as raised:
        finalise_awards(edition.pk, actor=actor)
    return [error.code for error in raised.value.error_list]


def test_awards_become_final_when_the_objection_period_is_over(edition, secretary):
    announce_awards(edition.pk, actor=secretary)
    stage = edition.stages.get(kind=StageKind.OBJECTION)

    assert codes_of_refusal(edition, secretary) == ["objections_open"]
    assert {award.state for award in Award.objects.all()} == {AwardState.PROVISIONAL}

    with clock.at(stage.closes_at + timedelta(seconds=1)):
        finalise_awards(edition.pk, actor=secretary)
        finalise_awards(edition.pk, actor=secretary)
    assert {award.state for award in Award.objects.all()} == {AwardState.FINAL}


def test_awards_stay_provisional_until_every_objection_is_answered(edition, secretary):
    award = announce_awards(edition.pk, actor=secretary)[0]
    stage = edition.stages.get(kind=StageKind.OBJECTION)
    objection = ObjectionFactory(award=award)

    assert codes_of_refusal(edition, secretary) == ["objections_open", "objections_unanswered"]
    with clock.at(stage.closes_at + timedelta(seconds=1)):
        with pytest.raises(ValidationError, match=f"1 sanggahan belum dijawab: {objection.public_id}."):
            finalise_awards(edition.pk, actor=secretary)
        answer_objection(objection.pk, actor=secretary, outcome="accepted", text="Benar.", seen=0)
        assert {award.state for award in finalise_awards(edition.pk, actor=secretary)} == {AwardState.FINAL}


def test_taking_the_objection_period_away_makes_nothing_final(edition, secretary):
    announce_awards(edition.pk, actor=secretary)
    edition.stages.filter(kind=StageKind.OBJECTION).delete()

    assert codes_of_refusal(edition, secretary) == ["no_objection_period"]


def test_nothing_is_finalised_before_it_was_announced(edition, secretary):
    with pytest.raises(ValidationError) as raised:
        finalise_awards(edition.pk, actor=secretary)

    assert raised.value.code == "not_announced"


def test_only_the_secretariat_announces(edition, judge, chair):
    for actor in (judge, chair):
        with pytest.raises(PermissionDenied):
            announce_awards(edition.pk, actor=actor)
        with pytest.raises(PermissionDenied):
            finalise_awards(edition.pk, actor=actor)

    assert not Award.objects.exists()


def test_awards_of_an_innovation_leave_out_what_was_revoked(edition, run, secretary):
    announce_awards(edition.pk, actor=secretary)
    innovation = run.rows.get(rank=1).submission.innovation
    Award.objects.filter(level__name="Nomine").update(
        state=AwardState.REVOKED, revoked_at=clock.now(), revocation_reason="Salah."
    )

    assert [award.level.name for award in awards_of(innovation)] == ["Terbaik I"]


def revoke_all(secretary):
    for award in Award.objects.exclude(state=AwardState.REVOKED):
        revoke_award(award.pk, actor=secretary, reason="Data tidak benar.")


def test_what_was_revoked_is_not_given_again_by_the_same_result(edition, secretary):
    announce_awards(edition.pk, actor=secretary)
    revoke_all(secretary)

    with pytest.raises(ValidationError) as raised:
        announce_awards(edition.pk, actor=secretary)

    assert raised.value.code == "revoked"
    assert list(Award.objects.values_list("state", flat=True)) == [AwardState.REVOKED] * 6


def test_a_level_that_was_added_since_is_given_alone(edition, run, secretary):
    announce_awards(edition.pk, actor=secretary)
    revoke_all(secretary)
    AwardLevelFactory(edition=edition, name="Favorit", kind=AwardKind.NOMINEE, places=1, sort_order=10)

    awards = announce_awards(edition.pk, actor=secretary)

    assert [(award.level.name, award.submission) for award in awards] == [("Favorit", run.rows.get(rank=4).submission)]


def test_a_new_result_gives_again_what_was_revoked(edition, run, secretary):
    announce_awards(edition.pk, actor=secretary)
    revoke_all(secretary)
    run.reopened_at, run.reopened_by, run.reopening_reason = clock.now(), run.sealed_by, "Salah hitung."
    run.save()
    again = ResultRunFactory(round=run.round, number=2)
    ResultRowFactory(run=again, rank=1, submission=run.rows.get(rank=1).submission)

    awards = announce_awards(edition.pk, actor=secretary)

    assert [(award.level.name, award.run) for award in awards] == [("Terbaik I", again), ("Nomine", again)]
