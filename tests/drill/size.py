from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much a drill does: submissions at the deadline, people who hand in at once, kills of each act,
    generated requests."""

    submissions: int
    clients: int
    kills: int
    requests: int
