from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home import checks, receivers  # noqa: F401  register themselves; need the models of every app
