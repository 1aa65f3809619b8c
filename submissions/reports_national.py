"""The national track written out as a table."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from submissions.national_enums import NationalState
from submissions.selectors.national_track import TrackRow

TRACK_HEADINGS = [
    _("Year"),
    _("Competition"),
    _("Innovation"),
    _("Agency"),
    _("Region"),
    _("Group"),
    _("State"),
    _("Level"),
    _("Registration number"),
    _("Source"),
]


def track_lines(rows: Iterable[TrackRow]) -> Iterable[list[Any]]:
    """Return the track as lines of a table, in the order of `TRACK_HEADINGS`."""
    for row in rows:
        agency = row.innovation.agency
        proposal = row.proposal
        yield [
            row.year,
            row.kind.label,
            row.innovation.title,
            agency.name,
            agency.region.name,
            str(proposal.group) if proposal else "",
            NationalState(row.state).label,
            row.result,
            proposal.registration_number if proposal else "",
            row.source_url,
        ]
