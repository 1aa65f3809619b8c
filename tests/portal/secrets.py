"""Secrets that somebody committed by mistake, by what keys and tokens look like and by the names they are given."""

import math
import re
from collections import Counter
from dataclasses import dataclass

LOOKS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "key of backups": re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    "key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b"),
    "token of a service": re.compile(
        r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|pypi-AgEI[\w-]{50,})"
    ),
    "signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
}
# A password inside an address; what stands for one, in examples and documents, is among the words below.
ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s:/@'\"`<>{}]+:([^\s:/@'\"`<>{}]+)@[\w.\[-]")
# A value that is given to a name of this kind, in any language of configuration.
NAMED = re.compile(
    r"(?i)(?:secret|passw(?:or)?d|passphrase|token|api_?key|access_?key|private_?key|signing_?key|pin)\w*[\"']?\s*(?:=|:)\s*"
    r"[\"']?([\w+/=!#$%&*@^~.-]{16,})"
)
PLACEHOLDERS = {"password", "secret", "rahasia", "%s", "…", "drill"}
# Bits a sign of what chance draws; words, names of classes and addresses have fewer. Hexadecimal digits are sixteen
# signs only: a drawn one seldom comes near four bits, and no word is written in them.
RANDOM_BITS = 3.7
RANDOM_HEX_BITS = 3.0


@dataclass(frozen=True)
class Finding:
    line: int
    kind: str


def secrets_in(text: str) -> list[Finding]:
    """Return what looks like a secret, line by line; the secret itself is not in it."""
    return [Finding(number, kind) for number, line in enumerate(text.splitlines(), 1) for kind in _kinds(line)]


def _kinds(line: str) -> list[str]:
    found = [kind for kind, look in LOOKS.items() if look.search(line)]
    if any(password not in PLACEHOLDERS for password in ADDRESS.findall(line)):
        found.append("password in an address")
    if any(_is_random(value) for value in NAMED.findall(line)):
        found.append("value of a secret name")
    return found


def _is_random(value: str) -> bool:
    """Say whether a value was drawn: mixed signs, and none of them often. What names a setting is none."""
    if value.startswith("settings."):
        return False
    has_digits_and_letters = re.search(r"\d", value) and re.search(r"[a-zA-Z]", value)
    shares = [number / len(value) for number in Counter(value).values()]
    least = RANDOM_HEX_BITS if re.fullmatch(r"[0-9a-fA-F]+", value) else RANDOM_BITS
    return bool(has_digits_and_letters) and -sum(share * math.log2(share) for share in shares) > least
