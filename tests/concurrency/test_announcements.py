"""One preview, and its button pressed twice at the same moment."""

from uuid import uuid4

import pytest

from innovation_portal.accounts.roles import Role
from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Announcement
from submissions.selectors.announcements import AgencyChoice, reach_of
from submissions.services.announcements import deliver_announcement, write_to_agencies
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.submissions import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_at_once_send_one_announcement_and_two_workers_one_mail_to_each():
    secretary, key = UserFactory(roles=[Role.SECRETARIAT]), uuid4()
    members = MembershipFactory.create_batch(5)
    words = {"subject": "Sosialisasi", "text": "Hadirlah.", "is_urgent": False}
    expected = reach_of(AgencyChoice()).digest(**words)

    def click():
        return write_to_agencies(key, actor=secretary, choice=AgencyChoice(), expected=expected, **words)

    first, second = at_once(click, click)
    assert first == second == Announcement.objects.get()

    at_once(*[lambda: deliver_announcement(first.pk)] * 2)

    recipients = OutgoingMessage.objects.filter(kind="announcement").values_list("recipient", flat=True)
    assert sorted(recipients) == sorted(member.user_id for member in members)
