"""docs/asvs.md answers every item of the standard, and what it gives as evidence exists."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest
from django.conf import settings

PAGE = settings.BASE_DIR / "docs/asvs.md"
IDS = settings.BASE_DIR / "tests/portal/asvs_ids.txt"  # OWASP ASVS 5.0.0, levels 1 and 2
MET, NOT_APPLICABLE, NOT_MET = "met", "not applicable", "not met"
CELLS = re.compile(r"^\| (\d[\d.]*) \| (.*?) \| (.*?) \| (.*?) \| (.*) \|$", re.MULTILINE)
FILE = re.compile(r"[\w@.-]+(/[\w@.-]+)+/?|[\w-]+\.(?:md|toml|in|txt)")
SETTING = re.compile(r"[A-Z][A-Z0-9_]{3,}")


@dataclass(frozen=True)
class Item:
    number: str
    level: str
    asked: str
    state: str
    evidence: str

    @property
    def references(self) -> list[str]:
        """What stands in code marks and names a file, a part of one, or a setting."""
        marked = re.findall(r"`([^`]+)`", self.evidence)
        return [one for one in marked if SETTING.fullmatch(one) or FILE.match(one)]


def items() -> list[Item]:
    return [Item(*cells) for cells in CELLS.findall(PAGE.read_text())]


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def exists(reference: str) -> bool:
    """Say whether there is `path`, `path::test`, `path:function`, `path#heading` or a `SETTING`."""
    if SETTING.fullmatch(reference):
        places = [*(settings.BASE_DIR / "innovation_portal/settings").glob("*.py"), settings.BASE_DIR / ".env.example"]
        return any(re.search(rf"^[ #]*{reference} ?=", place.read_text(), re.MULTILINE) for place in places)
    name, mark, part = re.fullmatch(r"([^:#]+)(::|:|#)?(.*)", reference).groups()
    path = settings.BASE_DIR / name
    if not mark or not path.exists():
        return path.exists()
    if mark == "#":
        return part in map(slug, re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE))
    return re.search(rf"^ *(?:def|class) {part}\b", path.read_text(), re.MULTILINE) is not None


def test_every_item_has_one_row_with_its_level():
    wanted = [tuple(line.split()) for line in IDS.read_text().splitlines()]

    assert [(item.number, item.level) for item in items()] == wanted


def test_every_row_says_what_is_asked_and_in_which_state_it_is():
    unclear = [item for item in items() if not item.asked or item.state not in {MET, NOT_APPLICABLE, NOT_MET}]

    assert unclear == []


def test_every_row_has_evidence_that_exists():
    without = [item.number for item in items() if not item.references]
    missing = [(item.number, one) for item in items() for one in item.references if not exists(one)]

    assert without == []
    assert missing == []


@pytest.mark.parametrize(
    "reference",
    [
        "tests/portal/test_nothing.py",
        "tests/portal/test_asvs.py::test_nothing",
        "innovation_portal/utils/files.py:nothing",
        "docs/security.md#nothing",
        "NOTHING_IS_SET",
    ],
)
def test_evidence_that_does_not_exist_is_noticed(reference):
    assert Item("1.1.1", "L1", "", MET, f"see `{reference}`").references == [reference]
    assert not exists(reference)


def test_the_summary_counts_the_rows():
    counted = Counter(item.state for item in items())
    open_items = ", ".join(item.number for item in items() if item.state == NOT_MET)
    summary = (
        f"Of {counted.total()} items {counted[MET]} are met, {counted[NOT_APPLICABLE]} do not apply, and "
        f"{counted[NOT_MET]} are not met: {open_items}."
    )

    text = " ".join((settings.BASE_DIR / "docs/security.md").read_text().split())

    assert summary in text
