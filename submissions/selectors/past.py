"""The pages of an edition as they were at the end of a past day: the same figures as of now, from the history alone.

Name, kind and region of an agency are those that the edition has of it now, because corrections of them count for all
of it; everything else is as it was known then.
"""

from collections import Counter
from datetime import UTC, date, datetime

from django.utils.functional import cached_property

from submissions.enums import AgencyKind, ComplianceState, DutyOutcome
from submissions.models import Agency, Edition, EditionCategory, Obligation, Region, Submission
from submissions.selectors.compliance import duties_of
from submissions.selectors.history import Board, end_of, history_of
from submissions.selectors.overview import Overview, regions_with
from submissions.selectors.standing import Group

# Before every change: who has done nothing comes first.
NEVER = datetime.min.replace(tzinfo=UTC)


class PastDay:
    """An edition at the end of a day in the portal's time zone. What it gives is read only, never saved."""

    def __init__(self, edition: Edition, day: date):
        self.edition, self.day = edition, day

    @cached_property
    def _board(self) -> Board:
        return history_of(self.edition).board_at(end_of(self.day))

    def rows(
        self,
        *,
        region: Region | None = None,
        kind: AgencyKind | str = "",
        state: ComplianceState | str = "",
        duty: DutyOutcome | str = "",
        category: EditionCategory | None = None,
        search: str = "",
    ) -> list[Obligation]:
        """Return the obligations of that day with the columns of `duties_of`, in its order.

        `last_activity` is the last step of a submission: when a draft was only written in is not known afterwards. The
        category of a submission is that of now, which alone is known.
        """
        states, counting, changed = self._board.states(), self._board.counting(), self._board.changed()
        rows = []
        for row in duties_of(self.edition, region=region, kind=kind, search=search):
            owed = self._board.duties.get(row.agency_id)
            if owed is None or (state and states[row.agency_id] != state):
                continue
            row.required_count, row.is_exempt = owed.required_count, owed.is_exempt
            row.exemption_reason = owed.reason if owed.is_exempt else ""
            row.furthest, row.submitted_count = states[row.agency_id], counting[row.agency_id]
            row.last_activity = changed.get(row.agency_id)
            rows.append(row)
        if duty:
            rows = [row for row in rows if not row.is_exempt and row.is_met == (duty == DutyOutcome.MET)]
        if category:
            entered = self._entered_in(category)
            rows = [row for row in rows if row.agency_id in entered]
        return rows

    def _entered_in(self, category: EditionCategory) -> set[int]:
        """Return the agencies that had handed in something of the category that counted."""
        ids = set(Submission.objects.filter(edition=self.edition, category=category).values_list("pk", flat=True))
        return {one.agency_id for pk, one in self._board.entries.items() if one.counts and pk in ids}

    def overview(self) -> Overview:
        """Return where every agency stood."""
        rows = self.rows()
        groups = Counter((row.region_id, row.kind, row.state, row.is_met) for row in rows)
        in_debt = [row for row in rows if not row.is_exempt and not row.is_met]
        in_debt.sort(key=lambda row: (quiet_since(row), row.name, row.pk))
        return Overview(
            (Group(*group, count) for group, count in groups.items()),
            in_debt=in_debt,
            rows=lambda is_exempt: [row for row in rows if row.is_exempt == is_exempt],
        )

    def submissions_by_region(self) -> list[tuple[Region, int]]:
        """Return how much each region had handed in that counted, as `overview.submissions_by_region` does of now."""
        counting = self._board.counting()
        regions = dict(Agency.objects.filter(pk__in=counting).values_list("pk", "region"))
        regions |= dict(self.edition.obligations.filter(agency__in=counting).values_list("agency", "region"))
        submitted: Counter[int] = Counter()
        for agency, region in regions.items():
            submitted[region] += counting[agency]
        return regions_with(self.edition, submitted)


def quiet_since(row: Obligation) -> datetime:
    """Return since when nothing has changed, as far as that orders rows: who did nothing is the quietest."""
    return row.last_activity or NEVER
