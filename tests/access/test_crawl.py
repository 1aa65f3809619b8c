from tests.access.crawl import Found
from tests.access.roles import APPROVER, OPERATOR


def test_a_word_that_nobody_was_shown_proves_nothing():
    found = Found({"rahasiaax": frozenset({OPERATOR, APPROVER}), "rahasiabx": frozenset(), "rahasiacx": {OPERATOR}})
    found.shown["rahasiacx"].add(OPERATOR)

    found.look_for_unread()

    assert found.wrong == [f"nobody was shown rahasiaax, which {', '.join(sorted([APPROVER, OPERATOR]))} may read"]
