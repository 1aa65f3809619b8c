from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.combination import FinalScore, combine_rounds
from judging.scoring.ranks import competition_ranks

DESK = {1: Decimal(90), 2: Decimal(80), 3: Decimal(70), 4: None}
PRESENTATION = {2: Decimal(60), 3: Decimal(95)}


def weights(*texts):
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("chosen", "scores"),
    [
        (None, [90, 60, 95, None]),
        (weights("60", "40"), [90, 72, 80, None]),
        (weights("1", "2"), [90, Decimal("66.666667"), Decimal("86.666667"), None]),
        (weights("0", "100"), [90, 60, 95, None]),
        (weights("100", "0"), [90, 80, 70, None]),
    ],
)
def test_final_scores_by_weights_or_by_the_last_round(chosen, scores):
    reached = [1, 2, 2, 1]

    assert combine_rounds([DESK, PRESENTATION], chosen) == {
        entry: FinalScore(*final) for entry, final in enumerate(zip(reached, scores, strict=True), start=1)
    }


def test_who_advanced_stands_before_who_did_not_and_no_score_stands_last():
    finals = combine_rounds([DESK, {2: None, 3: Decimal(1)}, {}], weights("50", "30", "20"))

    assert competition_ranks({entry: final.standing for entry, final in finals.items()}) == {2: 1, 3: 2, 1: 3, 4: 4}


def test_a_round_without_a_score_is_not_a_zero():
    """Entry 2 advanced but all its judges withdrew: the weights go to the round that it has a score in."""
    assert combine_rounds([DESK, {2: None}], weights("50", "50"))[2] == FinalScore(2, Decimal(80))
    assert combine_rounds([DESK, {2: None}])[2] == FinalScore(2, None)


def test_no_rounds_have_no_scores():
    assert combine_rounds([]) == combine_rounds([{}], weights("1")) == {}


rounds = st.lists(st.dictionaries(st.integers(1, 6), st.none() | st.decimals(0, 100, places=2)), max_size=3)


@given(rounds, st.lists(st.decimals(0, 100, places=1), min_size=3, max_size=3) | st.none())
def test_nobody_overtakes_who_came_farther(rounds, chosen):
    finals = combine_rounds(rounds, chosen)
    ranks = competition_ranks({entry: final.standing for entry, final in finals.items()})

    assert finals.keys() == {entry for scores in rounds for entry in scores}
    for one in finals:
        present = [scores[one] for scores in rounds if scores.get(one) is not None]
        assert finals[one].score is None or min(present) <= finals[one].score <= max(present)
        assert all(ranks[one] < ranks[other] for other in finals if finals[one].reached > finals[other].reached)
