import re

import pytest
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from submissions.idea_enums import IdeaState
from submissions.models import Idea, Innovator, Submission
from submissions.services.ideas import adopt_idea, set_idea_aside, support_idea
from tests.factories.submissions import EditionFactory, MembershipFactory
from tests.factories.voice import IdeaFactory

SAID = {
    "revision": 0,
    "title": "Loket malam",
    "problem": "Antrean mengular.",
    "proposal": "Buka sampai pukul 20.",
    "benefit": "Buruh tidak perlu izin.",
    "field": "",
}


@pytest.fixture
def idea(agency):
    return IdeaFactory(agency=agency, title="Loket malam")


def address(name, *args):
    return reverse(f"submissions:idea-{name}", args=args)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_empty_list_invites_and_the_form_leads_to_the_idea(client, operator, agency):
    client.force_login(operator)
    assert "Sampaikan gagasan pertama" in text_of(client.get(address("list", agency.pk)))

    response = client.post(address("new", agency.pk), SAID, follow=True)

    idea = Idea.objects.get()
    assert response.redirect_chain == [(address("detail", agency.pk, idea.pk), 302)]
    assert (idea.title, idea.author, idea.field) == ("Loket malam", operator, "")


def test_too_many_words_are_said_beside_the_field_and_kept(client, operator, agency):
    client.force_login(operator)

    response = client.post(address("new", agency.pk), {**SAID, "benefit": "kata " * 101})

    assert response.context["form"].errors == {"benefit": ["Isian ini 101 kata; batasnya 100 kata."]}
    assert response.context["form"]["benefit"].value() == "kata " * 101
    assert not Idea.objects.exists()


def test_a_colleague_supports_and_no_longer(client, operator, agency, idea):
    client.force_login(operator)
    support = address("support", agency.pk, idea.pk)

    client.post(support, {"supports": "on"})
    supported = text_of(client.get(address("list", agency.pk)))
    client.post(support)

    assert "1 rekan mendukung" in supported
    assert "Anda mendukungnya" in supported
    assert not idea.supports.exists()


def test_the_author_is_told_why_own_support_does_not_count(client, agency, idea):
    client.force_login(idea.author)

    response = client.post(address("support", agency.pk, idea.pk), {"supports": "on"}, follow=True)

    assert "Ini gagasan Anda sendiri." in text_of(response)
    assert not idea.supports.exists()


def test_the_author_changes_and_takes_back(client, operator, agency, idea):
    client.force_login(idea.author)

    client.post(address("edit", agency.pk, idea.pk), {**SAID, "title": "Loket petang"})
    stale = client.post(address("take-back", agency.pk, idea.pk), {"revision": 0})
    client.post(address("take-back", agency.pk, idea.pk), {"revision": 1})

    assert stale.context["form"].non_field_errors() == ["Penulis sudah mengubah gagasan ini. Baca kembali dahulu."]
    assert Idea.objects.values_list("title", "state").get() == ("Loket petang", IdeaState.WITHDRAWN)
    assert client.get(address("detail", agency.pk, idea.pk)).status_code == 200
    client.force_login(operator)
    assert client.get(address("detail", agency.pk, idea.pk)).status_code == 404


def test_the_person_in_charge_makes_a_draft_that_leads_back_to_the_idea(client, approver, agency, idea):
    EditionFactory(groups=[])
    client.force_login(approver)
    adopt = address("adopt", agency.pk, idea.pk)
    assert adopt in client.get(address("detail", agency.pk, idea.pk)).content.decode()

    response = client.post(adopt, {"revision": 0, "title": "Loket malam hari"}, follow=True)

    submission = Submission.objects.get()
    assert response.redirect_chain == [(reverse("submissions:submission-detail", args=[submission.pk]), 302)]
    assert f"Gagasan {idea.author.name} yang menjadi asalnya" in text_of(response)
    assert Innovator.objects.get().name == idea.author.name
    assert "Loket malam hari" in text_of(client.get(address("detail", agency.pk, idea.pk)))


def test_without_an_open_edition_no_draft_is_offered(client, approver, agency, idea):
    client.force_login(approver)

    detail = text_of(client.get(address("detail", agency.pk, idea.pk)))

    assert "Belum ada edisi yang dibuka" in detail
    assert client.get(address("adopt", agency.pk, idea.pk)).status_code == 404


def test_the_reason_stands_on_the_page_of_the_author(client, approver, agency, idea):
    client.force_login(approver)
    aside = address("set-aside", agency.pk, idea.pk)

    refused = client.post(aside, {"revision": 0, "reason": ""})
    client.post(aside, {"revision": 0, "reason": "Terima kasih. Petugas malam belum ada."})

    assert refused.context["form"].errors == {"reason": ["Tulis alasannya; penulis membacanya."]}
    assert OutgoingMessage.objects.values_list("kind", "address").get() == ("idea_decided", idea.author.email)
    client.force_login(idea.author)
    assert "Petugas malam belum ada." in text_of(client.get(address("detail", agency.pk, idea.pk)))


def test_the_first_page_counts_what_waits(client, operator, agency, idea):
    client.force_login(operator)
    desk = reverse("submissions:dashboard", args=[agency.pk])
    one = text_of(client.get(desk))
    set_idea_aside(idea.pk, actor=_approver(agency), revision=0, reason="Belum.")

    assert "1 gagasan rekan menunggu jawaban" in one
    assert "1 gagasan sudah disampaikan dan dijawab" in text_of(client.get(desk))


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_page_cost_the_same_whatever_is_handed_in(client, operator, agency, count, django_assert_num_queries):
    edition = EditionFactory()
    approver = _approver(agency)
    for _number in range(count):
        waiting, taken = IdeaFactory(agency=agency), IdeaFactory(agency=agency)
        support_idea(waiting.pk, actor=approver)
        adopt_idea(taken.pk, actor=approver, revision=0, edition_id=edition.pk, title=f"Loket {taken.pk}")
        edition.quota_per_agency = 9
        edition.save()
        for _other in range(count):
            support_idea(waiting.pk, actor=MembershipFactory(agency=agency).user)
    client.force_login(operator)

    with django_assert_num_queries(8):
        response = client.get(address("list", agency.pk))
    assert [idea.support_count for idea in response.context["waiting"]] == [count + 1] * count
    with django_assert_num_queries(9):
        client.get(address("detail", agency.pk, waiting.pk))


def test_the_secretariat_reads_numbers_and_no_idea(client, secretary, agency, idea):
    client.force_login(secretary)

    report = client.get(reverse("idea_report"))
    table = client.get(reverse("idea_report"), {"export": "csv"})

    assert list(report.context["object_list"]) == [agency]
    assert idea.title not in report.content.decode()
    assert b"".join(table.streaming_content).decode("utf-8-sig").splitlines() == [
        "Kode;Perangkat daerah;Daerah;Menunggu jawaban;Menjadi draf usulan;Disisihkan",
        f"{agency.code};{agency.name};{agency.region.name};1;0;0",
    ]


def _approver(agency):
    return MembershipFactory(agency=agency, role="approver").user
