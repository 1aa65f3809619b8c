from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from judging.scoring.means import as_decimal, weighted_mean, whole_weights


@dataclass(frozen=True)
class FinalScore:
    """An entry after all rounds. `reached`: number of the last round it was in, from 1; `score`: 0 to 100 or None."""

    reached: int
    score: Decimal | None

    @property
    def standing(self) -> tuple[int, bool, Fraction]:
        """What ranks compare, the highest first: who advanced stands before who did not, whatever the scores."""
        return (self.reached, self.score is not None, Fraction(self.score or 0))


def combine_rounds(
    rounds: Sequence[Mapping[int, Decimal | None]], weights: Sequence[Decimal] | None = None
) -> dict[int, FinalScore]:
    """Combine the scores of successive rounds, the first round first, into one final score per entry.

    A round maps the entries that were in it to their score, None without a sheet. With `weights`, one per round and
    none below 0, the final score is the weighted mean of the rounds that an entry has a score in: missing is never
    zero, so the weights are re-scaled over them. Without, it is the score of the last round the entry was in, and so
    it is where all weights of its rounds are 0. Scores are compared only among entries that came equally far: two
    rounds are scored by other judges with another rubric, and who was not admitted to a round cannot win it. Rounded
    to six places.
    """
    entries = sorted({entry for scores in rounds for entry in scores})
    return {entry: _final_score(entry, rounds, weights) for entry in entries}


def _final_score(
    entry: int, rounds: Sequence[Mapping[int, Decimal | None]], weights: Sequence[Decimal] | None
) -> FinalScore:
    reached = max(number for number, scores in enumerate(rounds, start=1) if entry in scores)
    last = rounds[reached - 1][entry]
    score = None if last is None else Fraction(last)
    if weights is not None:
        present = {
            str(number): Fraction(scores[entry])
            for number, scores in enumerate(rounds)
            if scores.get(entry) is not None and weights[number]
        }
        by_round = whole_weights({number: weights[int(number)] for number in present})
        score = weighted_mean(present, by_round) if present else score
    return FinalScore(reached, None if score is None else as_decimal(score))
