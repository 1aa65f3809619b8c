"""The family on the page of an innovation: what is drawn, and the list that says the same in words."""

import re
from datetime import UTC, datetime

import pytest

from submissions.enums import Lineage
from submissions.models import Innovation
from submissions.voice_enums import ReplicationState
from tests.factories.home import published_past_innovation
from tests.factories.submissions import AgencyFactory
from tests.factories.voice import ReplicationFactory

pytestmark = pytest.mark.usefixtures("site")

NEW_YEARS_EVE = datetime(2025, 12, 31, 18, 0, tzinfo=UTC)  # 2026 has begun in Jakarta


def confirmed(innovation, name, **fields):
    fields = {"state": ReplicationState.CONFIRMED, "agency__name": name} | fields
    return ReplicationFactory(innovation=innovation, **fields)


def drawn(html: str) -> list[tuple[str, str]]:
    """What the drawing shows, from the top: the class of each dot, and the text beside it."""
    [svg] = re.findall(r'<svg class="so-chart so-tree".*?</svg>', html, flags=re.DOTALL)
    dots = re.findall(r'<circle class="([^"]+)"[^>]*></circle><text[^>]*>([^<]*)</text>', svg)
    assert sorted(re.findall(r'<path class="([^"]+)"', svg)) == sorted(kin for kin, _label in dots[1:])
    return dots


def listed(html: str) -> list[tuple[str, str]]:
    """The list beside the drawing: where each line leads, and its words."""
    [section] = re.findall(r'<section aria-labelledby="family-heading">.*?</section>', html, flags=re.DOTALL)
    links = re.findall(r'<li><a href="([^"]+)">(.*?)</a></li>', section, flags=re.DOTALL)
    return [(url, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip()) for url, words in links]


def test_the_whole_family_is_drawn_and_listed(client):
    origin = published_past_innovation(title="Asal", year=2015, agency__name="Dinas Asal")
    page = published_past_innovation(title="Apem Asi", year=2019, agency__name="RSUD Uji")
    newer = published_past_innovation(title="Apem Dua", year=2021, agency__name="Dinas Baru")
    copy = published_past_innovation(title="Apem Kota", year=2022, agency__name="Dinas Tiruan")
    for child, lineage in ((newer, Lineage.DEVELOPMENT), (copy, Lineage.REPLICATION)):
        Innovation.objects.filter(pk=child.innovation_id).update(source=page.innovation, lineage=lineage)
    Innovation.objects.filter(pk=page.innovation_id).update(source=origin.innovation, lineage=Lineage.DEVELOPMENT)
    taker = confirmed(page.innovation, "Dinas Pengambil", decided_at=NEW_YEARS_EVE)
    confirmed(page.innovation, "", agency=copy.innovation.agency)  # has an entry of its own already
    confirmed(newer.innovation, "Dinas Lain")
    ReplicationFactory(innovation=page.innovation, agency__name="Dinas Belum")

    html = client.get(page.entry.url).content.decode()

    assert drawn(html) == [
        ("is-source", "2015 Dinas Asal"),
        ("is-own", "2019 RSUD Uji"),
        ("is-development", "2021 Dinas Baru"),
        ("is-replication", "2022 Dinas Tiruan"),
        ("is-taker", "2026 Dinas Pengambil"),
    ]
    assert listed(html) == [
        (origin.entry.url, "Asal Dinas Asal, 2015 · asal inovasi ini"),
        (newer.entry.url, "Apem Dua Dinas Baru, 2021 · dikembangkan darinya"),
        (copy.entry.url, "Apem Kota Dinas Tiruan, 2022 · mereplikasinya"),
        (f"#replikasi-{taker.agency_id}", "Dinas Pengambil 2026 · mereplikasinya, dikonfirmasi OPD asal"),
    ]
    assert html.count(f'id="replikasi-{taker.agency_id}"') == 1
    assert "<dt>Direplikasi</dt><dd>2 kali</dd>" in html


def test_who_took_it_over_alone_makes_a_family_as_long_as_it_stands(client):
    page = published_past_innovation(year=2019, agency=AgencyFactory(name="RSUD Uji"))
    replication = confirmed(page.innovation, "Dinas <b>Pengambil</b>", decided_at=NEW_YEARS_EVE)

    before = client.get(page.entry.url).content.decode()
    replication.state, replication.reason = ReplicationState.ENDED, "Berhenti."
    replication.save()
    after = client.get(page.entry.url).content.decode()

    assert drawn(before) == [
        ("is-own", "2019 RSUD Uji"),
        ("is-taker", "2026 Dinas &lt;b&gt;Pengambil&lt;/b&gt;"),
    ]
    assert "so-tree" not in after
