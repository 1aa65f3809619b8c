from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from judging.models import Assignment, ConflictOfInterest, Panelist, Round
from submissions.models import Agency, Membership, SubmissionVersion


def automatic_conflict(assignment: Assignment) -> str:
    """Say why the judge of this assignment may not judge its entry, or return an empty text."""
    own = Membership.objects.filter(user=assignment.panelist.judge_id, agency=OuterRef("pk"))
    agency = (
        Agency.objects.select_related("region")
        .annotate(is_own=Exists(own))
        .get(innovations__submissions=assignment.version.submission_id)
    )
    return _reason(assignment.panelist, agency, is_member=agency.is_own)


def automatic_conflicts(panel: Iterable[Panelist], entries: Iterable[SubmissionVersion]) -> dict[tuple[int, int], str]:
    """Return the reason by judge and submission for every pair in which the judge belongs to the agency.

    Entries need their `submission.innovation.agency.region` fetched along.
    """
    panel = list(panel)
    agencies_of = defaultdict(set)
    for judge, agency in Membership.objects.filter(user__in=[seat.judge_id for seat in panel]).values_list(
        "user_id", "agency_id"
    ):
        agencies_of[judge].add(agency)
    employers = {seat.pk: _plain(seat.employer) for seat in panel}
    found = {}
    for entry in entries:
        agency = entry.submission.innovation.agency
        names = {_plain(agency.name), _plain(agency.region.name)}
        for seat in panel:
            is_member = agency.pk in agencies_of[seat.judge_id]
            if is_member or employers[seat.pk] in names:
                found[seat.judge_id, entry.submission_id] = _reason(seat, agency, is_member=is_member)
    return found


def known_conflicts(panel: Iterable[Panelist]) -> set[tuple[int, int]]:
    """Pairs of judge and submission that were recorded at any time, in any round."""
    judges = [seat.judge_id for seat in panel]
    return set(ConflictOfInterest.objects.filter(judge__in=judges).values_list("judge_id", "submission_id"))


def conflicts_of(round_: Round) -> QuerySet[ConflictOfInterest]:
    """Conflicts between the panel of a round and the submissions of its edition, the newest first."""
    return (
        ConflictOfInterest.objects.filter(judge__panel_seats__round=round_, submission__edition=round_.edition_id)
        .select_related("judge", "submission__innovation__agency")
        .order_by("-recorded_at", "-pk")
    )


def _reason(seat: Panelist, agency: Agency, *, is_member: bool) -> str:
    # The reason is stored for ever, so it is written in the language of the office, not of whoever happens to click.
    with translation.override(settings.LANGUAGE_CODE):
        if is_member:
            return _("The judge is a member of %(agency)s in the portal.") % {"agency": agency.name}
        if seat.employer and _plain(seat.employer) in {_plain(agency.name), _plain(agency.region.name)}:
            return _("The judge works for %(employer)s.") % {"employer": seat.employer}
    return ""


def _plain(name: str) -> str:
    """Return a name as it is compared: "Pemerintah  Kabupaten Kudus" and "kabupaten kudus" are the same employer."""
    return " ".join(name.casefold().removeprefix("pemerintah ").split())
