import pytest
from django.core import mail

from innovation_portal.utils.emails import deliver, send_message
from innovation_portal.utils.models import OutgoingMessage
from tests.factories.accounts import UserFactory


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
