import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState
from judging.services.conduct import agree_to_conduct
from judging.services.conflicts import declare_no_conflict
from tests.factories.judging import AssignmentFactory, PanelistFactory

WORDS = "Saya menilai\nsecara mandiri."


@pytest.fixture
def seat(round_, judge):
    round_.code_of_conduct = WORDS
    round_.save()
    return PanelistFactory(round=round_, judge=judge, agreed_at=None, agreed_text="")


def agreement_of(seat):
    seat.refresh_from_db()
    return seat.agreed_at, seat.agreed_text


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as raised:
        call(*args, **kwargs)
    return raised.value.code


def test_a_round_starts_with_the_words_of_the_portal(round_):
    for duty in ("mandiri", "merahasiakan", "tidak berhubungan dengan peserta", "benturan kepentingan", "sendiri"):
        assert duty in round_.code_of_conduct


def test_agreeing_keeps_the_moment_and_the_words_once(seat, judge):
    first = agree_to_conduct(seat.pk, actor=judge, expected=hash_of(WORDS)).agreed_at
    seat.round.code_of_conduct = "Lain."
    seat.round.save()
    again = agree_to_conduct(seat.pk, actor=judge, expected=hash_of("Lain."))

    assert first is not None
    assert again.agreed_at == first
    assert agreement_of(seat) == (first, WORDS)


def test_words_that_changed_since_they_were_read_are_not_agreed_to(seat, judge):
    assert refusal(agree_to_conduct, seat.pk, actor=judge, expected=hash_of("Lain.")) == "stale"
    assert agreement_of(seat) == (None, "")


@pytest.mark.parametrize("state", [RoundState.PREPARATION, RoundState.SEALED])
def test_it_is_agreed_to_while_the_round_is_open(seat, judge, state):
    seat.round.state = state
    seat.round.save()

    assert refusal(agree_to_conduct, seat.pk, actor=judge, expected=hash_of(WORDS)) == "not_open"
    assert agreement_of(seat) == (None, "")


def test_nobody_agrees_for_another(seat, chair, secretary, superuser):
    for actor in (chair, secretary, superuser):
        with pytest.raises(PermissionDenied):
            agree_to_conduct(seat.pk, actor=actor, expected=hash_of(WORDS))

    assert agreement_of(seat) == (None, "")


def test_no_entry_opens_before(seat, judge):
    assignment = AssignmentFactory(round=seat.round, panelist=seat)

    assert refusal(declare_no_conflict, assignment.pk, actor=judge) == "not_agreed"

    assignment.refresh_from_db()
    assert assignment.cleared_at is None
    agree_to_conduct(seat.pk, actor=judge, expected=hash_of(WORDS))
    assert declare_no_conflict(assignment.pk, actor=judge).cleared_at is not None
