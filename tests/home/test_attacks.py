"""What somebody tries who wants to read what is not public, or to spoil what others read (docs/security.md)."""

import re

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home.identifiers import code_of
from home.models import AgendaPage, EventPage, InnovationPage, NewsIndexPage, NewsPage
from home.services.publishing import publish_innovation, withdraw_innovation
from innovation_portal.utils.models import OutgoingMessage
from submissions.links import feedback_token, follow_up_token
from submissions.models import Feedback, FollowUp
from tests.factories.home import make_all_dumps, past_innovation, published_past_innovation
from tests.factories.submissions import MembershipFactory
from tests.factories.voice import FeedbackFactory, FollowUpFactory, ReplicationFactory
from tests.home.test_feedback_pages import proof_for, ticket_of, typed

pytestmark = pytest.mark.usefixtures("site")
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def tellers(page) -> list[str]:
    """Every public address that may tell of an innovation."""
    agency = page.innovation.agency
    return [
        "/",
        "/inovasi/",
        "/inovasi/?q=zamrudain",
        "/inovasi.csv",
        "/inovasi.atom",
        f"/i/{code_of(page.innovation_id)}/",
        f"/i/{code_of(page.innovation_id)}/sitasi.bib",
        f"/masukan/{page.innovation_id}/",
        "/api/v1/inovasi/",
        f"/api/v1/inovasi/{page.innovation_id}/",
        "/api/v1/inovasi/?q=zamrudian",
        "/api/v1/rekognisi/",
        "/pemenang/2019/",
        "/statistik/",
        f"/perangkat-daerah/{agency.code}/",
        "/sitemap-inovasi.xml",
    ]


def telling(client, page) -> set[str]:
    return {each for each in tellers(page) if b"zamrudian" in content_of(client.get(each)).lower()}


@pytest.fixture
def hidden_page():
    return published_past_innovation(title="Zamrudian")


def test_what_is_for_some_people_only_is_told_nowhere(
    client, hidden_page, settings, django_capture_on_commit_callbacks
):
    told_before = telling(client, hidden_page)
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=hidden_page, restriction_type="password", password="x")

    assert {"/inovasi/", "/api/v1/inovasi/", "/sitemap-inovasi.xml", "/inovasi/?q=zamrudain"} <= told_before
    assert telling(client, hidden_page) == set()
    make_all_dumps()
    files = [path.read_text() for path in (settings.MEDIA_ROOT / "open_data").iterdir()]
    assert len(files) == 12
    assert [text for text in files if "zamrudian" in text.lower()] == []
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert telling(client, hidden_page) == told_before


@pytest.mark.parametrize("is_by_editor", [True, False])
def test_what_was_taken_down_is_told_nowhere(client, hidden_page, is_by_editor, django_capture_on_commit_callbacks):
    telling(client, hidden_page)  # so that it may be remembered
    with django_capture_on_commit_callbacks(execute=True):
        if is_by_editor:
            InnovationPage.objects.get().unpublish()
        else:
            withdraw_innovation(hidden_page.innovation_id)

    # What the portal took down says so at its lasting address, by its title.
    code = code_of(hidden_page.innovation_id)
    note = set() if is_by_editor else {f"/i/{code}/", f"/i/{code}/sitasi.bib"}
    assert telling(client, hidden_page) == note
    assert {client.get(address).status_code for address in note} <= {410}


def test_what_was_never_published_answers_like_what_does_not_exist(client):
    draft = past_innovation(title="Zamrudian")
    nobody = draft.pk + 1000
    answers = {}
    for pk in (draft.pk, nobody):
        paths = (f"/api/v1/inovasi/{pk}/", f"/masukan/{pk}/", f"/i/{code_of(pk)}/", f"/i/{code_of(pk)}/kode.svg")
        answers[pk] = [client.get(path).status_code for path in paths]
        answers[pk].append(client.post(f"/masukan/{pk}/bermanfaat/").status_code)
        answers[pk].append(client.get(f"/api/v1/inovasi/{pk}/").content)

    assert answers[draft.pk] == answers[nobody]
    assert answers[draft.pk][:5] == [404] * 5


def test_lists_and_feeds_leave_out_news_and_events_for_some_people_only(client):
    news = NewsIndexPage.objects.get().add_child(
        instance=NewsPage(title="Zamrudian kabar", lead="x", dated_on="2026-05-01")
    )
    event = AgendaPage.objects.get().add_child(
        instance=EventPage(
            title="Zamrudian acara",
            lead="x",
            starts_at="2099-05-01T00:00:00Z",
            ends_at="2099-05-01T01:00:00Z",
            place="Aula",
        )
    )
    addresses = ["/", "/kabar/", "/kabar/atom/", "/agenda/", "/agenda/kalender/"]
    before = {each for each in addresses if b"Zamrudian" in client.get(each).content}
    for page in (news, event):
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert before == set(addresses)
    assert {each for each in addresses if b"Zamrudian" in client.get(each).content} == set()


@pytest.mark.parametrize(
    "path",
    [
        "/inovasi/?kategori=%00",
        "/inovasi/%00/",
        "/i/%00/",
        "/perangkat-daerah/%00/",
        "/masukan/hapus/%00/",
        "/piagam/%00/",
        "/tindak-lanjut/%00/",
        "/tidak-ada%00",
    ],
)
def test_a_zero_byte_in_an_address_is_a_mistake_of_the_visitor(client, path):
    assert client.get(path).status_code == 400


def test_a_zero_byte_in_a_cookie_is_a_mistake_of_the_visitor(client):
    client.cookies["sessionid"] = "aaaaaaaa\0"

    assert client.get("/").status_code == 400


@pytest.mark.parametrize("path", ["/masuk/", "/tidak-ada/", "/masukan/1/bermanfaat/"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=utf-16", b"login=a"),
        ("application/x-www-form-urlencoded; charset=latin-1", b"login=a"),
        ("application/x-www-form-urlencoded", b"a=&" * 20_000),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 6_000_000),
        ("multipart/form-data", b"--batas"),
        ("multipart/form-data; boundary=", b"--batas"),
    ],
    ids=["utf-16", "latin-1", "many fields", "long field", "no boundary", "empty boundary"],
)
def test_a_form_that_cannot_be_read_is_a_mistake_of_the_visitor(site, kind, body, path):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/masuk/")

    response = client.post(path, body, content_type=kind)

    # The view of the last one takes forms of other sites, and looks for its innovation first.
    is_found_late = kind.startswith("multipart") and path.startswith("/masukan/")
    assert response.status_code == (404 if is_found_late else 400)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "jahat.example"},
        {"X-Forwarded-Proto": "gopher"},
        {"X-Original-URL": "/admin/"},
        {"Forwarded": "host=jahat.example"},
        {"Accept-Language": "en"},
        {"HX-Request": "true"},
        {"Host": "jahat.example"},
        {"Cookie": "bahasa=jahat; lain=jahat"},
        {"User-Agent": "jahat"},
    ],
)
def test_no_header_changes_what_others_are_given_from_memory(client, headers):
    clean = TOKEN.sub(rb"\1", client.get("/inovasi/?q=jahatan").content)
    cache.clear()

    client.get("/inovasi/?q=jahatan", headers=headers)
    remembered = TOKEN.sub(rb"\1", Client().get("/inovasi/?q=jahatan").content)

    assert remembered == clean


def test_a_flood_of_addresses_pushes_out_pages_and_no_rate_limit(client, settings):
    memory = settings.CACHES["default"]
    settings.CACHES = {
        "default": memory | {"LOCATION": "limits"},
        "pages": memory | {"LOCATION": "flooded", "OPTIONS": {"MAX_ENTRIES": 3}},
    }
    cache.set("limit", "counted")

    for number in range(8):
        client.get(f"/inovasi/?page={number}")

    assert cache.get("limit") == "counted"
    assert 1 <= len(caches["pages"]._cache) <= 3


def test_an_oversized_query_is_answered_and_searches_for_eight_words_only(client):
    response = client.get("/inovasi/?q=" + "+".join(f"kata{number}" for number in range(20_000)))

    assert response.status_code == 200
    assert response.context["listing"].typed == ""
    assert client.get("/api/v1/inovasi/?q=" + "a" * 100_000).status_code == 422


def test_one_address_gets_few_receipts_a_day_whoever_types_it(client, hidden_page):
    path = f"/masukan/{hidden_page.innovation_id}/"
    statuses = []
    for number in range(6):
        ticket = ticket_of()
        data = typed(ticket=ticket, proof=proof_for(ticket), email="Korban@example.id")
        statuses.append(client.post(path, data, REMOTE_ADDR=f"203.0.113.{number}").status_code)

    assert statuses == [302] * 5 + [429]
    assert OutgoingMessage.objects.filter(kind="feedback_received").count() == Feedback.objects.count() == 5


def test_a_proof_that_was_used_is_worth_nothing_again(client, hidden_page):
    other = published_past_innovation()
    ticket = ticket_of()
    data = typed(ticket=ticket, proof=proof_for(ticket))

    for pk in (hidden_page.innovation_id, hidden_page.innovation_id, other.innovation_id):
        client.post(f"/masukan/{pk}/", data)

    assert list(Feedback.objects.values_list("innovation", flat=True)) == [hidden_page.innovation_id]
    assert OutgoingMessage.objects.filter(kind="feedback_received").count() == 1


def test_what_was_deleted_does_not_come_back_by_its_form(client, hidden_page):
    data = typed()
    client.post(f"/masukan/{hidden_page.innovation_id}/", data)
    client.post(reverse("home:feedback-delete", args=[feedback_token(Feedback.objects.get().pk)]))

    client.post(f"/masukan/{hidden_page.innovation_id}/", data)

    assert Feedback.objects.values_list("state", "text", "email").get() == ("withdrawn", "", "")


def test_a_token_opens_nothing_but_its_own(client, hidden_page):
    feedback = FeedbackFactory(innovation=hidden_page.innovation)
    follow_up = FollowUpFactory(innovation=hidden_page.innovation)
    approver = MembershipFactory(agency=hidden_page.innovation.agency, role="approver").user
    stranger = MembershipFactory(role="approver").user
    good = follow_up_token(follow_up.pk, approver.pk)

    refused = [
        reverse("home:feedback-delete", args=[good]),
        reverse("submissions:follow-up-by-mail", args=[feedback_token(feedback.pk)]),
        reverse("submissions:follow-up-by-mail", args=[follow_up_token(follow_up.pk, stranger.pk)]),
        reverse("submissions:follow-up-by-mail", args=[good[:-1] + ("a" if good[-1] != "a" else "b")]),
    ]
    assert [client.post(path, {"outcome": "stopped"}).status_code for path in refused] == [404] * 4
    assert (Feedback.objects.get().state, FollowUp.objects.get().outcome) == ("waiting", "")


def test_pages_behind_a_token_are_kept_by_no_cache_and_found_by_no_search(client, hidden_page):
    approver = MembershipFactory(agency=hidden_page.innovation.agency, role="approver").user
    follow_up = FollowUpFactory(innovation=hidden_page.innovation)
    paths = [
        reverse("home:feedback-delete", args=[feedback_token(FeedbackFactory().pk)]),
        reverse("submissions:follow-up-by-mail", args=[follow_up_token(follow_up.pk, approver.pk)]),
    ]

    for path in paths:
        headers = client.get(path).headers
        assert "no-store" in headers["Cache-Control"]
        assert (headers["X-Robots-Tag"], headers["Referrer-Policy"]) == ("noindex", "same-origin")


def test_forms_of_other_sites_write_nothing(hidden_page):
    member = MembershipFactory(role="approver")
    follow_up = FollowUpFactory(innovation__agency=member.agency)
    waiting = ReplicationFactory(innovation__agency=member.agency)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    paths = [
        f"/masukan/{hidden_page.innovation_id}/",
        reverse("home:feedback-delete", args=[feedback_token(FeedbackFactory().pk)]),
        reverse("submissions:follow-up-by-mail", args=[follow_up_token(follow_up.pk, member.user.pk)]),
        reverse("submissions:follow-up-answer", args=[member.agency.pk, follow_up.pk]),
        reverse("submissions:replication-announce", args=[member.agency.pk, hidden_page.innovation_id]),
        reverse("submissions:replication-decide", args=[member.agency.pk, waiting.pk]),
    ]

    assert [client.post(path, {"plan": "x", "outcome": "stopped"}).status_code for path in paths] == [403] * 6


def test_a_mistyped_search_never_offers_a_word_that_was_taken_down(client, hidden_page):
    published_past_innovation(title="Lumbung")
    assert b"zamrudian" in client.get("/inovasi/?q=zamrudain").content.lower()
    withdraw_innovation(hidden_page.innovation_id)

    assert b"zamrudian" not in client.get("/inovasi/?q=zamrudain").content.lower()


def test_publishing_again_does_not_bring_a_restricted_page_back(
    client, hidden_page, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=hidden_page, restriction_type="login")

    publish_innovation(hidden_page.innovation_id)

    assert telling(client, hidden_page) == set()
