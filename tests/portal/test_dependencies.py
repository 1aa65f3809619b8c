import re
from importlib.metadata import distributions

from django.conf import settings


def names_in(text):
    return {re.split(r"[\[<>=]", line)[0].lower() for line in text.splitlines() if re.match(r"\w", line)}


def test_every_dependency_is_explained():
    document = (settings.BASE_DIR / "docs/dependencies.md").read_text()
    explained = {
        name.strip().lower()
        for row in re.findall(r"^\| ([^|]+) \|", document, re.MULTILINE)
        for name in row.split(",")
    }

    required = names_in((settings.BASE_DIR / "requirements.in").read_text())
    required |= names_in((settings.BASE_DIR / "requirements-dev.in").read_text())

    assert explained - {"package", "---"} == required


def licence_of(distribution):
    """The names of its licences. Some put the whole texts there too, such as the GPL, which mentions the AGPL."""
    fields = ("License-Expression", "License", "Classifier")
    values = [value for field in fields for value in distribution.metadata.get_all(field) or []]
    return " ".join(value.strip().partition("\n")[0] for value in values)


def test_no_dependency_is_under_the_agpl():
    assert [one.name for one in distributions() if re.search("AGPL|Affero", licence_of(one))] == []
