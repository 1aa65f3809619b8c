"""Wagtail finds its hooks here."""

from innovation_portal.privacy import back_office, log_actions  # noqa: F401
