"""Roles are granted and taken by one person, or by two where the portal asks for that."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_changes import (
    change_role,
    change_roles,
    confirm_role_change,
    grant_with_seat,
    refuse_role_change,
    waiting_for,
    withdraw_role_change,
)
from innovation_portal.accounts.role_models import RoleChange, RoleChangeState, RoleSettings
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.services.rounds import seat_judge
from tests.factories.accounts import UserFactory
from tests.factories.judging import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_people():
    RoleSettings.objects.create(needs_two_people=True)


@pytest.fixture
def colleague():
    return UserFactory(roles=[Role.SECRETARIAT])


@pytest.fixture
def person():
    return UserFactory(name="Rani")


def roles_of(person):
    return set(person.groups.values_list("name", flat=True))


def mails():
    return sorted(OutgoingMessage.objects.values_list("kind", "recipient"))


def propose(person, actor, *, role=Role.VERIFIER, grants=True, reason="SK Nomor 7 Tahun 2026"):
    return change_role(person.pk, role, actor=actor, grants=grants, reason=reason)


def test_one_person_grants_and_takes_at_once_with_a_history(secretary, person):
    propose(person, secretary)
    assert roles_of(person) == {"Verifikator"}
    propose(person, secretary, grants=False, reason="Mutasi.")

    assert roles_of(person) == set()
    assert list(RoleChange.objects.values_list("role", "grants", "reason", "state", "proposed_by", "decided_by")) == [
        ("Verifikator", False, "Mutasi.", "done", secretary.pk, None),
        ("Verifikator", True, "SK Nomor 7 Tahun 2026", "done", secretary.pk, None),
    ]
    assert mails() == [("role_changed", person.pk)] * 2
    acts = ModelLogEntry.objects.filter(action__startswith="accounts.").order_by("timestamp")
    assert [(entry.action, entry.user) for entry in acts] == [
        ("accounts.grant_role", secretary),
        ("accounts.take_role", secretary),
    ]


def test_granting_what_a_person_has_changes_nothing(secretary, verifier):
    assert propose(verifier, secretary) is None
    assert propose(verifier, secretary, role=Role.JUDGE, grants=False) is None
    assert (RoleChange.objects.count(), mails()) == (0, [])


def test_two_people_grant(two_people, secretary, colleague, person):
    root, closed = UserFactory(is_superuser=True), UserFactory(roles=[Role.SECRETARIAT], is_active=False)

    change = propose(person, secretary)
    assert (roles_of(person), change.state) == (set(), RoleChangeState.WAITING)
    assert mails() == sorted([("role_proposed", colleague.pk), ("role_proposed", root.pk)])
    assert closed.pk not in {recipient for _kind, recipient in mails()}

    confirmed = confirm_role_change(change.pk, actor=colleague)
    assert confirm_role_change(change.pk, actor=root) == confirmed

    change.refresh_from_db()
    assert (roles_of(person), change.state, change.decided_by) == ({"Verifikator"}, "done", colleague)
    told = sorted([("role_changed", person.pk), ("role_decided", secretary.pk)])
    assert mails() == told + sorted([("role_proposed", colleague.pk), ("role_proposed", root.pk)])


def test_two_people_take(two_people, secretary, colleague, verifier):
    change = propose(verifier, secretary, grants=False)
    assert roles_of(verifier) == {"Verifikator"}

    confirm_role_change(change.pk, actor=colleague)

    assert roles_of(verifier) == set()


def test_proposing_again_is_the_same_proposal_and_one_mail(two_people, secretary, colleague, person):
    assert propose(person, secretary) == propose(person, colleague)
    assert mails() == [("role_proposed", colleague.pk)]


def test_nobody_decides_about_the_own_proposal_or_the_own_role(two_people, secretary, colleague):
    change = propose(colleague, secretary, role=Role.HEAD_EDITOR)

    for actor in (secretary, colleague, UserFactory(roles=[Role.VERIFIER]), UserFactory()):
        with pytest.raises(PermissionDenied):
            confirm_role_change(change.pk, actor=actor)
        with pytest.raises(PermissionDenied):
            refuse_role_change(change.pk, actor=actor, remark="Tidak.")
    with pytest.raises(PermissionDenied):
        propose(secretary, secretary)

    change.refresh_from_db()
    assert (roles_of(colleague), change.state) == ({"Sekretariat"}, "waiting")
    assert (waiting_for(secretary), waiting_for(colleague)) == ([], [])


def test_the_database_refuses_a_decision_by_the_same_person(two_people, secretary, person):
    change = propose(person, secretary)

    for decider in (secretary, person):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleChange.objects.filter(pk=change.pk).update(state="done", decided_by=decider, decided_at=clock.now())


def test_secretariat_decides_nothing_about_an_administrator(two_people, colleague):
    root, other = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    change = propose(other, root)

    with pytest.raises(PermissionDenied):
        confirm_role_change(change.pk, actor=colleague)
    assert (waiting_for(colleague), mails()) == ([], [])


def test_refusing_says_why_and_changes_nothing(two_people, secretary, colleague, person):
    change = propose(person, secretary)
    with pytest.raises(ValidationError) as refusal:
        refuse_role_change(change.pk, actor=colleague, remark=" ")
    assert refusal.value.error_dict["remark"][0].code == "remark_required"

    refuse_role_change(change.pk, actor=colleague, remark="Belum ada surat tugas.")
    refuse_role_change(change.pk, actor=colleague, remark="Lain.")
    with pytest.raises(ValidationError) as late:
        confirm_role_change(change.pk, actor=colleague)

    change.refresh_from_db()
    assert late.value.code == "decided"
    assert (roles_of(person), change.state, change.remark) == (set(), "refused", "Belum ada surat tugas.")
    assert ("role_decided", secretary.pk) in mails()


def test_a_proposal_is_withdrawn_by_its_author_alone(two_people, secretary, colleague, person):
    change = propose(person, secretary)
    with pytest.raises(PermissionDenied):
        withdraw_role_change(change.pk, actor=colleague)

    withdraw_role_change(change.pk, actor=secretary)

    with pytest.raises(ValidationError):
        confirm_role_change(change.pk, actor=colleague)
    assert propose(person, secretary) != change


def test_lifting_the_rule_lets_one_person_do_what_waited(two_people, secretary, person):
    waiting = propose(person, secretary)
    RoleSettings.objects.update(needs_two_people=False)

    propose(person, secretary)

    waiting.refresh_from_db()
    assert (roles_of(person), waiting.state) == ({"Verifikator"}, "withdrawn")


def test_several_roles_are_changed_by_their_difference(secretary, person):
    change_roles(person.pk, actor=secretary, roles=[Role.VERIFIER, Role.JUDGE])
    changes = change_roles(person.pk, actor=secretary, roles=[Role.JUDGE, Role.LEADERSHIP])

    assert roles_of(person) == {"Juri", "Pimpinan"}
    assert {(change.role, change.grants) for change in changes} == {("Verifikator", False), ("Pimpinan", True)}


def test_a_seat_in_a_panel_brings_its_role_by_one_person_and_stands_in_the_history(two_people, secretary, person):
    waiting = propose(person, secretary, role=Role.JUDGE)
    round_ = RoundFactory()

    seat_judge(round_.pk, actor=secretary, judge=person)
    assert grant_with_seat(person.pk, Role.JUDGE, actor=secretary, reason="Lagi.") is None

    waiting.refresh_from_db()
    made = RoleChange.objects.exclude(pk=waiting.pk).get()
    assert (roles_of(person), waiting.state) == ({"Juri"}, "withdrawn")
    assert (made.state, made.reason) == ("done", f"Kursi dalam panel {round_}")


@pytest.fixture
def back_office(client, secretary):
    client.force_login(secretary)
    return client


def group_of(role):
    return UserFactory(roles=[role]).groups.get().pk


def test_form_of_a_person_proposes_and_says_so(two_people, back_office, secretary, verifier):
    data = {"email": verifier.email, "name": "Baru", "is_active": "on", "groups": [group_of(Role.JUDGE)]}

    address = reverse("wagtailusers_users:edit", args=[verifier.pk])

    page = back_office.post(address, data | {"reason": "SK 7"}, follow=True)

    assert User.objects.get(pk=verifier.pk).name == "Baru"
    assert roles_of(verifier) == {"Verifikator"}
    assert set(RoleChange.objects.values_list("role", "grants", "state", "reason")) == {
        ("Juri", True, "waiting", "SK 7"),
        ("Verifikator", False, "waiting", "SK 7"),
    }
    assert "2 perubahan peran menunggu" in page.content.decode()


def test_form_of_a_new_person_proposes(two_people, back_office):
    data = {"email": "rani@example.id", "name": "Rani", "groups": [group_of(Role.JUDGE)]}

    back_office.post(reverse("wagtailusers_users:add"), data)

    assert [(change.person.name, change.state) for change in RoleChange.objects.all()] == [("Rani", "waiting")]
    assert roles_of(User.objects.get(name="Rani")) == set()


def test_form_shows_the_roles_that_a_person_has(back_office, verifier):
    form = back_office.get(reverse("wagtailusers_users:edit", args=[verifier.pk])).context["form"]

    assert form["groups"].value() == [verifier.groups.get().pk]


def test_bulk_action_proposes_for_each(two_people, back_office, verifier, leader):
    url = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])

    back_office.post(f"{url}?id={verifier.pk}&id={leader.pk}", {"role": group_of(Role.JUDGE)})

    assert set(RoleChange.objects.values_list("person", "role", "state")) == {
        (verifier.pk, "Juri", "waiting"),
        (leader.pk, "Juri", "waiting"),
    }
    assert (roles_of(verifier), roles_of(leader)) == ({"Verifikator"}, {"Pimpinan"})


def test_the_second_person_decides_on_the_page(two_people, client, secretary, colleague, person):
    granted, refused = propose(person, secretary), propose(person, secretary, role=Role.JUDGE)
    client.force_login(colleague)

    assert "2 perubahan peran menunggu konfirmasi Anda" in client.get("/admin/").content.decode()
    client.post(reverse("role_changes:decide", args=[granted.pk]), {"decision": "confirm"})
    missing = client.post(reverse("role_changes:decide", args=[refused.pk]), {"decision": "refuse"})
    assert list(missing.context["form"].errors) == ["remark"]
    client.post(reverse("role_changes:decide", args=[refused.pk]), {"decision": "refuse", "remark": "Cukup."})

    assert roles_of(person) == {"Verifikator"}
    assert set(RoleChange.objects.values_list("role", "state")) == {("Verifikator", "done"), ("Juri", "refused")}


def test_who_proposed_sees_no_decision_but_may_withdraw(two_people, back_office, secretary, person):
    change = propose(person, secretary)
    address = reverse("role_changes:decide", args=[change.pk])

    assert list(back_office.get(address).context["form"].fields) == []
    assert back_office.post(address, {"decision": "confirm"}).status_code == 302

    change.refresh_from_db()
    assert (change.state, roles_of(person)) == ("withdrawn", set())


def test_only_administrators_lift_the_rule(two_people, client, secretary):
    address = reverse("wagtailsettings:edit", args=["accounts", "rolesettings", RoleSettings.objects.get().pk])

    client.force_login(secretary)
    client.post(address, {})
    assert RoleSettings.load().needs_two_people

    client.force_login(UserFactory(is_superuser=True))
    client.post(address, {})
    assert not RoleSettings.load().needs_two_people


@pytest.mark.parametrize("count", [1, 4])
def test_history_has_a_constant_number_of_queries(back_office, secretary, count, django_assert_num_queries):
    for _ in range(count):
        propose(UserFactory(), secretary)
    address = reverse("role_changes:index")
    back_office.get(address)

    with django_assert_num_queries(11):
        response = back_office.get(address)
    assert len(response.context["object_list"]) == count
