from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.role_models import RoleChange, RoleSettings  # noqa: F401  (Django looks for them here)


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
