import re
from importlib.metadata import PackageNotFoundError, distribution, distributions

import pytest
from django.conf import settings

# Licences under which a government may use, change and hand on the whole, also beside code of its own.
FREE = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser|Zlib)\b|MIT-|LGPL"
)
# Its metadata say nothing; the file beside them is the MIT licence.
SILENT = {"pyrage"}


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


def shipped():
    """The packages of requirements.txt that are installed here; some are for other systems."""
    for name in names_in((settings.BASE_DIR / "requirements.txt").read_text()):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            continue


def test_everything_that_is_shipped_is_under_a_free_licence():
    licences = {one.name: licence_of(one) for one in shipped()}

    assert len(licences) > 100
    assert {name: licence for name, licence in licences.items() if not FREE.search(licence)}.keys() == SILENT


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "GNU General Public License v3 (GPLv3)", "SSPL-1.0", "Other/Proprietary License", ""]
)
def test_other_licences_are_noticed(licence):
    assert not FREE.search(licence)
