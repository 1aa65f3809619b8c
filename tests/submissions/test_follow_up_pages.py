import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.links import feedback_token, follow_up_token
from submissions.models import FollowUp
from submissions.services.follow_ups import Report, answer_follow_up
from submissions.voice_enums import FollowUpOutcome as Outcome
from tests.factories.files import PDF
from tests.factories.submissions import InnovationFactory
from tests.factories.voice import FollowUpFactory


@pytest.fixture
def follow_up(agency):
    return FollowUpFactory(innovation=InnovationFactory(agency=agency, title="Antre dari Rumah"))


@pytest.fixture
def link(follow_up, approver):
    return reverse("submissions:follow-up-by-mail", args=[follow_up_token(follow_up.pk, approver.pk)])


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_link_asks_first_and_stores_what_is_sent_without_signing_in(client, link, follow_up, approver):
    asked = client.get(link, {"jawab": "grown"})
    assert (asked.context["form"]["outcome"].value(), FollowUp.objects.get().outcome) == ("grown", "")
    assert f"Anda menjawab sebagai {approver.name}." in text_of(asked)

    done = client.post(link, {"outcome": "grown", "note": "12 desa baru."}, follow=True)

    assert "Terima kasih, pertanyaan ini sudah dijawab" in text_of(done)
    fields = ("outcome", "note", "answered_by", "is_by_mail", "revision")
    assert FollowUp.objects.values_list(*fields).get() == ("grown", "12 desa baru.", approver.pk, True, 1)


def test_the_link_works_once(client, link):
    client.post(link, {"outcome": "grown"})

    again = client.post(link, {"outcome": "stopped"})

    assert "Terima kasih, pertanyaan ini sudah dijawab" in text_of(again)
    assert "Kirim jawaban" not in text_of(client.get(link))
    assert FollowUp.objects.get().outcome == "grown"


def test_the_link_counts_until_the_last_day(client, link, follow_up):
    with clock.at(clock.now() + timedelta(days=31)):
        response, sent = client.get(link), client.post(link, {"outcome": "grown"})

    assert "Jawaban atas pertanyaan ini sekarang tidak diterima" in text_of(response)
    assert sent.status_code == 200
    assert FollowUp.objects.get().outcome == ""


def test_an_answer_without_a_choice_comes_back(client, link):
    response = client.post(link, {"note": "Ya."})

    assert list(response.context["form"].errors) == ["outcome"]
    assert response.context["form"]["note"].value() == "Ya."


def test_the_link_of_who_is_no_longer_in_charge_leads_nowhere(client, link, follow_up, approver, operator):
    approver.memberships.all().delete()
    others = [
        follow_up_token(follow_up.pk, operator.pk),
        feedback_token(follow_up.pk),
        follow_up_token(0, operator.pk),
        "x",
    ]

    addresses = [link, *(reverse("submissions:follow-up-by-mail", args=[token]) for token in others)]
    assert [client.post(address, {"outcome": "grown"}).status_code for address in addresses] == [404] * 5
    assert FollowUp.objects.get().outcome == ""


def test_the_person_in_charge_answers_with_evidence_at_the_desk(client, agency, follow_up, approver):
    client.force_login(approver)
    desk = reverse("submissions:follow-up-list", args=[agency.pk])
    assert "1 inovasi menunggu kabar dari Anda" in text_of(client.get(desk))

    response = client.post(
        reverse("submissions:follow-up-answer", args=[agency.pk, follow_up.pk]),
        {"revision": 0, "outcome": "grown", "link": "x.example.id", "upload": SimpleUploadedFile("a.pdf", PDF)},
        follow=True,
    )

    assert response.redirect_chain == [(desk, 302)]
    assert "Kabar inovasi Anda" in text_of(response)
    found = FollowUp.objects.get()
    assert (found.link, found.original_name) == ("https://x.example.id", "a.pdf")
    evidence = client.get(reverse("submissions:follow-up-file", args=[found.pk]))
    assert b"".join(evidence.streaming_content) == PDF


def test_a_colleagues_answer_meanwhile_is_shown_and_what_was_typed_is_kept(client, agency, follow_up, approver):
    answer_follow_up(follow_up.pk, actor=approver, report=Report(Outcome.STOPPED, "Anggaran habis."), revision=0)
    client.force_login(approver)

    response = client.post(
        reverse("submissions:follow-up-answer", args=[agency.pk, follow_up.pk]),
        {"revision": 0, "outcome": "grown", "note": "12 desa."},
    )

    assert "Anggaran habis." in text_of(response)
    assert "12 desa." in text_of(response)
    assert FollowUp.objects.get().outcome == "stopped"


def test_an_operator_reads_and_does_not_answer(client, agency, follow_up, operator):
    client.force_login(operator)
    answer = reverse("submissions:follow-up-answer", args=[agency.pk, follow_up.pk])

    page = client.get(reverse("submissions:follow-up-list", args=[agency.pk]))

    assert "Penanggung jawab OPD Anda yang menjawab." in text_of(page)
    assert answer not in page.content.decode()
    assert [client.get(answer).status_code, client.post(answer, {"revision": 0, "outcome": "grown"}).status_code] == [
        403,
        403,
    ]
    assert FollowUp.objects.get().outcome == ""
