"""What the facts of a sheet still lack for the form of the ministry (domain notes 2.2)."""

from django.utils.translation import gettext as _

from innovation_portal.utils.formats import figure
from innovation_portal.utils.words import count_words
from submissions.models import IidAssessment

DESIGN_WORDS = 300


def wanting_facts(assessment: IidAssessment) -> list[str]:
    """Say what of the facts is missing, too short or outside the span of the table; what is fine is not mentioned."""
    innovation, words = assessment.innovation, count_words(assessment.design)
    needed = {
        _("initiator"): assessment.initiator,
        _("day of the trial"): assessment.tried_on,
        _("day of the first use"): assessment.applied_on,
        _("purpose"): assessment.purpose,
        _("benefit"): assessment.benefit,
        _("result"): assessment.result,
        _("phase"): innovation.phase,
        _("type"): innovation.type,
        _("form"): innovation.form,
        _("government affair"): innovation.affair,
    }
    found = []
    if lacking := [name for name, value in needed.items() if not value]:
        found.append(_("Missing: %(names)s.") % {"names": ", ".join(lacking)})
    if words < DESIGN_WORDS:
        message = _("The design has %(words)s of at least %(least)s words.")
        found.append(message % {"words": figure(words), "least": DESIGN_WORDS})
    if assessment.applied_on and not assessment.table.covers(assessment.applied_on):
        found.append(_("The day of the first use lies outside the span that the table counts."))
    return found
