from judging.scoring.allocation import Seat, allocate
from judging.scoring.allocation_overlap import Anchor, Overlap, overlap_of, suggest_anchors

TWO_PANELS = [(1, 100), (2, 100), (2, 101), (1, 101), (3, 102), (4, 102)]


def test_panels_are_those_who_are_tied_by_the_entries_they_share():
    assert overlap_of([*TWO_PANELS, (5, 103)]) == Overlap(panels=[[1, 2], [3, 4], [5]], shared=2, couples=10)
    assert overlap_of([*TWO_PANELS, (3, 100)]) == Overlap(panels=[[1, 2, 3, 4]], shared=4, couples=6)


def test_the_figure_is_the_share_of_couples_with_a_common_entry():
    assert [overlap_of(pairs).percent for pairs in ([], [(1, 100)], TWO_PANELS)] == [100, 100, 33]
    assert [overlap_of(pairs).is_connected for pairs in ([], [(1, 100)], TWO_PANELS)] == [True, True, False]


def test_an_anchor_goes_to_who_has_least_to_do_and_room():
    seats = [Seat(1, limit=2), Seat(2), Seat(3), Seat(4, forbidden=frozenset({100, 101}))]

    anchors = suggest_anchors(seats, TWO_PANELS, categories={})

    assert anchors == [Anchor(judge=3, entry=100)]
    assert overlap_of([*TWO_PANELS, *((anchor.judge, anchor.entry) for anchor in anchors)]).is_connected


def test_an_anchor_prefers_who_knows_the_category_and_demands_it_where_the_round_does():
    foreign = Seat(3, expertise=frozenset({8}))
    seats, categories = [Seat(1, expertise=frozenset({7})), foreign], {100: 7, 101: 8, 102: 7}
    pairs = [(1, 100), (3, 101), (3, 102)]

    assert suggest_anchors(seats, pairs, categories=categories) == [Anchor(judge=1, entry=102)]
    assert suggest_anchors([foreign], pairs, categories=categories) == [Anchor(judge=3, entry=100)]
    assert suggest_anchors([foreign], pairs, categories=categories, demands_expertise=True) == []


def test_nobody_who_left_is_asked_for_an_anchor():
    seats = [Seat(judge, has_left=True) for judge in (1, 2, 3)] + [Seat(4, limit=1)]

    assert suggest_anchors(seats, TWO_PANELS, categories={}) == []


def test_two_judges_swap_where_that_joins_panels_and_what_is_held_stays():
    """Whatever the draw gives, four judges of five entries hang together, also with those who only hold some."""
    held = {3: frozenset({200, 201}), 4: frozenset({200, 201})}
    seats = [Seat(judge, taken=held.get(judge, frozenset())) for judge in (1, 2, 3, 4)]
    needs = dict.fromkeys((100, 101, 102, 103), 2)

    for seed in range(20):
        made = allocate(needs, seats, seed=seed).pairs
        held_pairs = [(judge, entry) for judge, entries in held.items() for entry in entries]
        assert overlap_of([*made, *held_pairs]).is_connected


def test_panels_of_separate_expertise_stay_apart_rather_than_lose_it():
    seats = [Seat(judge, expertise=frozenset({judge % 2})) for judge in range(4)]
    needs = dict.fromkeys(range(100, 108), 2)
    categories = {entry: entry % 2 for entry in needs}

    assert overlap_of(allocate(needs, seats, seed=1, categories=categories).pairs).panels == [[0, 2], [1, 3]]
