from collections.abc import Iterable, Mapping


def levels_of_ranks(ranks: Mapping[int, int], levels: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Say which level each entry gets: entry to rank in, entry to level out.

    `levels` are pairs of level and number of places, the highest first. Each covers the places after those of the
    level before it, and an entry gets the level that covers its rank. So a tie at the edge is never split: two entries
    on rank 1 both get the level of place 1, and nobody gets the level of place 2, as with two gold medals.
    """
    given = {}
    covered = 0
    for level, places in levels:
        for entry, rank in ranks.items():
            if covered < rank <= covered + places:
                given[entry] = level
        covered += places
    return given
