import json

import pytest

from tests.portal import known_holes
from tests.portal.known_holes import ALL_ASKED, HOLES, NOT_ASKED, Hole, Report, ask, conclude, main, read_report

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
SKIPPED = {"name": "wagtail", "skip_reason": "Dependency not found on PyPI and could not be audited: wagtail (7.4.4)"}
OPEN = {
    "name": "pillow",
    "version": "9.0.0",
    "vulns": [{"id": "PYSEC-2023-175", "fix_versions": ["10.0.1"], "aliases": ["CVE-2023-4863"], "description": "…"}],
}


def reported(*listed):
    return json.dumps({"dependencies": listed, "fixes": []})


def test_a_report_names_holes_and_what_nobody_answered_for():
    assert read_report(reported(SOUND, SKIPPED, OPEN)) == Report(
        asked=3, holes=(Hole("pillow 9.0.0", "PYSEC-2023-175", ("10.0.1",)),), unanswered=("wagtail",)
    )


@pytest.mark.parametrize(
    ("report", "said", "end"),
    [
        (read_report(reported(SOUND)), "x.txt: none of 1 requirements has a known hole.", ALL_ASKED),
        (
            read_report(reported(SOUND, SKIPPED, OPEN)),
            "x.txt: known holes.\npillow 9.0.0: PYSEC-2023-175, mended in 10.0.1",
            HOLES,
        ),
        (read_report(reported(SOUND, SKIPPED)), "NOT AUDITED. The index knows no advisories of 1 of 2", NOT_ASKED),
        (None, "x.txt: NOT AUDITED. The service of advisories could not be reached.", NOT_ASKED),
    ],
    ids=["sound", "hole", "no answer", "away"],
)
def test_what_is_said_about_a_report(report, said, end):
    text, ended = conclude("x.txt", report)

    assert (said in text, ended) == (True, end)


def test_a_service_that_is_away_is_not_taken_for_no_holes(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_AUDIT_CACHE_DIR", str(tmp_path))
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("django==5.2.19\n")

    assert ask(requirements) is None


@pytest.mark.parametrize(
    ("listed", "arguments", "end"),
    [
        ([SOUND], [], 0),
        ([SOUND, OPEN], [], 1),
        ([SOUND, SKIPPED], [], 0),
        ([SOUND, SKIPPED], ["--strict"], 2),
        ([SKIPPED, OPEN], ["--strict"], 1),
    ],
)
def test_a_known_hole_fails_and_silence_only_where_it_is_strict(monkeypatch, capsys, listed, arguments, end):
    monkeypatch.setattr(known_holes, "ask", lambda path: read_report(reported(*listed)))
    monkeypatch.setattr("sys.argv", ["audit", *arguments, "requirements.txt"])

    assert main() == end
    assert ("NOT AUDITED" in capsys.readouterr().out) == (SKIPPED in listed and OPEN not in listed)
