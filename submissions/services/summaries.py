"""Mails by the clock about how the duty stands (docs/compliance.md). Each kind once a day, whoever looks how often."""

from collections.abc import Callable, Iterable
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.emails import store_messages, written_message
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import EditionState, StageKind, SummaryKind
from submissions.models import Edition, SummaryMail, SummaryRound
from submissions.selectors.day_report import day_report_of
from submissions.selectors.editions import stage_of
from submissions.selectors.summaries import answerable, heads, leadership, standings_of, told

SENT_AT = time(7)  # in the portal's time zone, just before the daily mail
MONDAY = 0
SHOWN_NEWS, SHOWN_LATE = 10, 15


def send_summaries() -> int:
    """Store the summaries that are due in every open edition and return how many mails. Runs by the clock.

    From seven in the morning, while registration or verification runs. Twice, or by two processes at once, it stores
    nothing twice. What fails on its way out is sent again from the list of messages.
    """
    if timezone.localtime(clock.now()).time() < SENT_AT:
        return 0
    editions = Edition.objects.filter(state=EditionState.OPEN).prefetch_related("stages", "extensions")
    return sum(_send_round(edition, kind) for edition in editions for kind in _due(edition))


def _due(edition: Edition) -> list[SummaryKind]:
    """Return the kinds that are to be written today and were not."""
    if not _is_running(edition):
        return []
    wanted = {
        SummaryKind.LEADERSHIP: edition.has_leadership_summary,
        SummaryKind.HEADS: edition.has_head_summary,
        SummaryKind.ARREARS: edition.has_arrears_letter and clock.today().weekday() == MONDAY,
    }
    written = set(edition.summary_rounds.filter(day=clock.today()).values_list("kind", flat=True))
    return [kind for kind, is_wanted in wanted.items() if is_wanted and kind not in written]


def _is_running(edition: Edition) -> bool:
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return False
    verification = stage_of(edition, StageKind.VERIFICATION)
    extended = [extension.closes_at for extension in edition.extensions.all()]
    ends = [registration.closes_at, *extended, *([verification.closes_at] if verification else [])]
    return registration.opens_at <= clock.now() <= max(ends)


def _send_round(edition: Edition, kind: SummaryKind) -> int:
    """Store the mails of a kind for today with the note that it was done; whoever comes second stores nothing.

    The texts are written before the transaction begins, so that nobody waits for them.
    """
    return _store(edition, kind, clock.today(), LETTERS[kind](edition))


@transaction.atomic
def _store(edition: Edition, kind: SummaryKind, day: date, letters: list[OutgoingMessage]) -> int:
    round_, is_first = SummaryRound.objects.get_or_create(edition=edition, kind=kind, day=day)
    if not is_first:
        return 0
    store_messages(letters, about=edition)
    SummaryMail.objects.bulk_create(
        SummaryMail(round=round_, recipient_id=letter.recipient_id, message=letter) for letter in letters
    )
    return len(letters)


def _letters_to_leadership(edition: Edition) -> list[OutgoingMessage]:
    people = list(leadership().distinct().order_by("pk"))
    if not people:
        return []
    report = day_report_of(edition)
    late = report.overview.in_debt
    contents = {
        "report": report,
        "share": report.overview.share,
        "news": report.news[:SHOWN_NEWS],
        "more_news": max(0, len(report.news) - SHOWN_NEWS),
        "late": late[:SHOWN_LATE],
        "more_late": max(0, len(late) - SHOWN_LATE),
    }
    return [written_message("summary_leadership", person, edition=edition, **contents) for person in people]


def _letters_to_heads(edition: Edition) -> list[OutgoingMessage]:
    return _agency_letters("summary_agency", heads(edition), edition, lambda standing: standing.is_worth_telling)


def _letters_to_agencies_in_arrears(edition: Edition) -> list[OutgoingMessage]:
    """A head who gets the daily summary is told of the same there, so those are left out."""
    told_daily = heads(edition) if edition.has_head_summary else {}
    people = {person: agencies for person, agencies in answerable(edition).items() if person not in told_daily}
    return _agency_letters("summary_arrears", people, edition, lambda standing: standing.is_in_arrears)


def _agency_letters(
    kind: str, people: dict[User, list[int]], edition: Edition, is_worth: Callable
) -> list[OutgoingMessage]:
    """Write to each of the people about those of their agencies of which there is something to say."""
    standings = _by_agency(standing for standing in standings_of(edition, _agencies_in(people)) if is_worth(standing))
    letters = [(person, told(agencies, standings)) for person, agencies in people.items()]
    return [
        written_message(kind, person, edition=edition, standings=about, first=about[0])
        for person, about in letters
        if about
    ]


def _by_agency(standings: Iterable) -> dict:
    return {standing.agency.pk: standing for standing in standings}


def _agencies_in(people: dict[User, list[int]]) -> set[int]:
    return {agency for agencies in people.values() for agency in agencies}


LETTERS: dict[SummaryKind, Callable[[Edition], list[OutgoingMessage]]] = {
    SummaryKind.LEADERSHIP: _letters_to_leadership,
    SummaryKind.HEADS: _letters_to_heads,
    SummaryKind.ARREARS: _letters_to_agencies_in_arrears,
}
