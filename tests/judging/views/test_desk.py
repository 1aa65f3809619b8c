import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import RoundState
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory
from tests.judging.views.sheets import address


def test_task_list_shows_own_tasks_with_their_state_and_what_is_next(desk, round_, judge):
    seat = PanelistFactory(round=round_, judge=judge)
    second = AssignmentFactory(round=round_, panelist=seat, sort_order=2)
    first = AssignmentFactory(round=round_, panelist=seat, sort_order=1, cleared_at=clock.now())
    done = ScoreSheetFactory(assignment__round=round_, assignment__panelist=seat).assignment
    AssignmentFactory(round=round_)

    response = desk.get(reverse("judging:task-list"))

    assert list(response.context["tasks"]) == [first, second, done]
    assert [task.title for task in response.context["tasks"]] == [
        task.version.payload["title"] for task in (first, second, done)
    ]
    assert response.context["next_task"] == first
    assert (response.context["totals"].submitted, response.context["totals"].total) == (1, 3)
    assert "2 usulan masih menunggu nilai Anda" in response.content.decode()


def test_totals_leave_out_rounds_that_are_over(desk, round_, judge):
    AssignmentFactory(round=round_, panelist__judge=judge)
    over = ScoreSheetFactory(assignment__panelist__judge=judge).assignment.round
    over.state = RoundState.SEALED
    over.save()

    totals = desk.get(reverse("judging:task-list")).context["totals"]

    assert (totals.submitted, totals.total) == (0, 1)


def test_task_list_explains_itself_while_it_is_empty(desk):
    page = desk.get(reverse("judging:task-list")).content.decode()

    assert "Belum ada usulan untuk Anda" in page


@pytest.mark.parametrize("count", [1, 3])
def test_task_list_query_count_is_constant(desk, round_, judge, count, django_assert_num_queries):
    seat = PanelistFactory(round=round_, judge=judge)
    made = [AssignmentFactory(round=round_, panelist=seat) for _ in range(count)]

    with django_assert_num_queries(15):
        response = desk.get(reverse("judging:task-list"))

    assert set(response.context["tasks"]) == set(made)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.VERIFIER, Role.LEADERSHIP, Role.EDITORIAL, None])
def test_the_desk_is_for_judges(client, assignment, role):
    client.force_login(UserFactory(roles=[role] if role else []))

    for url in (reverse("judging:task-list"), address("sheet-detail", assignment), reverse("judging:chair-rounds")):
        assert client.get(url).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, assignment):
    url = address("sheet-detail", assignment)

    assert client.get(url).url == f"/masuk/?next={url}"


def test_guide_shows_the_rubrics_of_the_own_rounds_only(desk, assignment):
    AssignmentFactory()

    response = desk.get(reverse("judging:guide"))

    assert list(response.context["rubrics"]) == [assignment.round.rubric]
