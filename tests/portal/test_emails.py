import pytest
from django.core import mail

from innovation_portal.utils.delivery import deliver
from innovation_portal.utils.emails import send_message, send_message_to_address
from innovation_portal.utils.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory


@pytest.mark.parametrize(("is_example", "addresses"), [(False, [["ani@example.id"]]), (True, [])])
def test_deliver_sends_to_people_and_only_stores_for_invented_ones(db, is_example, addresses):
    person = UserFactory(email="ani@example.id", is_example=is_example)
    message = OutgoingMessage.objects.create(
        kind="uji", recipient=person, address=person.email, subject="Uji", body="Isi.\n"
    )

    deliver(message.pk)

    message.refresh_from_db()
    assert [each.to for each in mail.outbox] == addresses
    assert (message.state, message.attempts) == (OutgoingMessage.State.SENT, 1)


def test_subject_is_one_line_that_fits_whatever_the_edition_is_called(db, settings, tmp_path):
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/uji.txt").write_text("Dibuka: {{ name }}\n\nIsi.\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    send_message("uji", [UserFactory()], name="Lomba\rBcc: x@example.id " + "a" * 300)

    message = OutgoingMessage.objects.get()
    assert message.subject == ("Dibuka: Lomba Bcc: x@example.id " + "a" * 300)[:250]
    assert message.body == "Isi.\n"


def test_somebody_without_an_account_gets_the_mail_by_address(
    db, settings, tmp_path, django_capture_on_commit_callbacks
):
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/uji.txt").write_text("Diterima: {{ code }}\n\nIkuti di {{ portal_address }}/x/.\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.PORTAL_ADDRESS = "https://portal.example"
    edition = EditionFactory()

    with django_capture_on_commit_callbacks(execute=True):
        send_message_to_address("uji", "warga@example.id", about=edition, code="ABC")

    message = OutgoingMessage.objects.get()
    assert (message.recipient, message.address, message.about, message.state) == (
        None,
        "warga@example.id",
        f"submissions.edition:{edition.pk}",
        OutgoingMessage.State.SENT,
    )
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (
        ["warga@example.id"],
        "Diterima: ABC",
        "Ikuti di https://portal.example/x/.\n",
    )
