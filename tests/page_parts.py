"""What a page offers to whoever reads it: where its links lead, and its forms as a browser would send them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

LINKS = {"a": "href", "link": "href", "img": "src", "iframe": "src", "source": "src"}
FETCHED = ("hx-get", "data-url", "data-chooser-url")
# They end the session that all else needs, or fail on purpose: Wagtail's page to try what a failure looks like.
LEFT_OUT = re.compile(r"/keluar/|/admin/logout/|/akun/sesi|/admin/failwhale/")
NOT_SENT = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """A form of a page; `files` are the names of its file inputs, `choices` what its selects and radios offer."""

    address: str
    method: str
    is_multipart: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [name for name, _value in self.fields] + list(self.choices)

    @property
    def key(self) -> tuple:
        """What tells it from the other forms of a site, whatever it is filled with."""
        return self.method, self.address, tuple(sorted({name for name, _value in self.fields + self.buttons}))


@dataclass
class Parts:
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Where the page leads, by its links or as the place of a form."""
        return self.links + [form.address for form in self.forms]


def is_page(address: str) -> bool:
    """Say whether somebody who walks through the portal should go there."""
    return not LEFT_OUT.search(address) and not address.startswith(("/static/", "/admin/sprite"))


def parts_of(content: str, address: str, content_type: str) -> Parts:
    """Read a page, or the pages in the answer of a modal window; of anything else nothing is known."""
    reader = _Reader(address)
    for text in _pages_in(content, content_type):
        reader.feed(text)
        reader.close()
    return reader.parts


def _pages_in(content: str, content_type: str) -> Iterator[str]:
    if content_type.startswith("text/html"):
        yield content
    elif content_type.startswith("application/json") and content.startswith("{"):
        yield from (each for each in json.loads(content).values() if isinstance(each, str) and "<" in each)


class _Reader(HTMLParser):
    def __init__(self, address: str):
        super().__init__()
        self.address = address
        self.parts = Parts()
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: tuple[Form, str] | None = None
        self._area: tuple[Form, str, list[str]] | None = None

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        for name in (LINKS.get(tag, ""), *FETCHED):
            if given.get(name) and (link := self._own(given[name])):
                self.parts.links.append(link)
        if tag == "form":
            self._begin(given)
        elif tag == "option" and self._select:
            self._option(given)
        elif tag in {"input", "select", "textarea", "button"} and given.get("name"):
            form = self._by_id.get(given.get("form", ""), self._form)
            if form is not None and "disabled" not in given:
                self._control(form, tag, given)

    def handle_data(self, data):
        if self._area:
            self._area[2].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select:
            form, name = self._select
            if name not in dict(form.fields) and form.choices[name]:
                form.fields.append((name, form.choices[name][0]))
            self._select = None
        elif tag == "textarea" and self._area:
            form, name, texts = self._area
            form.fields.append((name, "".join(texts).removeprefix("\n")))
            self._area = None

    def _own(self, link: str) -> str:
        """The address within the portal, or nothing for one that leads elsewhere."""
        try:
            target = urlsplit(urljoin(f"//portal{self.address}", urldefrag(link.strip()).url))
        except ValueError:
            return ""
        if target.netloc != "portal" or target.scheme:
            return ""
        return target.path + (f"?{target.query}" if target.query else "")

    def _begin(self, given):
        action = given.get("action") or given.get("hx-post") or self.address
        form = Form(self._own(action), given.get("method", "get").lower(), "multipart" in given.get("enctype", ""))
        if "hx-post" in given:
            form.method = "post"
        if form.address:
            self.parts.forms.append(form)
        self._form = form
        self._by_id[given.get("id", "")] = form

    def _option(self, given):
        form, name = self._select
        value = given.get("value", "")
        form.choices[name].append(value)
        if "selected" in given:
            form.fields.append((name, value))

    def _control(self, form, tag, given):
        name, kind, value = given["name"], given.get("type", "text"), given.get("value", "")
        if tag == "select":
            form.choices.setdefault(name, [])
            self._select = form, name
        elif tag == "textarea":
            self._area = form, name, []
        elif tag == "button" or kind in NOT_SENT:
            form.buttons.append((name, value))
        elif kind == "file":
            form.files.append(name)
        elif kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.fields.append((name, value or "on"))
        else:
            form.fields.append((name, value))
