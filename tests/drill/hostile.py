"""What nobody means well sends: values, and forms and addresses that are bent with them, drawn by a given chance."""

import json
import re
from dataclasses import dataclass, field, replace
from random import Random
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.factories.files import PDF
from tests.page_parts import Form

Value = str | bytes

NUMBERS = (
    *("0", "-1", "1", "٣", "１２", "²", "1,5", "1_000", "0x10", "1e309", "NaN", "-Infinity", "-0", "0.1e-400"),
    *("32768", "2147483648", "9223372036854775808", "-9223372036854775809", "9" * 40, "1" * 5000),
)
MOMENTS = (
    *("0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "9999-12-31 23:59", "99999-01-01", "2025-02-30"),
    *("0001-01-01T00:00", "10000-01-01T00:00", "25:61", "24:00", "2025-W53", "31/12/2025", "2025-01-01T00:00+99:99"),
)
TEXTS: tuple[Value, ...] = (
    *("", " ", "\0", "a\0b", b"\xed\xa0\x80", b"\xff\xfe", b"%", "\x0b\x0c\x1b[31m", "\ufffe\uffff", "\x85\u2028"),
    *("\u202eabc\u202c", "\u200b", "e\u0301" * 50, "👩‍👩‍👧" * 20, "ﷺ" * 30, "x" * 300, "y" * 70_000),
    *("{{ 7*7 }}", "{% load x %}", "%s%n%(x)s%", "{0.__class__}", "${7*7}", "' OR 1=1 --", '"; DROP TABLE a; --'),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "&#0;", "=1+1", "@SUM(A1)", "-2+3"),
    *("../../etc/passwd", "/etc/passwd\0.pdf", "file:///etc/passwd", "http://[::1", "//evil.example", "javascript:1"),
    *("https://" + "a" * 3000 + ".id", "a@b", "x@" + "y" * 300 + ".id", "a@b.id\r\nBcc: c@d.id", "\r\nX-Own: 1"),
    *("[]", "{}", "null", "true", "[" * 2000, '{"a":' * 500, '{"blocks": 1}', '{"__proto__": {}}', "--", ",,,", ";"),
    *("__all__", "-pk", "pk__gt", "password", "user__password", "?", "(", "\\", "%00", "%ED%A0%80", "on", "id"),
)
VALUES: tuple[Value, ...] = (*NUMBERS, *MOMENTS, *TEXTS)
PLAUSIBLE = ("1", "2026-06-01", "Uji coba layanan.", "uji@example.id", "2026-06-01 10:00")
# What pages of lists, reports and choosers read from an address.
PARAMETERS = (
    *("p", "page", "halaman", "q", "o", "urut", "ordering", "export", "format", "kursor", "limit", "multiple", "next"),
    *("tahun", "year", "status", "agency", "edition", "id", "locale", "collection_id", "page_type", "tag"),
    *("_export", "is_popup", "allow_external_link", "link_text", "parent_page_id", "order", "layout", "order_by"),
)
ORDERINGS = ("-", "--pk", "-password", "name,name", "user__password", "-pk__in", "title;", "?", "ord", "\0")
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")
FORM, BOUNDARY = "application/x-www-form-urlencoded", "batas"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
TYPES = (
    FORM,  # also where a form brings files
    *("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", f"{MULTIPART}x"),
    *(f"{FORM}; charset=utf-16", f"{FORM}; charset=tidak-ada", "multipart/mixed; boundary=a", "", "application/xml"),
)
FILES: tuple[tuple[str, bytes], ...] = (
    ("kosong.pdf", b""),
    ("laporan.pdf", PDF),
    ("laporan.pdf", PDF[: len(PDF) // 2]),
    ("gambar.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    ("gambar.jpg", b"\xff\xd8\xff\xe0" + b"JFIF" * 9),
    ("tabel.xlsx", b"PK\x03\x04" + b"\0" * 40),
    ("tabel.csv", "kode;nama\n\0;\ud800\n".encode("utf-8", "surrogatepass")),
    ("tabel.csv", b"\xef\xbb\xbfcode,name\n" + b'"' * 999),
    ("berkas.zip", b"PK\x05\x06" + b"\0" * 18),
    ("../../" + "n" * 300 + ".pdf", PDF),
    ("", PDF),
    ("a\0b.pdf", PDF),
    ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("gambar.gif", b"GIF89a\xff\xff\xff\xff\0\0\0"),
    ("foto.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 "),
)


@dataclass(frozen=True)
class Attack:
    """One request that can be sent again as it stands."""

    method: str
    address: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self):
        kind = self.headers.get("Content-Type", "")
        extra = {name: value for name, value in self.headers.items() if name != "Content-Type"} or ""
        body = self.body if len(self.body) < 1500 else self.body[:1500] + b"... %d bytes" % len(self.body)
        return f"{self.method} {self.address} {kind} {extra}\n    {body!r}"


def on_address(address: str, random: Random, names: list[str]) -> Attack:
    """Ask for an address with a query or a part of its path that nobody expects."""
    parts = urlsplit(address)
    headers = random.choice([{}, {}, {}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}])
    if random.random() < 0.25:
        return Attack("GET", _bent_path(parts.path, random), headers=headers)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if random.random() < 0.8]
    for _each in range(random.choice([1, 1, 1, 2, 5])):
        asked.append((random.choice([*names, *names, *PARAMETERS]), random.choice([*_short(VALUES), *ORDERINGS])))
    method = random.choice(METHODS) if random.random() < 0.08 else "GET"
    return Attack(method, f"{parts.path}?{_encoded(asked)}", headers=headers)


def on_form(form: Form, random: Random, choices: tuple[str, ...] = ("1", "2", "3")) -> Attack:
    """Send a form as a browser would, except for what is bent in it. `choices` are values of other objects."""
    sent = [(name, value) for name, value in _filled(form, random) if value is not None]
    headers = random.choice([{}, {}, {}, {}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}])
    bend = random.choices((_values, _foreign, _missing, _doubled, _management, _unknown), weights=(10, 3, 3, 2, 3, 1))[
        0
    ]
    sent = bend(sent, form, random, choices)
    if form.method == "get":
        path = form.address.partition("?")[0]
        return Attack("GET", f"{path}?{_encoded(sent)[:3500]}", headers=headers)
    attack = Attack("POST", form.address, headers=headers)
    if random.random() < 0.07:
        return _wrong_type(attack, sent, random)
    if form.is_multipart or form.files:
        return _multipart(attack, sent, form, random)
    return replace(attack, body=_encoded(sent).encode(), headers=headers | {"Content-Type": FORM})


def _filled(form: Form, random: Random) -> list[tuple[str, Value]]:
    """What stands in the form; empty fields and choices get something, so that the first check does not end it."""
    filled = []
    for name, value in form.fields:
        offered = [each for each in form.choices.get(name, []) if each]
        chosen = offered if offered and random.random() < 0.5 else [value]
        if chosen == [""] and random.random() < 0.6:
            chosen = PLAUSIBLE
        filled.append((name, random.choice(chosen)))
    known = {name for name, _value in filled}
    filled += [(name, random.choice(values)) for name, values in form.choices.items() if values and name not in known]
    return filled + ([random.choice(form.buttons)] if form.buttons else [])


def _values(sent, _form, random, _choices):
    bent = list(sent)
    places = [place for place, (name, _value) in enumerate(bent) if name != "csrfmiddlewaretoken"]
    count = random.choice((1, 1, 1, 2, 3, len(places)))
    for place in random.sample(places, min(count, len(places))):
        bent[place] = bent[place][0], random.choice(VALUES)
    return bent


def _foreign(sent, _form, random, choices):
    """Ids of others wherever a number stands."""
    return [
        (name, random.choice(choices) if re.fullmatch(r"\d+", str(value)) and name != "csrfmiddlewaretoken" else value)
        for name, value in sent
    ]


def _missing(sent, _form, random, _choices):
    share = random.choice((0.1, 0.5, 1))
    return [(name, value) for name, value in sent if name == "csrfmiddlewaretoken" or random.random() > share]


def _doubled(sent, _form, random, _choices):
    """Arrays instead of values."""
    return [
        pair
        for name, value in sent
        for pair in ([(name, value)] if random.random() < 0.5 else [(name, value), (name, "x"), (f"{name}[]", value)])
    ]


def _management(sent, form, random, choices):
    """The counts of formsets, which nobody types; a form without any gets some."""
    counts = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-ORDER", "-id", "-count")
    places = [place for place, (name, _value) in enumerate(sent) if name.endswith(counts)]
    if not places:
        return [*_values(sent, form, random, choices), ("form-TOTAL_FORMS", "3"), ("form-INITIAL_FORMS", "2")]
    bent = list(sent)
    for place in random.sample(places, random.randint(1, len(places))):
        count = random.choice(("", "-1", "abc", "0", "3", "1001", "99999999999"))
        bent[place] = random.choice(((bent[place][0], count), ("x", "")))
    return bent


def _unknown(sent, _form, random, _choices):
    return [*sent, *((random.choice(PARAMETERS), random.choice(VALUES)) for _each in range(3)), ("\0", "\0"), ("", "")]


def _wrong_type(attack: Attack, sent, random: Random) -> Attack:
    text = [(name, value if isinstance(value, str) else repr(value)) for name, value in sent]
    bodies = (b"", b"\0", _encoded(sent).encode(), json.dumps(text).encode(), b'{"a":', b"--batas--")
    broken = (
        b"--batas\r\n\r\n",
        b'--batas\r\nContent-Disposition: form-data; name="a"\r\n',
        b'--batas\r\nContent-Disposition: form-data; name="a"; filename="\0"\r\nContent-Type: \xff\r\n\r\n\xff\r\n',
        b"--batas\r\nContent-Disposition: form-data; name=\xff\xfe\r\nContent-Transfer-Encoding: base64\r\n\r\n!!",
        b"--batas\r\n" + b"X: y\r\n" * 3000 + b"\r\n\r\n--batas--",
    )
    kind = random.choice((*TYPES, MULTIPART, MULTIPART, MULTIPART))
    body = random.choice((*bodies, *broken, *broken))
    token = dict(sent).get("csrfmiddlewaretoken", "")
    return replace(attack, body=body, headers=attack.headers | {"Content-Type": kind, "X-CSRFToken": str(token)})


def _multipart(attack: Attack, sent, form: Form, random: Random) -> Attack:
    parts = [(name, None, _bytes(value)) for name, value in sent]
    for name in form.files:
        if random.random() < 0.8:
            parts += [(name, *random.choice(FILES)) for _each in range(random.choice((1, 1, 1, 3)))]
    lines = []
    for name, file, content in parts:
        ending = "" if file is None else f'; filename="{file}"\r\nContent-Type: application/octet-stream'
        lines += [b"--batas", f'Content-Disposition: form-data; name="{name}"{ending}'.encode(), b"", content]
    return replace(
        attack,
        body=b"\r\n".join([*lines, b"--batas--", b""]),
        headers=attack.headers | {"Content-Type": MULTIPART},
    )


def _bent_path(path: str, random: Random) -> str:
    parts = path.split("/")
    place = random.choice([number for number, part in enumerate(parts) if part] or [0])
    parts[place] = quote(random.choice(_short(VALUES)), safe="")
    return "/".join(parts) or "/"


def _short(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """What fits into a line of a request."""
    return tuple(value for value in values if len(value) < 1000)


def _encoded(pairs) -> str:
    return urlencode([(_bytes(name), _bytes(value)) for name, value in pairs])


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
