import re
from datetime import timedelta
from itertools import count

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from innovation_portal.utils import clock
from innovation_portal.utils.tickets import MOST_OPEN, is_proven, new_ticket
from submissions.links import feedback_token
from submissions.models import Feedback, UsefulMark
from submissions.services.feedback import answer_feedback
from submissions.voice_enums import FeedbackState
from tests.factories.home import published_past_innovation
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import FeedbackFactory


@pytest.fixture
def entry_page(site):
    return published_past_innovation(title="Antre dari Rumah")


@pytest.fixture
def address(entry_page):
    return reverse("home:feedback-create", args=[entry_page.innovation_id])


def ticket_of(age=timedelta(minutes=1)) -> str:
    with clock.at(clock.now() - age):
        return new_ticket()


def proof_for(ticket) -> str:
    return next(str(number) for number in count() if is_proven(ticket, str(number)))


def typed(**changes):
    ticket = changes.pop("ticket", None) or ticket_of()
    facts = {"kind": "question", "text": "Buka <b>Sabtu</b>?", "name": "Siti", "email": "siti@example.id"}
    return {**facts, "consent": "on", "ticket": ticket, **changes}


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_question_goes_to_the_editors_and_is_not_shown_before(client, address, entry_page):
    ticket = ticket_of()

    response = client.post(address, typed(ticket=ticket, proof=proof_for(ticket)), follow=True)

    assert response.redirect_chain == [(address, 302)]
    assert "Terima kasih. Redaksi membacanya dahulu" in text_of(response)
    assert "Sabtu" not in text_of(response)
    fields = ("innovation", "kind", "text", "name", "email", "is_proven", "state")
    assert Feedback.objects.values_list(*fields).get() == (
        entry_page.innovation_id,
        "question",
        "Buka <b>Sabtu</b>?",
        "Siti",
        "siti@example.id",
        True,
        "waiting",
    )
    assert Feedback.objects.get().consent.startswith("Saya setuju redaksi membaca tulisan saya")


def test_published_questions_and_answers_stand_on_the_page_of_the_innovation(client, entry_page, address):
    operator = MembershipFactory(agency=entry_page.innovation.agency).user
    with clock.at(clock.now() - timedelta(days=3)):
        feedback = FeedbackFactory(
            innovation=entry_page.innovation,
            state=FeedbackState.PUBLISHED,
            text="Buka <b>Sabtu</b>? WA saya 0812-3456-7890",
            name="Siti",
            email="siti@example.id",
        )
    answer_feedback(feedback.pk, actor=operator, text="Ya, sampai pukul 12.", seen=0)
    FeedbackFactory(innovation=entry_page.innovation, text="Belum diperiksa")

    for path in (entry_page.url, address):
        text = text_of(client.get(path))
        assert "1 pertanyaan atau laporan masyarakat" in text
        assert "Buka &lt;b&gt;Sabtu&lt;/b&gt;?" in text
        assert "Ya, sampai pukul 12." in text
        assert "dijawab setelah 3 hari" in text
        assert "OPD ini biasanya menjawab dalam 3 hari." in text
        for hidden in ("siti@example.id", "3456", operator.name, "Belum diperiksa"):
            assert hidden not in text


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"text": " "}, ["text"]),
        ({"text": "x" * 1501}, ["text"]),
        ({"kind": "praise"}, ["kind"]),
        ({"email": "siti"}, ["email"]),
        ({"consent": ""}, ["consent"]),
        ({"website": "https://toko.example"}, ["__all__"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(client, address, changes, fields):
    response = client.post(address, typed(**changes))

    form = response.context["form"]
    assert list(form.errors) == fields
    assert form["name"].value() == "Siti"
    assert not Feedback.objects.exists()


def test_a_form_that_was_sent_at_once_comes_back_and_counts_a_moment_later(client, address):
    ticket = ticket_of(timedelta(0))

    quick = client.post(address, typed(ticket=ticket))
    with clock.at(clock.now() + timedelta(seconds=10)):
        later = client.post(address, typed(ticket=quick.context["form"]["ticket"].value()))

    assert "sangat cepat" in text_of(quick)
    assert (quick.context["form"]["text"].value(), quick.context["form"]["ticket"].value()) == (
        "Buka <b>Sabtu</b>?",
        ticket,
    )
    assert later.status_code == 302


@pytest.mark.parametrize("ticket", ["forged", "old"])
def test_a_form_without_a_ticket_of_ours_comes_back_with_one(client, address, ticket):
    sent = ticket_of(MOST_OPEN + timedelta(minutes=1)) if ticket == "old" else ticket

    response = client.post(address, typed(ticket=sent))

    renewed = response.context["form"]["ticket"].value()
    assert "Tulisan Anda masih ada di sini" in text_of(response)
    assert renewed != sent
    with clock.at(clock.now() + timedelta(seconds=10)):
        assert client.post(address, typed(ticket=renewed)).status_code == 302


def test_without_a_proof_few_are_taken_and_with_one_more(client, address):
    statuses = [client.post(address, typed()).status_code for _ in range(5)]
    ticket = ticket_of()
    proven = client.post(address, typed(ticket=ticket, proof=proof_for(ticket)))

    assert statuses == [302, 302, 302, 302, 429]
    assert proven.status_code == 302
    assert list(Feedback.objects.order_by("pk").values_list("is_proven", flat=True)) == [False] * 4 + [True]


def test_useful_counts_once_a_day_without_a_token(entry_page, address):
    client = Client(enforce_csrf_checks=True)
    mark = reverse("home:useful-create", args=[entry_page.innovation_id])

    first, second = client.post(mark), client.post(mark)

    assert [response.url for response in (first, second)] == [address, address]
    said = [str(message) for message in get_messages(second.wsgi_request)]
    assert said[-1] == "Hari ini sudah ada tanda dari sambungan Anda. Yang dihitung satu tanda sehari."
    assert UsefulMark.objects.count() == 1
    assert "1 tanda “bermanfaat”" in text_of(client.get(entry_page.url))


def test_what_is_not_in_the_catalogue_takes_no_feedback(client, site):
    hidden = InnovationFactory()
    for name in ("feedback-create", "useful-create"):
        assert client.post(reverse(f"home:{name}", args=[hidden.pk]), typed()).status_code == 404

    assert (Feedback.objects.count(), UsefulMark.objects.count()) == (0, 0)


def test_its_writer_sees_and_deletes_what_was_written(client, entry_page):
    feedback = FeedbackFactory(innovation=entry_page.innovation, text="Tulisan saya", email="siti@example.id")
    link = reverse("home:feedback-delete", args=[feedback_token(feedback.pk)])

    asked, done = client.get(link), client.post(link)

    assert "Hapus tulisan Anda?" in text_of(asked)
    assert "Tulisan saya" in text_of(asked)
    assert "Tulisan Anda sudah dihapus" in text_of(done)
    feedback.refresh_from_db()
    assert (feedback.state, feedback.text, feedback.email) == ("withdrawn", "", "")
    assert client.get(reverse("home:feedback-delete", args=["forged"])).status_code == 404


@pytest.mark.parametrize("said", [1, 3])
def test_the_page_asks_as_many_queries_for_one_question_as_for_many(
    client, entry_page, address, said, django_assert_num_queries
):
    operator = MembershipFactory(agency=entry_page.innovation.agency).user
    for _ in range(said):
        feedback = FeedbackFactory(innovation=entry_page.innovation, state=FeedbackState.PUBLISHED)
        answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)
    client.get(address)

    with django_assert_num_queries(5):
        client.get(address)
