"""The first page of the back office says what waits for whom."""

import pytest
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from tests.factories.submissions import EditionFactory, MembershipFactory, ObligationFactory, handed_in

HOME = reverse("wagtailadmin_home")


def waiting_on(page) -> list[tuple[str, str]]:
    [panel] = [
        each for each in page.context["panels"] if hasattr(each, "template_name") and "waiting" in each.template_name
    ]
    shown = panel.get_context_data({"request": page.wsgi_request})["waiting"]
    return [(one.text, one.url) for one in shown]


@pytest.fixture
def busy(db):
    """A submission that waits, two agencies in arrears, one of them exempt, and a mail that failed."""
    edition = EditionFactory()
    handed_in(edition)
    ObligationFactory(edition=edition)
    ObligationFactory(edition=edition, is_exempt=True, exemption_reason="Digabung.")
    OutgoingMessage.objects.update(state=OutgoingMessage.State.SENT)
    failed = OutgoingMessage.objects.first()
    failed.state = OutgoingMessage.State.FAILED
    failed.save()


VERIFICATION = ("1 usulan menunggu verifikasi", "/admin/verifikasi/")


def test_secretariat_sees_what_waits_with_its_numbers(office, busy):
    page = office.get(HOME)

    assert waiting_on(page) == [
        VERIFICATION,
        ("1 OPD belum mengajukan", reverse("compliance_report")),
        ("1 surel gagal dikirim", "/admin/pesan/?state=failed"),
    ]
    assert "Menunggu Anda" in page.content.decode()


def test_verifier_sees_the_queue_alone(client, verifier, busy):
    client.force_login(verifier)

    assert waiting_on(client.get(HOME)) == [VERIFICATION]


def test_own_submission_does_not_wait_for_its_verifier(client, verifier, db):
    submission = handed_in(EditionFactory())
    MembershipFactory(agency=submission.innovation.agency, user=verifier)
    client.force_login(verifier)

    page = client.get(HOME)

    assert waiting_on(page) == []
    assert "Sekarang tidak ada yang menunggu Anda." in page.content.decode()
