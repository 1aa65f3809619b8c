"""Two texts side by side: what is the same and what differs, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD_AND_SPACE = re.compile(r"\s*\S+\s*")


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
    """Compare two texts by their words; white space counts for nothing, and is kept."""
    old, new = WORD_AND_SPACE.findall(before), WORD_AND_SPACE.findall(after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    before_runs, after_runs = [], []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        for words, runs in ((old[old_start:old_end], before_runs), (new[new_start:new_end], after_runs)):
            if words:
                runs.append(Run("".join(words), is_changed=kind != "equal"))
    return Comparison(before_runs, after_runs, matcher.ratio())


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
