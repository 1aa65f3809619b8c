"""The foot of a certificate: who signs, and how it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from judging.pdf.layout import short_address, spaced_code
from judging.pdf.parts import Part, Style, set_parts
from judging.pdf.rooms import Box, Room
from judging.pdf.typesetting import TEXT, TEXT_BOLD
from judging.pdf.words import Words

SIGNATURE_SPACE = 17
SEAL_WIDTH, SEAL_HEIGHT = 68, 13  # as judging/signing/seal.py draws it
SEAL_SLACK = 2
GAP = 5
WIDEST_BLOCK = 84
QR = 22
CHECK_WIDTH = 62
NARROW_CHECK = 42
WIDE_ROOM = 200
ABOVE = {"place": Style(TEXT, 10, 8, 1.4, 0, lines=1), "position": Style(TEXT, 10, 8, 1.4, 0, lines=3)}
BELOW = {"signatory": Style(TEXT_BOLD, 11, 8, 1.3, 0), "nip": Style(TEXT, 9, 8, 1.4, 0.3)}
CHECK = {
    "hint": Style(TEXT, 7.5, 7.5, 1.4, 0),
    "address": Style(TEXT, 7.5, 6, 1.4, 0, lines=1),
    "code": Style(TEXT_BOLD, 9.5, 9.5, 1.4, 0),
}


@dataclass(frozen=True)
class Signing:
    """One signatory: the words over and under the place of the signature, and the picture of it, if any.

    `seal_box` is the place for the visible seal of an electronic signature, which the last one has if it is free.
    """

    above: list[Part]
    above_box: Box
    below: list[Part]
    below_box: Box
    picture: str
    picture_alt: str
    picture_box: Box
    seal_box: Box | None


@dataclass(frozen=True)
class Foot:
    """Everything under the column; boxes count from its own upper left corner."""

    height: float
    signings: list[Signing]
    check: list[Part]
    qr_box: Box
    check_box: Box
    is_check_centred: bool


def set_foot(payload: Mapping[str, Any], room: Room, words: Words) -> Foot:
    """Place one signatory beside the check, or two with the check between them."""
    signatories = payload["signatories"]
    is_pair = len(signatories) > 1
    check_width = NARROW_CHECK if is_pair and room.width < WIDE_ROOM else CHECK_WIDTH
    check = set_parts(CHECK, _check_texts(payload, words), check_width)
    check_height = sum(part.height for part in check)
    if is_pair:
        width = (room.width - check_width) / 2 - GAP
        signings, signed = _signings(payload, [0, room.width - width], width, words, is_centred=room.is_centred)
        height = max(signed, QR + 2 + check_height)
        top, middle = height - QR - 2 - check_height, room.width / 2
        qr_box = Box(middle - QR / 2, top, QR, QR)
        check_box = Box(middle - check_width / 2, top + QR + 2, check_width)
    else:
        width = min(WIDEST_BLOCK, room.width - QR - check_width - 2 * GAP)
        lefts = [room.width - width if room.is_centred else 0]
        signings, signed = _signings(payload, lefts, width, words, is_centred=room.is_centred)
        height = max(signed, QR)
        left = 0 if room.is_centred else room.width - QR - 4 - check_width
        qr_box = Box(left, height - QR, QR, QR)
        check_box = Box(left + QR + 4, height - QR / 2 - check_height / 2, check_width)
    return Foot(height, signings, check, qr_box, check_box, is_check_centred=is_pair)


def _signings(
    payload: Mapping[str, Any], lefts: list[float], width: float, words: Words, *, is_centred: bool
) -> tuple[list[Signing], float]:
    """Return the signatories, their names on one line, and how high they are; the last one has place and date."""
    day = format_date(date.fromisoformat(payload["date"]), "d MMMM y", locale=payload["language"])
    signatories = payload["signatories"]
    places = [""] * (len(signatories) - 1) + [f"{payload['place']}, {day}"]
    above = [
        set_parts(ABOVE, {"place": place, "position": one["position"]}, width)
        for one, place in zip(signatories, places, strict=True)
    ]
    below = [
        set_parts(BELOW, {"signatory": one["name"], "nip": f"NIP {one['nip']}" if one["nip"] else ""}, width)
        for one in signatories
    ]
    place_height = above[-1][0].height
    positions = max(sum(part.height for part in parts if part.name == "position") for parts in above)
    names_top = place_height + positions + SIGNATURE_SPACE
    signings = []
    for one, place, left, over, under in zip(signatories, places, lefts, above, below, strict=True):
        signings.append(
            Signing(
                above=over,
                above_box=Box(left, 0 if place else place_height, width),
                below=under,
                below_box=Box(left, names_top, width),
                picture=one["signature"],
                picture_alt=words.signature.format(one["name"]),
                picture_box=Box(left, names_top - SIGNATURE_SPACE + 1, width, SIGNATURE_SPACE - 2),
                seal_box=_seal_box(left, names_top, width, is_centred) if place and not one["signature"] else None,
            )
        )
    return signings, names_top + max(sum(part.height for part in parts) for parts in below)


def _seal_box(left: float, names_top: float, width: float, is_centred: bool) -> Box | None:
    """Return the place of the seal over the name, None where the block is narrower than a seal."""
    if width < SEAL_WIDTH - SEAL_SLACK:
        return None
    indent = (width - SEAL_WIDTH) / 2 if is_centred else 0
    return Box(left + indent, names_top - SEAL_HEIGHT - 2, SEAL_WIDTH, SEAL_HEIGHT)


def _check_texts(payload: Mapping[str, Any], words: Words) -> dict[str, str]:
    return {
        "hint": words.hint,
        "address": short_address(payload["check_address"]),
        "code": spaced_code(payload["public_id"]),
    }
