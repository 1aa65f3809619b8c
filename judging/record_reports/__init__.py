"""Minutes of a presentation and reports of visits on paper, from the closed record."""

from judging.record_reports.press import print_record

__all__ = ["print_record"]
