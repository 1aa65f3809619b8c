"""Which reason of an edition a machine's finding stands for."""

from collections.abc import Iterable
from dataclasses import dataclass

from submissions.models import Edition
from submissions.selectors.checks import Problem

# Code of a `Problem` to the code of a reason. An edition without that reason just shows the finding.
FINDING_REASONS = {
    "category_missing": "kategori",
    "field_missing": "kategori",
    "form_missing": "tidak-lengkap",
    "type_missing": "tidak-lengkap",
    "phase_missing": "tidak-lengkap",
    "group_missing": "kelompok",
    "not_replication": "kelompok",
    "former_winner": "kelompok",
    "no_winner": "kelompok",
    "start_missing": "bukti-mulai",
    "start_in_future": "bukti-mulai",
    "too_young": "umur",
    "title_taken": "judul-ganda",
    "section_missing": "tidak-lengkap",
    "figures_incomplete": "tidak-lengkap",
    "section_too_long": "batas-kata",
    "evidence_missing": "bukti",
    "file_missing": "bukti",
    "declaration_missing": "pernyataan",
    "quota_reached": "kuota",
}


@dataclass(frozen=True)
class FoundReason:
    """A reason that a finding stands for, on a section or, without one, in general."""

    reason_id: int
    section_id: int | None = None


def reasons_found(edition: Edition, problems: Iterable[Problem]) -> set[FoundReason]:
    """Return the reasons of the edition that the findings stand for."""
    wanted = [(FINDING_REASONS.get(problem.code), problem.section_id) for problem in problems]
    if not wanted:
        return set()
    ids = {reason.code: reason.pk for reason in edition.reason_codes.all()}
    return {FoundReason(ids[code], section_id) for code, section_id in wanted if code in ids}
