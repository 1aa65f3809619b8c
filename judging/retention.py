"""How long personal data of judging is kept, and why: the one table that says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """For how many `months` something is kept, counted from when the awards of the edition are final."""

    months: int
    reason: str


OBJECTORS = Retention(
    months=12,
    reason=(
        "Law 27/2022 on the protection of personal data, article 43: data that are no longer needed for their purpose "
        "are erased. The months are our own: one more competition, in which somebody may still ask back."
    ),
)

# The log of checks holds no personal data but the visitor's fingerprint of one day, which whoever had the secret key
# could try out on all addresses. It is kept as long as somebody may look into an attack; the bare counts for two
# competitions. The days are our own, for the same article 43.
CHECK_VISITORS_DAYS = 7
CHECKS_DAYS = 730
