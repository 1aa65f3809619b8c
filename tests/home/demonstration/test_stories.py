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
TWO_YEARS_AGO = read_stories("two_years_ago", 2024)
LAST_YEAR = read_stories("last_year", 2025)
THIS_YEAR = read_stories("this_year", 2026)
STORIES = TWO_YEARS_AGO + LAST_YEAR + THIS_YEAR


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


@pytest.mark.parametrize(("stories", "earlier", "number"), [(LAST_YEAR, TWO_YEARS_AGO, 1), (THIS_YEAR, LAST_YEAR, 5)])
def test_developments_name_an_own_story_of_the_year_before(stories, earlier, number):
    developed = {(story.agency, story.source) for story in stories if story.lineage == Lineage.DEVELOPMENT}

    assert developed - {(story.agency, story.title) for story in earlier} == set()
    assert len(developed) == number


def test_stories_carry_no_name_of_a_real_innovation():
    with open(settings.BASE_DIR / "submissions" / "data" / "past_innovations.csv", encoding="utf-8") as file:
        real = {row["title"].partition("(")[0].strip().casefold() for row in csv.DictReader(file)}

    assert {story.title.partition(":")[0].casefold() for story in STORIES} & real == set()


def test_what_was_returned_first_says_why_and_was_corrected():
    corrected = [story for story in STORIES if story.first_try]

    assert Counter(len(story.first_try) for story in corrected) == {1: 6}
    for story in corrected:
        assert story.outcome == "verified"
        assert (story.reasons, story.note) != ([], "")
        assert all(story.sections[code] != text for code, text in story.first_try.items())


def test_more_agencies_enter_from_year_to_year():
    entered = [
        len({story.agency for story in stories if story.outcome in {"verified", "returned", "submitted"}})
        for stories in (TWO_YEARS_AGO, LAST_YEAR, THIS_YEAR)
    ]

    assert entered == [22, 34, 35]


def test_years_are_counted_from_the_edition():
    moved = {story.key: story for story in read_stories("this_year", 2031)}
    now = {story.key: story for story in THIS_YEAR}

    assert now["dinkes-tali-kasih"].started_on == date(2023, 8, 1)
    assert moved["dinkes-tali-kasih"].started_on == date(2028, 8, 1)
    assert "{T" not in "".join(text for story in STORIES for text in story.sections.values())
