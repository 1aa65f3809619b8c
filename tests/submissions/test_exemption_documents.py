"""The paper behind an exemption: kept with the event, opened by those whom it concerns."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.models import ExemptionDocument
from submissions.services.obligations import exempt_agency, lift_exemption
from tests.factories.files import PDF
from tests.factories.submissions import MembershipFactory, ObligationFactory

REASON = "Digabung per 1 Januari."


@pytest.fixture
def duty(agency):
    return ObligationFactory(agency=agency)


def letter(name="surat.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def documents_of(duty):
    duty.refresh_from_db()
    events = [str(event.document or "") for event in duty.events.order_by("pk")]
    return str(duty.exemption_document or ""), events


def test_the_document_stays_with_the_event_when_the_exemption_is_changed_and_lifted(duty, secretary):
    exempt_agency(duty.pk, actor=secretary, reason=REASON, document=letter())
    exempt_agency(duty.pk, actor=secretary, reason="Digabung per 1 Februari.")
    assert documents_of(duty) == ("surat.pdf", ["", "surat.pdf", "surat.pdf"])

    exempt_agency(duty.pk, actor=secretary, reason=REASON, document=letter("surat-2.pdf"))
    lift_exemption(duty.pk, actor=secretary)
    assert documents_of(duty) == ("", ["", "surat.pdf", "surat.pdf", "surat-2.pdf", ""])


def test_a_file_that_is_no_document_is_refused_beside_its_field_and_nothing_changes(duty, secretary):
    with pytest.raises(ValidationError) as refused:
        exempt_agency(
            duty.pk, actor=secretary, reason=REASON, document=SimpleUploadedFile("surat.pdf", b"MZ\x90 bukan PDF")
        )

    assert list(refused.value.message_dict) == ["document"]
    assert (documents_of(duty), ExemptionDocument.objects.count()) == (("", [""]), 0)


def test_the_secretariat_adds_it_and_it_is_opened_from_list_and_board(client, duty, secretary, leader):
    client.force_login(secretary)
    answer = client.post(
        reverse("obligations:exempt", args=[duty.pk]), {"reason": REASON, "document": letter()}, follow=True
    )
    document = ExemptionDocument.objects.get()
    address = reverse("submissions:exemption-document", args=[document.pk])
    assert f'href="{address}"' in answer.content.decode()

    client.force_login(leader)
    page = client.get(reverse("submissions:monitoring-agency", args=[duty.edition.year, duty.agency_id]))
    assert f'<a href="{address}">surat.pdf</a>' in page.content.decode()
    assert b"".join(client.get(address)) == PDF


def test_people_of_the_agency_open_it_and_others_do_not(client, duty, operator, judge, secretary):
    exempt_agency(duty.pk, actor=secretary, reason=REASON, document=letter())
    address = reverse("submissions:exemption-document", args=[ExemptionDocument.objects.get().pk])

    found = {}
    for name, person in {"own": operator, "other": MembershipFactory().user, "judge": judge}.items():
        client.force_login(person)
        response = client.get(address)
        found[name] = response.status_code, b"".join(response) == PDF

    assert found == {"own": (200, True), "other": (404, False), "judge": (404, False)}
