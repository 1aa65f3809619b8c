from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "innovation_portal.accounts"
    label = "accounts"
    verbose_name = _("accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Both need the models loaded; the checks register themselves.
        from allauth.account.signals import authentication_step_completed, user_logged_in, user_logged_out
        from allauth.mfa.signals import authenticator_added, authenticator_used

        from innovation_portal.accounts import checks, receivers, sign_in_log  # noqa: F401

        authenticator_added.connect(receivers.end_sessions_without_factor)
        authenticator_used.connect(receivers.tell_of_used_recovery_code)
        user_logged_in.connect(receivers.begin_session)
        authentication_step_completed.connect(receivers.renew_key_of_session)
        user_logged_in.connect(sign_in_log.note_sign_in)
        user_logged_out.connect(sign_in_log.note_sign_out)
        authentication_step_completed.connect(sign_in_log.note_confirmation)
        post_migrate.connect(create_role_groups, dispatch_uid="accounts.create_role_groups")
        autodiscover_modules("desks")


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's users with our own forms: a person here has one name and no user name."""

    user_viewset = "innovation_portal.accounts.back_office.PersonViewSet"


def create_role_groups(sender, **kwargs):
    """Keep one group per role. Permissions are rows made after migrate too, so a data migration would be too early."""
    from innovation_portal.accounts.services import sync_role_groups  # models are not loaded when this file is

    sync_role_groups()
