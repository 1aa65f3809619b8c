from datetime import date, time, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging import models
from judging.enums import AwardKind, AwardState, RoundKind, RoundState, ScoreState, SheetState
from judging.records import Finding, Minutes, Person, Question, Visit
from submissions.enums import SubmissionStatus
from submissions.models import SubmissionVersion
from tests.factories.accounts import UserFactory
from tests.factories.submissions import AgencyFactory, EditionFactory, SubmissionFactory


def frozen_payload(submission, **changes) -> dict:
    """A payload of the shape in docs/architecture.md, short."""
    agency = submission.innovation.agency
    return {
        "title": submission.innovation.title,
        "started_on": "2025-03-01",
        "summary": submission.innovation.summary,
        "edition": {"id": submission.edition_id, "year": submission.edition.year, "name": submission.edition.name},
        "agency": {
            "id": agency.pk,
            "code": agency.code,
            "name": agency.name,
            "kind": agency.kind,
            "region": {"code": agency.region.code, "name": agency.region.name, "kind": agency.region.kind},
        },
        "category": {"id": submission.category_id, "name": str(submission.category)},
        "field": submission.innovation.field,
        "form": "public_service",
        "type": "digital",
        "phase": "implementation",
        "affair": "kesehatan",
        "goals": [3],
        "lineage": {"kind": "new", "source": None},
        "sections": [
            {
                "id": section.pk,
                "code": section.code,
                "title": section.title,
                "word_limit": section.word_limit,
                "text": f"Rahasia {section.code}: antrean turun dari 90 menjadi 20 menit.",
                "words": 9,
            }
            for section in submission.edition.sections.all()
        ],
        "evidence": [],
        "innovators": [{"name": "Sri Rahayu", "role": "Perawat"}],
        "declarations": [],
        **changes,
    }


class VerifiedSubmissionFactory(SubmissionFactory):
    """A submission that has passed verification, with its frozen version: a short cut around the services."""

    class Meta:
        skip_postgeneration_save = True

    status = SubmissionStatus.VERIFIED
    registration_number = factory.Sequence(lambda n: f"INV-UJI-{n:04}")
    first_submitted_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def version(self, create, extracted, **changes):
        """`version__title="…"` changes the frozen payload."""
        payload = frozen_payload(self, **changes)
        SubmissionVersion.objects.create(
            submission=self,
            number=1,
            payload=payload,
            sha256=hash_of(payload),
            submitted_by=self.created_by,
            submitted_at=clock.now(),
        )


def version_of(submission) -> SubmissionVersion:
    return submission.versions.latest("number")


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = models.Criterion

    code = factory.Sequence(lambda n: f"kriteria-{n:05}")
    name = factory.Sequence(lambda n: f"Kriteria {n:05}")
    weight = Decimal(50)
    level_descriptors = "Tidak tampak.\nSedikit.\nCukup.\nKuat.\nSangat kuat."


class RubricFactory(DjangoModelFactory):
    """Two criteria: kebaruan 40, signifikansi 60, which also breaks ties."""

    class Meta:
        model = models.Rubric
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Rubrik uji {n:05}")
    level_labels = "sangat lemah\nlemah\ncukup\nkuat\nsangat kuat"

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        """`criteria={"kebaruan": 40}` replaces the default criteria; the first one breaks ties."""
        wanted = extracted if extracted is not None else {"signifikansi": 60, "kebaruan": 40}
        for order, (code, weight) in enumerate(wanted.items()):
            CriterionFactory(
                rubric=self,
                code=code,
                name=code.capitalize(),
                weight=Decimal(weight),
                sort_order=order,
                tie_break_order=order + 1 if order == 0 else None,
            )


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = models.Round

    edition = factory.SubFactory(EditionFactory, judges_per_entry=1)
    rubric = factory.SubFactory(RubricFactory)
    state = RoundState.OPEN


class PanelistFactory(DjangoModelFactory):
    """A judge who has agreed to the code of conduct; `agreed_at=None, agreed_text=""` has not."""

    class Meta:
        model = models.Panelist

    round = factory.SubFactory(RoundFactory)
    judge = factory.SubFactory(UserFactory, roles=[Role.JUDGE])
    agreed_at = factory.LazyFunction(clock.now)
    agreed_text = factory.SelfAttribute("round.code_of_conduct")


class CollaborationFactory(DjangoModelFactory):
    """With an agency; `agency=None, innovation=…` is on an innovation."""

    class Meta:
        model = models.Collaboration

    judge = factory.SubFactory(UserFactory, roles=[Role.JUDGE])
    agency = factory.SubFactory(AgencyFactory)
    note = "Narasumber pelatihan tahun lalu."
    entered_by = factory.SelfAttribute("judge")


class AssignmentFactory(DjangoModelFactory):
    """A judge's task whose conflict question is still open; `cleared_at=clock.now()` opens the entry."""

    class Meta:
        model = models.Assignment

    round = factory.SubFactory(RoundFactory)
    panelist = factory.SubFactory(PanelistFactory, round=factory.SelfAttribute("..round"))
    version = factory.LazyAttribute(
        lambda assignment: version_of(VerifiedSubmissionFactory(edition=assignment.round.edition))
    )


class ScoreSheetFactory(DjangoModelFactory):
    """A submitted sheet with the same value for every criterion; `values={"kebaruan": 3}` sets them one by one."""

    class Meta:
        model = models.ScoreSheet
        skip_postgeneration_save = True

    assignment = factory.SubFactory(AssignmentFactory, cleared_at=factory.LazyFunction(clock.now))
    state = SheetState.SUBMITTED
    submitted_at = factory.LazyAttribute(lambda sheet: clock.now() if sheet.state == SheetState.SUBMITTED else None)

    @factory.post_generation
    def values(self, create, extracted, **kwargs):
        for criterion in self.assignment.round.rubric.criteria.all():
            value = 4 if extracted is None else extracted.get(criterion.code)
            models.Score.objects.create(
                sheet=self,
                criterion=criterion,
                state=ScoreState.NOT_YET if value is None else ScoreState.SCORED,
                value=value,
            )


class ResultRunFactory(DjangoModelFactory):
    """A sealed result without rows."""

    class Meta:
        model = models.ResultRun

    round = factory.SubFactory(RoundFactory, state=RoundState.SEALED)
    number = 1
    method = "weighted-mean"
    software_version = "0"
    inputs = factory.LazyFunction(dict)
    inputs_hash = "0" * 64
    calculated_by = factory.SubFactory(UserFactory)
    calculated_at = factory.LazyFunction(clock.now)
    confirmed_by = factory.SelfAttribute("calculated_by")
    confirmed_at = factory.LazyFunction(clock.now)
    sealed_by = factory.SelfAttribute("calculated_by")
    sealed_at = factory.LazyFunction(clock.now)


class ResultRowFactory(DjangoModelFactory):
    class Meta:
        model = models.ResultRow

    run = factory.SubFactory(ResultRunFactory)
    submission = factory.LazyAttribute(lambda row: VerifiedSubmissionFactory(edition=row.run.round.edition))
    rank = 1
    score = Decimal("87.5")
    sheet_count = 1


class AwardLevelFactory(DjangoModelFactory):
    class Meta:
        model = models.AwardLevel

    edition = factory.SubFactory(EditionFactory)
    name = factory.Sequence(lambda n: f"Terbaik {n:05}")
    kind = AwardKind.WINNER
    places = 1


class AwardFactory(DjangoModelFactory):
    """A final award out of a sealed result of the same edition."""

    class Meta:
        model = models.Award

    run = factory.SubFactory(ResultRunFactory)
    submission = factory.LazyAttribute(lambda award: VerifiedSubmissionFactory(edition=award.run.round.edition))
    level = factory.LazyAttribute(lambda award: AwardLevelFactory(edition=award.run.round.edition))
    state = AwardState.FINAL
    announced_by = factory.SubFactory(UserFactory)
    announced_at = factory.LazyFunction(clock.now)
    revoked_at = factory.LazyAttribute(lambda award: clock.now() if award.state == AwardState.REVOKED else None)
    revocation_reason = factory.LazyAttribute(lambda award: "Salah." if award.state == AwardState.REVOKED else "")


class ObjectionFactory(DjangoModelFactory):
    """An objection to a provisional award; its edition needs a stage for more to come in."""

    class Meta:
        model = models.Objection

    award = factory.SubFactory(AwardFactory, state=AwardState.PROVISIONAL)
    reason = "Layanan ini sudah berhenti sejak Maret."
    name = factory.Sequence(lambda n: f"Pelapor Rahasia {n:05}")
    email = factory.Sequence(lambda n: f"pelapor{n:05}@example.id")
    consent = "Saya setuju."


class SittingDayFactory(DjangoModelFactory):
    """A day in a fortnight, nine to noon, in one room, with time for five slots of twenty minutes."""

    class Meta:
        model = models.SittingDay

    round = factory.SubFactory(RoundFactory, kind=RoundKind.PRESENTATION)
    date = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))
    begins_at = time(9)
    ends_at = time(12)
    breaks = "10.15-11.00"
    gap_minutes = 5
    place = "Gradhika Bhakti Praja"


class RecordFactory(DjangoModelFactory):
    """A closed record of a visit; `closed_at=None` is a draft."""

    class Meta:
        model = models.Record

    round = factory.SubFactory(RoundFactory, kind=RoundKind.FIELD)
    submission = factory.LazyAttribute(lambda record: VerifiedSubmissionFactory(edition=record.round.edition))
    contents = factory.LazyFunction(lambda: visit_of(UserFactory(roles=[Role.JUDGE])).as_json())
    revision = 1
    saved_by = factory.SubFactory(UserFactory)
    closed_at = factory.LazyFunction(clock.now)
    closed_by = factory.LazyAttribute(lambda record: record.saved_by if record.closed_at else None)


class RecordFileFactory(DjangoModelFactory):
    """The row of a photo, without a file in the storage."""

    class Meta:
        model = models.RecordFile

    record = factory.SubFactory(RecordFactory)
    file = "records/foto.jpg"
    original_name = "foto.jpg"
    content_type = "image/jpeg"
    size = 9
    sha256 = "0" * 64
    caption = "Loket baru"
    alternative_text = "Dua petugas di loket pendaftaran."
    added_by = factory.SubFactory(UserFactory)


def visit_of(judge, **changes) -> Visit:
    """A complete visit of one judge."""
    fields = {
        "first_day": date(2026, 9, 10),
        "place": "Puskesmas Jati",
        "visitors": (Person(judge.pk, judge.name, "tpi"),),
        "findings": (Finding("Antrean 20 menit", "Diukur 18 menit pada 30 pasien.", "confirms"),),
    }
    return Visit(**fields | changes)


def minutes_of(judge, **changes) -> Minutes:
    """Complete minutes with one judge."""
    fields = {
        "held_on": date(2026, 9, 3),
        "began_at": time(9),
        "ended_at": time(9, 20),
        "guests": "Sri Rahayu, Kepala Puskesmas",
        "judges": (Person(judge.pk, judge.name),),
        "questions": (Question("Siapa yang membayar?", "APBD."),),
    }
    return Minutes(**fields | changes)
