from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils.words import count_words
from submissions.enums import EditionState, ReminderAudience, StageKind
from submissions.models import Edition, Section
from submissions.selectors.editions import stage_of
from submissions.services.edition_template import create_edition_from_template
from submissions.services.editions import open_edition

WIB = ZoneInfo("Asia/Jakarta")


def test_template_makes_an_edition_that_can_be_opened_at_once(secretary):
    edition = create_edition_from_template(2026, actor=secretary, theme="Berdampak", is_example=True)

    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.name, edition.theme, edition.state, edition.is_example) == (
        "Kompetisi Inovasi Pelayanan Publik 2026",
        "Berdampak",
        EditionState.PREPARATION,
        True,
    )
    assert list(edition.sections.values_list("code", "for_groups", "word_limit")) == [
        ("ringkasan", "", 200),
        ("latar-belakang", "umum", 300),
        ("kebaruan", "umum", 200),
        ("implementasi", "umum", 200),
        ("signifikansi", "umum", 600),
        ("adaptabilitas", "umum", 300),
        ("sumber-daya", "umum", 200),
        ("keberlanjutan", "umum", 500),
        ("inspirasi", "replikasi", 100),
        ("proses-replikasi", "replikasi", 200),
        ("faktor-pembeda", "replikasi", 100),
        ("pembaruan", "khusus", 200),
        ("adaptabilitas-lanjutan", "khusus", 200),
        ("penguatan-keberlanjutan", "khusus", 300),
        ("evaluasi", "khusus", 300),
    ]
    assert list(edition.groups.values_list("code", "former_winners", "is_for_replications")) == [
        ("umum", "excluded", False),
        ("replikasi", "any", True),
        ("khusus", "required", False),
    ]
    assert [edition.categories.count(), edition.declarations.count(), edition.reason_codes.count()] == [2, 6, 14]
    assert list(edition.reminders.values_list("days", "audience")) == [
        *((days, ReminderAudience.UNMET) for days in (30, 14, 7, 3)),
        (2, ReminderAudience.CORRECTION),
        (1, ReminderAudience.UNMET),
    ]
    assert stage_of(edition, StageKind.REGISTRATION).closes_at == datetime(2026, 5, 29, 16, tzinfo=WIB)
    assert open_edition(edition.pk, actor=secretary).state == EditionState.OPEN


def test_every_section_has_questions_and_an_example_within_its_limit(secretary):
    create_edition_from_template(2026, actor=secretary)

    for section in Section.objects.all():
        assert len(section.guidance.splitlines()) >= 2
        assert 40 <= count_words(section.example) <= section.word_limit


def test_template_takes_other_dates(secretary):
    span = datetime(2025, 5, 1, tzinfo=WIB), datetime(2025, 6, 1, tzinfo=WIB)

    edition = create_edition_from_template(2025, actor=secretary, stages={StageKind.REGISTRATION: span})

    assert list(edition.stages.values_list("kind", "opens_at", "closes_at")) == [(StageKind.REGISTRATION, *span)]


def test_template_refuses_a_year_that_is_taken_or_impossible(secretary, verifier):
    create_edition_from_template(2026, actor=secretary)

    with pytest.raises(ValidationError) as caught:
        create_edition_from_template(2026, actor=secretary)
    assert caught.value.code == "year_taken"

    with pytest.raises(ValidationError) as caught:
        create_edition_from_template(1990, actor=secretary)
    assert list(caught.value.message_dict) == ["year"]

    with pytest.raises(PermissionDenied):
        create_edition_from_template(2027, actor=verifier)
    assert Edition.objects.count() == 1
