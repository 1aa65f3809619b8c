from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.utils import clock
from innovation_portal.utils.tickets import LEAST_OPEN, MOST_OPEN, is_proven, new_ticket, read_ticket

OPENED = datetime(2027, 5, 4, 3, 0, tzinfo=UTC)


@pytest.fixture
def text():
    with clock.at(OPENED):
        return new_ticket()


def test_ticket_says_when_its_form_was_opened_and_has_a_key_of_its_own(text):
    with clock.at(OPENED):
        ticket, other = read_ticket(text), read_ticket(new_ticket())

    assert (ticket.opened_at, len(ticket.key)) == (OPENED, 22)
    assert ticket.key != other.key


@pytest.mark.parametrize(
    ("open_for", "is_too_quick"), [(LEAST_OPEN - timedelta(seconds=1), True), (LEAST_OPEN, False)]
)
def test_form_that_was_just_opened_is_too_quick(text, open_for, is_too_quick):
    with clock.at(OPENED + open_for):
        assert read_ticket(text).is_too_quick is is_too_quick


def test_ticket_of_a_page_open_for_too_long_is_refused(text):
    with clock.at(OPENED + MOST_OPEN + timedelta(seconds=1)), pytest.raises(ValidationError) as refused:
        read_ticket(text)

    assert refused.value.code == "ticket"


@pytest.mark.parametrize("forged", ["", "x", "WyJrdW5jaSIsMF0:1abc:def"])
def test_ticket_that_is_not_ours_is_refused(forged):
    with pytest.raises(ValidationError) as refused:
        read_ticket(forged)

    assert refused.value.code == "ticket"


def test_proof_counts_for_its_ticket_only():
    proof = next(str(number) for number in count() if is_proven("tiket", str(number)))

    assert not is_proven("tiketx", proof)
    assert not is_proven("tiket", "")
    assert not is_proven("tiket", proof + "0000000000000")


def test_proof_takes_thousands_of_attempts():
    """Of 16,384 numbers one is to be expected."""
    proofs = [sum(is_proven(f"tiket {ticket}", str(number)) for number in range(16_384)) for ticket in range(20)]

    assert 10 <= sum(proofs) <= 30
