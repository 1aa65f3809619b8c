import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardState
from judging.models import Award, ObjectionAnswer, ObjectionFile
from judging.services.objections import answer_objection
from tests.factories.judging import AwardFactory, ObjectionFactory
from tests.factories.submissions import MembershipFactory

ANSWER = {"outcome": "dismissed", "text": "Sudah diperiksa; layanan berjalan.", "seen": 0}


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def address(name, *args):
    return reverse(f"objections:{name}", args=args)


def shown(response):
    return [row.public_id for row in response.context["object_list"]]


def test_list_is_narrowed_by_state_and_edition(office, secretary):
    waiting, answered = ObjectionFactory(), ObjectionFactory()
    answer_objection(answered.pk, actor=secretary, outcome="accepted", text="Benar.", seen=0)

    assert shown(office.get(address("index"))) == [answered.public_id, waiting.public_id]
    for query, expected in (
        ({"state": "received"}, [waiting]),
        ({"state": "accepted"}, [answered]),
        ({"state": "dismissed"}, []),
        ({"edition": waiting.award.level.edition_id}, [waiting]),
    ):
        assert shown(office.get(address("index"), query)) == [one.public_id for one in expected]


def test_list_does_not_name_who_objected(office):
    objection = ObjectionFactory()

    page = office.get(address("index")).content.decode()

    assert objection.public_id in page
    assert objection.name not in page
    assert objection.email not in page


def test_page_shows_everything_and_leads_to_the_revocation(office):
    objection = ObjectionFactory(phone="0811 222", relation="Pengguna", reason="Layanan <b>berhenti</b>.")
    ObjectionFile.objects.create(
        objection=objection,
        file=SimpleUploadedFile("foto.pdf", b"%PDF isi"),
        original_name="foto.pdf",
        content_type="application/pdf",
        size=8,
    )

    page = office.get(address("answer", objection.pk)).content.decode()

    for fact in (objection.name, objection.email, "0811 222", "Pengguna", "&lt;b&gt;berhenti", "foto.pdf"):
        assert fact in page
    assert reverse("awards:revoke", args=[objection.award_id]) in page


def test_answering_from_the_page_mails_the_objector(office, secretary):
    objection = ObjectionFactory()

    response = office.post(address("answer", objection.pk), ANSWER)

    assert response.url == address("answer", objection.pk)
    assert ObjectionAnswer.objects.values_list("outcome", "text", "answered_by").get() == (
        "dismissed",
        "Sudah diperiksa; layanan berjalan.",
        secretary.pk,
    )
    assert OutgoingMessage.objects.get().address == objection.email


def test_the_page_of_an_answered_objection_amends_the_answer(office):
    objection = ObjectionFactory()
    office.post(address("answer", objection.pk), ANSWER)
    seen = office.get(address("answer", objection.pk)).context["form"]["seen"].value()

    office.post(address("answer", objection.pk), {"outcome": "accepted", "text": "Ralat: benar.", "seen": seen})

    assert list(objection.answers.values_list("number", "outcome")) == [(2, "accepted"), (1, "dismissed")]


def test_a_stale_answer_is_refused_in_the_form_and_keeps_the_text(office, secretary):
    objection = ObjectionFactory()
    answer_objection(objection.pk, actor=secretary, outcome="accepted", text="Benar.", seen=0)

    response = office.post(address("answer", objection.pk), ANSWER)

    form = response.context["form"]
    assert form.non_field_errors() == ["Sementara itu sudah ada yang menjawab. Baca dahulu jawaban tersebut."]
    assert form["text"].value() == ANSWER["text"]
    assert "Benar." in response.content.decode()
    assert ObjectionAnswer.objects.count() == 1


def test_objections_against_the_own_agency_do_not_exist(office, secretary):
    objection = ObjectionFactory()
    file = ObjectionFile.objects.create(
        objection=objection, file=SimpleUploadedFile("x.pdf", b"x"), original_name="x.pdf", size=1
    )
    MembershipFactory(agency=objection.award.submission.innovation.agency, user=secretary)

    assert shown(office.get(address("index"))) == []
    for answer in (
        office.get(address("answer", objection.pk)),
        office.post(address("answer", objection.pk), ANSWER),
        office.get(address("file", objection.pk, file.pk)),
    ):
        assert answer.status_code == 404
    assert not ObjectionAnswer.objects.exists()


def test_a_file_goes_out_as_what_it_was_found_to_be(office):
    objection, other = ObjectionFactory(), ObjectionFactory()
    file = ObjectionFile.objects.create(
        objection=objection,
        file=SimpleUploadedFile("a.pdf", b"%PDF isi"),
        original_name="bukti.pdf",
        content_type="application/pdf",
        size=8,
    )

    response = office.get(address("file", objection.pk, file.pk))

    assert b"".join(response) == b"%PDF isi"
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert office.get(address("file", other.pk, file.pk)).status_code == 404


def test_revoking_asks_first_and_needs_a_reason(office):
    award = AwardFactory(state=AwardState.PROVISIONAL)
    url = reverse("awards:revoke", args=[award.pk])

    assert office.get(url).status_code == 200
    assert list(office.post(url, {"reason": ""}).context["form"].errors) == ["reason"]
    assert Award.objects.get().state == AwardState.PROVISIONAL

    response = office.post(url, {"reason": "Data tidak benar."})
    assert response.url == reverse("awards:desk", args=[award.level.edition_id])
    assert Award.objects.get().state == AwardState.REVOKED
    assert office.post(url, {"reason": "Lagi."}).context["form"].non_field_errors() == [
        "Penghargaan ini sudah dicabut sebelumnya."
    ]


def test_the_first_page_says_how_many_wait_for_an_answer(office, secretary):
    answered, own = ObjectionFactory(), ObjectionFactory()
    ObjectionFactory.create_batch(2)
    answer_objection(answered.pk, actor=secretary, outcome="accepted", text="Benar.", seen=0)
    MembershipFactory(agency=own.award.submission.innovation.agency, user=secretary)

    page = office.get(reverse("wagtailadmin_home")).content.decode()

    assert f'<a href="{address("index")}?state=received">2 sanggahan menunggu jawaban</a>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_is_constant(office, count, django_assert_num_queries):
    ObjectionFactory.create_batch(count)
    office.get(address("index"))

    with django_assert_num_queries(12):
        response = office.get(address("index"))

    assert len(shown(response)) == count


def test_mail_to_an_objector_shows_no_more_than_the_domain(office):
    objection = ObjectionFactory(email="siti.pelapor@example.id")
    office.post(address("answer", objection.pk), ANSWER)
    message = OutgoingMessage.objects.get()
    OutgoingMessage.objects.update(state=OutgoingMessage.State.FAILED, error="550 <siti.pelapor@example.id> unknown")
    listing = reverse("outgoing_messages:index")

    pages = [
        office.get(listing),
        office.get(reverse("outgoing_messages:inspect", args=[message.pk])),
        office.get(reverse("outgoing_messages:resend", args=[message.pk])),
        office.post(reverse("outgoing_messages:resend", args=[message.pk]), follow=True),
    ]
    texts = [page.content.decode() for page in pages]
    texts.append(b"".join(office.get(listing, {"export": "csv"}).streaming_content).decode())

    assert ["siti.pelapor" in text for text in texts] == [False] * 5
    assert ["s…@example.id" in text for text in texts] == [True] * 5
    assert list(office.get(listing, {"q": "siti.pelapor"}).context["object_list"]) == []


def test_mail_to_people_with_an_account_is_found_by_their_address(office):
    member = MembershipFactory(user__email="operator@jateng.example").user
    message = OutgoingMessage.objects.create(kind="digest", recipient=member, address=member.email, subject="Uji")

    found = office.get(reverse("outgoing_messages:index"), {"q": "operator@jateng"})

    assert [(one.pk, one.shown_address) for one in found.context["object_list"]] == [(message.pk, member.email)]
