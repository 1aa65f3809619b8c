from django.apps import AppConfig


class JudgingConfig(AppConfig):
    name = "judging"
    label = "judging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from judging import checks  # noqa: F401  registers itself; needs the apps loaded
