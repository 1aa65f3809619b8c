import re

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from innovation_portal.utils import clock
from submissions.enums import DataMark
from submissions.models import Replication, ReplicationReport
from submissions.voice_enums import ReplicationState as State
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import ReplicationFactory


@pytest.fixture
def innovation(db):
    return InnovationFactory(title="Antre dari Rumah", data_mark=DataMark.PUBLIC)


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def address(name, *args):
    return reverse(f"submissions:replication-{name}", args=args)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_button_of_the_public_page_leads_through_the_door_to_the_form(client, innovation, operator, agency):
    set_up_site()
    page = publish_innovation(innovation.pk)
    door = address("door", innovation.pk)

    assert f'href="{door}"' in client.get(page.url).content.decode()
    assert client.get(door).url == f"{resolve_url(settings.LOGIN_URL)}?next={door}"
    client.force_login(operator)
    assert client.get(door).url == address("announce", agency.pk, innovation.pk)


def test_an_innovation_is_found_by_its_title_and_announced(desk, innovation, agency):
    InnovationFactory(title="Antre dari Rumah Kami", agency=agency)

    found = desk.get(address("list", agency.pk), {"q": "antre dari rumah"})
    response = desk.post(address("announce", agency.pk, innovation.pk), {"plan": "Tiga puskesmas."}, follow=True)

    assert found.context["found"] == [innovation]
    replication = Replication.objects.get()
    assert response.redirect_chain == [(address("detail", agency.pk, replication.pk), 302)]
    assert "Replikasi sudah diajukan." in text_of(response)
    assert "Perlu dikonfirmasi" in text_of(response)


def test_the_person_in_charge_of_the_origin_confirms(client, approver, agency):
    replication = ReplicationFactory(innovation__agency=agency)
    client.force_login(approver)
    assert "1 replikasi menunggu konfirmasi Anda" in text_of(client.get(address("list", agency.pk)))
    assert (
        address("decide", agency.pk, replication.pk)
        in client.get(address("detail", agency.pk, replication.pk)).content.decode()
    )

    client.post(address("decide", agency.pk, replication.pk), {"revision": 0, "decision": "confirm"})

    assert Replication.objects.get().state == State.CONFIRMED


def test_declining_without_a_reason_is_said_beside_the_field(client, approver, agency):
    replication = ReplicationFactory(innovation__agency=agency)
    client.force_login(approver)

    response = client.post(address("decide", agency.pk, replication.pk), {"revision": 0, "decision": "decline"})

    assert list(response.context["form"].errors) == ["reason"]
    assert Replication.objects.get().state == State.ANNOUNCED


def test_the_taker_reports_and_the_public_reads_it(desk, innovation, agency):
    set_up_site()
    page = publish_innovation(innovation.pk)
    replication = ReplicationFactory(innovation=innovation, agency=agency, state=State.CONFIRMED)
    year = clock.today().year
    form = address("report", agency.pk, replication.pk, year)
    assert form in desk.get(address("detail", agency.pk, replication.pk)).content.decode()

    desk.post(form, {"revision": 0, "progress": "trial", "result": "Antrean turun separuh."})

    assert ReplicationReport.objects.values_list("year", "progress").get() == (year, "trial")
    text = text_of(desk.get(page.url))
    assert "1 OPD sudah mereplikasi" in text
    assert f"{year}: Antrean turun separuh." in text
    assert desk.get(form).context["form"]["result"].value() == "Antrean turun separuh."


def test_what_neither_came_from_the_agency_nor_went_there_does_not_exist(desk, agency):
    replication = ReplicationFactory()

    for name in ("detail", "decide", "end"):
        assert desk.get(address(name, agency.pk, replication.pk)).status_code == 404


def test_who_works_for_two_agencies_chooses_in_whose_name(desk, operator, agency, innovation):
    second = MembershipFactory(user=operator).agency

    page = desk.get(address("announce", agency.pk, innovation.pk)).content.decode()

    assert address("announce", second.pk, innovation.pk) in page
