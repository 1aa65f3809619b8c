"""Every template compiles, and every word that a person reads is translatable."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

# Documents of the office: Indonesian, whoever prints them.
DOCUMENTS = {
    settings.BASE_DIR / "templates" / folder
    for folder in (
        "submissions/dossiers",
        "submissions/monitoring_reports",
        "privacy/documents",
        "judging/minutes",
        "judging/record_reports",
        "judging/yearly_report",
    )
}
TEMPLATES = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*.html") if path.parent not in DOCUMENTS)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENTS = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = {"alt", "aria-label", "placeholder", "title", "content"}
# Names and signs that are the same in every language.
SAME_EVERYWHERE = {
    *("PDF", "CSV", "Excel", "XLSX", "SDG", "SDGs", "QR", "NIP", "WIB", "MB", "kB", "SHA", "PAdES"),
    *("English", "Indonesia", "Satu", "OPD", "Inovasi"),
    *("BibTeX", "RIS", "JSON", "Ombudsman", "RI"),
}


class ReadableText(HTMLParser):
    """Collect what a person reads or hears: text, and the attributes that are spoken or shown."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in {"script", "style"}
        given = dict(attrs)
        for name, value in attrs:
            is_meta_text = name != "content" or given.get("name") in {"description"}
            if name in READ_ALOUD and value and is_meta_text:
                self.found.append(value)

    def handle_endtag(self, tag):
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._silent:
            self.found.append(data)


def untranslated_words(source: str) -> list[str]:
    reader = ReadableText()
    reader.feed(TAGS.sub("", TRANSLATED.sub("", COMMENTS.sub("", source))))
    return [word for text in reader.found for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(Path(path).relative_to(settings.BASE_DIR)))
def test_template_compiles_and_its_words_are_translatable(path):
    source = path.read_text(encoding="utf-8")

    engines["django"].from_string(source)

    assert untranslated_words(source) == []


def test_untranslated_words_finds_text_and_spoken_attributes():
    source = """{# note #}<h1>{% translate "Fine" %} Halo</h1><img alt="Foto {{ name }}"><p>{{ text }} PDF</p>
    {% blocktranslate %}Also fine{% endblocktranslate %}<script>var x</script>"""

    assert untranslated_words(source) == ["Halo", "Foto"]
