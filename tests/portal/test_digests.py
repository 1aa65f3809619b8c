from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.utils import clock
from innovation_portal.utils.delivery import deliver
from innovation_portal.utils.digests import send_daily_mails
from innovation_portal.utils.emails import send_again, send_message
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.services.members import invite_member
from tests.factories.accounts import UserFactory

WIB = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2031, 3, 3, 7, tzinfo=WIB)
YESTERDAY = MORNING - timedelta(hours=18)
State = OutgoingMessage.State


@pytest.fixture(autouse=True)
def _template(db, settings, tmp_path):
    """A mail of one line, whatever the portal has to say in truth."""
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/uji.txt").write_text(
        "{{ about_what }}\n\nYth. {{ recipient.name }},\n\nIsi {{ about_what }}.\n"
    )
    base = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**base, "DIRS": [*base["DIRS"], tmp_path]}]


@pytest.fixture
def patient():
    """Somebody who wants one mail a day."""
    return UserFactory(mail_rhythm=MailRhythm.DAILY)


def write(*people, about="Kabar", at=YESTERDAY, **options):
    with clock.at(at):
        return [OutgoingMessage.objects.get(pk=pk) for pk in send_message("uji", people, about_what=about, **options)]


def daily_mails(at=MORNING):
    with clock.at(at):
        return send_daily_mails()


def test_message_waits_for_who_wants_one_mail_a_day_and_for_nobody_else(
    patient, mailoutbox, django_capture_on_commit_callbacks
):
    hasty = UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        write(patient, hasty)

    assert dict(OutgoingMessage.objects.values_list("recipient", "state")) == {
        patient.pk: State.WAITING,
        hasty.pk: State.SENT,
    }
    assert [mail.to for mail in mailoutbox] == [[hasty.email]]


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (timedelta(days=2), State.WAITING),
        (timedelta(days=2) - timedelta(seconds=1), State.QUEUED),
        (timedelta(0), State.QUEUED),
        (timedelta(seconds=-1), State.WAITING),
        (None, State.WAITING),
    ],
)
def test_message_whose_deadline_is_near_goes_at_once(patient, left, state):
    [message] = write(patient, deadline=left if left is None else YESTERDAY + left)

    assert message.state == state


def test_urgent_message_goes_at_once(patient):
    assert [message.state for message in write(patient, is_urgent=True)] == [State.QUEUED]


def test_invitation_never_waits(patient, agency, secretary):
    invite_member(agency.pk, actor=secretary, email=patient.email, name=patient.name, role=MembershipRole.OPERATOR)

    assert OutgoingMessage.objects.get().state == State.QUEUED


def test_daily_mail_holds_what_waits_and_everything_is_sent_with_it(
    patient, mailoutbox, django_capture_on_commit_callbacks
):
    first, second = *write(patient, about="Pengingat"), *write(patient, about="Pengumuman")
    other = UserFactory(mail_rhythm=MailRhythm.DAILY)
    write(other)

    with django_capture_on_commit_callbacks(execute=True):
        assert daily_mails() == 2

    mail = next(mail for mail in mailoutbox if mail.to == [patient.email])
    digest = OutgoingMessage.objects.get(kind="digest", recipient=patient)
    assert mail.subject == digest.subject == "Ringkasan harian: 2 pesan"
    assert "1. Pengingat\n2. Pengumuman\n" in mail.body
    assert mail.body.count(f"Yth. {patient.name},") == 1
    assert "Isi Pengingat." in mail.body
    assert "/akun/surel/" in mail.body
    for message in (first, second):
        message.refresh_from_db()
        assert (message.state, message.digest, message.state_in_words) == (
            State.SENT,
            digest,
            "Terkirim bersama ringkasan harian",
        )
        assert message.sent_at is not None


def test_daily_mail_leaves_at_seven_and_once_a_day(patient):
    write(patient)

    assert daily_mails(MORNING - timedelta(seconds=1)) == 0
    assert daily_mails() == 1
    assert daily_mails(MORNING + timedelta(minutes=2)) == 0
    write(patient, at=MORNING + timedelta(hours=1))
    assert daily_mails(MORNING + timedelta(hours=2)) == 0
    assert daily_mails(MORNING + timedelta(hours=23)) == 0
    assert daily_mails(MORNING + timedelta(days=1)) == 1


def test_missed_morning_is_made_up_for_the_same_day(patient):
    write(patient)

    assert daily_mails(MORNING + timedelta(hours=9)) == 1


def test_who_changed_to_each_message_at_once_still_gets_what_waited(patient):
    write(patient)
    patient.mail_rhythm = MailRhythm.AT_ONCE
    patient.save()

    assert daily_mails() == 1


def test_daily_mail_that_fails_leaves_its_messages_waiting_and_goes_again(patient, monkeypatch):
    [message] = write(patient)
    daily_mails()
    digest = OutgoingMessage.objects.get(kind="digest")

    with monkeypatch.context() as broken, clock.at(MORNING):
        broken.setattr("django.core.mail.EmailMessage.send", lambda mail: (_ for _ in ()).throw(OSError("putus")))
        assert (deliver(digest.pk).state, deliver(digest.pk).attempts) == (State.QUEUED, 1)
    message.refresh_from_db()
    assert (message.state, message.digest) == (State.WAITING, digest)
    assert daily_mails(MORNING + timedelta(days=1)) == 0

    with clock.at(MORNING + timedelta(minutes=2)):
        deliver(digest.pk)
    message.refresh_from_db()
    assert message.state == State.SENT


def test_single_message_is_sent_again_by_itself(patient, mailoutbox, django_capture_on_commit_callbacks):
    [message] = write(patient)
    with django_capture_on_commit_callbacks(execute=True):
        daily_mails()

    with django_capture_on_commit_callbacks(execute=True):
        send_again(message.pk)

    assert [mail.subject for mail in mailoutbox] == ["Ringkasan harian: 1 pesan", "Kabar"]


def test_database_refuses_a_second_daily_mail_of_one_day(patient):
    write(patient)
    daily_mails()
    digest = OutgoingMessage.objects.get(kind="digest")

    digest.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        digest.save(force_insert=True)


@pytest.mark.parametrize("count", [1, 4])
def test_morning_without_anything_new_asks_one_question(patient, count, django_assert_num_queries):
    for _each in range(count):
        write(patient)
    daily_mails()

    with django_assert_num_queries(1):
        assert daily_mails() == 0
