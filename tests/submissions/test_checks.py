from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from innovation_portal.utils import clock
from submissions.enums import Lineage, StageKind
from submissions.models import Section, Submission
from submissions.selectors.checks import months_before, problems_of
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    LinkFactory,
    ReadySubmissionFactory,
    SubmissionFactory,
    put_into,
)


def codes_of(submission):
    return [problem.code for problem in problems_of(Submission.objects.get(pk=submission.pk))]


@pytest.fixture
def ready(db):
    return ReadySubmissionFactory()


def test_complete_submission_has_no_problems(ready):
    assert problems_of(ready) == []


def test_empty_draft_names_everything_with_its_place(db):
    innovation = InnovationFactory(started_on=None, field="", form="", type="", phase="")
    draft = SubmissionFactory(innovation=innovation, category=None)
    sections = list(draft.edition.sections.values_list("pk", flat=True))

    assert [(problem.code, problem.section_id, problem.anchor) for problem in problems_of(draft)] == [
        ("category_missing", None, "facts"),
        ("field_missing", None, "facts"),
        ("form_missing", None, "facts"),
        ("type_missing", None, "facts"),
        ("phase_missing", None, "facts"),
        ("start_missing", None, "facts"),
        ("section_missing", sections[0], "text"),
        ("section_missing", sections[1], "text"),
        ("declaration_missing", None, "declarations"),
    ]


def test_section_that_is_not_required_may_stay_empty(ready):
    ready.answers.all().delete()
    Section.objects.filter(edition=ready.edition).update(is_required=False)

    assert codes_of(ready) == []


@pytest.mark.parametrize(("words", "expected"), [(200, []), (201, ["section_too_long"])])
def test_word_limit_is_named_above_it(ready, words, expected):
    ready.answers.filter(section__code="ringkasan").update(text="kata " * words)

    assert codes_of(ready) == expected


def test_section_that_needs_evidence_takes_what_was_not_removed(ready):
    section = ready.edition.sections.get(code="signifikansi")
    Section.objects.filter(pk=section.pk).update(needs_evidence=True)
    LinkFactory(submission=ready)
    removed = LinkFactory(submission=ready, section=section, removed_at=clock.now())

    missing = codes_of(ready)
    LinkFactory(submission=ready, section=section, url=removed.url)

    assert missing == ["evidence_missing"]
    assert codes_of(ready) == []


def test_file_gone_from_the_disk_is_named_with_its_section(ready):
    section = ready.edition.sections.first()
    evidence = LinkFactory(submission=ready, section=section, kind="document", url="", file=ContentFile(b"1", "a.pdf"))
    present = codes_of(ready)

    evidence.file.storage.delete(evidence.file.name)

    assert present == []
    (problem,) = problems_of(ready)
    assert (problem.code, problem.section_id) == ("file_missing", section.pk)
    assert evidence.title in problem.message


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 5, 29), 12, date(2025, 5, 29)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 5, 29), 0, date(2026, 5, 29)),
    ],
)
def test_months_before_stays_inside_shorter_months(day, months, expected):
    assert months_before(day, months) == expected


@pytest.mark.parametrize(("days_after", "expected"), [(0, []), (1, ["too_young"])])
def test_age_is_counted_back_from_the_closing_day(db, days_after, expected):
    now = clock.now()
    edition = EditionFactory(stages={StageKind.REGISTRATION: (now - timedelta(days=3), now + timedelta(days=3))})
    latest = months_before(timezone.localdate(now + timedelta(days=3)), 12)
    innovation = InnovationFactory(started_on=latest + timedelta(days=days_after))

    assert codes_of(ReadySubmissionFactory(edition=edition, innovation=innovation)) == expected


def test_start_in_the_future_is_named(ready):
    ready.innovation.started_on = clock.today() + timedelta(days=1)
    ready.innovation.save()

    assert codes_of(ready) == ["start_in_future"]


def test_same_title_in_any_year_is_refused_without_a_lineage(ready):
    InnovationFactory(title=ready.innovation.title.upper())

    assert codes_of(ready) == ["title_taken"]


def test_same_title_is_explained_by_a_lineage_to_it(ready):
    ready.innovation.lineage = Lineage.DEVELOPMENT
    ready.innovation.source = InnovationFactory(title=ready.innovation.title)
    ready.innovation.save()

    assert codes_of(ready) == []


@pytest.mark.parametrize(
    ("status", "expected"), [("draft", []), ("withdrawn", []), ("rejected", []), ("submitted", ["title_taken"])]
)
def test_same_title_counts_once_it_was_handed_in(ready, status, expected):
    other = SubmissionFactory(innovation=InnovationFactory(title=ready.innovation.title))
    put_into(other, status)

    assert codes_of(ready) == expected


def test_declaration_that_is_not_required_may_stay_open(ready):
    ready.consents.all().delete()
    missing = codes_of(ready)

    ready.edition.declarations.update(is_required=False)

    assert missing == ["declaration_missing"]
    assert codes_of(ready) == []


def test_quota_counts_what_the_agency_handed_in(db):
    edition = EditionFactory(quota=1)
    ready = ReadySubmissionFactory(edition=edition)
    other = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=ready.innovation.agency))
    before = codes_of(ready)

    put_into(other, "submitted")

    assert before == []
    assert codes_of(ready) == ["quota_reached"]


@pytest.mark.parametrize("count", [1, 3])
def test_problems_cost_the_same_queries_however_much_was_written(db, count, django_assert_num_queries):
    ready = ReadySubmissionFactory(edition=EditionFactory(sections=[f"aspek-{n}" for n in range(count)]))
    LinkFactory.create_batch(count, submission=ready)
    submission = Submission.objects.select_related("edition", "innovation__agency").get(pk=ready.pk)

    with django_assert_num_queries(10):
        assert problems_of(submission) == []
