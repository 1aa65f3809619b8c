from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UtilsConfig(AppConfig):
    name = "innovation_portal.utils"
    label = "utils"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from innovation_portal.utils import checks, database_clock  # noqa: F401  register themselves; need the apps

        autodiscover_modules("schedule")
