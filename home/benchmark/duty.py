"""The duty of many agencies over many years, made in bulk and always the same, for measuring leadership's pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from home.benchmark import Sizes, registry
from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from submissions.enums import DataMark, EditionState, StageKind, SubmissionStatus
from submissions.models import Agency, Edition, Innovation, Submission, SubmissionEvent
from submissions.models.standing import keep_standing
from submissions.services.edition_template import create_edition_from_template
from submissions.services.obligations import enter_obligations

REGISTRATION_DAYS = 60
SILENT = 0.2  # of all agencies, other ones each year
DAYS_LEFT = 15
BATCH = 2000
S = SubmissionStatus

# The way of a submission after its draft was begun, and how many of a hundred go it: in editions that are over, and in
# the one that runs.
SUBMITTED = (("submit", S.SUBMITTED),)
VERIFIED = (*SUBMITTED, ("verify", S.VERIFIED))
REJECTED = (*SUBMITTED, ("reject", S.REJECTED))
RETURNED = (*SUBMITTED, ("return", S.RETURNED))
WAYS_OF_THE_PAST = {VERIFIED: 82, REJECTED: 8, RETURNED: 2, (): 8}
WAYS_OF_NOW = {
    VERIFIED: 30,
    SUBMITTED: 25,
    RETURNED: 10,
    REJECTED: 5,
    (("request_approval", S.AWAITING_APPROVAL),): 5,
    (): 25,
}


@dataclass(frozen=True)
class DutySizes:
    """How many rows of each kind; the defaults are those of the issue that the budgets belong to."""

    agencies: int = 1_500
    editions: int = 10
    submissions: int = 25_000

    @classmethod
    def of(cls, agencies: int) -> "DutySizes":
        """Return the sizes for so many agencies: each enters as much as it does in the default."""
        full = cls()
        return cls(agencies=agencies, submissions=full.submissions * agencies // full.agencies)

    @property
    def innovations(self) -> int:
        """As many as are entered in an edition, and those of the agencies that enter nothing in it."""
        return round(self.submissions / self.editions / (1 - SILENT))


def load_duty(sizes: DutySizes, random: Random) -> list[Edition]:
    """Fill an empty registry with agencies, their people and editions; return these, the last of which is open."""
    agencies = registry.load_agencies(Sizes(agencies=sizes.agencies))
    people = registry.load_people(Sizes(judges=0), agencies)
    innovations = Innovation.objects.bulk_create(
        (
            registry.innovation(agencies[number % len(agencies)], number, random, data_mark=DataMark.EXAMPLE)
            for number in range(sizes.innovations)
        ),
        batch_size=BATCH,
    )
    last = clock.now().year
    return [
        _load_edition(year, agencies, innovations, actor=people.secretary, random=random, is_last=year == last)
        for year in range(last - sizes.editions + 1, last + 1)
    ]


def _load_edition(
    year: int, agencies: Sequence[Agency], innovations: list[Innovation], *, actor: User, random: Random, is_last: bool
) -> Edition:
    """Some agencies enter nothing; the others enter all that they have."""
    closes_at = clock.now() + timedelta(days=DAYS_LEFT)
    closes_at -= timedelta(days=364 * (closes_at.year - year))
    opens_at = closes_at - timedelta(days=REGISTRATION_DAYS)
    with clock.at(opens_at):
        edition = create_edition_from_template(
            year, actor=actor, stages={StageKind.REGISTRATION: (opens_at, closes_at)}, is_example=True
        )
        enter_obligations(edition, Agency.objects.all(), actor=actor)
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.OPEN if is_last else EditionState.FINISHED)
    silent = {agency.pk for agency in random.sample(agencies, round(len(agencies) * SILENT))}
    entered = [innovation for innovation in innovations if innovation.agency_id not in silent]
    ways = WAYS_OF_NOW if is_last else WAYS_OF_THE_PAST
    drawn = random.choices(list(ways), weights=list(ways.values()), k=len(entered))
    until = min(clock.now(), closes_at)
    stories = [list(_steps(way, opens_at + random.random() * (until - opens_at - timedelta(days=3)))) for way in drawn]
    submissions = Submission.objects.bulk_create(
        (
            _submission(edition, innovation, number, story, actor)
            for number, (innovation, story) in enumerate(zip(entered, stories, strict=True), start=1)
        ),
        batch_size=BATCH,
    )
    keep_standing(edition, [agency.pk for agency in agencies])
    SubmissionEvent.objects.bulk_create(
        (
            SubmissionEvent(submission=submission, actor=actor, action=action, to_status=status, at=at)
            for submission, story in zip(submissions, stories, strict=True)
            for action, status, at in story
        ),
        batch_size=BATCH,
    )
    return edition


def _steps(way: Sequence[tuple[str, SubmissionStatus]], begun_at: datetime) -> Iterator[tuple[str, str, datetime]]:
    """A step a day, from the draft on: what was done, what it led to, and when."""
    for day, (action, status) in enumerate((("start", S.DRAFT), *way)):
        yield action, status, begun_at + timedelta(days=day)


def _submission(edition, innovation, number, story, actor) -> Submission:
    handed_in = [at for action, _status, at in story if action == "submit"]
    return Submission(
        edition=edition,
        innovation=innovation,
        agency_id=innovation.agency_id,
        status=story[-1][1],
        registration_number=f"{edition.registration_code}-{edition.year}-{number:05}" if handed_in else "",
        first_submitted_at=handed_in[0] if handed_in else None,
        created_by=actor,
        created_at=story[0][2],
        updated_at=story[-1][2],
    )
