"""A large instance, made in bulk and always the same, and the measuring of its main pages (`docs/performance.md`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """How many rows of each kind; the defaults are those that the portal is built for."""

    agencies: int = 1_500
    innovations: int = 40_000
    submissions: int = 2_500
    judges: int = 250
    judges_per_entry: int = 4

    @classmethod
    def of(cls, share: float) -> "Sizes":
        """Return a share of the full size: counts shrink, judges per entry stay."""
        full = cls()
        return cls(
            agencies=max(3, round(full.agencies * share)),
            innovations=max(6, round(full.innovations * share)),
            submissions=max(3, round(full.submissions * share)),
            judges=max(full.judges_per_entry, round(full.judges * share)),
        )
