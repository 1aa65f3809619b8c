import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovation_portal.utils.texts import MOST_WORDS, Run, compare

WORDS = st.lists(st.sampled_from(["antre", "turun", "dari", "90", "menit"]), max_size=12).map(" ".join)


def test_what_differs_is_marked_on_its_own_side():
    texts = compare("Antrean turun dari 90 menjadi 20 menit.", "Antrean turun dari 85 menjadi 20 menit sehari.")

    assert texts.before == [
        Run("Antrean turun dari ", False),
        Run("90 ", True),
        Run("menjadi 20 ", False),
        Run("menit.", True),
    ]
    assert texts.after == [
        Run("Antrean turun dari ", False),
        Run("85 ", True),
        Run("menjadi 20 ", False),
        Run("menit sehari.", True),
    ]
    assert texts.similarity == pytest.approx(2 * 5 / 15)


@pytest.mark.parametrize(
    ("before", "after", "similarity"), [("", "", 1), ("a b", "", 0), (" a  b\n", "a b", 1), ("a b", "b a", 0.5)]
)
def test_white_space_counts_for_nothing(before, after, similarity):
    assert compare(before, after).similarity == similarity


@given(WORDS, WORDS)
def test_both_texts_are_kept_to_the_letter(before, after):
    texts = compare(before, after)

    assert "".join(run.text for run in texts.before) == before
    assert "".join(run.text for run in texts.after) == after
    assert [run.text.split() for run in texts.before if not run.is_changed] == [
        run.text.split() for run in texts.after if not run.is_changed
    ]


def test_words_that_are_everywhere_are_shared_like_others():
    """A long text in which one word was exchanged: the frequent ones around it are found from their neighbours."""
    words = [f"kata{number}" if number % 3 == 0 else "dan" for number in range(1500)]
    changed = [*words[:750], "lain", *words[751:]]

    texts = compare(" ".join(words), " ".join(changed))

    assert [run.text.strip() for run in texts.after if run.is_changed] == ["lain"]
    assert [run.text.strip() for run in texts.before if run.is_changed] == ["kata750"]


def test_the_end_of_an_endless_text_counts_as_changed():
    text = " ".join(f"k{number}" for number in range(MOST_WORDS + 2))

    texts = compare(text, text)

    assert [run.is_changed for run in texts.after] == [False, True]
    assert texts.after[1].text == f"k{MOST_WORDS} k{MOST_WORDS + 1}"
    assert texts.similarity == MOST_WORDS / (MOST_WORDS + 2)


@pytest.mark.parametrize(
    "texts",
    [
        "'a ' * 30_000, 'b a a a ' * 7_500",
        "' ' * 200_000, '\\n' * 200_000 + 'a'",
        "' '.join(f'k{n % 100}' for n in range(15_000)), ' '.join(f'k{n * 7 % 100}' for n in range(15_000))",
        "' '.join(f'k{n} x{n}' for n in range(7_500)), ' '.join(f'k{n} y{n}' for n in range(7_500))",
    ],
    ids=["one word", "white space", "a hundred words", "every other word"],
)
def test_no_text_keeps_a_comparison_busy(texts):
    """A form takes 60,000 letters. A comparison that grows with their square or cube takes minutes to days."""
    code = f"from innovation_portal.utils.texts import compare; compare({texts})"

    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)  # noqa: S603
