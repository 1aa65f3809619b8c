from datetime import date

import pytest

from tests.drill import report
from tests.drill.report import Outcome

HEAD = (
    "| scenario | fault | what was seen | lost | doubled | failed | seconds |\n"
    "| --- | --- | --- | ---: | ---: | ---: | ---: |\n"
)


def outcome(scenario="mail", seen="sampai", **figures):
    return Outcome(scenario, "mati", seen, **{"lost": 0, "doubled": 0, "failed": 0, "seconds": 1.4, **figures})


@pytest.mark.parametrize("figure", ["lost", "doubled", "failed"])
def test_nothing_may_be_lost_doubled_or_failed(figure):
    assert outcome().is_good
    assert not outcome(**{figure: 1}).is_good


def test_a_scenario_takes_the_place_of_its_earlier_rows_and_leaves_the_others(tmp_path, monkeypatch):
    document = tmp_path / "reliability.md"
    document.write_text(f"Sebelum\n{report.BEGIN}\n{report.END}\nSesudah\n")
    monkeypatch.setattr(report, "DOCUMENT", document)

    report.write([outcome("mail"), outcome("kills")], date(2026, 11, 26))
    report.write([outcome("mail", seen="dua"), outcome("mail", seen="tiga", lost=2)], date(2026, 11, 27))

    assert document.read_text() == (
        f"Sebelum\n{report.BEGIN}\n\nLast run on 27 November 2026.\n\n{HEAD}"
        "| kills | mati | sampai | 0 | 0 | 0 | 1 |\n"
        "| mail | mati | dua | 0 | 0 | 0 | 1 |\n"
        "| mail | mati | tiga | 2 | 0 | 0 | 1 |\n"
        f"\n{report.END}\nSesudah\n"
    )
