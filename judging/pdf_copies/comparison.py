from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from innovation_portal.utils.texts import Comparison, compare
from judging.pdf_copies.reading import Copy

# Grey levels of 256 by which a pixel has to differ: less is the smoothing of edges.
VISIBLE_STEP = 48
COMPARED_CHARACTERS = 4000


class DifferenceKind(StrEnum):
    WORDS = "words"
    PAGES = "pages"
    LOOK = "look"
    PICTURES = "pictures"
    METADATA = "metadata"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Difference:
    """One way in which a copy differs from our file: what ours has, what theirs has, where that can be said in words.

    `words` holds both texts in runs, for a difference of words only.
    """

    kind: DifferenceKind
    ours: str = ""
    theirs: str = ""
    words: Comparison | None = None


def differences_between(ours: Copy, theirs: Copy) -> list[Difference]:
    """Return how a copy differs from our file, what a reader would notice first coming first.

    None at all means that the file was only stored anew: its bytes are others, what it shows is the same.
    """
    return [
        *_words(ours, theirs),
        *_counted(DifferenceKind.PAGES, ours.pages, theirs.pages),
        *_looks(ours, theirs),
        *([Difference(DifferenceKind.PICTURES)] if ours.pictures != theirs.pictures else []),
        *_counted(DifferenceKind.SIGNATURE, ours.signatures, theirs.signatures),
        *_metadata(ours, theirs),
    ]


def _words(ours: Copy, theirs: Copy) -> list[Difference]:
    before, after = (" ".join(copy.text.split())[:COMPARED_CHARACTERS] for copy in (ours, theirs))
    return [] if before == after else [Difference(DifferenceKind.WORDS, words=compare(before, after))]


def _counted(kind: DifferenceKind, ours: int, theirs: int) -> list[Difference]:
    return [] if ours == theirs else [Difference(kind, str(ours), str(theirs))]


def _looks(ours: Copy, theirs: Copy) -> list[Difference]:
    """Tell of the share of the first page that looks otherwise, in per cent and at least one."""
    first, second = (np.frombuffer(copy.looks[0], np.uint8) for copy in (ours, theirs))
    if first.size != second.size or (first[:4] != second[:4]).any():
        return [Difference(DifferenceKind.LOOK)]
    share = (np.abs(first[4:].astype(int) - second[4:]) > VISIBLE_STEP).mean()
    return [Difference(DifferenceKind.LOOK, theirs=f"{max(1, round(100 * share))} %")] if share else []


def _metadata(ours: Copy, theirs: Copy) -> list[Difference]:
    """Name each entry of the file's own description that is another one, as Title or Producer."""
    names = sorted(ours.metadata.keys() | theirs.metadata.keys())
    pairs = [(name, ours.metadata.get(name, "–"), theirs.metadata.get(name, "–")) for name in names]
    return [
        Difference(DifferenceKind.METADATA, f"{name}: {mine}", f"{name}: {other}")
        for name, mine, other in pairs
        if mine != other
    ]
