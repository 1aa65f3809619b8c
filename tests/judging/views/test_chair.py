import pytest
from django.urls import reverse

from judging.enums import RoundKind, RoundState
from judging.models import ResultRun
from judging.services.results import calculate_result, confirm_result
from tests.factories.judging import AssignmentFactory, PanelistFactory, RoundFactory, ScoreSheetFactory


def address(name, *args):
    return reverse(f"judging:{name}", args=args)


@pytest.fixture
def scored_round(round_):
    """Two entries with equal scores, told apart by signifikansi."""
    for values in ({"signifikansi": 5, "kebaruan": 2}, {"signifikansi": 3, "kebaruan": 5}):
        ScoreSheetFactory(assignment=AssignmentFactory(round=round_), values=values)
    return round_


@pytest.fixture
def desk(client, chair):
    client.force_login(chair)
    return client


def test_chair_sees_the_rounds_of_the_own_chair_only(desk, round_):
    PanelistFactory(is_chair=True)

    assert list(desk.get(address("chair-rounds")).context["rounds"]) == [round_]


def test_progress_counts_by_judge_and_entry(desk, scored_round):
    AssignmentFactory(round=scored_round)

    response = desk.get(address("chair-round", scored_round.pk))

    assert response.context["progress"].submitted == 2
    assert [(entry.submitted, entry.assigned) for entry in response.context["entries"]] == [(0, 1), (1, 1), (1, 1)]
    assert sum(seat.assigned for seat in response.context["panel"]) == 3
    assert "1 lembar nilai belum masuk" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_progress_query_count_is_constant(desk, round_, count, django_assert_num_queries):
    for _ in range(count):
        ScoreSheetFactory(assignment=AssignmentFactory(round=round_))

    with django_assert_num_queries(19):
        desk.get(address("chair-round", round_.pk))


def test_calculate_confirm_and_seal_step_by_step(desk, scored_round, chair):
    calculated = desk.post(address("result-calculate", scored_round.pk))
    run = ResultRun.objects.get()
    assert calculated.url == address("result-detail", run.pk)

    page = desk.get(calculated.url)
    assert [(row.rank, row.tie_break) for row in page.context["rows"]] == [(1, "Signifikansi"), (2, "Signifikansi")]

    desk.post(address("result-confirm", run.pk))
    assert "Segel" in desk.get(address("result-seal", run.pk)).content.decode()
    desk.post(address("result-seal", run.pk), {"understood": "on"})
    desk.post(address("result-seal", run.pk), {"understood": "on"})

    run.refresh_from_db()
    assert (run.confirmed_by, run.sealed_by) == (chair, chair)
    scored_round.refresh_from_db()
    assert scored_round.state == RoundState.SEALED


def test_sealing_needs_the_tick(desk, scored_round, chair):
    run = calculate_result(scored_round.pk, actor=chair)
    confirm_result(run.pk, actor=chair)

    response = desk.post(address("result-seal", run.pk), {})

    assert response.context["form"].errors == {"understood": ["Centang kotak ini untuk menyegel hasil."]}
    run.refresh_from_db()
    assert run.sealed_at is None


def test_a_stale_result_is_refused_with_its_reason(desk, scored_round, chair):
    run = calculate_result(scored_round.pk, actor=chair)
    ScoreSheetFactory(assignment=AssignmentFactory(round=scored_round))

    response = desk.post(address("result-confirm", run.pk), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Lembar nilai, pengunduran diri, atau usulan berubah setelah perhitungan ini. Hitung ulang."
    ]


@pytest.mark.parametrize("name", ["result-detail", "result-confirm", "result-seal"])
def test_results_of_other_rounds_are_not_found(desk, round_, secretary, name):
    other = AssignmentFactory().round
    run = calculate_result(other.pk, actor=secretary)

    assert desk.post(address(name, run.pk), {"understood": "on"}).status_code in {404, 405}
    run.refresh_from_db()
    assert run.confirmed_at is None


def test_ranking_of_a_later_round_says_how_rounds_combine(desk, scored_round, chair):
    second = RoundFactory(edition=scored_round.edition, number=2, kind=RoundKind.PRESENTATION, weight=60)
    PanelistFactory(round=second, is_chair=True, judge=chair)
    runs = [calculate_result(one.pk, actor=chair) for one in (scored_round, second)]

    pages = [desk.get(address("result-detail", run.pk)) for run in runs]

    assert [page.context["combined"] for page in pages] == [[], [scored_round, second]]
    sentence = "Penilaian proposal (bobot 100), Presentasi dan wawancara (bobot 60)."
    assert [sentence in page.content.decode() for page in pages] == [False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_ranking_query_count_is_constant(desk, round_, chair, count, django_assert_num_queries):
    for _ in range(count):
        ScoreSheetFactory(assignment=AssignmentFactory(round=round_))
    run = calculate_result(round_.pk, actor=chair)

    with django_assert_num_queries(11):
        response = desk.get(address("result-detail", run.pk))

    assert len(response.context["rows"]) == count
