"""The yearly report on paper (see `innovation_portal/utils/pdf.py` for how pages are printed).

The fixed words are Indonesian and not in the catalogue of translations: it is a document of the office, whatever
language its reader has chosen for the portal. Whoever did not meet the duty stands in running text by region, not in a
table: 1,500 rows take the printer minutes.
"""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf, printable
from judging.enums import AwardState
from judging.selectors.results import awards_of_edition
from submissions.enums import AgencyChangeKind, SubmissionStatus
from submissions.models import AgencyChange, Edition, Obligation, Recognition
from submissions.monitoring_reports.shortening import ShareRow
from submissions.reports import PacePicture, pace_lines, pace_picture
from submissions.selectors.day_report import DayReport, day_report_of, shares_by_kind, shares_by_region
from submissions.selectors.overview import Share
from submissions.selectors.provinces import regions_in_provinces_of

ASSETS = Path(__file__).parent / "assets"
LANGUAGE = "id"


def print_yearly_report(edition: Edition) -> bytes:
    """Return the report of an edition as it stands now, with a cover, contents and bookmarks.

    Of an edition that is not finished the report says so. Awards are those that are final.
    """
    report = day_report_of(edition)
    with translation.override(LANGUAGE):
        html = render_to_string("judging/yearly_report/pdf.html", _contents(report))
    identifier = bytes.fromhex(hash_of([edition.pk, report.moment, html]))[:16]
    return print_pdf(html, folder=ASSETS, stylesheets=["document", "yearly"], identifier=identifier)


def _contents(report: DayReport) -> dict[str, Any]:
    edition = report.edition
    awards = awards_of_edition(edition).filter(state=AwardState.FINAL)
    recognitions = _recognitions(edition)
    return {
        "report": report,
        "edition": edition,
        "name": printable(edition.name),
        "share": report.overview.share,
        "picture": _picture(report),
        "days": pace_lines(report.pace, report.before) if report.pace else [],
        "by_kind": _rows(shares_by_kind(report.overview)),
        "by_region": _rows(shares_by_region(report.overview)),
        "steps": _steps(edition, awards.values("submission").distinct().count()),
        "late": _by_region(report.overview.in_debt),
        "exempt": printable(
            list(edition.obligations.filter(is_exempt=True).order_by("name").values("name", "exemption_reason"))
        ),
        "awards": [
            printable(
                {
                    "level": award.level.name,
                    "title": award.submission.innovation.title,
                    "agency": award.submission.innovation.agency.name,
                }
            )
            for award in awards
        ],
        "recognitions": [
            printable({"award": one.award, "title": one.innovation.title, "agency": one.innovation.agency.name})
            for one in recognitions.order_by("award", "innovation__title")
        ],
        "changes": [
            _change(change)
            for change in AgencyChange.objects.filter(on__year=edition.year)
            .select_related("agency", "successor")
            .order_by("on", "pk")
        ],
    }


def _recognitions(edition: Edition) -> QuerySet[Recognition]:
    """Return those of the year in the provinces of the edition."""
    here = regions_in_provinces_of(edition)
    recognitions = Recognition.objects.filter(year=edition.year, innovation__agency__region__in=here)
    return recognitions.select_related("innovation__agency")


def _picture(report: DayReport) -> PacePicture | None:
    if report.pace is None:
        return None
    edges = {"left": 34, "right": 600, "top": 14, "bottom": 250}
    return pace_picture(report.pace, report.before, owed=report.overview.share.owed, size=(620, 280), edges=edges)


def _rows(shares: dict[str, Share]) -> list[ShareRow]:
    return [ShareRow(printable(label), share) for label, share in shares.items()]


def _steps(edition: Edition, awarded: int) -> list[tuple[str, int]]:
    """How many submissions came how far."""
    submissions = edition.submissions.all()
    handed_in = submissions.filter(first_submitted_at__isnull=False)
    return [
        ("Dibuat", submissions.count()),
        ("Diajukan", handed_in.count()),
        ("Lolos verifikasi", submissions.filter(status=SubmissionStatus.VERIFIED).count()),
        ("Menerima penghargaan", awarded),
    ]


def _by_region(late: Iterable[Obligation]) -> list[tuple[str, list[str]]]:
    """Return by region who did not meet the duty, each with its state, by name."""
    ordered = sorted(late, key=lambda row: (row.region.name, row.name))
    return [
        (printable(region), [printable(f"{row.name} ({row.state.label})") for row in rows])
        for region, rows in groupby(ordered, key=lambda row: row.region.name)
    ]


def _change(change: AgencyChange) -> dict[str, Any]:
    return {
        "on": change.on,
        "is_renamed": change.kind == AgencyChangeKind.RENAMED,
        "is_merged": change.kind == AgencyChangeKind.MERGED,
        **printable(
            {
                "old_name": change.old_name,
                "name": change.agency.name,
                "successor": change.successor.name if change.successor else "",
                "document": change.document,
            }
        ),
    }
