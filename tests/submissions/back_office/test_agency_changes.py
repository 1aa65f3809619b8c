import pytest
from django.urls import reverse

from submissions.models import AgencyChange
from tests.factories.submissions import AgencyFactory, InnovationFactory

REGULATION = {"on": "2026-01-02", "document": "Perda Nomor 8 Tahun 2025"}


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_an_agency_is_renamed_and_its_page_tells_what_became_of_it(office, agency):
    old = agency.name
    url = reverse("agencies:rename", args=[agency.pk])

    response = office.post(url, {"name": "Dinas Komdigi", **REGULATION}, follow=True)

    assert messages_of(response) == [f"{old} sekarang bernama Dinas Komdigi."]
    assert f"Bernama {old} sampai 2 Januari 2026 (Perda Nomor 8 Tahun 2025)." in response.content.decode()


def test_an_agency_is_merged_and_offers_no_further_change(office, agency):
    successor, innovation = AgencyFactory(name="Badan Besar"), InnovationFactory(agency=agency)
    url = reverse("agencies:merge", args=[agency.pk])

    response = office.post(url, {"successor": successor.pk, **REGULATION}, follow=True)

    innovation.refresh_from_db()
    assert innovation.agency == successor
    assert messages_of(response) == [f"Badan Besar melanjutkan pekerjaan {agency.name}."]
    sentence = f"{agency.name} digabung ke Badan Besar pada 2 Januari 2026 (Perda Nomor 8 Tahun 2025)."
    for each in (agency, successor):
        assert sentence in office.get(reverse("agencies:edit", args=[each.pk])).content.decode()
    assert url not in office.get(reverse("agencies:edit", args=[agency.pk])).content.decode()


def test_an_agency_is_closed(office, agency):
    response = office.post(reverse("agencies:close", args=[agency.pk]), REGULATION, follow=True)

    assert messages_of(response) == [f"{agency.name} ditutup."]
    assert "Ditutup pada 2 Januari 2026 (Perda Nomor 8 Tahun 2025)." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "field", "error"),
    [
        ("rename", {"name": "Dinas Sendiri", **REGULATION}, "name", "Namanya sudah demikian."),
        (
            "close",
            {"on": "2199-01-01", "document": "Perda"},
            "on",
            "Hari itu belum tiba. Catat perubahan ini setelah berlaku.",
        ),
    ],
)
def test_a_wrong_form_says_what_is_wrong_beside_its_field(office, name, data, field, error):
    agency = AgencyFactory(name="Dinas Sendiri")

    response = office.post(reverse(f"agencies:{name}", args=[agency.pk]), data)

    assert response.context["form"].errors == {field: [error]}
    assert not AgencyChange.objects.exists()
