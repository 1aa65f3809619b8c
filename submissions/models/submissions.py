from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.enums import EvidenceKind, SubmissionStatus
from submissions.models.agencies import Agency
from submissions.models.editions import Edition, EditionCategory
from submissions.models.eligibility import ParticipantGroup
from submissions.models.innovations import Innovation
from submissions.models.standing import DECIDING_FIELDS, keep_standing, note_activity
from submissions.models.templates import Declaration, EarlierTemplate, Section
from submissions.workflow import TOLD


class Submission(models.Model):
    """One innovation entered in one edition. Answers and evidence are the draft; versions are what was submitted."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("edition")
    )
    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("innovation")
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("agency"),
        editable=False,
        help_text=_("Who entered it; the innovation may belong to another agency by now."),
    )
    category = models.ForeignKey(
        EditionCategory, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )
    group = models.ForeignKey(
        ParticipantGroup, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("participant group")
    )
    earlier_template = models.ForeignKey(
        EarlierTemplate, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="submissions"
    )
    goals = models.JSONField(_("sustainable development goals"), default=list, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=SubmissionStatus, default=SubmissionStatus.DRAFT, editable=False
    )
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True, editable=False)
    revision = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts saves of the facts; a save based on an older one is refused."
    )
    correction_due_at = models.DateTimeField(_("correction due at"), null=True, blank=True, editable=False)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "innovation"], name="innovation_once_per_edition"),
            models.UniqueConstraint(
                fields=["registration_number"],
                condition=~Q(registration_number=""),
                name="registration_number_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "awaiting_approval", "withdrawn"]) | ~Q(registration_number=""),
                name="submitted_submission_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "awaiting_approval", "withdrawn"])
                | Q(first_submitted_at__isnull=False),
                name="submitted_submission_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "status"], name="submission_edition_status"),
            models.Index(fields=["edition", "agency"], name="submission_edition_agency"),
        ]
        permissions = [
            ("verify_submission", "Can verify submissions"),
            ("view_all_submissions", "Can open every submission that was submitted"),
        ]

    def __str__(self):
        return self.registration_number or f"draft {self.pk}"

    @transaction.atomic(savepoint=False)
    def save(self, *args, update_fields=None, **kwargs):
        """Keep where the agency stands on its duty and when it did something last, as far as what is saved says so."""
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or not DECIDING_FIELDS.isdisjoint(update_fields):
            keep_standing(self.edition, [self.agency_id])
        elif "updated_at" in update_fields:
            note_activity(self.edition_id, self.agency_id, self.updated_at)


class Answer(models.Model):
    """The draft of one section: its text, or its value with the same in words as the text (`submissions.contents`)."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("text"), blank=True)
    value = models.JSONField(_("value"), null=True, blank=True)
    revision = models.PositiveIntegerField(
        default=0, help_text="Counts saves; a save based on an older one is refused."
    )
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(_("edited at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["section__sort_order", "section_id"]
        constraints = [models.UniqueConstraint(fields=["submission", "section"], name="answer_once_per_section")]

    def __str__(self):
        return f"{self.submission}, {self.section}"


class Presence(models.Model):
    """When somebody had a section open for writing last. Old rows mean nothing and are written over."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="presences")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="writer_is_in_one_section")]

    def __str__(self):
        return f"{self.user}, {self.section}"


class Innovator(models.Model):
    """A person or team behind the innovation, as it is to stand on the certificate."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="innovators")
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("innovator")
        verbose_name_plural = _("innovators")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class DeclarationConsent(models.Model):
    """A declaration that was accepted, by whom and when."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="consents")
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="consents")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(_("accepted at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("accepted declaration")
        verbose_name_plural = _("accepted declarations")
        constraints = [models.UniqueConstraint(fields=["submission", "declaration"], name="declaration_accepted_once")]

    def __str__(self):
        return f"{self.submission}, {self.declaration_id}"


class Evidence(models.Model):
    """An attached file or link. A removed one stays, because frozen versions point to it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("section")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m", blank=True, max_length=250)
    url = models.URLField(_("address"), blank=True, max_length=500)
    original_name = models.CharField(_("original name"), max_length=200, blank=True)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False)
    alternative_text = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"), default=clock.now, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="link") & ~Q(url="") & Q(file="")) | (~Q(kind="link") & Q(url="") & ~Q(file="")),
                name="evidence_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=~Q(kind="picture") | Q(is_public=False) | ~Q(alternative_text=""),
                name="public_picture_says_what_it_shows",
            ),
        ]

    def __str__(self):
        return self.title


class SubmissionVersion(models.Model):
    """Frozen copy made at each submit. Judges, certificates and catalogue read this, never the draft.

    `payload` holds everything that was submitted (see `submissions/services/versions.py` for its shape); `sha256` is
    the hash of its canonical JSON.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    payload = models.JSONField(_("contents"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"))

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["submission", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number_once_per_submission")
        ]

    def __str__(self):
        return f"{self.submission} v{self.number}"


class SubmissionEvent(models.Model):
    """One step in the life of a submission: who, when, what, from, to, why. Never updated, never deleted."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("step"), max_length=30)
    from_status = models.CharField(_("from"), max_length=20, choices=SubmissionStatus, blank=True)
    to_status = models.CharField(_("to"), max_length=20, choices=SubmissionStatus)
    comment = models.TextField(_("reason"), blank=True)
    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="submission_event_at")]

    def __str__(self):
        return f"{self.submission}: {self.action}"

    @property
    def told(self) -> str:
        return TOLD[self.action]
