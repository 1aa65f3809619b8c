import pytest

from tests.judging.scoring.simulation import RULES, SCENARIOS, average

REPEATS = 20
JUDGES_DIFFER_AND_SHARE_ENTRIES = {
    "balanced allocation",
    "few entries",
    "fixed panels with anchors",
    "tracks of unequal quality",
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_adjusted_means_rank_as_well_as_the_best_of_the_other_rules(scenario):
    found = average(scenario, REPEATS)

    best_of_others = max(found[rule] for rule in RULES if rule != "adjusted")
    assert found["adjusted"] > best_of_others - 0.003
    assert (found["adjusted"] > found["mean"] + 0.015) == (scenario.name in JUDGES_DIFFER_AND_SHARE_ENTRIES)
    assert found["intervals"] > 0.93
