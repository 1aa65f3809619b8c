from django.apps import AppConfig


class JudgingConfig(AppConfig):
    name = "judging"
    label = "judging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from judging import checks, metrics, receivers  # noqa: F401  register themselves; need the apps loaded
