"""The report of a year for leadership: how the duty was met, and what came of the competition."""

from judging.yearly_report.press import print_yearly_report

__all__ = ["print_yearly_report"]
