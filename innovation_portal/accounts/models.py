from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.role_models import RoleChange, RoleSettings  # noqa: F401  (Django looks for them here)
from innovation_portal.utils import clock


class MailRhythm(models.TextChoices):
    AT_ONCE = "at_once", _("Each message at once")
    DAILY = "daily", _("One mail a day with all messages, at seven in the morning")


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields):
        """Return a new saved user; without a password the account can only be opened by a password reset mail."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person with an account. The e-mail address is the login; there are no user names."""

    username = None
    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), unique=True)
    position = models.CharField(_("position"), max_length=150, blank=True)
    is_example = models.BooleanField(
        _("example account"),
        default=False,
        help_text=_("Belongs to the demonstration; production refuses to start while one exists."),
    )

    mail_rhythm = models.CharField(_("how mail comes"), max_length=10, choices=MailRhythm, default=MailRhythm.AT_ONCE)

    wants_summaries = models.BooleanField(
        _("daily summary of the duty"),
        default=True,
        help_text=_(
            "For leadership and heads of agencies: every morning while registration or verification runs, how many "
            "agencies have met their duty, or how yours stands."
        ),
    )

    sessions_ended = models.PositiveIntegerField(_("times signed out everywhere"), default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                violation_error_message=_("An account with this e-mail address exists already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def wants_digest(self) -> bool:
        return self.mail_rhythm == MailRhythm.DAILY

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def _get_session_auth_hash(self, secret=None):
        """What each session is compared with: Django's digest of the password, and how often all were ended."""
        return f"{super()._get_session_auth_hash(secret)}.{self.sessions_ended}"


class EmailChange(models.Model):
    """A wish to move an account to another address; done when both have confirmed within a day, or stopped."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_changes")
    new_email = models.EmailField(_("new e-mail address"))
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    old_confirmed_at = models.DateTimeField(_("confirmed at the old address"), null=True, blank=True)
    new_confirmed_at = models.DateTimeField(_("confirmed at the new address"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="one_open_change_of_address_a_person"
            )
        ]

    def __str__(self):
        return f"{self.user} → {self.new_email}"


class ProviderLink(models.Model):
    """Who signs in to an account by an identity provider: its issuer, and the name that it gives to nobody else.

    Nothing else of what the provider tells is kept.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="provider_links")
    issuer = models.CharField(_("identity provider"), max_length=255)
    subject = models.CharField(_("name at the identity provider"), max_length=255)
    linked_at = models.DateTimeField(_("linked at"), default=clock.now)

    class Meta:
        verbose_name = _("link to the identity provider")
        verbose_name_plural = _("links to the identity provider")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_for_each_name_at_a_provider"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_name_at_a_provider_for_each_account"),
        ]

    def __str__(self):
        return f"{self.user}: {self.issuer}"
