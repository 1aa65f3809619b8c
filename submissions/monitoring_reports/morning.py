"""The page for the morning meeting (see `innovation_portal/utils/pdf.py` for how pages are printed).

The fixed words are Indonesian and not in the catalogue of translations: it is a document of the office, whatever
language its reader has chosen for the portal.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf, printable
from submissions.enums import ComplianceState
from submissions.models import Edition, Obligation
from submissions.monitoring_reports.shortening import Names, ShareRow, capped, shortened
from submissions.reports import PacePicture, pace_picture
from submissions.selectors.day_report import DayReport, day_report_of, shares_by_kind, shares_by_region

ASSETS = Path(__file__).parent / "assets"
LANGUAGE = "id"
# Characters for the names of those who are late; less is tried until the report is one page.
ROOMS = (1500, 700, 200)
SHOWN_NEWS, SHOWN_ROWS, TITLE_LENGTH = 6, 8, 60
# In which order the late are named: from the least done.
LATE_STATES = (
    ComplianceState.NOTHING,
    ComplianceState.REJECTED,
    ComplianceState.DRAFT,
    ComplianceState.AWAITING_APPROVAL,
    ComplianceState.RETURNED,
    ComplianceState.SUBMITTED,
    ComplianceState.VERIFIED,
)


def print_morning_report(edition: Edition) -> bytes:
    """Return how the edition stands now as a PDF of exactly one page.

    Long lists are shortened, and shortened again until they fit.
    """
    report = day_report_of(edition)
    with translation.override(LANGUAGE):
        contents = _contents(report)
        late = _late_by_state(list(report.overview.in_debt))
        for room in ROOMS:
            groups = [shortened(label, names, room // len(late)) for label, names in late]
            pdf = _print(report, contents, groups)
            if _count_pages(pdf) == 1:
                break
    return pdf


def _print(report: DayReport, contents: dict[str, Any], groups: list[Names]) -> bytes:
    html = render_to_string("submissions/monitoring_reports/morning.html", {**contents, "late": groups})
    identifier = bytes.fromhex(hash_of([report.edition.pk, report.moment, html]))[:16]
    return print_pdf(html, folder=ASSETS, stylesheets=["document", "morning"], identifier=identifier)


def _contents(report: DayReport) -> dict[str, Any]:
    share = report.overview.share
    news = report.news[:SHOWN_NEWS]
    return {
        "report": report,
        "edition": printable(report.edition.name),
        "share": share,
        "picture": _picture(report),
        "news": [
            {
                "told": str(one.told),
                **printable({"agency": one.agency, "innovation": one.innovation[:TITLE_LENGTH]}),
                "is_cut": len(one.innovation) > TITLE_LENGTH,
            }
            for one in news
        ],
        "more_news": len(report.news) - len(news),
        "by_kind": capped(
            [ShareRow(label, each) for label, each in shares_by_kind(report.overview).items()],
            SHOWN_ROWS,
            rest="{count} jenis lainnya",
        ),
        "by_region": capped(
            [ShareRow(printable(name), each) for name, each in shares_by_region(report.overview).items()],
            SHOWN_ROWS,
            rest="{count} wilayah lainnya",
        ),
        "portal_address": settings.PORTAL_ADDRESS.rstrip("/"),
    }


def _picture(report: DayReport) -> PacePicture | None:
    """The line of this edition over that of the year before, in millimetres of tenth size."""
    if report.pace is None:
        return None
    edges = {"left": 34, "right": 540, "top": 14, "bottom": 206}
    return pace_picture(report.pace, report.before, owed=report.overview.share.owed, size=(560, 236), edges=edges)


def _late_by_state(late: list[Obligation]) -> list[tuple[str, list[str]]]:
    """Return the names of the late by their state, the least done first; of several regions with their region."""
    has_regions = len({row.region_id for row in late}) > 1
    groups = []
    for state in LATE_STATES:
        rows = [row for row in late if row.state == state]
        names = [printable(f"{row.name} ({row.region})" if has_regions else row.name) for row in rows]
        if names:
            groups.append(("Belum ada usulan" if state == ComplianceState.NOTHING else state.label, names))
    return groups


def _count_pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
