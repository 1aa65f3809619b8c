"""Where the words of a payload stand on each of the three designs, landscape or portrait.

Everything in the column has one scale, the largest at which all of it fits: short names stand large, long names make
the whole certificate a little smaller, and nothing is ever cut.
"""

from collections.abc import Mapping
from typing import Any

from judging.pdf.foot import set_foot
from judging.pdf.parts import WIDEST_SMALL_TEXT, Part, Style, TextDoesNotFit, set_parts
from judging.pdf.rooms import Box, Room, room_of
from judging.pdf.typesetting import DISPLAY, DISPLAY_BOLD, TEXT, TEXT_BOLD, count_lines, width_of
from judging.pdf.words import WORDS, Words

SCALES = [step / 100 for step in range(124, 44, -4)]
HEAD_GAP = 4
FOOT_GAP = 6
EMBLEM_WIDTH = 17
EMBLEM_GAP = 4
RULE = 2.5
STYLES = {
    "title": Style(DISPLAY, 33, 14, 1.16, 0, lines=1),
    "number": Style(TEXT, 9.5, 8, 1.5, 1),
    "to": Style(TEXT, 10.5, 8, 1.5, 3, above=7),
    "name": Style(DISPLAY_BOLD, 27, 11, 1.16, 0.8),
    "region": Style(TEXT, 11, 8.5, 1.5, 0.5),
    "award": Style(DISPLAY_BOLD, 19, 10, 1.16, 5),
    "work": Style(DISPLAY, 15, 9.5, 1.2, 1.5),
    "body": Style(TEXT, 10.5, 8, 1.5, 3, lines=3),
    "innovators": Style(TEXT, 9.5, 7.5, 1.4, 2),
}
HEAD = {
    "issuer": Style(TEXT_BOLD, 11, 8, 1.35, 0, lines=1),
    "edition": Style(TEXT, 9.5, 8, 1.35, 0.3, lines=1),
    "address": Style(TEXT, 8.5, 7.5, 1.35, 0.3, lines=1),
}


def lay_out(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the template `judging/pdf/_framed.html`.

    Raises TextDoesNotFit when the texts do not fit even at the smallest sizes.
    """
    words = WORDS[payload["language"]]
    room = room_of(payload["design"], payload["orientation"])
    foot = set_foot(payload, room, words)
    emblem, head, head_box, head_height = _head(payload, room)
    bottom = room.bottom - foot.height - FOOT_GAP
    column = Box(room.left, room.top + head_height + HEAD_GAP, room.width, bottom - room.top - head_height - HEAD_GAP)
    parts = _column(payload, column, words)
    free = column.height - sum(part.height for part in parts)
    as_what = f"{payload['award']}: {payload['innovation']}" if payload["innovation"] else payload["award"]
    return {
        "payload": payload,
        "is_centred": room.is_centred,
        "subject": f"{as_what}. {words.look_up.format(payload['check_address'])}",
        "emblem_alt": words.emblem.format(payload["issuer"]),
        "emblem_box": emblem,
        "head": head,
        "head_box": head_box,
        "rule_box": Box(room.left, room.top + head_height - 0.8, room.width) if payload["letterhead"] else None,
        "column": parts,
        "column_box": Box(column.left, column.top + free / 2, column.width),
        "foot": foot,
        "foot_box": Box(room.left, room.bottom - foot.height, room.width, foot.height),
        "qr_alt": words.qr.format(payload["check_address"]),
    }


def _head(payload: Mapping[str, Any], room: Room) -> tuple[Box, list[Part], Box, float]:
    """Return the place of the emblem, the lines of the head and theirs, and how high the head is.

    The emblem stands before the lines of a letterhead and where everything begins at the left, else over them.
    """
    has_emblem, has_letterhead = bool(payload["emblem"]), bool(payload["letterhead"])
    is_beside = has_emblem and (has_letterhead or not room.is_centred)
    indent = EMBLEM_WIDTH + EMBLEM_GAP if is_beside else 0
    width = room.width - indent * (2 if room.is_centred else 1)
    lines = _head_lines(payload, width)
    text_height = sum(part.height for part in lines)
    emblem_height = room.emblem_height if has_emblem else 0
    emblem_left, text_left = room.left, room.left + indent
    if is_beside:
        height = max(emblem_height, text_height)
        text_top = (height - text_height) / 2
        if room.is_centred:
            emblem_left += (room.width - _widest(lines)) / 2 - indent
    else:
        text_top = emblem_height + 2 if has_emblem else 3
        height = text_top + text_height
        emblem_left += (room.width - EMBLEM_WIDTH) / 2
    return (
        Box(emblem_left, room.top, EMBLEM_WIDTH, room.emblem_height),
        lines,
        Box(text_left, room.top + text_top, width),
        height + (RULE if has_letterhead else 0),
    )


def _widest(parts: list[Part]) -> float:
    return max(width_of(line, HEAD[part.name].face, part.size) for part in parts for line in part.lines)


def _head_lines(payload: Mapping[str, Any], width: float) -> list[Part]:
    """Set the letterhead, its first line bold; without one the issuer and the edition."""
    if not payload["letterhead"]:
        return set_parts(HEAD, {"issuer": payload["issuer"], "edition": payload["edition"]["name"]}, width)
    first, *others = payload["letterhead"]
    parts = set_parts(HEAD, {"issuer": first}, width)
    for line in others:
        parts += set_parts(HEAD, {"address": line}, width)
    return parts


def _column(payload: Mapping[str, Any], box: Box, words: Words) -> list[Part]:
    recipient = payload["recipient"]
    texts = {
        "title": payload["title"],
        "number": f"{words.number} {payload['number']}" + (f" {words.example}" if payload["is_example"] else ""),
        "to": words.to,
        "name": recipient["name"],
        "region": recipient["region"],
        "award": payload["award"],
        "work": payload["innovation"],
        "body": payload["wording"],
    }
    for scale in SCALES:
        texts["innovators"] = _innovators(recipient["innovators"], min(box.width, WIDEST_SMALL_TEXT), scale, words)
        parts = set_parts(STYLES, texts, box.width, scale)
        if sum(part.height for part in parts) <= box.height:
            return parts
    raise TextDoesNotFit(recipient["name"])


def _innovators(names: list[str], width: float, scale: float, words: Words) -> str:
    """Name as many as two lines hold, each unbroken; the check page names all of them."""
    style = STYLES["innovators"]
    unbroken = [name.replace(" ", "\N{NO-BREAK SPACE}") for name in names]
    for count in range(len(names), 0, -1):
        rest = len(names) - count
        text = f"{words.innovators} {', '.join(unbroken[:count])}" + (f" {words.others.format(rest)}" if rest else "")
        if count_lines(text, style.face, max(style.size * scale, style.smallest), width) <= style.lines:
            return text
    return ""
