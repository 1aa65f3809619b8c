import pytest

from innovation_portal.utils.charts import Column, Frame, round_step


@pytest.mark.parametrize(("top", "step"), [(0, 1), (4, 1), (5, 1), (6, 2), (12, 5), (48, 10), (50, 10), (1500, 500)])
def test_grid_has_at_most_five_round_parts(top, step):
    assert round_step(top) == step


def test_line_and_area_fill_the_frame():
    frame = Frame(left=10, right=110, top=0, bottom=50, last_x=2, top_y=5)

    assert frame.line([0, 2, 5]) == "M10.0 50.0L60.0 30.0L110.0 0.0"
    assert frame.area([0, 5]) == "M10.0 50.0L60.0 0.0L60.0 50L10 50Z"
    assert frame.ticks[:2] == [(0, "50.0"), (1, "40.0")]


def test_frame_of_one_day_and_no_agencies_divides_by_nothing():
    frame = Frame(left=0, right=100, top=0, bottom=100, last_x=0, top_y=0)

    assert frame.line([0]) == "M0.0 100.0"


def test_columns_share_the_width_and_stand_on_each_other():
    frame = Frame(left=0, right=300, top=0, bottom=100, last_x=3, top_y=10)

    below, above = frame.column(1, 0, 4), frame.column(1, 4, 10)

    assert below == Column(x="128.0", y="60.0", width="44.0", height="40.0", middle="150.0")
    assert above == Column(x="128.0", y="0.0", width="44.0", height="60.0", middle="150.0")
