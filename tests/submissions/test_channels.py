import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from submissions.enums import MembershipRole
from submissions.models import AgencyChannel
from submissions.services.channels import add_channel, remove_channel
from submissions.validators import normal_phone
from tests.factories.submissions import AgencyChannelFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver():
    return MembershipFactory(role=MembershipRole.APPROVER).user


@pytest.fixture
def agency(approver):
    return approver.memberships.get().agency


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("024 8311174", "+62248311174"),
        ("(024) 831-1174", "+62248311174"),
        ("+62 812.3456.7890", "+6281234567890"),
        ("112", "112"),
        ("14000", "14000"),
    ],
)
def test_telephone_numbers_are_kept_in_one_way(typed, kept):
    assert normal_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "8311174", "00248311174", "+1 202 555 0100", "024 abc", "0248311174012345678"])
def test_what_is_no_telephone_number_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        normal_phone(typed)

    assert refused.value.code == "not_a_phone"


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("website", "http://rsud.example.id"),
        ("website", "javascript:alert(1)"),
        ("instagram", "@rsud"),
        ("telepon", "https://rsud.example.id"),
        ("burung", "https://rsud.example.id"),
    ],
)
def test_a_channel_needs_the_address_of_its_kind(agency, approver, kind, address):
    with pytest.raises(ValidationError):
        add_channel(agency.pk, actor=approver, kind=kind, address=address)

    assert list(AgencyChannel.objects.all()) == []


def test_the_same_channel_is_kept_once(agency, approver):
    first = add_channel(agency.pk, actor=approver, kind="whatsapp", address="0812 3456 7890")
    again = add_channel(agency.pk, actor=approver, kind="whatsapp", address="+62 812 3456 7890")

    assert first == again == AgencyChannel.objects.get()
    assert (first.url, first.shown) == ("https://wa.me/6281234567890", "081234567890")


def test_only_the_person_in_charge_and_the_secretariat_keep_channels(agency, approver, secretary):
    operator = MembershipFactory(agency=agency).user
    stranger = MembershipFactory(role=MembershipRole.APPROVER).user
    channel = AgencyChannelFactory(agency=agency)

    for actor in (operator, stranger):
        with pytest.raises(PermissionDenied):
            add_channel(agency.pk, actor=actor, kind="telepon", address="112")
        with pytest.raises(PermissionDenied):
            remove_channel(channel.pk, actor=actor)
    added = add_channel(agency.pk, actor=secretary, kind="telepon", address="112")
    remove_channel(channel.pk, actor=approver)

    assert list(agency.channels.all()) == [added]


def test_desk_shows_why_an_address_is_refused_and_keeps_it(client, agency, approver):
    client.force_login(approver)

    response = client.post(
        reverse("submissions:channel-list", args=[agency.pk]), {"kind": "telepon", "address": "8311174"}
    )

    assert list(response.context["form"].errors) == ["address"]
    assert 'value="8311174"' in response.content.decode()


def test_person_in_charge_adds_and_removes_on_the_desk(client, agency, approver):
    client.force_login(approver)

    client.post(reverse("submissions:channel-list", args=[agency.pk]), {"kind": "telepon", "address": "024 8311174"})
    channel = agency.channels.get()
    assert channel.address == "+62248311174"
    client.post(reverse("submissions:channel-remove", args=[agency.pk, channel.pk]))

    assert list(agency.channels.all()) == []
