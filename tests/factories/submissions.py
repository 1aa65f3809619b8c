from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions import models
from submissions.enums import (
    AgencyKind,
    EditionState,
    EvidenceKind,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    MembershipRole,
    ObligationStep,
    RegionKind,
    ReminderAudience,
    ServiceField,
    StageKind,
    SubmissionStatus,
)
from submissions.models.standing import keep_standing
from submissions.services.submissions import change_status
from tests.factories.accounts import UserFactory


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = models.Region

    code = factory.Sequence(lambda n: f"90.{n:04}")
    name = factory.Sequence(lambda n: f"Kabupaten Uji {n:05}")
    kind = RegionKind.REGENCY


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = models.Agency

    region = factory.SubFactory(RegionFactory)
    code = factory.Sequence(lambda n: f"OPD-{n:05}")
    name = factory.Sequence(lambda n: f"Dinas Uji {n:05}")
    kind = AgencyKind.DEPARTMENT


class AgencyChannelFactory(DjangoModelFactory):
    class Meta:
        model = models.AgencyChannel

    agency = factory.SubFactory(AgencyFactory)
    kind = "website"
    address = "https://rsud.example.id/"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    agency = factory.SubFactory(AgencyFactory)
    user = factory.SubFactory(UserFactory)
    role = MembershipRole.OPERATOR


class SuperiorFactory(DjangoModelFactory):
    """Somebody of leadership to whom the head of an agency answers; `agency=None, region=…` names one of a region."""

    class Meta:
        model = models.Superior

    user = factory.SubFactory(UserFactory, roles=[Role.LEADERSHIP])
    agency = factory.SubFactory(AgencyFactory)


# Tests name years before 2040, in the sixties and in the nineties.
YEARS = [*range(2040, 2060), *range(2070, 2090)]


class EditionFactory(DjangoModelFactory):
    """An open edition in the middle of its registration, with two sections, a category and a declaration."""

    class Meta:
        model = models.Edition
        skip_postgeneration_save = True

    year = factory.Sequence(lambda n: YEARS[n % len(YEARS)])
    name = factory.LazyAttribute(lambda edition: f"Kompetisi {edition.year}")
    state = EditionState.OPEN
    minimum_age_months = 12

    @factory.post_generation
    def stages(self, create, extracted, **kwargs):
        """`stages={StageKind.REGISTRATION: (opens_at, closes_at)}` replaces the default registration stage."""
        moment = clock.now()
        spans = extracted or {StageKind.REGISTRATION: (moment - timedelta(days=30), moment + timedelta(days=30))}
        for kind, (opens_at, closes_at) in spans.items():
            StageFactory(edition=self, kind=kind, opens_at=opens_at, closes_at=closes_at)

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        for order, code in enumerate(extracted if extracted is not None else ["ringkasan", "signifikansi"]):
            SectionFactory(edition=self, code=code, title=code.capitalize(), sort_order=order)

    @factory.post_generation
    def declarations(self, create, extracted, **kwargs):
        for code in extracted if extracted is not None else ["kebenaran"]:
            DeclarationFactory(edition=self, code=code)

    @factory.post_generation
    def categories(self, create, extracted, **kwargs):
        for name in extracted if extracted is not None else ["Pelayanan publik inklusif"]:
            CategoryFactory(edition=self, name=name)


class StageFactory(DjangoModelFactory):
    class Meta:
        model = models.Stage

    edition = factory.SubFactory(EditionFactory)
    kind = StageKind.VERIFICATION
    opens_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=10))


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = models.Section

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"aspek-{n:05}")
    title = factory.Sequence(lambda n: f"Aspek {n:05}")
    word_limit = 200


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.EditionCategory

    edition = factory.SubFactory(EditionFactory)
    name = factory.Sequence(lambda n: f"Kategori {n:05}")


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = models.ParticipantGroup

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"kelompok-{n:05}")
    name = factory.LazyAttribute(lambda group: group.code.capitalize())


class AgencyQuotaFactory(DjangoModelFactory):
    class Meta:
        model = models.AgencyQuota

    edition = factory.SubFactory(EditionFactory)
    agency_kind = AgencyKind.DEPARTMENT
    minimum = 1
    maximum = 3


class DeclarationFactory(DjangoModelFactory):
    class Meta:
        model = models.Declaration

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"pernyataan-{n:05}")
    text = "Data dalam usulan ini benar."


class ReasonCodeFactory(DjangoModelFactory):
    class Meta:
        model = models.ReasonCode

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"alasan-{n:05}")
    text = "Umur inovasi kurang dari satu tahun."


class ReminderFactory(DjangoModelFactory):
    """A reminder that stands in the edition since before anything was due."""

    class Meta:
        model = models.Reminder

    edition = factory.SubFactory(EditionFactory)
    days = 7
    audience = ReminderAudience.UNMET
    created_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=300))


class ObligationFactory(DjangoModelFactory):
    class Meta:
        model = models.Obligation
        skip_postgeneration_save = True

    edition = factory.SubFactory(EditionFactory)
    agency = factory.SubFactory(AgencyFactory)
    name = factory.SelfAttribute("agency.name")
    kind = factory.SelfAttribute("agency.kind")
    region = factory.SelfAttribute("agency.region")
    event = factory.RelatedFactory("tests.factories.submissions.ObligationEventFactory", "obligation")

    @factory.post_generation
    def standing(self, create, extracted, **kwargs):
        keep_standing(self.edition, [self.agency_id])


class ObligationEventFactory(DjangoModelFactory):
    class Meta:
        model = models.ObligationEvent

    obligation = factory.SubFactory(ObligationFactory, event=None)
    step = ObligationStep.ENTERED
    required_count = factory.SelfAttribute("obligation.required_count")
    is_exempt = factory.SelfAttribute("obligation.is_exempt")
    at = factory.LazyFunction(clock.now)


class ExemptionDocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.ExemptionDocument

    file = factory.django.FileField(filename="surat.pdf", data=b"%PDF-1.7\n%%EOF\n")
    original_name = "surat.pdf"
    content_type = "application/pdf"
    size = 15


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = models.Extension

    edition = factory.SubFactory(EditionFactory)
    agency = factory.SubFactory(AgencyFactory)
    reason = "Jaringan terputus."
    granted_by = factory.SubFactory(UserFactory)


class InnovationFactory(DjangoModelFactory):
    class Meta:
        model = models.Innovation

    agency = factory.SubFactory(AgencyFactory)
    title = factory.Sequence(lambda n: f"Inovasi Uji {n:05}")
    summary = "Antrean dapat dilihat dari rumah."
    started_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=800))
    field = ServiceField.HEALTH
    form = InnovationForm.PUBLIC_SERVICE
    type = InnovationType.DIGITAL
    phase = InnovationPhase.IMPLEMENTATION


class RecognitionFactory(DjangoModelFactory):
    class Meta:
        model = models.Recognition

    innovation = factory.SubFactory(InnovationFactory)
    award = "KIPP nasional - Top 45"
    year = 2019
    source_url = "https://example.id/berita"


class SubmissionFactory(DjangoModelFactory):
    """A draft. Later states are reached through the services, or by `put_into` where the way there does not matter."""

    class Meta:
        model = models.Submission

    edition = factory.SubFactory(EditionFactory)
    innovation = factory.SubFactory(InnovationFactory)
    agency = factory.SelfAttribute("innovation.agency")
    category = factory.LazyAttribute(lambda submission: submission.edition.categories.first())
    created_by = factory.SubFactory(UserFactory)


def put_into(submission, status, *, at=None):
    """Place a submission in a status without walking there; `at` is when it was handed in, if it was."""
    is_new = status in {SubmissionStatus.DRAFT, SubmissionStatus.AWAITING_APPROVAL}
    submission.status = status
    submission.registration_number = "" if is_new else f"INV-UJI-{submission.pk:04}"
    submission.first_submitted_at = None if is_new else at or clock.now()
    submission.updated_at = at or submission.updated_at
    submission.save()


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.Answer

    submission = factory.SubFactory(SubmissionFactory)
    section = factory.LazyAttribute(lambda answer: answer.submission.edition.sections.first())
    text = "Antrean turun dari 90 menjadi 20 menit."
    revision = 1
    edited_by = factory.SubFactory(UserFactory)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.DeclarationConsent

    submission = factory.SubFactory(SubmissionFactory)
    declaration = factory.LazyAttribute(lambda consent: consent.submission.edition.declarations.first())
    accepted_by = factory.SubFactory(UserFactory)


class LinkFactory(DjangoModelFactory):
    """A piece of evidence that is kept elsewhere. Files are attached through `add_file`."""

    class Meta:
        model = models.Evidence

    submission = factory.SubFactory(SubmissionFactory)
    kind = EvidenceKind.LINK
    title = "Video alur layanan"
    url = "https://example.id/video"
    uploaded_by = factory.SubFactory(UserFactory)


class ReadySubmissionFactory(SubmissionFactory):
    """A draft with everything that `problems_of` asks for, so it may be submitted."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def answers(self, create, extracted, **kwargs):
        for section in self.edition.sections.all():
            AnswerFactory(submission=self, section=section)

    @factory.post_generation
    def consents(self, create, extracted, **kwargs):
        for declaration in self.edition.declarations.all():
            ConsentFactory(submission=self, declaration=declaration)


def handed_in(edition, **fields):
    """Return a submission of an agency of its own that was handed in by its approver; `fields`: of its innovation."""
    person = MembershipFactory(role=MembershipRole.APPROVER)
    submission = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=person.agency, **fields))
    return change_status(submission.pk, "submit", actor=person.user)
