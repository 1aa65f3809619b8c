"""The pages of the secretariat about personal data, as they are used: look up, hand over, erase, refuse, announce."""

import pytest
from django.urls import reverse

from home.models import StandardPage
from home.services.site import set_up_site
from innovation_portal.accounts.anonymising import is_anonymised
from innovation_portal.accounts.models import User
from innovation_portal.privacy.enums import RequestState
from innovation_portal.privacy.models import DataExport, ErasureRequest, PrivacyNotice, RetentionRun
from innovation_portal.privacy.registry import what_blocks
from innovation_portal.privacy.retention import registered_rules
from innovation_portal.privacy.services.notices import install_first_notice
from innovation_portal.privacy.services.requests import ask_to_be_erased
from innovation_portal.utils import clock
from tests.factories.submissions import MembershipFactory

pytestmark = pytest.mark.django_db

INDEX = "/admin/data-pribadi/"
PERSON = f"{INDEX}orang/"
MAIL = {"email": "rahma@example.id"}


@pytest.fixture
def leaving(agency, approver):
    return MembershipFactory(agency=agency, user__name="Rahma Wulandari", user__email=MAIL["email"]).user


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def told(response):
    return [str(message).strip() for message in response.context["messages"]]


def chosen_of(response):
    return response.context["erase"].fields["models"].initial


def test_a_person_is_looked_up_and_what_was_found_is_shown(office, leaving):
    response = office.post(PERSON, MAIL)

    assert {each.data.model: each.count for each, _samples in response.context["found"]} == {
        "accounts.User": 1,
        "submissions.Membership": 1,
    }
    assert "Rahma Wulandari" in response.content.decode()
    assert chosen_of(response) == ["submissions.Membership", "accounts.User"]


def test_by_a_name_alone_nothing_is_chosen_because_others_bear_it(office, leaving):
    assert chosen_of(office.post(PERSON, {"name": leaving.name})) is None


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "__all__", "Isi alamat surel, nomor telepon, atau nama."),
        ({"phone": "nol delapan"}, "phone", "Tulis nomor telepon seperti 0812…, +62 812… atau (024)…."),
    ],
)
def test_who_is_looked_for_has_to_be_named(office, typed, field, words):
    assert office.post(PERSON, typed).context["form"].errors == {field: [words]}


def test_nobody_is_found_under_an_address_that_the_portal_does_not_know(office):
    page = office.post(PERSON, {"email": "siapa@example.id"}).content.decode()

    assert "Portal tidak menyimpan apa pun tentang orang ini" in page


def test_the_address_of_a_search_leads_back_to_its_form(office):
    response = office.get(f"{PERSON}?email={MAIL['email']}")

    assert (response.status_code, response.url) == (302, INDEX)


def test_a_copy_is_ordered_for_the_one_who_asked_for_it(office, leaving, secretary):
    response = office.post(PERSON, MAIL | {"export": "1"}, follow=True)

    assert told(response) == ["Salinan sedang dibuat. Anda mendapat surel jika sudah siap."]
    assert [(each.email, each.owner) for each in DataExport.objects.all()] == [(leaving.email, secretary)]


def test_a_person_is_erased_after_a_ground_was_given(office, leaving):
    chosen = MAIL | {"erase": "1", "models": ["accounts.User", "submissions.Membership"]}

    missing = office.post(PERSON, chosen)
    done = office.post(PERSON, chosen | {"note": "Surat 12/2026.", "is_sure": "on"}, follow=True)

    assert set(missing.context["erase"].errors) == {"note", "is_sure"}
    assert told(done) == ["Terhapus: 2 baris."]
    assert is_anonymised(User.objects.get(pk=leaving.pk))
    assert ErasureRequest.objects.get().answer == "Surat 12/2026."


def test_what_is_in_the_way_of_erasing_is_said_in_place_of_the_button(office, approver):
    page = office.post(PERSON, {"email": approver.email})

    assert page.context["blockers"] == what_blocks(page.context["person"])
    assert len(page.context["blockers"]) == 1
    assert "Hapus selamanya" not in page.content.decode()


def test_a_request_waits_on_the_first_page_and_is_refused_with_a_reason(office, leaving):
    asked = ask_to_be_erased(actor=leaving, reason="Pindah tugas.")
    address = reverse("privacy_admin:request", args=[asked.pk])

    assert address in office.get(INDEX).content.decode()
    assert "Pindah tugas." in office.get(address).content.decode()
    assert office.post(address, {}).context["form"].has_error("answer", "required")
    response = office.post(address, {"answer": "Wajib disimpan."}, follow=True)

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (RequestState.REFUSED, "Wajib disimpan.")
    assert told(response) == ["Permintaan ditolak; orangnya mendapat surel berisi alasannya."]
    assert "Tidak ada yang menunggu keputusan." in response.content.decode()
    assert office.get(address).status_code == 404


def test_rules_of_retention_say_when_they_ran_and_what_they_did(office):
    RetentionRun.objects.create(rule="sessions", day=clock.today(), ran_at=clock.now(), count=4321)

    response = office.get(f"{INDEX}masa-simpan/")

    standing = response.context["rules"]
    assert [each.rule for each in standing] == registered_rules()
    assert {each.rule.name: each.last.count for each in standing if each.last} == {"sessions": 4321}
    assert "4321 baris" in response.content.decode()


def test_a_notice_is_announced_when_it_says_something_new_and_by_one_of_two(office):
    install_first_notice()
    address, typed = f"{INDEX}pemberitahuan/", {"change": "Masa simpan dipendekkan.", "seen": 1}
    same = office.post(address, typed)
    set_up_site().add_child(instance=StandardPage(title="Privasi kami", slug="privasi", lead="Kata redaksi."))

    announced = office.post(address, typed, follow=True)
    late = office.post(address, typed)

    assert same.context["form"].errors == {"__all__": ["Isi pemberitahuan sama dengan versi yang berlaku."]}
    assert told(announced) == ["Versi 2 diumumkan."]
    assert late.context["form"].errors == {"__all__": ["Orang lain sudah mengumumkan versi baru."]}
    latest = PrivacyNotice.objects.get(number=2)
    assert latest.change == "Masa simpan dipendekkan."
    assert "Kata redaksi." in latest.text
