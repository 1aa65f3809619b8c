from home.benchmark.registry import People
from innovation_portal.utils import clock
from judging.enums import AwardKind, AwardState
from judging.models import (
    Award,
    AwardLevel,
    Certificate,
    CertificateSignatory,
    CertificateTemplate,
    ResultRun,
    Round,
)
from judging.services.certificates import issue_certificates
from submissions.models import SubmissionVersion

NOMINEES = 40


def load_certificates(round_: Round, versions: list[SubmissionVersion], people: People) -> list[Certificate]:
    """Certificates of nominees out of the round's only result, numbered and not printed: checking needs no file."""
    edition, run = round_.edition, ResultRun.objects.get(round=round_)
    level = AwardLevel.objects.create(
        edition=edition, name="Nomine pengukuran", kind=AwardKind.NOMINEE, places=NOMINEES, sort_order=99
    )
    Award.objects.bulk_create(
        Award(
            submission=version.submission,
            level=level,
            run=run,
            state=AwardState.FINAL,
            announced_by=people.secretary,
            announced_at=clock.now(),
            finalised_at=clock.now(),
        )
        for version in versions[:NOMINEES]
    )
    template = CertificateTemplate.objects.create(
        edition=edition,
        kind=AwardKind.NOMINEE,
        number_pattern="CONTOH/{seq:03}/{year}",
        place="Semarang",
        dated_on=clock.today(),
    )
    CertificateSignatory.objects.create(
        template=template, position="Kepala Biro Organisasi (contoh)", name="Nama Pejabat Contoh"
    )
    return issue_certificates(edition.pk, actor=people.secretary)
