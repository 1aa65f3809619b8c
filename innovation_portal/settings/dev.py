"""Local settings: the demonstration on one machine, served by the real application server."""

from innovation_portal.settings.base import *  # noqa: F403

DEMONSTRATION_ALLOWED = True
# Nobody waits for the network here, and compressing every file twice takes a minute of the first start.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
