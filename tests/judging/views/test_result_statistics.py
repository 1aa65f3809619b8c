"""What the chair reads of a result before confirming it."""

import pytest
from django.urls import reverse

from judging.enums import AwardKind
from judging.models import ResultRun, Round
from judging.selectors.result_statistics import edges_of, statistics_of
from judging.services.conflicts import record_conflict
from judging.services.results import calculate_result
from tests.factories.judging import (
    AssignmentFactory,
    AwardLevelFactory,
    PanelistFactory,
    RubricFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)


@pytest.fixture
def hundred(round_):
    rubric = RubricFactory(criteria={"dampak": 100}, scale_maximum=100, level_labels="")
    Round.objects.filter(pk=round_.pk).update(rubric=rubric)
    return Round.objects.get(pk=round_.pk)


def judged(round_, marks):
    """Hand in sheets: marks by the name of the judge, one per entry, None where there is no sheet."""
    entries = VerifiedSubmissionFactory.create_batch(len(next(iter(marks.values()))), edition=round_.edition)
    for name, row in marks.items():
        seat = PanelistFactory(round=round_, judge__name=name)
        for entry, mark in zip(entries, row, strict=True):
            if mark is not None:
                assignment = AssignmentFactory(round=round_, panelist=seat, version=entry.versions.get())
                ScoreSheetFactory(assignment=assignment, values={"dampak": mark})
    return entries


def page_of(client, chair, run):
    client.force_login(chair)
    return client.get(reverse("judging:result-statistics", args=[run.pk]))


LENIENT_AND_SEVERE = {
    "Bu Longgar": (90, 85, 80, 92, 75, 88),
    "Pak Ketat": (60, 56, 49, 63, 44, 59),
    "Bu Sedang": (75, 70, 66, 78, 59, 73),
}


def test_severity_of_judges_is_said_in_points_and_words(client, chair, hundred):
    judged(hundred, LENIENT_AND_SEVERE)
    run = calculate_result(hundred.pk, actor=chair)

    statistics = page_of(client, chair, run).context["statistics"]

    assert [(one.name, one.is_certain) for one in statistics.severities] == [
        ("Bu Longgar", True),
        ("Bu Sedang", False),
        ("Pak Ketat", True),
    ]
    assert (statistics.severities[0].effect > 10, statistics.severities[-1].effect < -10) == (True, True)
    assert (statistics.obstacle, statistics.groups) == ("", [["Bu Longgar", "Pak Ketat", "Bu Sedang"]])
    assert statistics.connection_words.startswith("Para juri menilai cukup banyak peserta yang sama")


def test_page_names_the_entries_about_which_judges_are_far_apart(client, chair, hundred):
    entries = judged(hundred, {"A": (90, 70), "B": (50, 65), "C": (60, 68)})
    run = calculate_result(hundred.pk, actor=chair)

    page = page_of(client, chair, run)

    assert [row.submission for row in page.context["wide"]] == [entries[0]]
    text = page.content.decode()
    assert "Penilaian juri jauh berbeda untuk 1 peserta" in text
    assert reverse("judging:entry-scores", args=[hundred.pk, entries[0].versions.get().pk]) in text


def test_chair_tied_to_an_entry_reads_its_rank_and_no_sheet_of_it(client, chair, secretary, hundred):
    names = [f"Juri {number}" for number in range(12)]
    entries = judged(hundred, {name: (95 if name == "Juri 0" else 20, *[70] * 5) for name in names})
    run = calculate_result(hundred.pk, actor=chair)
    listing = reverse("judging:entry-scores", args=[hundred.pk, entries[0].versions.get().pk])
    page = page_of(client, chair, run)
    assert {row.submission for _one, row in page.context["outliers"]} == {entries[0]}
    assert listing in page.content.decode()

    record_conflict(actor=secretary, judge=chair, submission=entries[0], reason="Kakak.")
    page = page_of(client, chair, run)

    assert page.context["outliers"] == []
    assert [row.submission for row in page.context["wide"]] == [entries[0]]
    text = page.content.decode()
    assert listing not in text
    assert "Lembar nilai usulan yang punya benturan kepentingan dengan Anda tidak ditampilkan." in text
    assert "Tidak ada lembar yang menonjol" not in text


def test_page_explains_why_there_is_no_adjustment(client, chair, hundred):
    judged(
        hundred,
        {"A": (90, 80, None, None), "B": (70, 75, None, None), "C": (None, None, 60, 50), "D": (None, None, 65, 55)},
    )
    run = calculate_result(hundred.pk, actor=chair)

    page = page_of(client, chair, run)

    assert page.context["statistics"].obstacle == (
        "Juri terbagi dalam 2 kelompok tanpa peserta bersama, jadi ketat-longgarnya tidak dapat dibandingkan."
    )
    assert page.context["moves"] == []


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({"A": (None, None)}, "Belum ada lembar bernilai yang masuk."),
        ({"A": (80, None)}, "1 peserta memiliki kurang dari 2 lembar."),
        ({"A": (80, 70), "B": (75, 60), "C": (None, 65)}, "Kurang dari 2 lembar masuk dari: C."),
    ],
)
def test_worst_case_is_a_page_of_explanation(client, chair, hundred, marks, words):
    judged(hundred, marks)
    run = calculate_result(hundred.pk, actor=chair)

    page = page_of(client, chair, run)

    assert page.status_code == 200
    assert page.context["statistics"].obstacle == words
    assert "nan" not in page.content.decode().lower().split()


def test_entries_near_an_edge_are_named_on_both_sides(chair, hundred):
    judged(hundred, {"A": (81, 80, 40, 79), "B": (78, 79, 42, 80), "C": (80, 78, 39, 81)})
    AwardLevelFactory(edition=hundred.edition, kind=AwardKind.WINNER, places=1)
    AwardLevelFactory(edition=hundred.edition, kind=AwardKind.WINNER, places=2)
    run = calculate_result(hundred.pk, actor=chair)

    edges = edges_of(ResultRun.objects.select_related("round").get(pk=run.pk), list(run.rows.all()))

    assert [(edge.places, len(edge.inside), len(edge.outside)) for edge in edges] == [(1, 1, 2)]


def test_entries_that_share_a_place_are_drawn_on_rows_of_their_own(client, chair, hundred):
    first, second, third = judged(hundred, {"A": (80, 80, 40), "B": (80, 80, 60), "C": (80, 80, 50)})
    run = calculate_result(hundred.pk, actor=chair)

    page = page_of(client, chair, run)

    moves = [(move.row.submission, move.row.adjusted_rank, move.start, move.end) for move in page.context["moves"]]
    assert moves == [(first, 1, 17, 17), (second, 1, 51, 51), (third, 3, 85, 85)]
    assert (page.context["moves_height"], [move.is_up or move.is_down for move in page.context["moves"]]) == (
        102,
        [False] * 3,
    )


def test_run_from_before_the_statistics_has_no_page(client, chair, hundred):
    judged(hundred, {"A": (80,)})
    run = calculate_result(hundred.pk, actor=chair)
    ResultRun.objects.update(statistics={})

    assert page_of(client, chair, run).status_code == 404
    assert (
        reverse("judging:result-statistics", args=[run.pk])
        not in client.get(reverse("judging:result-detail", args=[run.pk])).content.decode()
    )


@pytest.mark.parametrize("count", [2, 6])
def test_query_count_is_constant(client, chair, hundred, count, django_assert_num_queries):
    judged(hundred, {"A": range(50, 50 + count), "B": range(90, 90 - count, -1), "C": range(70, 70 + count)})
    run = calculate_result(hundred.pk, actor=chair)
    page_of(client, chair, run)

    with django_assert_num_queries(16):
        client.get(reverse("judging:result-statistics", args=[run.pk]))


def test_statistics_of_all_equal_sheets_say_that_nothing_differs(chair, hundred):
    judged(hundred, {"A": (80, 80), "B": (80, 80)})

    statistics = statistics_of(calculate_result(hundred.pk, actor=chair))

    assert statistics.alpha is None
    assert statistics.alpha_words == "Semua lembar bernilai sama, jadi kesepakatan tidak dapat diukur."
    assert [one.effect for one in statistics.severities] == [0, 0]
