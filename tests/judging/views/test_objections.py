import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from innovation_portal.utils import clock
from innovation_portal.utils.formats import moment
from judging.enums import AwardState
from judging.models import Award, Objection, ObjectionFile
from judging.services.objections import answer_objection
from submissions.enums import StageKind
from tests.factories.files import PDF
from tests.factories.judging import AwardFactory, ObjectionFactory
from tests.factories.submissions import EditionFactory, StageFactory

START = "/sanggah/"
TYPED = {
    "reason": "Layanan <b>berhenti</b> sejak Maret.",
    "name": "Siti Pelapor",
    "email": "siti@example.id",
    "relation": "Pengguna layanan",
    "consent": "on",
}


@pytest.fixture
def stage(db):
    return StageFactory(edition=EditionFactory(), kind=StageKind.OBJECTION)


@pytest.fixture
def award(stage):
    return AwardFactory(run__round__edition=stage.edition, state=AwardState.PROVISIONAL)


def form_of(award):
    return reverse("judging:objection-create", args=[award.pk])


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_objection_leads_to_its_page_with_the_code(client, award):
    response = client.post(form_of(award), TYPED, follow=True)

    objection = Objection.objects.get()
    assert response.redirect_chain == [(f"/sanggah/{objection.public_id}/", 302)]
    text, code = text_of(response), "-".join(re.findall(".{4}", objection.public_id))
    assert "Sanggahan Anda sudah diterima. Catat kodenya." in text
    assert code in text
    assert objection.consent.startswith("Saya menyanggah dengan iktikad baik")


def test_the_page_of_an_objection_says_nothing_of_who_wrote_it_or_what(client, secretary):
    objection = ObjectionFactory(
        name="Siti Pelapor", email="siti@example.id", relation="Bekas pegawai", reason="Rahasia X"
    )
    answer_objection(objection.pk, actor=secretary, outcome="accepted", text="Benar adanya.", seen=0)
    answer_objection(objection.pk, actor=secretary, outcome="dismissed", text="Ralat: keliru.", seen=1)

    response = client.get(f"/sanggah/{objection.public_id}/")

    text = text_of(response)
    assert text.index("Ralat: keliru.") < text.index("Jawaban terdahulu, nomor 1") < text.index("Benar adanya.")
    assert "Ditolak" in text[: text.index("Ralat")]
    for private in ("Siti", "siti@example.id", "Bekas pegawai", "Rahasia X", secretary.name):
        assert private not in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("spelling", ["{0}{1}{2}", "{0}-{1}-{2}", " {0} {1} {2} "])
def test_a_code_is_found_however_it_is_typed(client, db, spelling):
    code = ObjectionFactory().public_id

    response = client.get(START, {"kode": spelling.format(*re.findall(".{4}", code.lower()))})

    assert response.url == f"/sanggah/{code}/"


@pytest.mark.parametrize("typed", ["7K4M2QXDWW3H", "x", "", "x" * 80])
def test_a_wrong_code_is_named_beside_its_field(client, db, typed):
    response = client.get(START, {"kode": typed})

    assert list(response.context["form"].errors) == ["kode"]
    assert response.status_code == 200


def test_an_unknown_address_is_a_404_that_helps(client, db):
    response = client.get("/sanggah/7K4M2QXDWW3H/")

    assert response.status_code == 404
    assert "Tidak ada sanggahan dengan kode ini." in text_of(response)


@pytest.mark.parametrize(
    ("days", "finding"),
    [
        (-2, "Sanggahan diterima mulai {opens}"),
        (0, "Sanggahan diterima sampai {closes}"),
        (11, "Masa sanggah berakhir {closes}"),
    ],
)
def test_the_start_says_what_the_dates_mean_today(client, award, stage, days, finding):
    with clock.at(clock.now() + timedelta(days=days)):
        start, form = client.get(START), client.get(form_of(award))

    assert finding.format(opens=moment(stage.opens_at), closes=moment(stage.closes_at)) in text_of(start)
    assert moment(stage.closes_at) in text_of(start)
    assert (form_of(award) in start.content.decode()) is (days == 0)
    assert (form.status_code, getattr(form, "url", "")) == ((200, "") if days == 0 else (302, START))


def test_the_start_before_the_announcement_names_nobody(client, stage):
    assert "Belum ada penghargaan yang diumumkan untuk disanggah" in text_of(client.get(START))


def test_the_start_without_an_edition_explains_itself(client, db):
    assert "Tanggal masa sanggah belum ditetapkan" in text_of(client.get(START))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"reason": " "}, ["reason"]),
        ({"reason": "x" * 4001}, ["reason"]),
        ({"name": ""}, ["name"]),
        ({"email": ""}, ["email"]),
        ({"email": "siti"}, ["email"]),
        ({"phone": "telepon saya"}, ["phone"]),
        ({"consent": ""}, ["consent"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(client, award, changes, fields):
    typed = {**TYPED, **changes}

    response = client.post(form_of(award), typed)

    form = response.context["form"]
    assert list(form.errors) == fields
    assert {name: form[name].value() for name in TYPED if name != "consent"} == {
        name: value for name, value in typed.items() if name in TYPED and name != "consent"
    }
    assert not Objection.objects.exists()


def test_a_telephone_number_alone_is_contact_enough(client, award):
    client.post(form_of(award), {**TYPED, "email": "", "phone": "+62 811-000-000"})

    assert Objection.objects.values_list("email", "phone").get() == ("", "+62 811-000-000")


def test_files_are_kept_and_a_bad_one_is_named_with_the_hint_to_choose_again(client, award):
    def send(*files):
        return client.post(form_of(award), {**TYPED, "uploads": [SimpleUploadedFile(*file) for file in files]})

    response = send(("a.pdf", PDF), ("program.pdf", b"MZ"))
    errors = response.context["form"].errors
    assert [error.split(":")[0] for error in errors["uploads"]] == ["program.pdf", "Pilih kembali berkas Anda"]
    assert list(errors) == ["uploads"]
    assert not Objection.objects.exists()

    send(("a.pdf", PDF), ("b.pdf", PDF))
    assert list(ObjectionFile.objects.values_list("original_name", flat=True)) == ["a.pdf", "b.pdf"]


def test_files_have_to_be_chosen_again_when_something_else_was_wrong(client, award):
    typed = {**TYPED, "reason": "", "uploads": SimpleUploadedFile("a.pdf", PDF)}

    assert list(client.post(form_of(award), typed).context["form"].errors) == ["reason", "uploads"]
    assert list(client.post(form_of(award), {**TYPED, "reason": ""}).context["form"].errors) == ["reason"]


def test_a_filled_trap_is_emptied_and_the_second_try_goes_through(client, award):
    response = client.post(form_of(award), {**TYPED, "website": "https://beli.example"})

    form = response.context["form"]
    assert [error.code for error in form.non_field_errors().as_data()] == ["trap"]
    assert (form["website"].value(), form["reason"].value()) == ("", TYPED["reason"])
    assert not Objection.objects.exists()
    client.post(form_of(award), TYPED)
    assert Objection.objects.count() == 1


def test_one_address_may_object_twenty_times_an_hour_and_another_is_not_kept_waiting(client, award):
    answers = [client.post(form_of(award), TYPED).status_code for _ in range(21)]
    refused = client.post(form_of(award), TYPED)
    neighbour = client.post(form_of(award), TYPED, REMOTE_ADDR="198.51.100.7")

    assert answers == [302] * 20 + [429]
    assert refused.context["form"]["reason"].value() == TYPED["reason"]
    assert neighbour.status_code == 302
    assert Objection.objects.count() == 21


def test_wrong_forms_do_not_count_towards_the_limit(client, award):
    for _ in range(25):
        client.post(form_of(award), {**TYPED, "reason": ""})

    assert client.post(form_of(award), TYPED).status_code == 302


def test_a_form_that_comes_after_the_end_keeps_what_was_typed(client, award, stage):
    with clock.at(stage.closes_at + timedelta(seconds=1)):
        response = client.post(form_of(award), TYPED)

    form = response.context["form"]
    assert form.non_field_errors() == ["Sanggahan atas penghargaan ini sedang tidak diterima."]
    assert form["reason"].value() == TYPED["reason"]
    assert not Objection.objects.exists()


def test_a_form_from_elsewhere_is_refused(award):
    assert Client(enforce_csrf_checks=True).post(form_of(award), TYPED).status_code == 403
    assert not Objection.objects.exists()


def test_an_award_that_was_revoked_or_never_was_is_not_found(client, award):
    Award.objects.update(state=AwardState.REVOKED, revoked_at=clock.now(), revocation_reason="Salah.")

    for address in (form_of(award), "/sanggah/penghargaan/999999/"):
        assert client.get(address).status_code == 404
        assert client.post(address, TYPED).status_code == 404
    assert not Objection.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_start_query_count_is_constant(client, award, count, django_assert_num_queries):
    for _ in range(count - 1):
        AwardFactory(run=award.run, state=AwardState.PROVISIONAL)
    client.get(START)

    with django_assert_num_queries(3):
        response = client.get(START)

    assert len(response.context["period"].awards) == count
