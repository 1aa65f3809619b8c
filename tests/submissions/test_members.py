import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.accounts.models import User
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.models import Membership
from submissions.services.members import invite_member, remove_member
from tests.factories.accounts import UserFactory
from tests.factories.submissions import MembershipFactory

OPERATOR, APPROVER = MembershipRole


def invite(agency, actor, email="baru@jateng.example", role=OPERATOR):
    return invite_member(agency.pk, actor=actor, email=email, name="Sri Rahayu", role=role)


def test_invited_person_gets_an_account_and_sets_the_password_once(agency, approver, client):
    membership = invite(agency, approver, email=" Baru@Jateng.example ")

    message = OutgoingMessage.objects.get()
    assert (membership.user.email, membership.role, membership.user.has_usable_password()) == (
        "baru@jateng.example",
        OPERATOR,
        False,
    )
    assert (message.kind, message.recipient) == ("member_invited", membership.user)
    path = re.search(r"http://localhost:8000(/lupa-sandi/\S+)", message.body).group(1)
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "kain-lurik-7-warna", "password2": "kain-lurik-7-warna"})
    assert client.login(email="baru@jateng.example", password="kain-lurik-7-warna")
    client.logout()
    again = client.get(path, follow=True)
    assert again.context["token_fail"] is True


def test_person_with_an_account_is_added_without_a_password_mail(agency, approver):
    person = UserFactory(email="lama@jateng.example", name="Nama Lama")

    invite(agency, approver, email="LAMA@jateng.example", role=APPROVER)

    assert list(person.memberships.values_list("agency", "role")) == [(agency.pk, APPROVER)]
    assert User.objects.filter(email__iexact="lama@jateng.example").get().name == "Nama Lama"
    assert "/masuk/" in OutgoingMessage.objects.get().body


def test_second_invitation_changes_the_role_and_writes_again(agency, secretary):
    invite(agency, secretary)
    invite(agency, secretary, role=APPROVER)

    assert list(agency.memberships.values_list("role", flat=True)) == [APPROVER]
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.parametrize("email", ["", "bukan surel", "a" * 250 + "@example.id"])
def test_address_that_cannot_be_is_refused(agency, approver, email):
    with pytest.raises(ValidationError) as caught:
        invite(agency, approver, email=email)

    assert list(caught.value.message_dict) == ["email"]
    assert agency.memberships.count() == 1


def test_closed_account_is_not_invited(agency, approver):
    UserFactory(email="baru@jateng.example", is_active=False)

    with pytest.raises(ValidationError) as caught:
        invite(agency, approver)

    assert list(caught.value.message_dict) == ["email"]
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("person", ["judge", "verifier"])
def test_agency_does_not_make_its_judge_or_verifier_a_member(request, agency, approver, secretary, person):
    holder = request.getfixturevalue(person)

    with pytest.raises(ValidationError) as caught:
        invite(agency, approver, email=holder.email)
    assert [error.code for error in caught.value.error_dict["email"]] == ["holds_role"]
    assert not holder.memberships.exists()

    invite(agency, secretary, email=holder.email)
    invite(agency, approver, email=holder.email, role=APPROVER)  # a member's part may change
    assert holder.memberships.get().role == APPROVER


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_others_neither_invite_nor_remove(request, agency, person):
    actor = request.getfixturevalue(person)
    kept = MembershipFactory(agency=agency)

    with pytest.raises(PermissionDenied):
        invite(agency, actor)
    with pytest.raises(PermissionDenied):
        remove_member(kept.pk, actor=actor)

    assert Membership.objects.filter(pk=kept.pk).exists()
    assert not User.objects.filter(email="baru@jateng.example").exists()


def test_person_in_charge_of_another_agency_may_not_invite(agency):
    foreign = MembershipFactory(role=APPROVER).user

    with pytest.raises(PermissionDenied):
        invite(agency, foreign)


def test_member_is_removed_but_never_the_last_person_in_charge(agency, approver, operator):
    remove_member(operator.memberships.get().pk, actor=approver)

    with pytest.raises(ValidationError) as caught:
        remove_member(approver.memberships.get().pk, actor=approver)

    assert caught.value.code == "last_approver"
    assert list(agency.memberships.values_list("user", flat=True)) == [approver.pk]
