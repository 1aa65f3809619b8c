import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovation_portal.utils.texts import Run, compare

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
