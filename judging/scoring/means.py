from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor, gcd, lcm


def percent_of(value: int | Fraction, maximum: int) -> Fraction:
    """Return a score of 0 to `maximum` on the scale 0 to 100: its share of the highest, so 1 of 5 is 20."""
    return Fraction(100 * value, maximum)


def highest_proved(proof: Mapping[str, str]) -> int:
    """Return the highest level that counts as proved, 0 if none does; `proof` holds the words for evidence by level.

    A level counts only with words for its evidence, and it counts whether or not those below it are proved.
    """
    return max((int(level) for level, words in proof.items() if words.strip()), default=0)


def whole_weights(weights: Mapping[str, str | Decimal]) -> dict[str, int]:
    """Return the smallest whole numbers in the proportions of the weights, which are decimals above 0."""
    exact = {criterion: Fraction(weight) for criterion, weight in weights.items()}
    common = lcm(*(weight.denominator for weight in exact.values()))
    whole = {criterion: int(weight * common) for criterion, weight in exact.items()}
    shared = gcd(*whole.values())
    return {criterion: weight // shared for criterion, weight in whole.items()}


def weighted_mean(values: Mapping[str, int | Fraction], weights: Mapping[str, int]) -> Fraction | None:
    """Return the mean of `values` by `weights`, both by criterion, or None if there is no value.

    Missing is never zero: a criterion without a value is left out and the weights of the others are scaled up to fill
    its place. Only the proportions of the weights matter.
    """
    if not values:
        return None
    total = sum(weights[criterion] for criterion in values)
    return Fraction(sum(value * weights[criterion] for criterion, value in values.items())) / total


def mean(values: Iterable[int | Fraction | None]) -> Fraction | None:
    """Return the plain mean of what is there, or None if nothing is."""
    present = [value for value in values if value is not None]
    return Fraction(sum(present)) / len(present) if present else None


def as_decimal(value: Fraction) -> Decimal:
    """Return `value` rounded half up to six places: the last step, for storing and showing."""
    return Decimal(floor(value * 10**6 + Fraction(1, 2))).scaleb(-6)


def rounded(value: float) -> Decimal:
    """Return a statistic rounded half up to six places, so that what is ranked on is the same on every machine."""
    return Decimal(floor(value * 10**6 + 0.5)).scaleb(-6)
