"""Two workers, or two schedules, at the same moment: a mail leaves once, and a lost task comes back once."""

from datetime import timedelta

import pytest
from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from innovation_portal.utils import clock
from innovation_portal.utils.delivery import deliver, deliver_due_mail
from innovation_portal.utils.lost_tasks import SILENT_AFTER, put_back_lost_tasks
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.tasks import deliver_message
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_that_two_workers_take_at_once_leaves_once():
    person = UserFactory()
    messages = [
        OutgoingMessage.objects.create(
            kind="uji", recipient=person, address=person.email, subject=f"Uji {number}", body="Isi.\n"
        )
        for number in range(5)
    ]

    for message in messages:
        at_once(*[lambda message=message: deliver(message.pk)] * 3, deliver_due_mail)

    assert sorted(sent.subject for sent in mail.outbox) == [f"Uji {number}" for number in range(5)]
    assert set(OutgoingMessage.objects.values_list("state", "attempts")) == {(OutgoingMessage.State.SENT, 1)}


def test_a_lost_task_is_put_back_once_by_two_schedules():
    long_ago = clock.now() - SILENT_AFTER - timedelta(minutes=1)
    task = DBTaskResult.objects.create(
        task_path=deliver_message.module_path,
        args_kwargs={"args": [1], "kwargs": {}},
        backend_name="default",
        run_after=long_ago,
        status=TaskResultStatus.RUNNING,
        started_at=long_ago,
        worker_ids=["mati"],
    )

    assert sum(at_once(*[put_back_lost_tasks] * 3)) == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
