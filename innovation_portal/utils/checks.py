"""System checks for what an operator of the portal can forget."""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import OperationalError, ProgrammingError
from django.http.request import validate_host

# Mail that a person in charge must get would end up in a log, a list or nowhere.
BACKENDS_WITHOUT_DELIVERY = ("console", "locmem", "dummy", "filebased")


@register(Tags.database)
def no_demonstration_data(app_configs, databases, **kwargs):
    """Refuse rows of the demonstration, in every model that can mark them, where they are not allowed.

    A table that is not there yet holds nothing: the check also runs before the first migration.
    """
    if settings.DEMONSTRATION_ALLOWED or not databases:
        return []
    found = []
    for model in apps.get_models():
        if any(field.name == "is_example" for field in model._meta.concrete_fields):
            try:
                if model._default_manager.filter(is_example=True).exists():
                    found.append(model._meta.label)
            except (OperationalError, ProgrammingError):
                continue
    if not found:
        return []
    return [
        Error(
            f"The database holds demonstration data ({', '.join(found)}).",
            hint="Demonstration accounts have known passwords. Start production with a database of its own.",
            id="portal.E001",
        )
    ]


@register(Tags.security, deploy=True)
def address_is_reachable(app_configs, **kwargs):
    """The address that stands in mails and on certificates must be https and one that the portal answers."""
    address = urlsplit(settings.PORTAL_ADDRESS)
    if address.scheme == "https" and validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"PORTAL_ADDRESS {settings.PORTAL_ADDRESS!r} is not https://, or ALLOWED_HOSTS lacks its host.",
            id="portal.E002",
        )
    ]


@register(deploy=True)
def mail_is_delivered(app_configs, **kwargs):
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    if backend not in BACKENDS_WITHOUT_DELIVERY:
        return []
    return [Error(f"EMAIL_URL names a mail backend that delivers nothing ({backend}).", id="portal.E003")]


@register(Tags.translation)
def translations_are_compiled(app_configs, **kwargs):
    catalogues = settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po")
    missing = [str(path.relative_to(settings.BASE_DIR)) for path in catalogues if not path.with_suffix(".mo").exists()]
    if not missing:
        return []
    return [
        Error(
            f"Translations are not compiled: {', '.join(missing)}.",
            hint="Run script/bootstrap, or pybabel compile --directory=locale --domain=django.",
            id="portal.E004",
        )
    ]
