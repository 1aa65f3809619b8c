import re
from pathlib import Path

import pytest

from submissions.data.kipp_2023 import REASON_CODES
from submissions.selectors import checks
from submissions.selectors.checks import Problem
from submissions.selectors.findings import FINDING_REASONS, FoundReason, reasons_found
from tests.factories.submissions import EditionFactory, ReasonCodeFactory


@pytest.fixture
def edition(db):
    return EditionFactory()


def test_table_names_every_finding_and_only_reasons_of_the_template():
    written = set(re.findall(r'Problem\(\s*f?"([a-z_{}]+)"', Path(checks.__file__).read_text()))
    findings = {*written - {"{name}_missing"}, *(f"{name}_missing" for name in ("field", "form", "type", "phase"))}

    assert set(FINDING_REASONS) == findings
    assert set(FINDING_REASONS.values()) <= {code for code, _text in REASON_CODES}


def test_findings_stand_for_the_reasons_of_their_edition(edition):
    reasons = {code: ReasonCodeFactory(edition=edition, code=code) for code in ("umur", "bukti", "judul")}
    ReasonCodeFactory(code="kuota")

    found = reasons_found(
        edition,
        [
            Problem("too_young", "Terlalu muda."),
            Problem("evidence_missing", "Tanpa bukti.", 7),
            Problem("file_missing", "Tidak terbaca.", 7),
            Problem("quota_reached", "Kuota."),
        ],
    )

    assert found == {FoundReason(reasons["umur"].pk), FoundReason(reasons["bukti"].pk, 7)}


def test_nothing_found_asks_nothing(edition, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reasons_found(edition, []) == set()
