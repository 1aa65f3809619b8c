"""Who can do what, who has not signed in for a year, and closing what nobody uses."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.accounts.closing import close_unused_accounts
from innovation_portal.accounts.models import ProviderLink, User
from innovation_portal.accounts.provider.links import link_account
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.selectors import unused_accounts
from innovation_portal.utils import clock
from submissions.enums import MembershipRole
from tests.factories.accounts import UserFactory
from tests.factories.judging import PanelistFactory
from tests.factories.submissions import AgencyFactory, MembershipFactory

pytestmark = pytest.mark.django_db

REPORT = "access_report"
LONG_AGO = timedelta(days=366)


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def unused(**facts):
    return UserFactory(date_joined=clock.now() - 2 * LONG_AGO, last_login=clock.now() - LONG_AGO, **facts)


def names(response):
    return [person.name for person in response.context["object_list"]]


def lines(response):
    return list(csv.DictReader(StringIO(b"".join(response).decode("utf-8-sig")), delimiter=";"))


def test_a_file_says_of_each_person_what_they_may_do(office, secretary):
    seat = PanelistFactory(is_chair=True, judge=UserFactory(name="=Ketua", roles=[Role.CHAIR, Role.VERIFIER]))
    part = MembershipFactory(user=seat.judge, agency=AgencyFactory(name="Dinas A"), role=MembershipRole.OPERATOR)
    PanelistFactory(judge=seat.judge, left_at=clock.now(), left_reason="Sakit.")
    Authenticator.objects.create(user=seat.judge, type=Authenticator.Type.TOTP, data={})

    found = lines(office.get(reverse(REPORT), {"q": "=Ketua", "export": "csv"}))

    assert found == [
        {
            "Nama": "'=Ketua",
            "Alamat surel": seat.judge.email,
            "Jabatan": "",
            "Peran": "Ketua juri, Verifikator",
            "Perangkat daerah": f"Dinas A ({part.get_role_display()})",
            "Panel": f"{seat.round} (ketua)",
            "Terakhir masuk": "",
            "Faktor kedua": "ya",
            "Keadaan": "Aktif",
        }
    ]


def test_who_comes_by_the_identity_provider_is_said_where_there_is_one(office, secretary, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "https://sso.example.id", "a", "b"
    link_account(secretary.pk, actor=secretary, subject="7")
    other = UserFactory()
    ProviderLink.objects.create(user=other, issuer="https://lain.example.id", subject="7")

    found = lines(office.get(reverse(REPORT), {"export": "csv"}))

    assert {line["Alamat surel"]: line["Penyedia identitas"] for line in found} == {
        secretary.email: "ya",
        other.email: "tidak",
    }
    assert "Penyedia identitas" in office.get(reverse(REPORT)).content.decode()


def test_the_workbook_has_no_formula(office):
    UserFactory(name="=1+1")

    content = b"".join(office.get(reverse(REPORT), {"export": "xlsx"}))
    cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert "'=1+1" in {cell.value for cell in cells}


def test_filters_find_by_role_agency_and_state(office, secretary, settings):
    settings.SECOND_FACTOR_ROLES = [Role.VERIFIER.value]
    secretary.name = "Sekretaris"
    secretary.save()
    UserFactory(name="Verifikator lengkap", roles=[Role.VERIFIER])
    Authenticator.objects.create(user=User.objects.latest("pk"), type=Authenticator.Type.WEBAUTHN, data={})
    UserFactory(name="Verifikator", roles=[Role.VERIFIER])
    UserFactory(name="Akar", is_superuser=True)
    member = MembershipFactory(user=unused(name="Operator"))
    UserFactory(name="Ditutup", is_active=False, roles=[Role.JUDGE])

    def found(**chosen):
        return names(office.get(reverse(REPORT), chosen))

    assert found(role="Verifikator") == ["Verifikator", "Verifikator lengkap"]
    assert found(role="administrator") == ["Akar"]
    assert found(agency=member.agency_id) == ["Operator"]
    assert found(state="unused") == ["Operator"]
    assert found(state="no_second_factor") == ["Akar", "Verifikator"]
    assert found(state="closed") == ["Ditutup"]
    assert len(found(state="open")) == 5


@pytest.mark.parametrize("count", [1, 4])
def test_query_count_is_constant(office, count, django_assert_num_queries):
    for seat in PanelistFactory.create_batch(count):
        MembershipFactory(user=seat.judge)
    office.get(reverse(REPORT))

    with django_assert_num_queries(15):
        office.get(reverse(REPORT))


def test_an_account_is_unused_a_year_after_its_last_sign_in_or_its_making():
    old, never = unused(), UserFactory(date_joined=clock.now() - LONG_AGO)
    UserFactory(), UserFactory(date_joined=clock.now() - LONG_AGO, last_login=clock.now() - timedelta(days=364))
    unused(is_active=False)

    assert set(unused_accounts()) == {old, never}


def test_closing_leaves_whom_one_may_not_touch_and_who_came_back(secretary):
    User.objects.filter(pk=secretary.pk).update(date_joined=clock.now() - LONG_AGO)
    root, back, gone = unused(is_superuser=True), unused(), unused()
    User.objects.filter(pk=back.pk).update(last_login=clock.now())
    asked = [secretary.pk, root.pk, back.pk, gone.pk]

    assert close_unused_accounts(asked, actor=secretary) == [gone]
    assert close_unused_accounts(asked, actor=secretary) == []
    assert set(User.objects.filter(is_active=False)) == {gone}


def test_others_close_nothing(verifier):
    gone = unused()

    with pytest.raises(PermissionDenied):
        close_unused_accounts([gone.pk], actor=verifier)

    assert User.objects.get(pk=gone.pk).is_active


def test_the_page_asks_which_and_closes_the_ticked_only(office):
    first, second = unused(name="Ani"), unused(name="Budi")
    address = reverse("access_close_unused")

    page = office.get(address)
    assert list(page.context["form"].fields["people"].queryset) == [first, second]
    assert page.context["form"]["people"].value() is None
    office.post(address, {"people": [first.pk]})

    assert set(User.objects.filter(is_active=False)) == {first}


def test_the_page_says_that_there_is_nothing_to_close(office):
    page = office.get(reverse("access_close_unused")).content.decode()

    assert "Tidak ada yang perlu ditutup" in page
    assert 'name="people"' not in page
    assert "Tutup akun yang dicentang" not in page


def test_the_file_asks_for_a_fresh_login(office, settings):
    settings.FRESH_LOGIN_MINUTES = 10

    assert office.get(reverse(REPORT), {"state": "open"}).status_code == 200
    led = office.get(reverse(REPORT), {"state": "open", "export": "csv"})
    assert led.url == "/akun/konfirmasi/?next=%2Fadmin%2Freports%2Fhak-akses%2F%3Fstate%3Dopen"
    assert office.get(reverse("access_close_unused")).url.startswith("/akun/konfirmasi/")
