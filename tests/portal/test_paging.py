import pytest
from django.core.paginator import EmptyPage, Paginator

from innovation_portal.utils.paging import LongPaginator
from submissions.models import Region
from tests.factories.submissions import RegionFactory


@pytest.mark.parametrize("count", [0, 1, 4, 6, 7])
def test_every_page_is_that_of_a_plain_paginator(db, count):
    for number in range(count):
        RegionFactory(code=f"33.0{number}")
    rows = Region.objects.order_by("-code")
    plain, quick = Paginator(rows, 2), LongPaginator(rows, 2)

    assert [list(page) for page in quick] == [list(page) for page in plain]
    assert [page.number for page in quick] == [page.number for page in plain]
    with pytest.raises(EmptyPage):
        quick.page(quick.num_pages + 1)


def test_the_last_page_passes_over_nothing_and_only_keys_are_ordered(db, django_assert_num_queries):
    for number in range(7):
        RegionFactory(code=f"33.0{number}")
    pages = LongPaginator(Region.objects.order_by("code"), 3)

    with django_assert_num_queries(2) as captured:
        assert [region.code for region in pages.page(3)] == ["33.06"]

    query = captured.captured_queries[1]["sql"]
    assert "OFFSET" not in query
    assert query.count("LIMIT") == 1
    assert query.index("LIMIT") > query.index(" IN (SELECT ")


def test_a_list_is_cut_as_it_stands():
    assert list(LongPaginator([1, 2, 3], 2).page(2)) == [3]
