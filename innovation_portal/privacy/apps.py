from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "innovation_portal.privacy"
    label = "privacy"
    verbose_name = _("personal data")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from innovation_portal.privacy import receivers  # noqa: F401  connects itself; needs the models loaded

        autodiscover_modules("personal_data", "retention_rules")
