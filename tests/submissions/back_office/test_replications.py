"""The register of replications, and confirming for an agency of origin that is silent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.models import Replication
from submissions.voice_enums import ReplicationState
from tests.factories.submissions import EditionFactory
from tests.factories.voice import ReplicationFactory

INDEX = reverse("replications:index")


@pytest.fixture
def overdue(db):
    EditionFactory(replication_days=20)
    return ReplicationFactory(announced_at=clock.now() - timedelta(days=20))


def page_of(replication) -> str:
    return reverse("replications:confirm", args=[replication.pk])


def test_the_secretariat_confirms_and_the_register_says_who_and_for_whom(office, overdue, secretary):
    page = office.get(page_of(overdue)).content.decode()
    refused = office.post(page_of(overdue), {"revision": 0, "reason": " "}).content.decode()
    response = office.post(page_of(overdue), {"revision": 0, "reason": "OPD asal digabung."}, follow=True)

    assert "<dd>belum ada</dd>" in page
    assert "Konfirmasi atas nama OPD asal</button>" in page
    assert "Bidang ini" in refused or "wajib" in refused
    assert Replication.objects.values_list("state", "is_for_origin", "reason").get() == (
        "confirmed",
        True,
        "OPD asal digabung.",
    )
    assert f"{secretary}, sekretariat, atas nama OPD asal" in response.content.decode()
    assert "OPD asal digabung." in office.get(page_of(overdue)).content.decode()


def test_before_the_days_are_over_there_is_no_form(office, overdue):
    Replication.objects.update(announced_at=clock.now() - timedelta(days=19))

    page = office.get(page_of(overdue)).content.decode()
    office.post(page_of(overdue), {"revision": 0, "reason": "OPD asal digabung."})

    assert "Konfirmasi atas nama OPD asal</button>" not in page
    assert Replication.objects.get().state == ReplicationState.ANNOUNCED


def test_the_register_says_who_of_the_origin_decided(office):
    decided = ReplicationFactory(state=ReplicationState.CONFIRMED)

    page = office.get(INDEX).content.decode()

    assert str(decided.decided_by) in page
    assert "atas nama OPD asal" not in page
