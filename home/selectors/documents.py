from collections import defaultdict
from dataclasses import dataclass

from home.models.documents import DocumentsPage, PageDocument
from submissions.models import Edition


@dataclass(frozen=True)
class Shelf:
    """The documents of one edition; `edition` is None for those that hold for all."""

    edition: Edition | None
    documents: list[PageDocument]


def documents_by_edition(page: DocumentsPage) -> list[Shelf]:
    """Return the shelves of a list, the newest edition first and what holds for all at the end. One query."""
    shelves: dict[Edition | None, list[PageDocument]] = defaultdict(list)
    for row in page.documents.select_related("document", "edition"):
        shelves[row.edition].append(row)
    newest_first = sorted(shelves, key=lambda edition: -edition.year if edition else 0)
    return [Shelf(edition, shelves[edition]) for edition in newest_first]
