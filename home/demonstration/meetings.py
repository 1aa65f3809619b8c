"""Where the judges of the demonstration meet the agencies: the timetable, its minutes, and the field visits."""

import tomllib
from datetime import timedelta
from random import Random

from django.utils import timezone

from home.demonstration.moments import Calendar, played_at
from home.demonstration.proofs import picture_upload
from home.demonstration.stories import CONTENT
from innovation_portal.accounts.models import User
from judging.enums import VisitTeam
from judging.models import Round, SittingDay, Slot
from judging.records import Contents, Finding, Minutes, Person, Question, Visit
from judging.selectors.entries import active_assignments
from judging.services.records import add_record_file, close_record, save_record
from judging.services.timetables import announce_timetable, make_timetable, save_day
from submissions.models import SubmissionVersion

TEXTS = tomllib.loads((CONTENT / "meetings.toml").read_text(encoding="utf-8"))
QUESTIONS, FINDINGS = 2, 3
BREAKS = "12.00-13.00"
CAPTION, SHOWN = "Ruang layanan (gambar contoh)", "Kain bermotif kawung sebagai pengganti foto ruang layanan."


def arrange_presentations(round_: Round, *, calendar: Calendar, secretary: User, day: int, held_on: int) -> None:
    """Make the timetable of one day and tell the agencies."""
    with played_at(calendar.day(day)):
        date = timezone.localtime(calendar.day(held_on)).date()
        place = TEXTS["place"]
        save_day(SittingDay(round=round_, date=date, breaks=BREAKS, place=place), actor=secretary)
        make_timetable(round_.pk, actor=secretary)
        announce_timetable(round_.pk, actor=secretary)


def hold_presentations(round_: Round, *, calendar: Calendar, secretary: User, day: int) -> None:
    """Write down what was asked of each entry, as the secretariat does."""
    with played_at(calendar.day(day, hour=15)):
        for slot in Slot.objects.filter(round=round_).select_related("submission"):
            starts_at, ends_at = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
            draw = Random(slot.submission.registration_number)  # noqa: S311  a repeatable draw, no secret
            minutes = Minutes(
                held_on=starts_at.date(),
                began_at=starts_at.time(),
                ended_at=ends_at.time(),
                guests="\n".join(TEXTS["guests"][:2]),
                judges=_judges_of(round_, slot.submission_id),
                questions=tuple(Question(**one) for one in draw.sample(TEXTS["questions"], QUESTIONS)),
            )
            _write(round_, slot.submission_id, minutes, secretary)


def visit_entries(round_: Round, *, calendar: Calendar, secretary: User, day: int) -> None:
    """Visit each entry of the round on one of two days, find three things, and bring a picture home."""
    entries = SubmissionVersion.objects.filter(assignments__round=round_).select_related("submission").distinct()
    with played_at(calendar.day(day, hour=15)):
        today = timezone.localtime(calendar.day(day)).date()
        for place, entry in enumerate(entries.order_by("pk")):
            draw = Random(entry.submission.registration_number)  # noqa: S311  a repeatable draw, no secret
            first, *others = _judges_of(round_, entry.submission_id)
            visitors = (
                Person(first.judge, first.name, VisitTeam.INDEPENDENT),
                *(Person(one.judge, one.name, VisitTeam.EVALUATION) for one in others),
            )
            visited_on = today - timedelta(days=place % 2)
            visit = Visit(
                first_day=visited_on,
                last_day=visited_on,
                place=f"{entry.payload['agency']['name']} (contoh)",
                visitors=visitors,
                findings=tuple(Finding(**one) for one in draw.sample(TEXTS["findings"], FINDINGS)),
            )
            _write(round_, entry.submission_id, visit, secretary, with_picture=True)


def _write(
    round_: Round, submission_id: int, contents: Contents, secretary: User, *, with_picture: bool = False
) -> None:
    save_record(round_.pk, submission_id, actor=secretary, revision=0, contents=contents)
    if with_picture:
        add_record_file(
            round_.pk,
            submission_id,
            actor=secretary,
            upload=picture_upload("ruang-layanan.png"),
            caption=CAPTION,
            alternative_text=SHOWN,
        )
    close_record(round_.pk, submission_id, actor=secretary)


def _judges_of(round_: Round, submission_id: int) -> tuple[Person, ...]:
    assignments = active_assignments(round_).filter(version__submission=submission_id)
    judges = assignments.order_by("panelist").values_list("panelist__judge_id", "panelist__judge__name")
    return tuple(Person(pk, name) for pk, name in judges)
