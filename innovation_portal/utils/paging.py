"""Pages of long lists."""

from django.core.paginator import Paginator
from django.db.models import QuerySet


class PaginatorFromBothEnds(Paginator):
    """Read a page of the second half from the end, so that the last page costs no more than the first.

    A database that is asked for the last rows of an order sorts all that stand before them with all their columns;
    asked for the first rows of the opposite order it keeps only those.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        after_last = min(first + self.per_page, self.count)
        rows = self.object_list
        if not isinstance(rows, QuerySet) or first < self.count - after_last:
            return super().page(number)
        from_the_end = rows.reverse()[self.count - after_last : self.count - first]
        return self._get_page(list(from_the_end)[::-1], number, self)
