from django.test.html import parse_html

from innovation_portal.utils.tile_map import tile_map
from submissions.enums import ComplianceState
from submissions.models import Edition
from submissions.selectors.overview import Patch
from submissions.templatetags.monitoring import patches, share_tiles


def test_a_kawung_of_an_agency_leads_to_it_and_one_of_a_region_has_its_name():
    cloth = [Patch("Dinas <A> & B", 3, ComplianceState.RETURNED, 7), Patch("Kabupaten Banyumas", 1)]

    agency, region = patches(cloth, Edition(year=2026)).split("</li><li>")

    assert 'href="/pantau/2026/opd/7/" title="Dinas &lt;A&gt; &amp; B"' in agency
    assert '<span class="visually-hidden">Dinas &lt;A&gt; &amp; B: Dikembalikan</span></a>' in agency
    assert "<a" not in region
    assert region.endswith('<span class="visually-hidden">Kabupaten Banyumas</span></li>')


def test_a_place_without_a_duty_is_told_from_one_where_nobody_kept_it():
    places = [
        ("33.02", "Kabupaten Banyumas", 0, "/a/"),
        ("33.74", "Kota Semarang", 100, "/b/?c=1&d=2"),
        ("33.05", "Kabupaten Kebumen", None, "/c/"),
    ]

    drawn = share_tiles(tile_map(places, full=100).tiles)

    assert parse_html(drawn) == parse_html(
        """
        <li class="r2 c7 v4 kota"><a href="/b/?c=1&amp;d=2">SMG<small class="num" aria-hidden="true">100%</small><span
          class="visually-hidden">Kota Semarang: 100%</span></a></li>
        <li class="r4 c2 v0"><a href="/a/">BMS<small class="num" aria-hidden="true">0%</small><span
          class="visually-hidden">Kabupaten Banyumas: 0%</span></a></li>
        <li class="r4 c4 v-none"><a href="/c/">KBM<small class="num" aria-hidden="true">–</small><span
          class="visually-hidden">Kabupaten Kebumen: tidak ada OPD wajib</span></a></li>
        """
    )
