from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.stored_files import StoredFile
from judging.enums import ObjectionOutcome
from judging.models.certificates import new_public_id
from judging.models.results import Award

REASON_MAX_LENGTH = 4000


class Objection(models.Model):
    """An objection of the public to an award that is still provisional. Its row is never changed, but for erasing.

    Name and contact are for the secretariat: no public page, export or log shows them. They and the files are erased
    when `judging.retention` says so; the reason and the answers stay.
    """

    public_id = models.CharField(_("code"), max_length=12, unique=True, default=new_public_id, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="objections", verbose_name=_("award"))
    reason = models.TextField(_("reason"), max_length=REASON_MAX_LENGTH)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    relation = models.CharField(_("relation to the entry"), max_length=200, blank=True)
    consent = models.CharField(_("consent"), max_length=500, help_text=_("What was agreed to, word for word."))
    submitted_at = models.DateTimeField(_("submitted at"), default=clock.now, editable=False)
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(name="") & (~Q(email="") | ~Q(phone=""))
                | Q(erased_at__isnull=False, name="", email="", phone="", relation=""),
                name="objection_has_a_contact_until_it_is_erased",
            ),
            models.CheckConstraint(condition=~Q(consent=""), name="objection_has_a_consent"),
        ]

    def __str__(self):
        return self.public_id


class ObjectionFile(StoredFile):
    """A file that was sent along with an objection, for the secretariat only."""

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="objections/%Y", max_length=250)

    class Meta:
        verbose_name = _("file of an objection")
        verbose_name_plural = _("files of objections")
        ordering = ["pk"]


class ObjectionAnswer(models.Model):
    """What the secretariat answers, in public. The one with the highest number counts; earlier ones stay readable."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("number"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=ObjectionOutcome)
    text = models.TextField(_("answer"), max_length=REASON_MAX_LENGTH)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer to an objection")
        verbose_name_plural = _("answers to objections")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["objection", "number"], name="answer_number_once_per_objection"),
            models.CheckConstraint(condition=~Q(text=""), name="objection_answer_says_something"),
        ]

    def __str__(self):
        return f"{self.objection}, {self.number}"
