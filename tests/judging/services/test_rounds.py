from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.accounts.roles import Role
from judging.enums import RoundState
from judging.models import Panelist
from judging.services.rounds import open_round, seat_judge, unseat_judge
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, RoundFactory, RubricFactory


def codes_of(error):
    return {problem.code for problem in error.error_list}


def test_open_round_freezes_the_rubric(new_round, secretary):
    open_round(new_round.pk, actor=secretary)

    new_round.refresh_from_db()
    assert new_round.state == RoundState.OPEN
    assert new_round.rubric.frozen_at is not None


def test_open_round_again_changes_nothing(new_round, secretary):
    first = open_round(new_round.pk, actor=secretary)
    frozen_at = first.rubric.frozen_at

    second = open_round(new_round.pk, actor=secretary)

    assert second == first
    new_round.rubric.refresh_from_db()
    assert second.rubric.frozen_at == new_round.rubric.frozen_at
    assert frozen_at is None or frozen_at == new_round.rubric.frozen_at


def test_open_round_says_everything_that_is_missing(secretary):
    round_ = RoundFactory(
        edition__judges_per_entry=2,
        state=RoundState.PREPARATION,
        rubric=RubricFactory(criteria={"kebaruan": Decimal("40.5"), "dampak": 50}),
    )

    with pytest.raises(ValidationError) as raised:
        open_round(round_.pk, actor=secretary)

    assert codes_of(raised.value) == {"weights", "panel", "chair", "entries"}
    assert "90.50" in str(raised.value.messages)
    round_.refresh_from_db()
    assert round_.state == RoundState.PREPARATION
    assert round_.rubric.frozen_at is None


def test_a_sealed_round_is_not_opened_again(new_round, secretary):
    new_round.state = RoundState.SEALED
    new_round.save()

    with pytest.raises(ValidationError) as raised:
        open_round(new_round.pk, actor=secretary)

    assert codes_of(raised.value) == {"sealed"}


@pytest.mark.parametrize("role", [Role.JUDGE, Role.CHAIR, Role.VERIFIER, Role.LEADERSHIP, None])
def test_only_the_secretariat_opens_a_round_and_seats_judges(new_round, role):
    actor = UserFactory(roles=[role] if role else [])

    with pytest.raises(PermissionDenied):
        open_round(new_round.pk, actor=actor)
    with pytest.raises(PermissionDenied):
        seat_judge(new_round.pk, actor=actor, judge=actor)

    assert not Panelist.objects.filter(judge=actor).exists()


def test_seat_judge_gives_the_role_and_changes_the_seat_when_repeated(new_round, secretary):
    person = UserFactory()

    seat_judge(new_round.pk, actor=secretary, judge=person, employer=" Undip ", load_limit=5)
    seat = seat_judge(new_round.pk, actor=secretary, judge=person, employer="UNS")

    assert (seat.employer, seat.load_limit, seat.is_chair) == ("UNS", None, False)
    assert [group.name for group in person.groups.all()] == [Role.JUDGE.value]
    assert new_round.panel.filter(judge=person).count() == 1


def test_secretariat_does_not_seat_itself(new_round, secretary):
    with pytest.raises(ValidationError) as raised:
        seat_judge(new_round.pk, actor=secretary, judge=secretary, is_chair=True)

    assert codes_of(raised.value) == {"own_seat"}
    assert not new_round.panel.filter(judge=secretary).exists()
    assert set(secretary.groups.values_list("name", flat=True)) == {Role.SECRETARIAT}


def test_naming_another_chair_takes_the_chair_from_the_first(new_round, secretary, chair):
    person = UserFactory()

    seat_judge(new_round.pk, actor=secretary, judge=person, is_chair=True)

    assert list(new_round.panel.filter(is_chair=True).values_list("judge", flat=True)) == [person.pk]
    assert new_round.panel.filter(judge=chair, is_chair=False).exists()


def test_unseat_judge_refuses_where_there_is_work(round_, secretary):
    free, busy = PanelistFactory.create_batch(2, round=round_)
    AssignmentFactory(round=round_, panelist=busy)

    unseat_judge(free.pk, actor=secretary)
    with pytest.raises(ValidationError) as raised:
        unseat_judge(busy.pk, actor=secretary)

    assert raised.value.code == "has_work"
    assert set(Panelist.objects.filter(pk__in=[free.pk, busy.pk])) == {busy}


def test_a_sealed_round_keeps_its_panel(round_, secretary, judge):
    round_.state = RoundState.SEALED
    round_.save()

    with pytest.raises(ValidationError) as raised:
        seat_judge(round_.pk, actor=secretary, judge=judge)

    assert raised.value.code == "sealed"
    assert not round_.panel.filter(judge=judge).exists()
