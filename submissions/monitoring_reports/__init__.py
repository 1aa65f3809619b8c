"""What leadership takes on paper: one page for the morning, and the report of a year."""

from submissions.monitoring_reports.morning import print_morning_report

__all__ = ["print_morning_report"]
