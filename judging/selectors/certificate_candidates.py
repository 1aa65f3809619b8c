"""Who in an edition gets a certificate of which kind. What it says is in `certificate_contents`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from innovation_portal.accounts.models import User
from judging.enums import AwardKind, AwardState, CertificateKind, RoundState
from judging.models import Award, Certificate, CertificateTemplate, ScoreSheet
from submissions.enums import SubmissionStatus
from submissions.models import Edition, Submission


@dataclass(frozen=True)
class Candidate:
    """Something for which a certificate can be given; `version` is the frozen payload of the submission.

    `innovator` and `is_chair` are filled for those kinds only. `award` of an innovator is the one it depends on.
    """

    kind: CertificateKind
    subject: str
    edition: Edition
    award: Award | None = None
    submission: Submission | None = None
    judge: User | None = None
    version: dict[str, Any] | None = None
    innovator: dict[str, str] | None = None
    is_chair: bool = False

    @property
    def kind_label(self) -> str:
        return str(self.award.level if self.kind in AwardKind.values else self.kind.label)

    def __str__(self):
        return str(self.judge or self.submission)


def candidates_without_certificate(
    edition_id: int, *, kinds: Iterable[str] = (), subjects: Iterable[str] = ()
) -> list[Candidate]:
    """Return those of an edition who never had a certificate, in the order of the numbers.

    Winners and nominees first, the highest level before the others, then participants, innovators and judges.
    `kinds` and `subjects` narrow it; empty means all.
    """
    known = set(Certificate.objects.filter(edition=edition_id).values_list("subject", flat=True))
    kinds, subjects = set(kinds), set(subjects)
    return [
        candidate
        for candidate in candidates_of(edition_id)
        if candidate.subject not in known
        and (not kinds or candidate.kind in kinds)
        and (not subjects or candidate.subject in subjects)
    ]


def candidates_of(edition_id: int) -> Iterator[Candidate]:
    """Yield all of an edition. A kind beside the awards is given when it has a template."""
    edition = Edition.objects.get(pk=edition_id)
    templates = {one.kind: one for one in CertificateTemplate.objects.filter(edition=edition_id)}
    final = Award.objects.filter(level__edition=edition_id, state=AwardState.FINAL)
    awarded = list(award_candidates(final.order_by("level__sort_order", "level_id", "pk")))
    yield from awarded
    verified = _verified(edition) if {"participant", "innovator"} & templates.keys() else []
    if CertificateKind.PARTICIPANT in templates:
        for submission, version in verified:
            subject = f"participant:{submission.pk}"
            yield Candidate(CertificateKind.PARTICIPANT, subject, edition, submission=submission, version=version)
    if CertificateKind.INNOVATOR in templates:
        yield from _innovators(edition, templates[CertificateKind.INNOVATOR], verified, awarded)
    if CertificateKind.JUDGE in templates:
        yield from _judges(edition)


def candidate_of(certificate: Certificate) -> Candidate | None:
    """Return what a certificate was given for, as it stands today; None where nobody has a claim to it any more."""
    if certificate.kind in AwardKind.values:
        return next(award_candidates(Award.objects.filter(pk=certificate.award_id)))
    found = (one for one in candidates_of(certificate.edition_id) if one.subject == certificate.subject)
    return next(found, None)


def award_candidates(awards: QuerySet[Award]) -> Iterator[Candidate]:
    """Yield a candidate for each award, final or not, in the order of `awards`."""
    for award in awards.select_related("level__edition").prefetch_related("submission__versions"):
        yield Candidate(
            CertificateKind(award.level.kind),
            f"award:{award.pk}",
            award.level.edition,
            award=award,
            submission=award.submission,
            version=_frozen(award.submission),
        )


def _verified(edition: Edition) -> list[tuple[Submission, dict[str, Any]]]:
    submissions = Submission.objects.filter(edition=edition, status=SubmissionStatus.VERIFIED)
    submissions = submissions.select_related("innovation", "edition").prefetch_related("versions").order_by("pk")
    return [(submission, _frozen(submission)) for submission in submissions]


def _innovators(edition, template, verified, awarded) -> Iterator[Candidate]:
    highest: dict[int, Award] = {}
    for candidate in awarded:
        highest.setdefault(candidate.submission.pk, candidate.award)
    for submission, version in verified:
        award = highest.get(submission.pk)
        if award is None and not template.covers_all_innovators:
            continue
        for place, innovator in enumerate(version["innovators"], start=1):
            yield Candidate(
                CertificateKind.INNOVATOR,
                f"innovator:{submission.pk}:{place}",
                edition,
                award=None if template.covers_all_innovators else award,
                submission=submission,
                version=version,
                innovator=innovator,
            )


def _judges(edition: Edition) -> Iterator[Candidate]:
    """Everybody who handed in at least one sheet in a sealed round of the edition."""
    handed_in = ScoreSheet.objects.filter(
        assignment__panelist__judge=OuterRef("pk"),
        assignment__round__edition=edition,
        assignment__round__state=RoundState.SEALED,
        submitted_at__isnull=False,
    )
    chaired = User.objects.filter(
        panel_seats__round__edition=edition, panel_seats__round__state=RoundState.SEALED, panel_seats__is_chair=True
    )
    judges = User.objects.annotate(is_chair=Exists(chaired.filter(pk=OuterRef("pk"))))
    for judge in judges.filter(Exists(handed_in)).order_by("name", "pk"):
        yield Candidate(CertificateKind.JUDGE, f"judge:{judge.pk}", edition, judge=judge, is_chair=judge.is_chair)


def _frozen(submission: Submission) -> dict[str, Any]:
    return max(submission.versions.all(), key=lambda version: version.number).payload
