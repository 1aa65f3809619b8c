"""Public facts about services that come with the portal, each with its source (`submissions/data`)."""

from pathlib import Path

from submissions.context_imports import FIGURES, FINDINGS, MALLS
from submissions.models import Region
from submissions.services.context_import import import_figures, import_findings, import_malls

DATA = Path(__file__).parent / "data"
FILES = (
    ("service_malls.csv", MALLS, import_malls),
    ("ombudsman_findings.csv", FINDINGS, import_findings),
    ("channel_figures.csv", FIGURES, import_figures),
)


def load_known_context() -> int:
    """Store the facts about regions that the registry knows, and return how many are new.

    What is stored already stays as the secretariat has it, so this can run after every upgrade.
    """
    codes, created = set(Region.objects.values_list("code", flat=True)), 0
    for name, table, service in FILES:
        rows = [(number, values) for number, values in table.read(DATA / name) if values["region"] in codes]
        created += service(table.check(rows), adds_only=True).created
    return created
