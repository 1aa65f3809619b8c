"""Names of people as they are compared."""

import re

TITLES_BEFORE = frozenset(["apt", "dr", "dra", "drg", "drh", "drs", "h", "hj", "ir", "kh", "nyai", "prof"])
ABBREVIATIONS_BEFORE = re.compile(r"^(\w+\.\s*)+")  # initials, and titles that no list knows
TITLE_BEHIND = re.compile(r"[a-z]{1,4}(\.[a-z]+)+\.?")  # S.Kom, M.Si., Ph.D, Sp.A


def name_without_titles(name: str) -> str:
    """Return a name without titles, case and doubled blanks: "dr. Hj. Siti Rahayu, Sp.A." is "siti rahayu".

    What stands behind the first comma is titles, and so are words in front such as "Prof." and words at the end such
    as "S.Kom". A name always keeps one word. The rule is the portal's own: no list of titles is ever complete.
    """
    words = name.casefold().partition(",")[0].split()
    while len(words) > 1 and TITLE_BEHIND.fullmatch(words[-1]):
        del words[-1]
    words = " ".join(words).replace(".", " ").split()
    while len(words) > 1 and words[0] in TITLES_BEFORE:
        del words[0]
    return " ".join(words)


def shorter_names(name: str) -> list[str]:
    """Return what somebody is called beside the full name: without titles, and without what is abbreviated in front.

    "dr. Hj. Siti Rahayu, Sp.A." is also "siti rahayu" and "Siti Rahayu", "M. Yusuf" also "Yusuf".
    """
    return [name_without_titles(name), ABBREVIATIONS_BEFORE.sub("", name.partition(",")[0])]
