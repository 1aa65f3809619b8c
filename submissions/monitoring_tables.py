"""The tables of the monitoring pages to take away: each a list of headings and the lines below them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from submissions.models import Edition, Region, Submission
from submissions.selectors.overview import Contact, Share

REGION_HEADINGS = [
    _("Code"),
    _("Region"),
    _("Kind"),
    _("Obliged agencies"),
    _("Duty kept"),
    _("Share in percent"),
    _("Submissions"),
]
YEAR_HEADINGS = [_("Year"), _("Edition"), _("State"), _("Obliged agencies"), _("Duty kept"), _("Share in percent")]
CONTACT_HEADINGS = [
    _("Agency"),
    _("Region"),
    _("State"),
    _("Last activity"),
    _("Last sign-in"),
    _("Kept in earlier years"),
    _("Owed in earlier years"),
    _("Person in charge"),
    _("E-mail address"),
]
SUBMISSION_HEADINGS = [_("Year"), _("Edition"), _("Registration number"), _("Innovation"), _("State")]


def region_lines(counts: Iterable[tuple[Region, int]], shares: Mapping[int, Share]) -> Iterable[list[Any]]:
    """Return a line for each region in the order of `REGION_HEADINGS`; of one that owes nothing the share is empty."""
    for region, submitted in counts:
        share = shares.get(region.pk)
        figures = [share.owed, share.met, share.percent] if share else [None, None, None]
        yield [region.code, region.name, region.get_kind_display(), *figures, submitted]


def year_lines(years: Iterable[tuple[Edition, Share]]) -> Iterable[list[Any]]:
    for edition, share in years:
        state = edition.get_state_display()
        yield [edition.year, edition.name, state, share.owed, share.met, share.percent]


def contact_lines(contacts: Iterable[Contact]) -> Iterable[list[Any]]:
    """Return a line for each agency in debt; several persons in charge stand in one cell, as their addresses do."""
    for contact in contacts:
        row, before = contact.duty, contact.share_before
        yield [
            row.name,
            row.region.name,
            row.state.label,
            row.last_activity,
            contact.last_login,
            before and before.met,
            before and before.owed,
            "; ".join(member.user.name for member in contact.people),
            "; ".join(member.user.email for member in contact.people),
        ]


def submission_lines(submissions: Iterable[Submission]) -> Iterable[list[Any]]:
    for one in submissions:
        title = one.innovation.title
        yield [one.edition.year, one.edition.name, one.registration_number, title, one.get_status_display()]
