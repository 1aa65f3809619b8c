"""Agencies fill the sheets of the Indeks Inovasi Daerah for some of last year's invented innovations."""

import tomllib
from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify

from home.demonstration.people import Staff
from home.demonstration.proofs import Proof
from home.demonstration.stories import CONTENT
from submissions.enums import DataMark
from submissions.models import IidAssessment, IndicatorTable, Innovation
from submissions.selectors.iid_proposals import proposals_for
from submissions.services.iid import (
    IidFacts,
    Said,
    add_indicator_file,
    save_iid_facts,
    save_indicators,
    start_assessment,
)

SHEETS = CONTENT / "iid.toml"
DAYS_IN_A_MONTH = 30


def add_iid_sheets(staff: dict[str, Staff]) -> None:
    table = IndicatorTable.objects.latest("year")
    for told in tomllib.loads(SHEETS.read_text(encoding="utf-8"))["sheets"]:
        innovation = Innovation.objects.select_related("agency").get(title=told["title"], data_mark=DataMark.EXAMPLE)
        writer = staff[innovation.agency.code].operator
        assessment = start_assessment(innovation.pk, table.pk, actor=writer)
        assessment = save_iid_facts(assessment.pk, actor=writer, revision=0, facts=_facts(assessment, told))
        if told.get("takes_proposals"):
            assessment = save_indicators(assessment.pk, actor=writer, revision=0, said=_proposed(assessment))
        said = {int(number): Said(level=level) for number, level in told["levels"].items()}
        said |= {int(number): Said(value=value) for number, value in told["values"].items()}
        kept = _with_evidence(assessment, said)
        save_indicators(assessment.pk, actor=writer, revision=assessment.revision, said=kept)
        for number, title in told.get("files", {}).items():
            proof = Proof("", title, f"{slugify(title)}.pdf", "Berkas contoh untuk indikator ini.")
            add_indicator_file(assessment.pk, int(number), actor=writer, upload=proof.upload())


def _facts(assessment: IidAssessment, told: dict[str, Any]) -> IidFacts:
    applied_on = assessment.applied_on
    return IidFacts(
        initiator=told.get("initiator", ""),
        tried_on=_earlier(applied_on, told["months"]) if applied_on and "months" in told else None,
        applied_on=applied_on,
        design=assessment.design,
        purpose=told.get("purpose", ""),
        benefit=told.get("benefit", ""),
        result=assessment.result,
        latitude=told.get("latitude"),
        longitude=told.get("longitude"),
    )


def _proposed(assessment: IidAssessment) -> dict[int, Said]:
    return {
        number: Said(
            level=one.level, value=one.value, evidence_ids=[piece.pk for piece in one.evidence], origin=one.origin
        )
        for number, one in proposals_for(assessment).items()
    }


def _with_evidence(assessment: IidAssessment, said: dict[int, Said]) -> dict[int, Said]:
    """Return what is said with the evidence that the proposals have brought."""
    rows = {row.indicator.number: row for row in assessment.assessed.select_related("indicator")}
    return {
        number: Said(
            level=one.level,
            value=one.value,
            evidence_ids=list(rows[number].evidence.values_list("pk", flat=True)) if number in rows else (),
        )
        for number, one in said.items()
    }


def _earlier(day: date, months: int) -> date:
    return day - timedelta(days=months * DAYS_IN_A_MONTH)
