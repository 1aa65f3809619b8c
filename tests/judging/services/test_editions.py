from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from judging.enums import RoundKind, RoundState
from judging.models import AwardLevel, CertificateTemplate, Round
from judging.services.editions import clone_edition
from submissions.models import Edition
from tests.factories.judging import AwardLevelFactory, PanelistFactory, RoundFactory
from tests.factories.submissions import EditionFactory

TEMPLATE = {
    "wording": "Atas {title}",
    "number_pattern": "{seq:03}/{year}",
    "first_number": 12,
    "place": "Semarang",
    "dated_on": date(2028, 2, 29),
}


@pytest.fixture
def edition(db):
    edition = EditionFactory(year=2028, name="Kompetisi 2028")
    round_ = RoundFactory(
        edition=edition, closes_at=datetime(2028, 2, 29, 9, tzinfo=UTC), code_of_conduct="Nilailah dengan jujur."
    )
    RoundFactory(edition=edition, number=2, kind=RoundKind.PRESENTATION, rubric=round_.rubric, state=RoundState.SEALED)
    PanelistFactory(round=round_)
    AwardLevelFactory(edition=edition, name="Terbaik I", places=3)
    CertificateTemplate.objects.create(edition=edition, kind="winner", **TEMPLATE)
    return edition


def test_clone_copies_rounds_with_a_new_rubric_version_levels_and_templates(edition, secretary):
    clone = clone_edition(edition.pk, year=2029, actor=secretary)

    rounds = list(Round.objects.filter(edition=clone).order_by("number"))
    assert rounds[0].code_of_conduct == "Nilailah dengan jujur."
    assert [(round_.kind, round_.state, round_.panel.count()) for round_ in rounds] == [
        (RoundKind.DESK, RoundState.PREPARATION, 0),
        (RoundKind.PRESENTATION, RoundState.PREPARATION, 0),
    ]
    assert rounds[0].rubric == rounds[1].rubric
    assert (rounds[0].rubric.version, rounds[0].rubric.criteria.count()) == (2, 2)
    assert rounds[0].closes_at == datetime(2029, 2, 28, 9, tzinfo=UTC)
    assert list(AwardLevel.objects.filter(edition=clone).values_list("name", "places")) == [("Terbaik I", 3)]
    template = CertificateTemplate.objects.get(edition=clone)
    assert (template.dated_on, template.first_number, template.wording) == (date(2029, 2, 28), 1, "Atas {title}")


def test_cloning_leaves_the_source_as_it_was(edition, secretary):
    before = list(Round.objects.filter(edition=edition).values())

    clone_edition(edition.pk, year=2029, actor=secretary)

    assert list(Round.objects.filter(edition=edition).values()) == before


def test_nothing_is_copied_into_a_year_that_is_taken(edition, secretary):
    EditionFactory(year=2029)

    with pytest.raises(ValidationError) as raised:
        clone_edition(edition.pk, year=2029, actor=secretary)

    assert raised.value.code == "year_taken"
    assert Round.objects.count() == 2
    assert Edition.objects.count() == 2
