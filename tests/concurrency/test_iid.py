"""Two fill one sheet at once, begin it at once, and send the same file at once."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from innovation_portal.accounts.models import User
from submissions.models import AssessedIndicator, IidAssessment, IndicatorFile
from submissions.services.iid import (
    IidFacts,
    Said,
    add_indicator_file,
    save_iid_facts,
    save_indicators,
    start_assessment,
)
from tests.concurrency.racing import at_once
from tests.factories.files import PDF
from tests.factories.iid import IidAssessmentFactory, official_table
from tests.factories.submissions import InnovationFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person():
    return MembershipFactory()


@pytest.fixture
def sheet(person):
    return IidAssessmentFactory(innovation__agency=person.agency)


def fresh(membership):
    return User.objects.get(pk=membership.user_id)


def codes_of(results):
    return [error.code for result in results if isinstance(result, ValidationError) for error in result.error_list]


def test_of_two_levels_of_one_indicator_one_counts_and_the_other_is_stale(person, sheet):
    results = at_once(
        lambda: save_indicators(sheet.pk, actor=fresh(person), revision=0, said={16: Said(level=1)}),
        lambda: save_indicators(sheet.pk, actor=fresh(person), revision=0, said={16: Said(level=3)}),
    )

    assert codes_of(results) == ["stale"]
    assert (AssessedIndicator.objects.get().revision, IidAssessment.objects.get().revision) == (1, 1)


def test_two_indicators_at_once_are_both_kept(person, sheet):
    results = at_once(
        lambda: save_indicators(sheet.pk, actor=fresh(person), revision=0, said={16: Said(level=1)}),
        lambda: save_indicators(sheet.pk, actor=fresh(person), revision=0, said={18: Said(level=3)}),
    )

    assert codes_of(results) == []
    assert list(AssessedIndicator.objects.values_list("indicator__number", "level")) == [(16, 1), (18, 3)]
    assert sorted(AssessedIndicator.objects.values_list("revision", flat=True)) == [1, 2]


def test_of_two_facts_at_once_one_counts_and_the_other_is_stale(person, sheet):
    results = at_once(
        lambda: save_iid_facts(sheet.pk, actor=fresh(person), revision=0, facts=IidFacts(purpose="Cepat.")),
        lambda: save_iid_facts(sheet.pk, actor=fresh(person), revision=0, facts=IidFacts(purpose="Murah.")),
    )

    assert codes_of(results) == ["stale"]
    assert IidAssessment.objects.get().facts_revision == 1


def test_a_sheet_begun_twice_at_once_is_one(person):
    innovation, table = InnovationFactory(agency=person.agency), official_table()

    def start():
        return start_assessment(innovation.pk, table.pk, actor=fresh(person))

    first, second = at_once(start, start)
    assert first == second == IidAssessment.objects.get()


def test_the_same_file_sent_twice_at_once_is_one(person, sheet):
    def add():
        return add_indicator_file(sheet.pk, 16, actor=fresh(person), upload=SimpleUploadedFile("a.pdf", PDF))

    first, second = at_once(add, add)
    assert first == second == IndicatorFile.objects.get()
