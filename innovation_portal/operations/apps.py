from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    """What whoever runs the portal needs of it: is it well, what is wrong, what does it count."""

    name = "innovation_portal.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from innovation_portal.operations import checks, receivers  # noqa: F401  register themselves; need the apps loaded

        if settings.SENTRY_DSN:
            from innovation_portal.operations import fault_reports  # a library, for those only who report

            fault_reports.start(settings.SENTRY_DSN)
