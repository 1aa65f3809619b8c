from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from judging.enums import RoundState
from judging.models import Round
from judging.selectors.advance import advance_from
from judging.selectors.entries import entries_of, previous_round
from judging.selectors.rubrics import problem_of_weights


def problems_of_opening(round_: Round) -> list[ValidationError]:
    """What still keeps a round from being opened; empty if it may be."""
    weights = problem_of_weights(round_.rubric)
    seats, wanted = round_.panel.count(), round_.wanted_judges
    before = previous_round(round_)
    advance = advance_from(before) if before else None
    is_next = before is None or advance is not None
    if before:
        has_entries, nobody = bool(advance and advance.submissions), _("Nobody goes on from the round before.")
    else:
        has_entries, nobody = entries_of(round_).exists(), _("No submission of this edition is verified yet.")
    checks = (
        (round_.state != RoundState.PREPARATION, "sealed", _("This round is sealed.")),
        (not is_next, "previous", _("The round before is not sealed yet.")),
        (bool(weights), "weights", weights),
        (
            seats < wanted,
            "panel",
            _("The panel has %(seats)s judges, and each entry needs %(needed)s.") % {"seats": seats, "needed": wanted},
        ),
        (not round_.panel.filter(is_chair=True).exists(), "chair", _("The panel has no chair.")),
        (is_next and not has_entries, "entries", nobody),
    )
    return [ValidationError(message, code=code) for is_wrong, code, message in checks if is_wrong]
