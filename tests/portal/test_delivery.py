from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from innovation_portal.utils import clock
from innovation_portal.utils.delivery import PAUSES, TAKEN_FOR, deliver, deliver_due_mail, deliver_each, order_due_mail
from innovation_portal.utils.emails import send_again
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.tasks import deliver_due_messages
from tests.factories.accounts import UserFactory

State = OutgoingMessage.State


def queued(address="ani@example.id", **fields):
    return OutgoingMessage.objects.create(
        kind="uji", recipient=UserFactory(email=address), address=address, subject="Uji", body="Isi.\n", **fields
    )


@dataclass
class MailServer:
    """The edge of the system: does what it is told with a mail, and keeps whom it was for."""

    error: Exception | None = None
    meanwhile: Callable[[], object] | None = None
    tried: list[str] = field(default_factory=list)

    def take(self, mail):
        self.tried.append(mail.to[0])
        if self.meanwhile:
            self.meanwhile()
        if self.error:
            raise self.error


@pytest.fixture
def mail_server(monkeypatch):
    server = MailServer()
    # A bound method would get no mail: as an attribute of the class it has to be a function.
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda mail: server.take(mail))  # noqa: PLW0108
    return server


def test_a_mail_is_tried_for_a_day_with_growing_pauses_and_then_failed(db, mail_server):
    message = queued()
    moment = clock.now()
    mail_server.error = SMTPServerDisconnected("putus")
    pauses = []
    while message.state == State.QUEUED:
        with clock.at(moment):
            message = deliver(message.pk)
        pauses.append(message.next_attempt_at - moment)
        moment = message.next_attempt_at

    assert pauses[:-1] == [timedelta(minutes=minutes) for minutes in PAUSES]
    assert (message.state, message.error, message.attempts) == (State.FAILED, "putus", len(PAUSES) + 1)
    assert len(mail_server.tried) == len(PAUSES) + 1
    assert timedelta(hours=24) <= sum(pauses[:-1], timedelta(0)) < timedelta(hours=25)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPRecipientsRefused({"ani@example.id": (550, b"tidak dikenal")}), State.FAILED),
        (SMTPRecipientsRefused({"ani@example.id": (450, b"nanti")}), State.QUEUED),
        (SMTPDataError(554, "ditolak"), State.FAILED),
        (SMTPDataError(451, "nanti"), State.QUEUED),
        (ConnectionRefusedError("putus"), State.QUEUED),
        (UnicodeEncodeError("ascii", "é", 0, 1, "tidak bisa"), State.FAILED),
    ],
)
def test_what_no_later_attempt_can_help_fails_at_once(db, mail_server, error, state):
    message = queued()
    mail_server.error = error

    assert deliver(message.pk).state == state


def test_a_mail_that_is_being_sent_is_left_alone_until_its_worker_must_be_dead(db, mail_server):
    message = queued()
    now = clock.now()

    def be_killed():
        with clock.at(now + TAKEN_FOR - timedelta(seconds=1)):
            deliver(message.pk)
        raise KeyboardInterrupt  # nothing is written down

    mail_server.meanwhile = be_killed
    with clock.at(now), pytest.raises(KeyboardInterrupt):
        deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, mail_server.tried) == (State.QUEUED, 1, ["ani@example.id"])

    mail_server.meanwhile = None
    with clock.at(now + TAKEN_FOR):
        assert order_due_mail()
        deliver_due_mail()
    message.refresh_from_db()
    assert (message.state, message.attempts, mail_server.tried) == (State.SENT, 2, ["ani@example.id"] * 2)


def test_every_attempt_is_the_same_mail_and_sending_again_is_another(db, django_capture_on_commit_callbacks):
    message = queued()
    deliver(message.pk)
    OutgoingMessage.objects.update(state=State.QUEUED, next_attempt_at=None)  # as a killed worker leaves it
    deliver(message.pk)
    with django_capture_on_commit_callbacks(execute=True):
        send_again(message.pk)

    first, second, third = [each.extra_headers["Message-ID"] for each in mail.outbox]
    assert first == second == f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S%f}.1@localhost>"
    assert third == f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S%f}.2@localhost>"


def test_a_refusal_stops_no_other_mail(db, mail_server):
    messages = [queued("satu@example.id"), queued("dua@example.id")]
    mail_server.error = SMTPRecipientsRefused({"satu@example.id": (450, b"nanti")})

    deliver_each([message.pk for message in messages])

    assert mail_server.tried == ["satu@example.id", "dua@example.id"]


def test_one_attempt_at_a_server_that_is_away_is_that_of_all(db, mail_server):
    messages = [
        queued("satu@example.id"),
        queued("dua@example.id", attempts=1),
        queued("tiga@example.id", attempts=len(PAUSES)),
        queued("empat@example.id", next_attempt_at=clock.now() + timedelta(hours=1)),
    ]
    mail_server.error = ConnectionRefusedError("putus")
    now = clock.now()

    with clock.at(now):
        deliver_each([message.pk for message in messages])

    assert mail_server.tried == ["satu@example.id"]
    assert list(
        OutgoingMessage.objects.order_by("pk").values_list("state", "attempts", "error", "next_attempt_at")
    ) == [
        (State.QUEUED, 1, "putus", now + timedelta(minutes=PAUSES[0])),
        (State.QUEUED, 2, "putus", now + timedelta(minutes=PAUSES[1])),
        (State.FAILED, len(PAUSES), "putus", None),
        (State.QUEUED, 0, "", messages[3].next_attempt_at),
    ]


def test_due_mail_is_ordered_once_and_only_when_there_is_some(db, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    queued(next_attempt_at=clock.now() + timedelta(minutes=1))
    queued("budi@example.id", state=State.WAITING)
    assert not order_due_mail()

    with clock.at(clock.now() + timedelta(minutes=2)):
        assert [order_due_mail(), order_due_mail()] == [True, False]
        ordered = DBTaskResult.objects.get()
        assert (ordered.task_path, ordered.status) == (deliver_due_messages.module_path, TaskResultStatus.READY)
        DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
        assert order_due_mail()
