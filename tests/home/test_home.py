"""What the home page says of the year, and what the editors put beside it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from home.models import AgendaPage, EventPage, NewsIndexPage, NewsPage
from home.selectors.competition import stage_that_counts
from innovation_portal.utils import clock
from submissions.enums import StageKind
from submissions.models import Stage

NOW = datetime(2031, 5, 10, 3, tzinfo=UTC)


def stage(kind, opens_in, closes_in):
    """A stage that opens and closes so many days from now."""
    return Stage(kind=kind, opens_at=NOW + timedelta(days=opens_in), closes_at=NOW + timedelta(days=closes_in))


REGISTRATION = stage(StageKind.REGISTRATION, -30, 11)
VERIFICATION = stage(StageKind.VERIFICATION, -20, 18)
JUDGING = stage(StageKind.JUDGING, -2, 40)
PAST, COMING = stage(StageKind.REGISTRATION, -30, -1), stage(StageKind.AWARDING, 60, 61)


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ([REGISTRATION, VERIFICATION, JUDGING, COMING], REGISTRATION),
        ([PAST, VERIFICATION, JUDGING, COMING], JUDGING),
        ([PAST, COMING], COMING),
        ([PAST], None),
        ([], None),
    ],
)
def test_the_stage_that_counts_is_the_one_that_can_be_missed(stages, expected):
    with clock.at(NOW):
        assert stage_that_counts(stages) is expected


def test_home_shows_news_and_the_next_events(client, site):
    index, agenda = NewsIndexPage.objects.get(), AgendaPage.objects.get()
    news = [
        index.add_child(instance=NewsPage(title=f"Kabar {day}", lead="x", dated_on=f"2031-05-0{day}"))
        for day in range(1, 6)
    ]
    for title, days in (("Lewat", -3), ("Nanti", 20), ("Segera", 2), ("Batal", 1)):
        starts_at = NOW + timedelta(days=days)
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
        agenda.add_child(instance=EventPage(title=title, lead="x", is_cancelled=title == "Batal", **times))

    with clock.at(NOW):
        response = client.get("/")

    assert response.context["news"] == list(reversed(news))[:4]
    assert [entry.title for entry in response.context["events"]] == ["Segera", "Nanti"]


def test_home_of_a_fresh_portal_tells_how_to_take_part(client, site):
    html = client.get("/").content.decode()

    steps = html.partition('<ol class="so-how">')[2].partition("</ol>")[0]
    assert re.findall(r"<h3>(.*?)</h3>", steps) == ["Tulis", "Setujui dan ajukan", "Ikuti hasilnya"]
