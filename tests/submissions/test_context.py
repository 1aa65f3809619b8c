import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from submissions.context_imports import FIGURES, FINDINGS, MALLS
from submissions.known_context import load_known_context
from submissions.models import ChannelFigure, OmbudsmanFinding, Region, ServiceMall
from submissions.selectors.context import (
    ServiceContext,
    context_by_region,
    context_of_agency,
    context_of_innovation,
)
from submissions.services.context_import import import_figures, import_findings, import_malls
from tests.factories.context import ChannelFigureFactory, OmbudsmanFindingFactory, ServiceMallFactory
from tests.factories.submissions import AgencyFactory, InnovationFactory, RegionFactory


def table_of(*rows: dict) -> ContentFile:
    text = StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return ContentFile(text.getvalue().encode(), name="tabel.csv")


FINDING = {
    "region": "33",
    "agency": "",
    "kind": "kepatuhan",
    "year": "2022",
    "value": "93.14",
    "zone": "hijau",
    "source": "Siaran pers",
    "source_url": "https://berita.example.id/2022",
    "note": "Sumber lain menulis 97,14.",
    "needs_confirmation": "ya",
}


@pytest.fixture
def province(db):
    return RegionFactory(code="33", name="Provinsi Uji", kind="provinsi")


@pytest.fixture
def innovation(agency):
    return InnovationFactory(agency=agency)


def test_an_innovation_shows_its_malls_and_the_latest_of_its_agency_and_region(agency, innovation):
    mall = ServiceMallFactory(innovations=[innovation])
    ServiceMallFactory(region=agency.region)
    of_region = [OmbudsmanFindingFactory(region=agency.region, year=year) for year in (2023, 2024)]
    of_agency = OmbudsmanFindingFactory(region=None, agency=agency, year=2022)
    OmbudsmanFindingFactory()
    figures = ChannelFigureFactory(region=agency.region)
    ChannelFigureFactory(region=agency.region, year=2021)

    assert context_of_innovation(innovation) == ServiceContext([mall], [of_region[1], of_agency], [figures])
    assert not context_of_innovation(InnovationFactory())


def test_an_agency_shows_every_year_and_a_region_the_latest(agency, innovation):
    inside, other = ServiceMallFactory(agencies=[agency]), ServiceMallFactory(region=agency.region)
    figures = ChannelFigureFactory()
    later, earlier = (OmbudsmanFindingFactory(region=agency.region, year=year) for year in (2024, 2023))
    own = OmbudsmanFindingFactory(region=None, agency=agency, year=2022)
    OmbudsmanFindingFactory(region=None, agency=AgencyFactory())

    assert context_of_agency(agency) == ServiceContext([inside], [later, earlier, own], [])
    assert dict(context_by_region()) == {
        agency.region: ServiceContext([other], [later], []),
        inside.region: ServiceContext([inside], [], []),
        figures.region: ServiceContext([], [], [figures]),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_context_costs_three_queries(agency, innovation, count, django_assert_num_queries):
    for number in range(count):
        ServiceMallFactory(innovations=[innovation], agencies=[agency], region=agency.region)
        OmbudsmanFindingFactory(region=agency.region, year=2000 + number)
        ChannelFigureFactory(region=agency.region, year=2024, name=f"Kanal {number}")

    with django_assert_num_queries(3):
        context = context_of_innovation(innovation)
        shown = [str(fact.subject) for fact in (*context.findings, *context.figures)]
        shown += [mall.region.name for mall in context.malls]
    assert len(shown) == 2 * count + 1
    with django_assert_num_queries(3):
        context_of_agency(agency)
    with django_assert_num_queries(4):
        context_by_region()


def test_a_fact_is_about_a_region_or_an_agency_and_says_something(agency):
    with pytest.raises(ValidationError) as refused:
        OmbudsmanFindingFactory.build(region=agency.region, agency=agency).full_clean()
    assert refused.value.error_dict["__all__"][0].code == "about_one"
    for wrong in (
        lambda: OmbudsmanFindingFactory(agency=agency),
        lambda: OmbudsmanFindingFactory(region=None, agency=None),
        lambda: OmbudsmanFindingFactory(value=None),
        lambda: ChannelFigureFactory(received=None, settled_share=None),
        lambda: ServiceMallFactory(service_count=120),
        lambda: [OmbudsmanFindingFactory(region=agency.region) for _ in range(2)],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_table_creates_then_changes_and_then_nothing(province, secretary):
    rows = FINDINGS.check(FINDINGS.read(table_of(FINDING)))
    changed = FINDINGS.check(FINDINGS.read(table_of({**FINDING, "value": "94.5"})))

    reports = [import_findings(each, actor=secretary) for each in (rows, rows, changed)]

    assert [(one.created, one.changed, one.unchanged) for one in reports] == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    finding = OmbudsmanFinding.objects.get()
    assert (finding.region, finding.agency, finding.value, finding.zone, finding.needs_confirmation) == (
        province,
        None,
        Decimal("94.5"),
        "hijau",
        True,
    )
    assert set(ModelLogEntry.objects.for_instance(finding).values_list("action", flat=True)) == {
        "wagtail.create",
        "wagtail.edit",
    }


def test_a_preview_and_adding_only_leave_what_is_known(province, secretary):
    known = OmbudsmanFindingFactory(region=province, year=2022, value=Decimal("90.00"))
    rows = FINDINGS.check(FINDINGS.read(table_of(FINDING, {**FINDING, "year": "2023"})))

    preview = import_findings(rows, actor=secretary, is_preview=True)
    assert (preview.created, preview.changed, OmbudsmanFinding.objects.count()) == (1, 1, 1)
    added = import_findings(rows, adds_only=True)
    assert (added.created, added.changed, added.unchanged) == (1, 0, 1)
    known.refresh_from_db()
    assert known.value == Decimal("90.00")


def test_every_wrong_cell_is_named(province):
    wrong = {**FINDING, "kind": "zona", "value": "120"}

    with pytest.raises(ValidationError) as refused:
        FINDINGS.check(FINDINGS.read(table_of(FINDING, wrong, {**FINDING, "agency": "TIDAK-ADA"}, FINDING)))

    assert [(error.params["row"], error.params["column"]) for error in refused.value.error_list] == [
        (3, "kind"),
        (3, "value"),
        (4, "agency"),
        (5, ""),
    ]


@pytest.mark.parametrize("service", [import_malls, import_findings, import_figures])
def test_only_the_secretariat_imports(service, leader):
    with pytest.raises(PermissionDenied):
        service([], actor=leader)


def test_public_facts_come_with_the_portal_once_and_keep_corrections(province):
    Region.objects.create(code="33.14", name="Kabupaten Sragen", kind="kabupaten")

    assert load_known_context() == 7
    assert {one.year: str(one.value) for one in OmbudsmanFinding.objects.filter(region=province)} == {
        2021: "73.49",
        2022: "93.14",
        2023: "94.50",
        2024: "98.21",
    }
    assert "97,14" in OmbudsmanFinding.objects.get(region=province, year=2022).note
    assert "21 MPP" in ServiceMall.objects.get().note
    figures = ChannelFigure.objects.get()
    assert (figures.received, str(figures.settled_share), figures.answered_share) == (22980, "65.20", None)
    OmbudsmanFinding.objects.update(note="Sudah dipastikan.")
    assert load_known_context() == 0
    assert set(OmbudsmanFinding.objects.values_list("note", flat=True)) == {"Sudah dipastikan."}


def test_the_secretariat_imports_a_table_with_a_preview(client, secretary, province):
    client.force_login(secretary)
    url = reverse("service_malls:import")
    mall = {"region": "33", "name": "MPP Uji", "opened_year": "2023", "source": "Siaran pers"}

    preview = client.post(url, {"table": table_of(mall)})
    assert not ServiceMall.objects.exists()
    client.post(url, {"rows": preview.context["form"].initial["rows"]})

    assert ServiceMall.objects.values_list("region__code", "name", "opened_year", "source").get() == (
        "33",
        "MPP Uji",
        2023,
        "Siaran pers",
    )
    assert MALLS.form.key_fields == ("region", "name")
    assert FIGURES.form.key_fields == ("region", "agency", "kind", "name", "year")


def test_the_secretariat_writes_a_fact_with_its_source(client, secretary, agency):
    client.force_login(secretary)
    data = {
        "region": agency.region_id,
        "agency": "",
        "year": 2025,
        "kind": "opini",
        "value": "",
        "zone": "",
        "opinion": "Kualitas tinggi tanpa maladministrasi",
        "source": "",
    }

    refused = client.post(reverse("ombudsman_findings:add"), data)
    client.post(reverse("ombudsman_findings:add"), {**data, "source": "Siaran pers Ombudsman 2025"})

    assert refused.context["form"].errors.keys() == {"source"}
    assert OmbudsmanFinding.objects.values_list("region", "year", "kind", "opinion").get() == (
        agency.region_id,
        2025,
        "opini",
        "Kualitas tinggi tanpa maladministrasi",
    )
