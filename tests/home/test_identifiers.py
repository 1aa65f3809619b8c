from hypothesis import assume, given
from hypothesis import strategies as st

from home.identifiers import CHECK, SIGNS, code_of, innovation_id_of

ids = st.integers(1, 10**9)


def test_codes_are_short_and_count_on():
    assert [code_of(number) for number in (1, 31, 32, 130, 40_000, 2_000_000)] == [
        "00011",
        "000z2",
        "00103",
        "0042e",
        "17209",
        "1x140f",
    ]


@given(ids)
def test_a_code_leads_back_however_it_is_typed(number):
    code = code_of(number)

    assert innovation_id_of(code.upper().replace("0", "O").replace("1", "l")) == number


@given(ids, st.integers(0, 4), st.integers(1, 28))
def test_a_mistyped_sign_is_noticed(number, place, step):
    code = code_of(number)
    wrong = SIGNS[(SIGNS.index(code[place]) + step) % len(SIGNS)]
    assume((SIGNS.index(wrong) - SIGNS.index(code[place])) % CHECK)

    assert innovation_id_of(code[:place] + wrong + code[place + 1 :]) != number


def test_what_is_no_code_is_nothing():
    assert [innovation_id_of(code) for code in ("", "0", "00011u", "0001!", "00012", "0" * 40)] == [None] * 6
