"""The first page, for payloads with one `signatory`; the page of all later ones is in `framed`.

It stays as it is, so that certificates that were issued with it are printed again as they were.

Everything in the column has one scale, the largest at which all of it fits: short names stand large, long names make
the whole certificate a little smaller, and nothing is ever cut.

The fixed words are Indonesian and not in the catalogue of translations: a certificate is an official document of the
province, and the same payload must give the same page after any change of a translation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from judging.enums import CertificateDesign
from judging.pdf.codes import qr_svg
from judging.pdf.parts import WIDEST_SMALL_TEXT, Part, Style, TextDoesNotFit, set_parts
from judging.pdf.typesetting import DISPLAY, DISPLAY_BOLD, TEXT, TEXT_BOLD, count_lines

SCALES = [step / 100 for step in range(100, 48, -4)]
FOOT_WIDTH = 84
CHECK_WIDTH = 62
SIGNATURE_GAP = 14
FOOT_GAP = 4
EXAMPLE_MARK = " (contoh, bukan piagam resmi)"


STYLES = {
    "title": Style(DISPLAY, 33, 15, 1.16, 0, lines=1),
    "number": Style(TEXT, 9.5, 8.5, 1.5, 1),
    "to": Style(TEXT, 10.5, 8.5, 1.5, 7),
    "name": Style(DISPLAY_BOLD, 27, 12, 1.16, 0.5),
    "region": Style(TEXT, 11, 9, 1.5, 0),
    "award": Style(DISPLAY_BOLD, 19, 11, 1.16, 5.5),
    "work": Style(DISPLAY, 15, 10, 1.2, 1.5),
    "body": Style(TEXT, 10.5, 8, 1.5, 2.5),
    "innovators": Style(TEXT, 9.5, 8, 1.4, 1.5),
}
SIGNING = {
    "place": Style(TEXT, 10, 10, 1.4, 0),
    "position": Style(TEXT, 10, 10, 1.4, 0),
    "signatory": Style(TEXT_BOLD, 11, 11, 1.3, SIGNATURE_GAP),
    "nip": Style(TEXT, 9, 9, 1.4, 0),
}
HEAD = {"issuer": Style(TEXT_BOLD, 9.5, 9.5, 1.35, 0), "edition": Style(TEXT, 9.5, 9.5, 1.35, 0)}
CHECK = {
    "hint": Style(TEXT, 7.5, 7.5, 1.4, 0),
    "address": Style(TEXT, 7.5, 6, 1.4, 0, lines=1),
    "code": Style(TEXT_BOLD, 9.5, 9.5, 1.4, 0),
}


@dataclass(frozen=True)
class Room:
    """The column of one design in millimetres: its width, where it begins, where the foot ends, and its head."""

    width: float
    top: float
    bottom: float
    head: float
    head_with_emblem: float


ROOMS = {
    CertificateDesign.GUNUNGAN: Room(width=171, top=18, bottom=193, head=23, head_with_emblem=25),
    CertificateDesign.PARANG: Room(width=225, top=28, bottom=179, head=17, head_with_emblem=31),
    CertificateDesign.TUMPAL: Room(width=205, top=16, bottom=193, head=23, head_with_emblem=40),
}


def lay_out(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the template `judging/pdf/_certificate.html`.

    Raises TextDoesNotFit when the texts do not fit even at the smallest sizes.
    """
    room, address = ROOMS[CertificateDesign(payload["design"])], payload["check_address"]
    signing = _signing(payload)
    column = room.bottom - room.top - FOOT_GAP - sum(part.height for part in signing)
    head = room.head_with_emblem if payload["emblem"] else room.head
    return {
        "payload": payload,
        "subject": f"{payload['award']}: {payload['innovation']}. Periksa di {payload['check_address']}",
        "emblem_alt": f"Lambang {payload['issuer']}",
        "head": set_parts(HEAD, {"issuer": payload["issuer"], "edition": payload["edition"]["name"]}, room.width - 30),
        "column_height": f"{column:.2f}mm",
        "column": _column(payload, room, column - head),
        "signing": signing,
        "check": set_parts(CHECK, _check_texts(payload), CHECK_WIDTH),
        "qr": qr_svg(address, level="q", css_class="qr", title=f"Kode QR menuju {address}"),
    }


def spaced_code(public_id: str) -> str:
    """Return the code in groups of four, as it is printed and read aloud."""
    return "-".join(public_id[i : i + 4] for i in range(0, len(public_id), 4))


def short_address(check_address: str) -> str:
    """Return the address where the code is typed: host and path, without scheme and code."""
    return check_address.split("://", 1)[-1].rstrip("/").rpartition("/")[0]


def _column(payload: Mapping[str, Any], room: Room, height: float) -> list[Part]:
    recipient = payload["recipient"]
    texts = {
        "title": payload["title"],
        "number": f"Nomor {payload['number']}" + (EXAMPLE_MARK if payload["is_example"] else ""),
        "to": "diberikan kepada",
        "name": recipient["name"],
        "region": recipient["region"],
        "award": payload["award"],
        "work": payload["innovation"],
        "body": payload["wording"],
    }
    for scale in SCALES:
        texts["innovators"] = _innovators(recipient["innovators"], min(room.width, WIDEST_SMALL_TEXT), scale)
        parts = set_parts(STYLES, texts, room.width, scale)
        if sum(part.height for part in parts) <= height:
            return parts
    raise TextDoesNotFit(recipient["name"])


def _signing(payload: Mapping[str, Any]) -> list[Part]:
    signatory = payload["signatory"]
    day = format_date(date.fromisoformat(payload["date"]), "d MMMM y", locale="id")
    texts = {
        "place": f"{payload['place']}, {day}",
        "position": signatory["position"],
        "signatory": signatory["name"],
        "nip": f"NIP {signatory['nip']}" if signatory["nip"] else "",
    }
    return set_parts(SIGNING, texts, FOOT_WIDTH)


def _check_texts(payload: Mapping[str, Any]) -> dict[str, str]:
    return {
        "hint": "Keaslian piagam ini dapat diperiksa di",
        "address": short_address(payload["check_address"]),
        "code": spaced_code(payload["public_id"]),
    }


def _innovators(names: list[str], width: float, scale: float) -> str:
    """Name as many as two lines hold, each unbroken; the check page names all of them."""
    style = STYLES["innovators"]
    unbroken = [name.replace(" ", "\N{NO-BREAK SPACE}") for name in names]
    for count in range(len(names), 0, -1):
        rest = len(names) - count
        text = f"Inovator: {', '.join(unbroken[:count])}" + (f" dan {rest} orang lainnya" if rest else "")
        if count_lines(text, style.face, max(style.size * scale, style.smallest), width) <= style.lines:
            return text
    return ""
