"""The invented entries obey the rules that the portal sets for real ones."""

import csv
from collections import Counter
from datetime import date

import pytest
from django.conf import settings

from home.demonstration.stories import read_stories
from innovation_portal.utils.words import count_words
from submissions.enums import (
    GovernmentAffair,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    Lineage,
    ServiceField,
    SustainableGoal,
)

# KIPP 2023, domain notes 1.7.
WORD_LIMITS = {
    "ringkasan": 200,
    "latar-belakang": 300,
    "kebaruan": 200,
    "implementasi": 200,
    "signifikansi": 600,
    "adaptabilitas": 300,
    "sumber-daya": 200,
    "keberlanjutan": 500,
}
LAST_YEAR = read_stories("last_year", 2025)
THIS_YEAR = read_stories("this_year", 2026)
STORIES = LAST_YEAR + THIS_YEAR


def words_of(story) -> int:
    return sum(count_words(text) for text in story.sections.values())


def test_stories_answer_within_the_word_limits():
    too_long = [
        (story.key, code)
        for story in STORIES
        for code, text in story.sections.items()
        if count_words(text) > WORD_LIMITS[code]
    ]

    assert too_long == []


@pytest.mark.parametrize(
    ("fact", "choices"),
    [
        ("field", ServiceField),
        ("form", InnovationForm),
        ("type", InnovationType),
        ("phase", InnovationPhase),
        ("affair", GovernmentAffair),
        ("lineage", Lineage),
    ],
)
def test_stories_choose_from_the_lists_of_the_portal(fact, choices):
    assert {getattr(story, fact) for story in STORIES} - set(choices) == set()


def test_stories_name_real_goals():
    assert {goal for story in STORIES for goal in story.goals} - set(SustainableGoal) == set()


def test_stories_that_left_the_draft_answer_every_section():
    incomplete = [
        story.key for story in STORIES if story.outcome != "draft" and set(story.sections) != set(WORD_LIMITS)
    ]

    assert incomplete == []


def test_stories_belong_to_known_agencies():
    with open(settings.BASE_DIR / "submissions" / "data" / "agencies.csv", encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}

    assert {story.agency for story in STORIES} - known == set()


def test_stories_are_all_different():
    titles = Counter(story.title for story in STORIES)
    texts = Counter(text for story in STORIES for text in story.sections.values())

    assert [title for title, count in titles.items() if count > 1] == []
    assert [text for text, count in texts.items() if count > 1] == []


def test_stories_include_a_dozen_of_full_length():
    assert sum(600 <= words_of(story) <= 1100 for story in STORIES) == 12


def test_developments_name_an_own_story_of_last_year():
    developed = {story.source for story in STORIES if story.lineage == Lineage.DEVELOPMENT}

    assert developed - {story.title for story in LAST_YEAR} == set()
    assert len(developed) == 5


def test_years_are_counted_from_the_edition():
    moved = {story.key: story for story in read_stories("this_year", 2031)}
    now = {story.key: story for story in THIS_YEAR}

    assert now["dinkes-tali-kasih"].started_on == date(2023, 8, 1)
    assert moved["dinkes-tali-kasih"].started_on == date(2028, 8, 1)
    assert "{T" not in "".join(text for story in STORIES for text in story.sections.values())
