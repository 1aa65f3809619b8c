"""`kill -9` in the middle of what changes much at once."""

import os
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from home.benchmark import Sizes, certificates, competition, registry
from innovation_portal.utils import clock
from judging.enums import AwardKind, RoundState, SheetState
from judging.models import AwardLevel, Panelist, Round, ScoreSheet
from judging.services.allocation import propose_allocation
from submissions.models import Agency, Edition, SubmissionVersion
from submissions.selectors.editions import sections_of
from tests.drill.acts import judging, publishing
from tests.drill.acts import registry as registry_acts
from tests.drill.acts.backup import Backup
from tests.drill.installation import Installation
from tests.drill.killing import Act, kill_many_times
from tests.drill.people import people_of
from tests.drill.report import Outcome
from tests.drill.servers import make_bucket
from tests.drill.size import Size

SIZES = Sizes(agencies=40, innovations=40, submissions=24, judges=12, judges_per_entry=3)
CERTIFICATES = 8
WINNERS = 3


def run(portal: Installation, random: Random, size: Size) -> list[Outcome]:
    outcomes = [kill_many_times(act, random, times=size.kills) for act in _acts(random)]
    for backup, elsewhere in _backups(portal):
        outcomes.append(kill_many_times(backup, random, times=size.kills))
        outcomes.append(backup.restored(**elsewhere))
    return outcomes


def _backups(portal: Installation) -> Iterator[tuple[Backup, dict[str, str]]]:
    """Backups into a folder and into a bucket, each with the settings of an empty installation to restore it into."""
    yield (
        Backup("backup into a folder", str(portal.folder / "archives"), portal.folder / "into_folder"),
        {
            "DATABASE_URL": portal.database.make_database("restored_from_folder"),
            "S3_BUCKET": "",
            "MEDIA_ROOT": str(portal.folder / "restored_media"),
        },
    )
    for bucket in ("archives", "restored"):
        make_bucket(os.environ["S3_ENDPOINT_URL"], bucket)
    yield (
        Backup("backup into a bucket", "s3://archives/portal", portal.folder / "into_bucket"),
        {"DATABASE_URL": portal.database.make_database("restored_from_bucket"), "S3_BUCKET": "restored"},
    )


def _acts(random: Random) -> Iterator[Act]:
    """The acts, each on a stage of its own that is set when its turn comes."""
    stage = Stage(random)
    yield registry_acts.AgencyImport(stage.people)
    yield registry_acts.InnovationImport(stage.people)
    yield registry_acts.AnnouncementToMany(stage.people)
    yield stage.upload()
    yield publishing.Publishing(stage.innovations)
    yield publishing.NightlyFile()
    yield stage.allocation()
    yield stage.certificate_batch()
    judged = stage.judged_round()
    yield judging.Sealing(judged, stage.people)
    AwardLevel.objects.create(edition=judged.edition, name="Terbaik", kind=AwardKind.WINNER, places=WINNERS)
    yield judging.Announcing(judged, stage.people, planned=WINNERS)


class Stage:
    """People and innovations, and editions in which something may be done."""

    def __init__(self, random: Random):
        self.random = random
        self.people = people_of()
        self.agencies = list(Agency.objects.filter(code__startswith="UKUR-").order_by("pk")[: SIZES.agencies])
        self.innovations = registry.load_innovations(SIZES, self.agencies, random)

    def upload(self) -> registry_acts.UploadInPieces:
        [draft] = competition.load_drafts(self._edition(), self.agencies[:1], self.random)
        section = next(section for section in sections_of(draft) if section.needs_evidence)
        return registry_acts.UploadInPieces(draft, section.pk)

    def allocation(self) -> judging.Allocation:
        edition = self._edition()
        self._versions(edition)
        rubric = Round.objects.latest("pk").rubric if Round.objects.exists() else self.judged_round().rubric
        round_ = Round.objects.create(edition=edition, rubric=rubric, state=RoundState.OPEN)
        agreed = {"agreed_at": clock.now(), "agreed_text": round_.code_of_conduct}
        Panelist.objects.bulk_create(Panelist(round=round_, judge=judge, **agreed) for judge in self.people.judges)
        return judging.Allocation(round_, self.people, planned=len(propose_allocation(round_.pk).pairs))

    def certificate_batch(self) -> judging.CertificateBatch:
        edition = self._edition()
        versions = self._versions(edition)
        judged = competition.load_round(edition, versions, self.people, self.random)
        issued = certificates.load_certificates(judged, versions[:CERTIFICATES], self.people)
        return judging.CertificateBatch(issued, self.people)

    def judged_round(self) -> Round:
        edition = self._edition()
        judged = competition.load_round(edition, self._versions(edition), self.people, self.random)
        sheets = ScoreSheet.objects.filter(assignment__round=judged)
        sheets.update(state=SheetState.SUBMITTED, submitted_at=clock.now())
        return judged

    def _edition(self) -> Edition:
        year = Edition.objects.latest("year").year + 1
        closes_at = clock.now() + timedelta(days=30)
        return competition.load_edition(year, self.agencies, actor=self.people.secretary, closes_at=closes_at)

    def _versions(self, edition: Edition) -> list[SubmissionVersion]:
        return competition.load_submissions(SIZES, edition, self.innovations, self.people, self.random)
