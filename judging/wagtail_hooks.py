"""Wagtail finds its hooks here; each subject of the back office has a module of its own."""

from wagtail import hooks

from judging.back_office import certificates, log_actions, menu  # noqa: F401
from judging.selectors.results import final_award_names

hooks.register("awards_of_innovations", final_award_names)
