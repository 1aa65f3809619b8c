from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.enums import EditionState, ReminderAudience, StageKind
from submissions.models import Reminder
from submissions.services.reminders import send_due_reminders
from tests.factories.submissions import EditionFactory, MembershipFactory, ObligationFactory, ReminderFactory
from tests.submissions.back_office.test_editions import form_of

WIB = ZoneInfo("Asia/Jakarta")
OPENS, CLOSES = datetime(2031, 3, 1, 8, tzinfo=WIB), datetime(2031, 4, 30, 16, tzinfo=WIB)


@pytest.fixture(autouse=True)
def long_before(db):
    with clock.at(OPENS):
        yield


@pytest.fixture
def edition():
    return EditionFactory(stages={StageKind.REGISTRATION: (OPENS, CLOSES)})


def page_of(office, edition, **query):
    return office.get(reverse("editions:reminders", args=[edition.pk]), query)


def obliged(edition, people=1):
    obligation = ObligationFactory(edition=edition)
    return obligation.agency, MembershipFactory.create_batch(people, agency=obligation.agency)


def test_plan_says_who_gets_what_when(office, edition):
    late, soon = ReminderFactory(edition=edition, days=3), ReminderFactory(edition=edition, days=30)
    ReminderFactory(edition=edition, days=2, audience=ReminderAudience.CORRECTION)
    agency, members = obliged(edition, people=2)
    alone, _nobody = obliged(edition, people=0)

    response = page_of(office, edition)

    assert [(row.reminder.days, row.agencies_ahead, row.people_ahead) for row in response.context["plan"]] == [
        (30, 2, 2),
        (3, 2, 2),
        (2, 0, 0),
    ]
    assert response.context["chosen"] == soon
    assert [(turn.duty.agency, names) for turn, names in response.context["rows"]] == [
        (agency, sorted(member.user.name for member in members)),
        (alone, []),
    ]
    page = response.content.decode()
    assert "31 Mar 2031, 07.00 WIB" in page
    assert "Belum ada orangnya" in page
    assert page_of(office, edition, pengingat=late.pk).context["chosen"] == late


@pytest.mark.parametrize("query", [{"pengingat": "x"}, {"pengingat": 10**9}, {"p": "x"}, {"p": 99}])
def test_plan_survives_a_query_that_means_nothing(office, edition, query):
    reminder = ReminderFactory(edition=edition)
    obliged(edition)

    assert page_of(office, edition, **query).context["chosen"] == reminder


def test_plan_counts_what_was_sent(office, edition):
    ReminderFactory(edition=edition, days=30)
    obliged(edition, people=2)
    with clock.at(CLOSES - timedelta(days=30)):
        send_due_reminders()

        row = page_of(office, edition).context["plan"][0]

    assert (row.agencies_reached, row.people_reached, row.agencies_ahead) == (1, 2, 0)


def test_plan_of_an_edition_in_preparation_says_why_nobody_stands_there(office, edition):
    ReminderFactory(edition=edition)
    edition.state = EditionState.PREPARATION
    edition.save()

    assert "Edisi belum dibuka" in page_of(office, edition).content.decode()


def test_reminders_are_edited_with_the_edition(office, edition):
    kept = ReminderFactory(edition=edition, days=7)
    rows = [
        {"id": kept.pk, "days": 8, "audience": "draft", "recipients": "superior", "is_on": ""},
        {"days": 2, "audience": "correction", "recipients": "members", "is_on": "on"},
    ]

    response = office.post(reverse("editions:edit", args=[edition.pk]), form_of(edition, reminders=rows))

    assert response.status_code == 302
    assert list(edition.reminders.values_list("days", "audience", "recipients", "is_on")) == [
        (8, "draft", "superior", False),
        (2, "correction", "members", True),
    ]


@pytest.mark.parametrize("days", ["0", "-1", "181", "tiga"])
def test_days_that_cannot_be_are_refused_beside_the_field(office, edition, days):
    rows = [{"days": days, "audience": "unmet", "recipients": "members", "is_on": "on"}]

    response = office.post(reverse("editions:edit", args=[edition.pk]), form_of(edition, reminders=rows))

    assert list(response.context["form"].formsets["reminders"].forms[0].errors) == ["days"]
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_plan_query_count_is_constant(office, edition, count, django_assert_num_queries):
    for days in range(1, count + 1):
        ReminderFactory(edition=edition, days=days)
        obliged(edition)
    page_of(office, edition)

    with django_assert_num_queries(22):
        response = page_of(office, edition)

    assert len(response.context["rows"]) == count


def test_plan_shows_fifty_agencies_a_page(office, edition):
    ReminderFactory(edition=edition)
    ObligationFactory.create_batch(51, edition=edition)

    assert len(page_of(office, edition).context["rows"]) == 50
    assert len(page_of(office, edition, p=2).context["rows"]) == 1
