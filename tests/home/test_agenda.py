"""The agenda as a page and as a calendar that people subscribe to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from icalendar import Calendar
from pytest_django.asserts import assertContains

from home.models import AgendaPage, EventPage
from innovation_portal.utils import clock
from submissions.enums import StageKind
from tests.factories.submissions import EditionFactory

NOW = datetime(2031, 5, 10, 3, tzinfo=UTC)


@pytest.fixture
def agenda(site):
    return AgendaPage.objects.get()


def event(agenda, title, *, days, hours=3, **fields):
    starts_at = NOW + timedelta(days=days)
    ends_at = starts_at + timedelta(hours=hours)
    page = EventPage(title=title, lead="Terbuka.", starts_at=starts_at, ends_at=ends_at, **fields)
    return agenda.add_child(instance=page)


def uid_of(row):
    kind = "event" if isinstance(row, EventPage) else "stage"
    return f"{kind}-{row.pk}@localhost:8000"


def edition_in_registration():
    registration = (NOW - timedelta(days=20), NOW + timedelta(days=11))
    judging = (NOW + timedelta(days=30), NOW + timedelta(days=50))
    return EditionFactory(year=2031, stages={StageKind.REGISTRATION: registration, StageKind.JUDGING: judging})


def test_stages_and_events_stand_in_one_order_and_what_is_over_apart(client, agenda):
    edition_in_registration()
    event(agenda, "Pameran", days=12)
    event(agenda, "Rapat lama", days=-5)
    event(agenda, "Rapat lebih lama", days=-9)
    event(agenda, "Belum terbit", days=1, live=False)

    with clock.at(NOW):
        shown = client.get("/agenda/").context["agenda"]

    assert [entry.title for entry in shown.coming] == ["Pendaftaran", "Pameran", "Penilaian proposal"]
    assert [entry.title for entry in shown.past] == ["Rapat lama", "Rapat lebih lama"]


def test_calendar_holds_all_entries_with_lasting_names(client, agenda):
    edition = edition_in_registration()
    registration, judging = edition.stages.all()
    fair = event(agenda, "Pameran", days=12, place="Semarang", kind="exhibition")
    off = event(agenda, "Rapat", days=2, is_cancelled=True)

    with clock.at(NOW):
        response = client.get("/agenda/kalender/")

    calendar = Calendar.from_ical(response.content)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar["x-wr-calname"] == "Agenda Satu OPD Satu Inovasi"
    assert [
        (str(one["uid"]), str(one["summary"]), str(one["status"]), one.decoded("dtstart"))
        for one in calendar.walk("VEVENT")
    ] == [
        (uid_of(registration), f"Pendaftaran ({edition.name})", "CONFIRMED", registration.opens_at),
        (uid_of(off), "Rapat (Rapat teknis)", "CANCELLED", off.starts_at),
        (uid_of(fair), "Pameran (Pameran)", "CONFIRMED", fair.starts_at),
        (uid_of(judging), f"Penilaian proposal ({edition.name})", "CONFIRMED", judging.opens_at),
    ]


def test_an_event_has_its_own_page_and_file(client, agenda):
    page = event(agenda, "Pameran", days=12, place="Gedung Gradhika, Semarang")

    html = client.get("/agenda/pameran/").content.decode()
    calendar = Calendar.from_ical(client.get("/agenda/pameran/kalender/").content)

    assert "Gedung Gradhika, Semarang" in html
    assert 'href="/agenda/pameran/kalender/"' in html
    [entry] = calendar.walk("VEVENT")
    assert (entry["location"], entry.decoded("dtend")) == ("Gedung Gradhika, Semarang", page.ends_at)
    assert str(entry["url"]).endswith("/agenda/pameran/")


def test_a_draft_has_no_file(client, agenda):
    event(agenda, "Belum terbit", days=1, live=False)

    assert client.get("/agenda/belum-terbit/kalender/").status_code == 404


def test_an_event_ends_after_it_begins(agenda):
    page = EventPage(title="Rapat", lead="x", starts_at=NOW, ends_at=NOW)

    with pytest.raises(ValidationError) as refused:
        page.clean()

    assert list(refused.value.message_dict) == ["ends_at"]


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_needs_the_same_queries_for_one_and_for_three_events(client, agenda, count, django_assert_num_queries):
    edition_in_registration()
    for number in range(count):
        event(agenda, f"Acara {number}", days=number + 1)
    client.get("/agenda/")

    with django_assert_num_queries(10), clock.at(NOW):
        assert client.get("/agenda/").status_code == 200


def test_times_of_one_day_follow_the_language_of_the_page(client, agenda):
    page = event(agenda, "Pameran", days=12)

    with clock.at(NOW):
        indonesian = client.get(page.url)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        english = client.get(page.url)

    assertContains(indonesian, "Kamis, 22 Mei 2031, 10.00–13.00 WIB")
    assertContains(english, "Thursday, 22 May 2031, 10:00–13:00 WIB")


def test_words_around_the_entries_follow_the_language_of_the_page(client, agenda):
    event(agenda, "Pameran", days=-1, hours=72)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    with clock.at(NOW):
        response = client.get("/agenda/")

    assertContains(response, '<a href="/">Home page</a>', html=True)
    assertContains(response, "Running, ends in 2 days")
