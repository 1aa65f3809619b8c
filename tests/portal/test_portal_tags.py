from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.utils import translation

from innovation_portal.utils import clock, formats
from innovation_portal.utils.states import STATES, state_of
from judging.enums import AwardKind, AwardState, CertificateState, ObjectionState, RoundState, ScoreState, SheetState
from submissions.enums import ComplianceState, EditionState, LifeState, SubmissionStatus
from submissions.idea_enums import IdeaState
from submissions.national_enums import NationalState
from submissions.voice_enums import FeedbackState, ReplicationProgress, ReplicationState

DEADLINE = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)
SPRITE = (Path(settings.BASE_DIR) / "static/ornaments/icons.svg").read_text()


def rendered(source, request=None, **context):
    return Template(source).render(RequestContext(request, context))


def test_moments_and_dates_are_written_in_full_in_the_language_of_the_page():
    with translation.override("id"):
        indonesian = rendered("{{ at|moment }}; {{ at|short_moment }}; {{ at|full_date }}", at=DEADLINE)
    with translation.override("en"):
        english = rendered("{{ at|moment }}; {{ at|short_moment }}; {{ at|full_date }}", at=DEADLINE)

    assert indonesian == "Jumat, 29 Mei 2026, pukul 16.00 WIB; 29 Mei 2026, 16.00 WIB; Jumat, 29 Mei 2026"
    assert english == "Friday, 29 May 2026, 16:00 WIB; 29 May 2026, 16:00 WIB; Friday, 29 May 2026"


@pytest.mark.parametrize(("language", "text"), [("id", "16.00; 09.30"), ("en", "16:00; 09:30")])
def test_times_of_day_are_written_in_the_language_of_the_page(language, text):
    with translation.override(language):
        assert rendered("{{ at|time_of_day }}; {{ hour|time_of_day }}", at=DEADLINE, hour=time(9, 30)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(12345, None, "12.345"), (Decimal("82.5"), 2, "82,50"), (Decimal("92.666667"), 2, "92,67"), (0, None, "0")],
)
def test_figures_use_the_separators_of_the_language(value, decimals, text):
    with translation.override("id"):
        assert formats.figure(value, decimals) == text


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (DEADLINE - timedelta(days=11), "11 hari lagi"),
        (DEADLINE - timedelta(days=1), "besok"),
        (DEADLINE - timedelta(hours=1), "hari ini"),
        (DEADLINE + timedelta(hours=1), "baru saja lewat"),
        (DEADLINE + timedelta(days=2), "2 hari yang lalu"),
    ],
)
def test_countdown_counts_midnights_in_the_time_zone_of_the_portal(now, text):
    with clock.at(now), translation.override("id"):
        assert formats.countdown(DEADLINE) == text


@pytest.mark.parametrize(
    "choices",
    [
        SubmissionStatus,
        ComplianceState,
        EditionState,
        LifeState,
        RoundState,
        SheetState,
        ScoreState,
        AwardKind,
        AwardState,
        CertificateState,
        ObjectionState,
        FeedbackState,
        ReplicationState,
        ReplicationProgress,
        NationalState,
        IdeaState,
    ],
)
def test_every_state_of_the_apps_has_a_word_a_colour_and_an_icon(choices):
    for choice in choices:
        assert f'id="i-{state_of(choice.value).icon}"' in SPRITE


def test_state_of_a_kind_overrules_the_plain_name():
    assert state_of("submitted") == STATES["submitted"]
    assert state_of("submitted", "scoresheet") == STATES["scoresheet.submitted"]


def test_state_refuses_a_name_outside_the_table():
    with pytest.raises(KeyError):
        state_of("somewhere")


def test_state_shows_one_word_one_colour_one_icon():
    with translation.override("id"):
        assert rendered('{% state "returned" %}') == (
            '<span class="so-state is-act"><svg class="so-icon" aria-hidden="true">'
            '<use href="/static/ornaments/icons.svg#i-back"></use></svg>Dikembalikan</span>'
        )


def test_kawung_fills_petals_by_step():
    assert rendered("{% kawung 3 %}") == (
        '<svg class="so-kw k3" viewBox="0 0 48 48" aria-hidden="true">'
        '<use href="/static/ornaments/icons.svg#kawung"></use></svg>'
    )


def test_pagination_keeps_the_rest_of_the_query(rf):
    page = Paginator(range(30), 10).page(2)
    html = rendered("{% paginate page %}", page=page, request=rf.get("/", {"q": "padi", "page": 2}))

    assert 'href="?q=padi&amp;page=3"' in html
    assert 'href="?q=padi&amp;page=1"' in html


def test_tab_is_current_on_its_address(rf):
    here = rendered('{% tab "Sandi" "account_change_password" %}', request=rf.get("/akun/sandi/"))
    elsewhere = rendered('{% tab "Sandi" "account_change_password" %}', request=rf.get("/akun/"))

    assert here.strip() == '<li><a href="/akun/sandi/" aria-current="page">Sandi</a></li>'
    assert elsewhere.strip() == '<li><a href="/akun/sandi/">Sandi</a></li>'
