"""The national track by year, for those who read it: proposals, and recognitions of published lists beside them."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from submissions.models import Agency, Innovation, NationalCompetition, NationalProposal, Recognition
from submissions.national_enums import NationalKind, NationalState
from submissions.national_workflow import SENT
from submissions.selectors.national import listed_recognitions, national_proposals

# What published lists say of a stage before a recognition; whatever else they name is a recognition.
LISTED_STAGES = {"seleksi administrasi": NationalState.ADMIN_PASSED, "finalis": NationalState.FINALIST}


@dataclass(frozen=True)
class TrackRow:
    """One innovation in one national competition; without a proposal it is known from a published list alone.

    `result` is the level as it was called in that year.
    """

    kind: NationalKind
    year: int
    innovation: Innovation
    proposal: NationalProposal | None
    result: str
    source_url: str

    @property
    def state(self) -> str:
        if self.proposal:
            return self.proposal.state
        stages = (state for words, state in LISTED_STAGES.items() if words in self.result.casefold())
        return next(stages, NationalState.RECOGNISED)


def track_years() -> list[int]:
    """Return the years that have something to read, the latest first. Two queries."""
    proposed = NationalProposal.objects.order_by().values_list("competition__year", flat=True).distinct()
    listed = listed_recognitions().order_by().values_list("year", flat=True).distinct()
    return sorted({*proposed, *listed}, reverse=True)


def track_of(year: int, *, kind: str = "", state: str = "", search: str = "") -> list[TrackRow]:
    """Return the rows of a year by title, of one kind of competition or in one state where that is given. Two queries.

    Candidates that nobody has declared ready are the secretariat's own business and are left out.
    """
    proposals = national_proposals().filter(competition__year=year).exclude(state=NationalState.CANDIDATE)
    listed = listed_recognitions().filter(year=year).select_related("innovation__agency__region")
    if search:
        proposals = proposals.filter(_named(search))
        listed = listed.filter(_named(search))
    rows = [_of_proposal(one) for one in proposals.defer("version__payload")] + [_of_list(one) for one in listed]
    rows = [row for row in rows if kind in ("", row.kind) and state in ("", row.state)]
    return sorted(rows, key=lambda row: (row.innovation.title.casefold(), row.kind, row.result))


def levels_by_year() -> QuerySet[NationalCompetition]:
    """Return every competition with its levels, the latest first: what they were called in each year."""
    return NationalCompetition.objects.prefetch_related("levels")


def national_proposals_of_agency(agency: Agency) -> QuerySet[NationalProposal]:
    """Return what was proposed of an agency's own innovations, the latest first, with the history of each.

    A candidate is shown too: its agency may be asked for more.
    """
    own = national_proposals().filter(innovation__agency=agency).defer("version__payload")
    return own.prefetch_related("events").order_by("-competition__year", "innovation__title", "pk")


def with_national_track(innovations: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Return the innovations with their proposals as `track`, the latest first. One more query when they are read."""
    proposals = national_proposals().defer("version__payload").order_by("-competition__year", "-pk")
    return innovations.prefetch_related(Prefetch("national_proposals", proposals, to_attr="track"))


def sent_count(rows: list[TrackRow]) -> int:
    return sum(1 for row in rows if row.proposal and row.state in SENT)


def _named(words: str) -> Q:
    return Q(innovation__title__icontains=words) | Q(innovation__agency__name__icontains=words)


def _of_proposal(proposal: NationalProposal) -> TrackRow:
    return TrackRow(
        kind=NationalKind(proposal.competition.kind),
        year=proposal.competition.year,
        innovation=proposal.innovation,
        proposal=proposal,
        result=str(proposal.level or ""),
        source_url=proposal.recognition.source_url if proposal.recognition else "",
    )


def _of_list(recognition: Recognition) -> TrackRow:
    kind = next(kind for kind in NationalKind if recognition.award.startswith(kind.award_beginnings))
    return TrackRow(kind, recognition.year, recognition.innovation, None, recognition.award, recognition.source_url)
