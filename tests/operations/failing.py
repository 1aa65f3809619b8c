"""A portal whose view fails, run by itself: what reports of faults change in Django stays for a whole process."""

import logging
import sys

import django
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import path


def failing(request, token):
    password = request.POST["password"]
    raise ValueError(f"siti.aminah@jatengprov.go.id may not ({len(password)})")


def logging_view(request):
    logging.getLogger("uji").error("Mail to %s failed", "budi@example.id")
    raise OperationalError("the connection is closed")


urlpatterns = [path("gagal/<token>/", failing), path("tanpa-basis-data/", logging_view)]


def main(secret):
    """Send `secret` in every part of a request that fails."""
    django.setup()
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False, headers={"cookie": f"kue={secret}", "referer": f"/{secret}/"})
    client.post(f"/gagal/{secret}/?kata={secret}", {"password": secret})
    client.get("/tanpa-basis-data/")


if __name__ == "__main__":
    main(sys.argv[1])
