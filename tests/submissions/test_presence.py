from datetime import timedelta

import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.models import Presence
from submissions.selectors.writing import PRESENCE_LASTS
from tests.factories.submissions import InnovationFactory, ReadySubmissionFactory


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def open_section(client, draft):
    """Return a function by which somebody's page says which section is open; it returns who else writes, and where."""

    def tell(user, number=0):
        section = draft.edition.sections.all()[number]
        client.force_login(user)
        response = client.post(reverse("submissions:section-writers", args=[draft.pk, section.pk]))
        return [(writer.user, writer.section) for writer in response.context["writers"]]

    return tell


def test_writers_see_each_other_and_not_themselves(open_section, draft, operator, approver):
    first, second = draft.edition.sections.all()[:2]

    assert open_section(operator) == []
    assert open_section(approver, 1) == [(operator, first)]
    assert open_section(operator, 1) == [(approver, second)]
    assert Presence.objects.count() == 2


def test_who_went_away_is_no_longer_shown(open_section, operator, approver):
    open_section(operator)

    with clock.at(clock.now() + PRESENCE_LASTS + timedelta(seconds=1)):
        assert open_section(approver) == []


def test_section_of_another_edition_is_not_there(client, draft, operator):
    other = ReadySubmissionFactory().edition.sections.first()
    client.force_login(operator)

    response = client.post(reverse("submissions:section-writers", args=[draft.pk, other.pk]))

    assert response.status_code == 404
    assert not Presence.objects.exists()
