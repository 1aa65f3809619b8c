"""Wagtail finds its hooks here; each subject of the back office has a module of its own."""

from submissions.back_office import (  # noqa: F401
    compliance,
    context,
    editions,
    home,
    ideas,
    iid,
    log_actions,
    messages,
    national_competitions,
    national_log,
    registry,
    submission_list,
    verification,
    verification_report,
    voice,
    voice_log,
)
