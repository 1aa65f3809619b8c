"""Which of the pinned requirements have holes that are known: what `script/audit` asks and says.

pip-audit asks the advisories of PyPI (the Python Packaging Advisory Database). It calls a requirement that the index
does not answer for "skipped" and ends well, so that a mirror without advisories looks like no holes; here it does not.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
ALL_ASKED, HOLES, NOT_ASKED = 0, 1, 2
PATIENCE_SECONDS = 600
BANNER = "!" * 78


@dataclass(frozen=True)
class Hole:
    requirement: str
    advisory: str
    mended_in: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.advisory}, mended in {' or '.join(self.mended_in) or 'no release yet'}"


@dataclass(frozen=True)
class Report:
    """What was asked: the holes, and the names of which nothing is known because nobody answered."""

    asked: int
    holes: tuple[Hole, ...]
    unanswered: tuple[str, ...]


def read_report(text: str) -> Report:
    """Read what pip-audit writes as JSON. Raises `ValueError` for anything else, as when the service is away."""
    listed = json.loads(text)["dependencies"]
    return Report(
        asked=len(listed),
        holes=tuple(
            Hole(f"{one['name']} {one['version']}", hole["id"], tuple(hole["fix_versions"]))
            for one in listed
            for hole in one.get("vulns", [])
        ),
        unanswered=tuple(one["name"] for one in listed if "skip_reason" in one),
    )


def ask(requirements: Path) -> Report | None:
    """Ask for the pins of a file; `None` when the service could not be reached or did not make sense."""
    command = [sys.executable, "-m", "pip_audit", f"--requirement={requirements}", "--disable-pip", "--no-deps"]
    try:
        result = subprocess.run(  # noqa: S603  our own tool
            [*command, "--format=json", "--progress-spinner=off"],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        return read_report(result.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        return None


def conclude(name: str, report: Report | None) -> tuple[str, int]:
    """Return what is to be said about a file of requirements, and how the audit ends for it."""
    if report is None:
        return _warning(f"{name}: NOT AUDITED. The service of advisories could not be reached."), NOT_ASKED
    if report.holes:
        return "\n".join([f"{name}: known holes.", *map(str, report.holes)]), HOLES
    if report.unanswered:
        of = f"{len(report.unanswered)} of {report.asked}"
        return _warning(f"{name}: NOT AUDITED. The index knows no advisories of {of} requirements."), NOT_ASKED
    return f"{name}: none of {report.asked} requirements has a known hole.", ALL_ASKED


def _warning(text: str) -> str:
    return f"{BANNER}\n{text}\nRun script/audit where https://pypi.org answers.\n{BANNER}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/audit", description="Ask for known holes of the requirements.")
    parser.add_argument("--strict", action="store_true", help="fail also when the service could not be asked")
    parser.add_argument("files", nargs="*", default=["requirements.txt", "requirements-dev.txt"])
    chosen = parser.parse_args()
    ends = []
    for name in chosen.files:
        text, end = conclude(name, ask(PROJECT / name))
        print(text)  # noqa: T201
        ends.append(end)
    if HOLES in ends:
        return HOLES
    return NOT_ASKED if chosen.strict and NOT_ASKED in ends else ALL_ASKED


if __name__ == "__main__":
    sys.exit(main())
