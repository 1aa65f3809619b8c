"""Entry point for the application server."""

import os

from django.conf import settings
from django.core.management import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "innovation_portal.settings.production")
application = get_wsgi_application()

# An application server runs no checks of its own, and production must not start with what they refuse. They also read
# every address and template tag once, before workers are forked, instead of in the first request of each.
BaseCommand().check(databases=["default"], include_deployment_checks=not settings.DEMONSTRATION_ALLOWED)
connections.close_all()  # processes must not share a connection
