"""Dangerous acts ask for a login of the last minutes, and nothing that was typed is lost on the way."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.privacy.people import person_by, person_of
from innovation_portal.privacy.services.exports import order_export
from innovation_portal.utils import clock
from judging.models import Award
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.judging import AwardFactory, PanelistFactory
from tests.factories.submissions import EditionFactory, SubmissionFactory
from tests.factories.voice import FeedbackFactory

CONFIRMATION = "/akun/konfirmasi/"
LATER = timedelta(minutes=11)


@pytest.fixture(autouse=True)
def asked(settings):
    settings.FRESH_LOGIN_MINUTES = 10


def sign_in(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


@pytest.fixture
def office(client, secretary):
    return sign_in(client, secretary)


def led_to_confirmation(address):
    return 302, f"{CONFIRMATION}?{urlencode({'next': address})}"


def answer(response):
    return response.status_code, response.headers.get("Location")


def confirm(client, address):
    return client.post(CONFIRMATION, {"password": PASSWORD, "next": address})


def bulk(name, person):
    return f"{reverse('wagtail_bulk_action', args=['accounts', 'user', name])}?id={person.pk}"


@pytest.fixture
def root(db):
    return UserFactory(is_superuser=True, is_staff=True)


def addresses():
    """The view asks before it looks for its object, so that any number stands for one; Wagtail's looks first."""
    person, edition = UserFactory(), EditionFactory()
    return [
        reverse("judging:result-seal", args=[1]),
        reverse("judging:result-reopen", args=[1]),
        reverse("awards:announce", args=[edition.pk]),
        reverse("awards:finalise", args=[edition.pk]),
        reverse("awards:revoke", args=[1]),
        reverse("certificates:revoke", args=[1]),
        reverse("certificates:reissue", args=[1]),
        reverse("agencies:merge", args=[1]),
        reverse("privacy_admin:index"),
        reverse("privacy_admin:person"),
        reverse("wagtailusers_users:add"),
        *(reverse(f"wagtailusers_users:{name}", args=[person.pk]) for name in ("edit", "delete")),
        *(bulk(name, person) for name in ("assign_role", "set_active_state", "delete")),
    ]


def test_every_dangerous_act_is_behind_a_fresh_login(client, root):
    sign_in(client, root)

    with clock.at(clock.now() + LATER):
        answers = {address: [answer(client.get(address)), answer(client.post(address))] for address in addresses()}

    assert answers == {address: [led_to_confirmation(address)] * 2 for address in answers}


@pytest.mark.parametrize(
    ("name", "args", "back"),
    [
        ("superiors:index", [], "/admin/atasan/?q=a"),
        ("outgoing_messages:index", [], "/admin/pesan/?q=a"),
        ("submissions:monitoring-late-table", [2026], "/pantau/2026/"),
    ],
)
def test_a_file_of_contacts_leads_back_to_its_list(office, name, args, back):
    EditionFactory(year=2026)
    address = reverse(name, args=args)

    with clock.at(clock.now() + LATER):
        read, taken = office.get(f"{address}?q=a"), office.get(f"{address}?q=a&export=csv")

    assert answer(taken) == led_to_confirmation(back)
    assert (read.status_code == 200) == (not args)


def test_a_copy_of_personal_data_leads_back_to_the_page_with_its_button(
    office, secretary, django_capture_on_commit_callbacks
):
    FeedbackFactory(email="siti@example.id")
    people = person_of(secretary), person_by(email="siti@example.id")
    with django_capture_on_commit_callbacks(execute=True):
        copies = [order_export(person, actor=secretary) for person in people]

    with clock.at(clock.now() + LATER):
        taken = [answer(office.post(reverse("privacy:export-download", args=[copy.key]))) for copy in copies]

    assert taken == [led_to_confirmation("/akun/data/"), led_to_confirmation("/admin/data-pribadi/")]


def test_who_has_just_signed_in_is_not_asked(office):
    award = AwardFactory()

    response = office.post(reverse("awards:revoke", args=[award.pk]), {"reason": "Data tidak benar."})

    award.refresh_from_db()
    assert (response.status_code, award.revocation_reason) == (302, "Data tidak benar.")


def test_what_was_typed_comes_back_and_nothing_is_done_before_it_is_sent_again(office):
    award = AwardFactory()
    address = reverse("awards:revoke", args=[award.pk])

    with clock.at(clock.now() + LATER):
        led = office.post(address, {"reason": "Data tidak benar."})
        assert answer(led) == led_to_confirmation(address)
    assert answer(confirm(office, address)) == (302, address)
    page = office.get(address)

    assert page.context["form"]["reason"].value() == "Data tidak benar."
    assert Award.objects.get().revoked_at is None
    assert office.get(address).context["form"]["reason"].value() is None

    office.post(address, {"reason": "Data tidak benar."})
    assert Award.objects.get().revoked_at is not None


def test_what_was_typed_is_forgotten_after_ten_minutes_and_at_another_address(office):
    first, second = (reverse("awards:revoke", args=[AwardFactory().pk]) for _ in range(2))
    with clock.at(clock.now() + LATER):
        office.post(first, {"reason": "Data tidak benar."})
    confirm(office, second)

    assert office.get(second).context["form"]["reason"].value() is None
    with clock.at(clock.now() + 3 * LATER):
        confirmed = office.session
        confirmed["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
        confirmed.save()
        assert office.get(first).context["form"]["reason"].value() is None


def test_a_form_of_wagtail_comes_back_with_what_was_typed(office):
    person = UserFactory(name="Rani")
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    typed = {"email": person.email, "name": "Rani Utami", "position": "Analis", "is_active": "on"}

    with clock.at(clock.now() + LATER):
        office.post(address, typed)
    confirm(office, address)
    form = office.get(address).context["form"]

    assert {name: form[name].value() for name in ("name", "position")} == {"name": "Rani Utami", "position": "Analis"}
    assert User.objects.get(pk=person.pk).name == "Rani"


def test_a_wrong_password_confirms_nothing(office):
    address = reverse("wagtailusers_users:add")

    with clock.at(clock.now() + LATER):
        office.get(address)
        response = office.post(CONFIRMATION, {"password": "salah", "next": address})
        assert list(response.context["form"].errors) == ["password"]
        assert answer(office.get(address)) == led_to_confirmation(address)


def test_a_record_of_another_person_or_of_a_wrong_clock_counts_for_nothing(client, secretary):
    address = reverse("wagtailusers_users:add")

    client.force_login(secretary)
    assert answer(client.get(address)) == led_to_confirmation(address)

    sign_in(client, UserFactory(roles=[Role.SECRETARIAT]))
    with clock.at(clock.now() - LATER):
        assert answer(client.get(address)) == led_to_confirmation(address)


def test_visitors_are_led_to_the_door_and_others_are_refused_as_before(client, db):
    seal = reverse("judging:result-seal", args=[1])
    assert client.get(seal).url == f"/masuk/?next={seal}"

    sign_in(client, PanelistFactory().judge)
    revoke = reverse("awards:revoke", args=[AwardFactory().pk])
    assert client.get(revoke).url == f"/masuk/?next={revoke}"


def test_many_people_who_are_in_use_are_kept_with_a_reason(client, root):
    author = SubmissionFactory(created_by=UserFactory()).created_by

    response = sign_in(client, root).post(f"{bulk('delete', author)}&next=/admin/users/", follow=True)

    assert User.objects.filter(pk=author.pk).exists()
    assert "Tutup akun-akun itu saja" in response.content.decode()
