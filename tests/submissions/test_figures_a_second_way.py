"""Every figure of the first screen, counted a second time in plain Python from the raw rows of random years.

Nothing here calls a selector: what is compared is the page.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from innovation_portal.utils import clock
from submissions.enums import AgencyKind, EditionState, RegionKind, StageKind
from submissions.forecast import Remainder, forecast_of
from submissions.models import (
    Agency,
    AgencyChange,
    Edition,
    Extension,
    Obligation,
    ObligationEvent,
    Region,
    Stage,
    Submission,
    SubmissionEvent,
)
from submissions.models.standing import keep_standing
from submissions.services.agency_changes import merge_agency
from submissions.services.compliance_days import keep_days
from submissions.services.obligations import exempt_agency, lift_exemption
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    ExtensionFactory,
    InnovationFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
)

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 5, 20, 5, 30, tzinfo=UTC)
YEARS = (2024, 2025, 2026)
# Where each step leads from each status; written down again, so that a change of the workflow is noticed here.
STEPS = {
    "draft": {"request_approval": "awaiting_approval", "submit": "submitted", "withdraw": "withdrawn"},
    "awaiting_approval": {"recall": "draft", "submit": "submitted", "withdraw": "withdrawn"},
    "submitted": {"return": "returned", "verify": "verified", "reject": "rejected", "withdraw": "withdrawn"},
    "returned": {"request_approval": "awaiting_approval", "submit": "submitted", "withdraw": "withdrawn"},
    "withdrawn": {"restore": "draft"},
    "verified": {},
    "rejected": {},
}
BEST_FIRST = ["verified", "submitted", "returned", "rejected", "awaiting_approval", "draft"]
TOLD = {"submit", "return", "verify", "reject", "withdraw", "exempted", "lifted", "ended"}


# A random world


def opening(year):
    return datetime(year, 4, 1, 1, tzinfo=UTC)


def closing(year):
    return datetime(year, 5, 29, 9, tzinfo=UTC)


def make_world(random, secretary):
    """Three years of a dozen agencies of which two owe nothing, with extensions, exemptions and a merger."""
    regions = [
        RegionFactory(code="33", kind=RegionKind.PROVINCE),
        RegionFactory(code="33.20", kind=RegionKind.REGENCY),
        RegionFactory(code="33.74", kind=RegionKind.CITY),
    ]
    agencies = [
        AgencyFactory(region=random.choice(regions), kind=random.choice(AgencyKind.values)) for _number in range(12)
    ]
    for year in YEARS:
        state = EditionState.OPEN if year == YEARS[-1] else EditionState.FINISHED
        edition = EditionFactory(
            year=year, state=state, stages={StageKind.REGISTRATION: (opening(year), closing(year))}
        )
        until = min(NOW, closing(year) + timedelta(days=9))
        for agency in agencies[2:]:
            with clock.at(moment(random, opening(year) - timedelta(days=3), opening(year) + timedelta(days=5))):
                ObligationFactory(edition=edition, agency=agency, required_count=random.choice([1, 1, 2]))
        for agency in random.choices(agencies, k=16):
            enter(random, edition, agency, until)
        for duty in random.sample(list(edition.obligations.all()), k=3):
            exempt(random, duty, secretary, until)
        extended = moment(random, opening(year), until)
        closes_at = closing(year) + timedelta(days=random.randint(1, 6))
        ExtensionFactory(edition=edition, agency=agencies[5], closes_at=closes_at, granted_at=extended)
    with clock.at(moment(random, opening(2026) + timedelta(days=6), NOW)):
        merged, successor = random.sample(agencies[2:], k=2)
        merge_agency(
            merged.pk, actor=secretary, successor_id=successor.pk, on=date(2026, 1, 2), document="Perda 1/2026"
        )


def moment(random, first, last):
    return first + (last - first) * random.random()


def enter(random, edition, agency, until):
    """Take random steps that are allowed, at random moments in their order."""
    submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    moments = sorted(moment(random, opening(edition.year), until) for _step in range(random.randint(1, 6)))
    status, handed_in = "draft", None
    write(submission, "start", status, moments[0])
    for at in moments[1:]:
        if not STEPS[status]:
            break
        action = random.choice(sorted(STEPS[status]))
        status = "returned" if action == "recall" and handed_in else STEPS[status][action]
        if action == "submit":
            handed_in = handed_in or at
        elif action == "restore":
            handed_in = None
        write(submission, action, status, at)
    Submission.objects.filter(pk=submission.pk).update(
        status=status,
        first_submitted_at=handed_in,
        registration_number=f"N-{submission.pk}",
        updated_at=submission.events.latest("at").at,
    )
    keep_standing(edition, [agency.pk])


def write(submission, action, status, at):
    SubmissionEvent.objects.create(
        submission=submission, actor=submission.created_by, action=action, to_status=status, at=at
    )


def exempt(random, duty, secretary, until):
    first, second = sorted(moment(random, opening(duty.edition.year) + timedelta(days=5), until) for _one in range(2))
    with clock.at(first):
        exempt_agency(duty.pk, actor=secretary, reason="Baru dibentuk.")
    if random.random() < 0.5:
        with clock.at(second):
            lift_exemption(duty.pk, actor=secretary)


# The second way


@dataclass
class Raw:
    """The rows of the tables, read once."""

    editions: list = field(default_factory=lambda: list(Edition.objects.values()))
    stages: list = field(default_factory=lambda: list(Stage.objects.filter(kind="registration").values()))
    extensions: list = field(default_factory=lambda: list(Extension.objects.values()))
    regions: list = field(default_factory=lambda: list(Region.objects.values()))
    agencies: list = field(default_factory=lambda: list(Agency.objects.values()))
    duties: list = field(default_factory=lambda: list(Obligation.objects.values()))
    said: list = field(default_factory=lambda: list(ObligationEvent.objects.values()))
    entries: list = field(default_factory=lambda: list(Submission.objects.values()))
    steps: list = field(default_factory=lambda: list(SubmissionEvent.objects.values()))
    changes: list = field(default_factory=lambda: list(AgencyChange.objects.values()))
    moved: list = field(default_factory=lambda: list(AgencyChange.submissions.through.objects.values()))

    def edition(self, year):
        return next(row["id"] for row in self.editions if row["year"] == year)

    def closes_at(self, year):
        return next(row["closes_at"] for row in self.stages if row["edition_id"] == self.edition(year))


class Counted:
    """An edition up to a moment, from its raw rows."""

    def __init__(self, raw, year, until):
        self.raw, self.until, self.edition = raw, until, raw.edition(year)
        self.duties = self._duties()
        self.standing, self.counting, self.changed = self._entries()

    def _duties(self):
        duties = {}
        for duty in self.raw.duties:
            said = [row for row in self.raw.said if row["obligation_id"] == duty["id"] and row["at"] <= self.until]
            if duty["edition_id"] == self.edition and said:
                last = max(said, key=lambda row: (row["at"], row["id"]))
                owed = {"required_count": last["required_count"], "is_exempt": last["is_exempt"]}
                duties[duty["agency_id"]] = duty | owed
        return duties

    def _entries(self):
        standing, counting, changed = defaultdict(set), Counter(), defaultdict(list)
        for entry in self.raw.entries:
            steps = [row for row in self.raw.steps if row["submission_id"] == entry["id"] and row["at"] <= self.until]
            if entry["edition_id"] != self.edition or not steps:
                continue
            steps.sort(key=lambda row: (row["at"], row["id"]))
            handed_in = False
            for step in steps:
                handed_in = step["action"] == "submit" or (handed_in and step["action"] != "restore")
            status, agency = steps[-1]["to_status"], self._holder(entry)
            changed[agency].append(steps[-1]["at"])
            counting[agency] += handed_in and status not in {"rejected", "withdrawn"}
            standing[agency].add("returned" if status == "awaiting_approval" and handed_in else status)
        return standing, counting, {agency: max(moments) for agency, moments in changed.items()}

    def _holder(self, entry):
        """The agency that had it then: who has it now, unless a merger moved it later."""
        holder = entry["agency_id"]
        moves = {row["agencychange_id"] for row in self.raw.moved if row["submission_id"] == entry["id"]}
        for change in reversed(self.raw.changes):
            if change["id"] in moves and change["at"] > self.until:
                holder = change["agency_id"]
        return holder

    def state(self, agency):
        if self.duties[agency]["is_exempt"]:
            return "exempt"
        return next((state for state in BEST_FIRST if state in self.standing[agency]), "nothing")

    def is_met(self, agency):
        return self.counting[agency] >= self.duties[agency]["required_count"]

    @property
    def owing(self):
        return [agency for agency, duty in self.duties.items() if not duty["is_exempt"]]

    @property
    def met(self):
        return sum(self.is_met(agency) for agency in self.owing)

    def shares_by(self, column):
        found = defaultdict(lambda: [0, 0])
        for agency in self.owing:
            pair = found[self.duties[agency][column]]
            pair[0] += self.is_met(agency)
            pair[1] += 1
        return {key: tuple(pair) for key, pair in found.items()}

    @property
    def late(self):
        """Who had done nothing first, by name; then who had not changed anything for longest."""
        late = [agency for agency in self.owing if not self.is_met(agency)]
        never = datetime(1, 1, 1, tzinfo=UTC)
        return sorted(late, key=lambda agency: (self.changed.get(agency, never), self.duties[agency]["name"]))

    @property
    def handed_in_by_region(self):
        """What kabupaten and kota handed in, by their names; the map has no province."""
        names = {row["id"]: row["name"] for row in self.raw.regions if row["kind"] != "provinsi"}
        found = Counter()
        for agency in self.raw.agencies:
            if agency["region_id"] in names and self.counting[agency["id"]]:
                found[names[agency["region_id"]]] += self.counting[agency["id"]]
        return dict(found)

    @property
    def news(self):
        today = self.until.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        entries = {
            row["id"] for row in self.raw.entries if row["edition_id"] == self.edition and row["registration_number"]
        }
        duties = {row["id"] for row in self.raw.duties if row["edition_id"] == self.edition}
        told = [row["at"] for row in self.raw.steps if row["submission_id"] in entries and row["action"] in TOLD]
        told += [row["at"] for row in self.raw.said if row["obligation_id"] in duties and row["step"] in TOLD]
        return sorted((at for at in told if today - timedelta(days=1) <= at <= self.until), reverse=True)


def night(day):
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=ZONE)


def ends_on(raw, year, until):
    known = [row for row in raw.extensions if row["edition_id"] == raw.edition(year) and row["granted_at"] <= until]
    return max([raw.closes_at(year), *(row["closes_at"] for row in known)]).astimezone(ZONE).date()


def pace(raw, year, until):
    """How many had met and owed the duty at the end of each day of the year's registration, up to the moment."""
    first, day = date(year, 4, 1), until.astimezone(ZONE).date()
    last = min(ends_on(raw, year, until), day)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    counted = [Counted(raw, year, min(night(one), until)) for one in days]
    return [(one.met, len(one.owing)) for one in counted]


def forecast_inputs(raw, year, until, lines):
    """What is known of the days that are left, from this year and those before it."""
    left = (ends_on(raw, year, until) - date(year, 4, 1)).days - (len(lines[year]) - 1)
    met, owed = lines[year][-1]
    remainders = []
    for earlier in sorted((one for one in YEARS if one < year), reverse=True):
        then_met, then_owed = lines[earlier][max(0, len(lines[earlier]) - 1 - left)]
        remainders.append(Remainder(then_owed - then_met, max(0, lines[earlier][-1][0] - then_met)))
    return met, owed - met, remainders


# The comparison


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_of_the_first_screen_is_counted_the_same_a_second_way(client, leader, secretary, seed):
    random = Random(seed)  # noqa: S311  the same years every time, no secret
    with clock.at(NOW):
        make_world(random, secretary)
        if seed % 2:
            keep_days()
        client.force_login(leader)
        compare(client, 2026, NOW, {})
        for _day in range(2):
            day = date(2026, 4, 3) + timedelta(days=random.randint(0, 45))
            compare(client, 2026, night(day), {"tanggal": day.isoformat()})
        day = date(2025, 4, 3) + timedelta(days=random.randint(0, 80))
        compare(client, 2025, night(day), {"tanggal": day.isoformat()})


def compare(client, year, until, asked):
    raw = Raw()
    counted = Counted(raw, year, until)
    lines = {one: pace(raw, one, until) for one in YEARS if one <= year}
    line, earlier = lines[year], lines[year - 1]
    then = earlier[min(len(line), len(earlier)) - 1][0]

    response = client.get(f"/pantau/{year}/", asked)

    shown, overview = response.context, response.context["overview"]
    assert (overview.share.met, overview.share.owed) == (counted.met, len(counted.owing))
    assert overview.share.percent == int(counted.met * 100 / len(counted.owing))
    assert dict(overview.totals) == dict(Counter(map(counted.state, counted.duties)))
    assert pairs(overview.by_region) == counted.shares_by("region_id")
    assert pairs(overview.by_kind) == counted.shares_by("kind")
    assert [row.agency_id for row in overview.in_debt] == counted.late
    assert [row.agency_id for row in shown["page_obj"]] == counted.late[:8]
    assert by_region(shown) == counted.handed_in_by_region
    assert petals(overview) == sorted((patch_of(counted, agency) for agency in counted.owing), key=str)
    assert list(zip(shown["pace"].by_day, shown["pace"].owed_by_day, strict=True)) == line
    assert (shown["earlier_count"], shown["lead"]) == (then, line[-1][0] - then)
    assert shown["gained"] == line[-1][0] - line[-2][0]
    assert [news.at for news in shown["news"]] == counted.news[:8]
    assert shown["more_news"] == max(0, len(counted.news) - 8)
    is_over = until.astimezone(ZONE).date() >= ends_on(raw, year, until)
    assert shown["forecast"] == (None if is_over else forecast_of(*forecast_inputs(raw, year, until, lines)))
    assert f"<dd>{days_left(raw, year, until)}<small> hari</small></dd>" in response.content.decode()


def pairs(shares):
    return {key: (share.met, share.owed) for key, share in shares.items()}


def petals(overview):
    return sorted(((patch.agency_id, patch.petals) for patch in overview.cloth), key=str)


def patch_of(counted, agency):
    steps = {"verified": 4, "submitted": 3, "returned": 3, "awaiting_approval": 2, "draft": 1}
    return agency, steps.get(counted.state(agency), 0)


def by_region(shown):
    return {tile.name: tile.value for tile in shown["tile_map"].tiles if tile.value}


def days_left(raw, year, until):
    closing_day = raw.closes_at(year).astimezone(ZONE).date()
    return max(0, (closing_day - until.astimezone(ZONE).date()).days)
