"""Local settings: the demonstration on one machine, served by the real application server."""

from innovation_portal.settings.base import *  # noqa: F403
from innovation_portal.settings.base import env

DEMONSTRATION_ALLOWED = True
OIDC_LOOPBACK_ALLOWED = True
# Everybody knows the passwords of the demonstration, and nobody could share a second factor.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", [])
# Nobody waits for the network here, and compressing every file twice takes a minute of the first start.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
