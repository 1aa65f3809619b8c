"""Two texts side by side: what is the same and what differs, word by word."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD_AND_SPACE = re.compile(r"\S+\s*")
MOST_WORDS = 6_000
MOST_PAIRS = 20_000


@dataclass(frozen=True)
class Run:
    """A piece of a text that the other text has too, or that only this one has."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Comparison:
    """Both texts in runs. `similarity` is the share of words that they have in common in one order, 0 to 1."""

    before: list[Run]
    after: list[Run]
    similarity: float


def compare(before: str, after: str) -> Comparison:
    """Compare two texts by their words; white space counts for nothing, and is kept.

    Finding what two texts share takes the product of their lengths for each piece that is found. Whoever writes a text
    must not decide how long that is: words that are in both most often are no place to begin at, only to go on from,
    and what lies behind MOST_WORDS counts as changed.
    """
    old, new = _words(before), _words(after)
    old_words, new_words = ([word.strip() for word in words[:MOST_WORDS]] for words in (old, new))
    frequent = _too_frequent(old_words, new_words)
    found = SequenceMatcher(frequent.__contains__, old_words, new_words, autojunk=False).get_opcodes()
    before_runs, after_runs = [], []
    for kind, old_start, old_end, new_start, new_end in (*found, ("rest", MOST_WORDS, None, MOST_WORDS, None)):
        for words, runs in ((old[old_start:old_end], before_runs), (new[new_start:new_end], after_runs)):
            if words:
                runs.append(Run("".join(words), is_changed=kind != "equal"))
    shared = sum(end - start for kind, start, end, *_new in found if kind == "equal")
    return Comparison(before_runs, after_runs, 2 * shared / (len(old) + len(new)) if old or new else 1)


def _words(text: str) -> list[str]:
    """Cut a text into words, each with the white space behind it, the first also with that before it."""
    begins = len(text) - len(text.lstrip())
    first, *others = WORD_AND_SPACE.findall(text, begins) or [""]
    return [text[:begins] + first, *others] if first else []


def _too_frequent(old: list[str], new: list[str]) -> set[str]:
    """Return the words without which no more than MOST_PAIRS pairs of equal words are left."""
    in_old, in_new = Counter(old), Counter(new)
    pairs = {word: count * in_new[word] for word, count in in_old.items()}
    left, frequent = sum(pairs.values()), set()
    for word in sorted(pairs, key=pairs.get, reverse=True):
        if left <= MOST_PAIRS:
            break
        frequent.add(word)
        left -= pairs[word]
    return frequent


def shared_passages(before: str, after: str, *, shortest: int) -> Comparison:
    """Compare two texts for what was taken over: only runs of `shortest` words and more count as the same.

    `similarity` is then the share of the words of `after` that stand in such runs, 0 to 1.
    """
    compared = compare(before, after)
    old, new = (
        [Run(run.text, run.is_changed or len(run.text.split()) < shortest) for run in runs]
        for runs in (compared.before, compared.after)
    )
    shared = sum(len(run.text.split()) for run in new if not run.is_changed)
    return Comparison(old, new, shared / max(1, len(after.split())))
