import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from innovation_portal.accounts.models import User
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.models import Membership
from submissions.selectors.agencies import history_of_members
from submissions.selectors.submissions import submissions_of_own_agencies
from submissions.services.members import hand_over, invite_member, remove_member
from tests.factories.accounts import UserFactory
from tests.factories.submissions import MembershipFactory, SubmissionFactory

OPERATOR, APPROVER = MembershipRole.OPERATOR, MembershipRole.APPROVER


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


def test_last_person_in_charge_is_not_invited_into_a_lesser_part(agency, approver):
    with pytest.raises(ValidationError) as caught:
        invite(agency, approver, email=approver.email, role=OPERATOR)

    assert caught.value.code == "last_approver"
    assert approver.memberships.get().role == APPROVER


def pass_on(person, actor, email="baru@jateng.example"):
    return hand_over(person.memberships.get().pk, actor=actor, email=email, name="Sri Rahayu")


def test_only_person_in_charge_hands_over_and_leaves_the_history(agency, approver):
    draft = SubmissionFactory(innovation__agency=agency, created_by=approver)

    membership = pass_on(approver, approver)

    successor = membership.user
    assert list(agency.memberships.values_list("user", "role")) == [(successor.pk, APPROVER)]
    draft.refresh_from_db()
    assert (draft.created_by, approver.is_active) == (approver, True)
    assert list(submissions_of_own_agencies(successor)) == [draft]
    assert list(submissions_of_own_agencies(approver)) == []
    sent = OutgoingMessage.objects.order_by("pk").values_list("kind", "recipient")
    assert list(sent) == [("member_invited", successor.pk), ("member_relieved", approver.pk)]
    assert f"Anda melanjutkan pekerjaan {approver.name}." in OutgoingMessage.objects.earliest("pk").body


@pytest.mark.parametrize(
    ("leaving", "successor", "becomes"),
    [(APPROVER, OPERATOR, APPROVER), (OPERATOR, APPROVER, APPROVER), (OPERATOR, OPERATOR, OPERATOR)],
)
def test_successor_who_is_a_member_already_never_gets_a_lesser_part(agency, secretary, leaving, successor, becomes):
    person = MembershipFactory(agency=agency, role=leaving).user
    colleague = MembershipFactory(agency=agency, role=successor).user

    pass_on(person, secretary, email=colleague.email.upper())

    assert list(agency.memberships.values_list("user", "role")) == [(colleague.pk, becomes)]


def test_nobody_hands_over_to_the_same_person_or_to_a_judge(agency, approver, judge):
    for email, code in ((approver.email, "same_person"), (judge.email, "holds_role")):
        with pytest.raises(ValidationError) as caught:
            pass_on(approver, approver, email=email)
        assert [error.code for error in caught.value.error_dict["email"]] == [code]

    assert list(agency.memberships.values_list("user", flat=True)) == [approver.pk]
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_others_do_not_hand_over(request, agency, person):
    kept = MembershipFactory(agency=agency).user

    with pytest.raises(PermissionDenied):
        pass_on(kept, request.getfixturevalue(person))

    assert kept.memberships.exists()
    assert not User.objects.filter(email="baru@jateng.example").exists()


def test_history_says_who_came_and_went(agency, secretary, approver):
    invite(agency, secretary)
    remove_member(Membership.objects.get(user__email="baru@jateng.example").pk, actor=secretary)
    pass_on(approver, secretary, email="pengganti@jateng.example")

    assert [(str(entry.message), entry.user) for entry in history_of_members(agency)] == [
        (f"{approver.name} menyerahkan tugas kepada Sri Rahayu", secretary),
        ("Sri Rahayu dikeluarkan", secretary),
        ("Sri Rahayu diundang sebagai Operator", secretary),
    ]


def test_page_of_handing_over_ends_at_the_own_door(client, agency, approver, operator):
    client.force_login(approver)
    pages = {
        person: reverse("submissions:member-hand-over", args=[agency.pk, person.memberships.get().pk])
        for person in (operator, approver)
    }

    refused = client.post(pages[operator], {"name": "Sri", "email": operator.email})
    assert refused.context["form"].errors == {"email": ["Sebut orang lain."]}
    assert refused.context["form"]["name"].value() == "Sri"
    kept = client.post(pages[operator], {"name": "Sri Rahayu", "email": "sri@jateng.example"})
    assert kept.url == reverse("submissions:member-list", args=[agency.pk])
    left = client.post(pages[approver], {"name": "Bambang", "email": "bambang@jateng.example"})
    assert left.url == reverse("accounts:landing")

    names = agency.memberships.order_by("pk").values_list("user__name", "role")
    assert list(names) == [("Sri Rahayu", OPERATOR), ("Bambang", APPROVER)]
