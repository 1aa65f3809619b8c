from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.utils import clock
from innovation_portal.utils.delivery import deliver
from innovation_portal.utils.digests import send_daily_mails
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.services.members import invite_member
from submissions.services.obligations import grant_extension
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    SubmissionFactory,
)


@pytest.fixture
def message(agency, secretary):
    invite_member(agency.pk, actor=secretary, email="baru@jateng.example", name="Sri", role=MembershipRole.OPERATOR)
    return OutgoingMessage.objects.get()


def test_mail_is_read_without_the_address_that_sets_a_password(office, message):
    page = office.get(reverse("outgoing_messages:inspect", args=[message.pk])).content.decode()

    assert "/lupa-sandi/" in message.body
    assert "/lupa-sandi/…" in page
    assert message.body.partition("/lupa-sandi/")[2].partition("/")[0] not in page


def test_mail_says_by_the_portals_clock_when_it_was_written_and_sent(office, message):
    OutgoingMessage.objects.update(
        created_at=datetime(2099, 5, 29, 9, 0, tzinfo=UTC), sent_at=datetime(2099, 5, 29, 17, 30, tzinfo=UTC)
    )

    page = office.get(reverse("outgoing_messages:inspect", args=[message.pk])).content.decode()

    assert "29 Mei 2099, 16.00 WIB" in page
    assert "30 Mei 2099, 00.30 WIB" in page


def test_failed_mail_is_sent_again(office, message, mailoutbox, django_capture_on_commit_callbacks):
    OutgoingMessage.objects.update(state=OutgoingMessage.State.FAILED, error="Sambungan terputus.")

    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("outgoing_messages:resend", args=[message.pk]))

    message.refresh_from_db()
    assert (message.state, message.error, message.attempts) == (OutgoingMessage.State.SENT, "", 1)
    assert [mail.to for mail in mailoutbox] == [["baru@jateng.example"]]


def test_all_failed_mail_is_sent_again_and_nothing_else(
    office, agency, secretary, mailoutbox, django_capture_on_commit_callbacks
):
    """A button of the list leads to a page that says what is about to go out."""
    with clock.at(datetime(2099, 5, 29, 9, 0, tzinfo=UTC)):
        for name in ("a", "b", "c", "d"):
            invite_member(agency.pk, actor=secretary, email=f"{name}@b.id", name="Sri", role=MembershipRole.OPERATOR)
    sent, waiting, *failed = OutgoingMessage.objects.order_by("pk")
    OutgoingMessage.objects.filter(pk=sent.pk).update(state=OutgoingMessage.State.SENT)
    OutgoingMessage.objects.filter(pk=waiting.pk).update(state=OutgoingMessage.State.WAITING)
    ids = [message.pk for message in failed]
    OutgoingMessage.objects.filter(pk__in=ids).update(state=OutgoingMessage.State.FAILED, attempts=12, error="putus")
    address = reverse("outgoing_messages:resend-failed")

    listing = office.get(reverse("outgoing_messages:index")).content.decode()
    asked = office.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = office.post(address, follow=True).content.decode()
    again = office.post(address, follow=True).content.decode()

    assert address in listing
    assert "2 surel gagal dikirim; yang paling lama ditulis pada 29 Mei 2099, 16.00 WIB." in asked
    assert "2 surel sedang dikirim ulang." in done
    assert "0 surel sedang dikirim ulang." in again
    assert sorted(mail.to[0] for mail in mailoutbox) == ["c@b.id", "d@b.id"]
    assert list(OutgoingMessage.objects.order_by("pk").values_list("state", "attempts", "error", "sendings")) == [
        (OutgoingMessage.State.SENT, 0, "", 1),
        (OutgoingMessage.State.WAITING, 0, "", 1),
        *[(OutgoingMessage.State.SENT, 1, "", 2)] * 2,
    ]


def test_without_failed_mail_the_page_says_so(office):
    assert "Tidak ada surel yang gagal." in office.get(reverse("outgoing_messages:resend-failed")).content.decode()


def test_message_of_a_daily_mail_says_so_and_leads_to_it(office, agency, secretary):
    member = MembershipFactory(agency=agency, user__mail_rhythm=MailRhythm.DAILY)
    edition = EditionFactory()
    later = clock.now() + timedelta(days=50)
    grant_extension(edition.pk, agency.pk, actor=secretary, closes_at=later, reason="Banjir.")
    message = OutgoingMessage.objects.get()
    assert (message.recipient, message.state) == (member.user, OutgoingMessage.State.WAITING)
    with clock.at(timezone.localtime(clock.now() + timedelta(days=1)).replace(hour=7)):
        send_daily_mails()
        digest = OutgoingMessage.objects.get(kind="digest")
        deliver(digest.pk)

    page = office.get(reverse("outgoing_messages:inspect", args=[message.pk])).content.decode()
    listing = office.get(reverse("outgoing_messages:index")).content.decode()

    assert f'<a href="{reverse("outgoing_messages:inspect", args=[digest.pk])}">Ringkasan harian: 1 pesan</a>' in page
    assert "Terkirim bersama ringkasan harian" in page
    assert "Terkirim bersama ringkasan harian" in listing


def test_verifier_reads_no_mail(client, verifier, message):
    OutgoingMessage.objects.update(state=OutgoingMessage.State.FAILED)
    client.force_login(verifier)

    for name, keys in (("inspect", [message.pk]), ("resend", [message.pk]), ("resend-failed", [])):
        assert client.post(reverse(f"outgoing_messages:{name}", args=keys)).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutgoingMessage.State.FAILED, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_message_list_query_count_is_constant(office, agency, secretary, count, django_assert_num_queries):
    for number in range(count):
        invite_member(agency.pk, actor=secretary, email=f"s{number}@b.id", name="Sri", role=MembershipRole.OPERATOR)
    office.get(reverse("outgoing_messages:index"))

    with django_assert_num_queries(11):
        response = office.get(reverse("outgoing_messages:index"))

    assert len(response.context["object_list"]) == count


def test_report_says_how_many_have_not_submitted(office):
    edition = EditionFactory()
    ObligationFactory(edition=edition)
    ObligationFactory(edition=edition, is_exempt=True, exemption_reason="Digabung.")
    drafting = ObligationFactory(edition=edition)
    SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=drafting.agency))

    response = office.get(reverse("compliance_report"))
    narrowed = office.get(reverse("compliance_report"), {"state": "draft"})

    assert response.context["header_title"] == f"2 dari 2 OPD belum mengajukan: {edition}"
    assert len(response.context["object_list"]) == 3
    assert list(narrowed.context["object_list"]) == [drafting]


def test_report_of_an_earlier_edition_is_chosen_by_filter(office):
    earlier = ObligationFactory(edition=EditionFactory(year=2030))
    ObligationFactory(edition=EditionFactory(year=2031))

    response = office.get(reverse("compliance_report"), {"edition": earlier.edition_id})

    assert list(response.context["object_list"]) == [earlier]


def test_report_without_an_edition_is_empty(office):
    response = office.get(reverse("compliance_report"))

    assert list(response.context["object_list"]) == []


def test_exported_report_cannot_run_a_formula(office):
    ObligationFactory(edition=EditionFactory(), agency=AgencyFactory(name="=1+1"))

    response = office.get(reverse("compliance_report"), {"export": "csv"})

    assert b"'=1+1" in b"".join(response.streaming_content)


def test_verifier_does_not_get_the_report(client, verifier):
    client.force_login(verifier)

    assert client.get(reverse("compliance_report")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_report_query_count_is_constant(office, count, django_assert_num_queries):
    edition = EditionFactory()
    for _each in range(count):
        ObligationFactory(edition=edition)
    office.get(reverse("compliance_report"))

    with django_assert_num_queries(20):
        response = office.get(reverse("compliance_report"))

    assert len(response.context["object_list"]) == count
