"""The lasting code of an innovation: what `/i/<code>/` names whatever becomes of title, slug and page.

The code is the number of the innovation in Crockford's base 32, which has no letters that are read as digits, and a
last sign that tells a mistyped code from a right one. It needs no column, and nobody can give it twice.
"""

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
READ_AS = str.maketrans("ilo", "110")
SHORTEST, LONGEST = 4, 12
# A prime below the number of signs: two signs that changed places, and a wrong sign unless it lies just as many
# further, give another remainder.
CHECK = 29


def code_of(innovation_id: int) -> str:
    """Return the code, at least five signs in lower case: `0042q`."""
    signs, rest = "", innovation_id
    while rest:
        rest, sign = divmod(rest, len(SIGNS))
        signs = SIGNS[sign] + signs
    return signs.rjust(SHORTEST, SIGNS[0]) + SIGNS[innovation_id % CHECK]


def innovation_id_of(code: str) -> int | None:
    """Return the id that a typed code stands for, or None where it cannot be one."""
    signs = code.lower().translate(READ_AS)
    if not SHORTEST < len(signs) <= LONGEST or set(signs) - set(SIGNS):
        return None
    innovation_id = 0
    for sign in signs[:-1]:
        innovation_id = innovation_id * len(SIGNS) + SIGNS.index(sign)
    return innovation_id if code_of(innovation_id) == signs else None
