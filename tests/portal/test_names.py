import pytest

from innovation_portal.utils.names import name_without_titles, shorter_names


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("dr. Hj. Siti Rahayu, Sp.A.", "siti rahayu"),
        ("SITI  RAHAYU", "siti rahayu"),
        ("Siti Rahayu S.Kom. M.Si", "siti rahayu"),
        ("Dr.Ir. Budi", "budi"),
        ("M. Yusuf", "m yusuf"),
        ("Prof. Dr. H. Ahmad Dahlan, M.Hum., Ph.D", "ahmad dahlan"),
        ("Dr.", "dr"),
        ("", ""),
    ],
)
def test_titles_and_case_are_left_out(name, plain):
    assert name_without_titles(name) == plain


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("dr. Hj. Siti Rahayu, Sp.A.", ["siti rahayu", "Siti Rahayu"]),
        ("dr Siti Rahayu S.Kep", ["siti rahayu", "dr Siti Rahayu S.Kep"]),
        ("M. Yusuf", ["m yusuf", "Yusuf"]),
        ("Dr.", ["dr", ""]),
    ],
)
def test_somebody_is_also_called_by_less(name, shorter):
    assert shorter_names(name) == shorter
