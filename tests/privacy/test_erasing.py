"""Erasing a person: everything of theirs is gone, everything official stays and can still be proved."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.anonymising import is_anonymised
from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_models import RoleSettings
from innovation_portal.accounts.roles import Role
from innovation_portal.privacy.back_office_forms import PersonForm
from innovation_portal.privacy.enums import RequestState
from innovation_portal.privacy.models import ErasureRequest
from innovation_portal.privacy.people import person_by, person_of
from innovation_portal.privacy.registry import broken_proofs, what_blocks
from innovation_portal.privacy.services.erasing import erase_person
from innovation_portal.privacy.services.requests import ask_to_be_erased, refuse_request, take_back_request
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.models import OutgoingMessage
from judging.models import Objection
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import seal_result
from submissions.enums import MembershipRole
from submissions.models import Feedback, Membership, SubmissionVersion, VersionRedaction
from submissions.services.members import invite_member
from submissions.services.version_redactions import is_as_submitted
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    ObjectionFactory,
    PanelistFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
    version_of,
)
from tests.factories.submissions import MembershipFactory
from tests.factories.voice import FeedbackFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving(agency, approver):
    return MembershipFactory(agency=agency, user__name="Rahma Wulandari", user__email="rahma@example.id").user


def codes_of(error):
    return [each.code for each in error.value.error_list]


def test_an_account_loses_name_address_roles_and_everything_that_belongs_to_it(leaving, secretary):
    EmailAddress.objects.create(user=leaving, email=leaving.email, verified=True, primary=True)
    client = Client()
    client.post("/masuk/", {"login": leaving.email, "password": PASSWORD})
    assert client.get("/akun/data/").status_code == 200

    request = erase_person(person_of(leaving), actor=secretary, note="Surat 12/2026.")

    user = User.objects.get(pk=leaving.pk)
    assert (user.name, user.email, user.position) == (
        f"Akun dihapus #{user.pk}",
        f"dihapus-{user.pk}@akun.invalid",
        "",
    )
    assert (user.is_active, user.has_usable_password(), user.groups.count()) == (False, False, 0)
    assert Membership.objects.filter(user=user).count() == EmailAddress.objects.count() == 0
    assert client.get("/akun/").status_code == 302
    assert (request.state, request.decided_by, request.answer) == (RequestState.DONE, secretary, "Surat 12/2026.")
    assert request.result == {
        "account.EmailAddress": 1,
        "accounts.User": 1,
        "sessions.Session": 1,
        "submissions.Membership": 1,
        "usersessions.UserSession": 1,
    }


def test_erasing_again_returns_the_first_request(leaving, secretary):
    person = person_of(leaving)

    first = erase_person(person, actor=secretary)

    assert erase_person(person, actor=secretary) == first
    assert ErasureRequest.objects.count() == 1


def test_mails_that_went_out_are_emptied_and_those_that_wait_never_leave(leaving, secretary):
    sent, waits = (
        OutgoingMessage.objects.create(
            kind="k", recipient=leaving, address=leaving.email, subject="Rahma", body="Yth. Rahma", state=state
        )
        for state in (OutgoingMessage.State.SENT, OutgoingMessage.State.WAITING)
    )

    erase_person(person_of(leaving), actor=secretary)

    assert list(OutgoingMessage.objects.values_list("pk", "address", "subject", "body")) == [(sent.pk, "", "", "")]
    assert not OutgoingMessage.objects.filter(pk=waits.pk).exists()


def test_the_history_keeps_the_act_and_loses_the_name(agency, approver, secretary):
    invite_member(
        agency.pk, actor=approver, email="rahma@example.id", name="Rahma Wulandari", role=MembershipRole.OPERATOR
    )
    leaving = User.objects.get(email="rahma@example.id")

    erase_person(person_of(leaving), actor=secretary)

    entry = ModelLogEntry.objects.get(action="submissions.invite_member")
    assert entry.data == {"person": f"Akun dihapus #{leaving.pk}", "role": "operator"}
    assert "Rahma" not in "".join(map(str, ModelLogEntry.objects.values_list("label", "data")))


def test_the_history_keeps_a_name_that_somebody_else_bears_as_well(agency, approver, secretary):
    UserFactory(name="Rahma Wulandari")
    invite_member(
        agency.pk, actor=approver, email="rahma@example.id", name="Rahma Wulandari", role=MembershipRole.OPERATOR
    )

    erase_person(person_by(email="rahma@example.id"), actor=secretary)

    assert ModelLogEntry.objects.get(action="submissions.invite_member").data["person"] == "Rahma Wulandari"


@pytest.fixture
def sealed_judge():
    """A judge who scored in a round that is sealed."""
    chair = PanelistFactory(is_chair=True)
    sheet = ScoreSheetFactory(
        assignment=AssignmentFactory(round=chair.round), values={"signifikansi": 5, "kebaruan": 4}
    )
    run = calculate_result(chair.round.pk, actor=chair.judge)
    confirm_result(run.pk, actor=chair.judge)
    seal_result(run.pk, actor=chair.judge)
    return sheet.assignment.panelist.judge


def test_a_sealed_result_can_still_be_proved_after_its_judge_was_erased(sealed_judge, secretary):
    assert broken_proofs() == []

    erase_person(person_of(sealed_judge), actor=secretary)

    assert is_anonymised(User.objects.get(pk=sealed_judge.pk))
    assert broken_proofs() == []


def test_what_was_changed_behind_the_back_of_the_portal_is_named():
    version = version_of(VerifiedSubmissionFactory())
    SubmissionVersion.objects.filter(pk=version.pk).update(payload=version.payload | {"title": "Lain"})

    assert broken_proofs() == [str(version)]


def test_contacts_are_blotted_out_of_a_frozen_version_and_its_checksum_stays(leaving, secretary):
    version = version_of(VerifiedSubmissionFactory())
    said = {"id": 1, "code": "kontak", "text": "Rahma Wulandari, rahma@example.id, 0812-3456-7890", "value": None}
    version.payload["sections"].append(said)
    version.sha256 = hash_of(version.payload)
    version.save()

    erase_person(person_by(email="rahma@example.id", phone="081234567890"), actor=secretary)

    version.refresh_from_db()
    assert version.payload["sections"][-1]["text"] == "[dihapus], [dihapus], [dihapus]"
    assert version.sha256 == VersionRedaction.objects.get().hash_before != hash_of(version.payload)
    assert is_as_submitted(version)
    assert broken_proofs() == []


def test_a_longer_number_is_not_the_telephone_of_a_person(secretary):
    version = version_of(VerifiedSubmissionFactory())
    text = "Surat 10812345678901, hemat Rp 1.081.234.567.890, hubungi 081234567890."
    version.payload["sections"].append({"id": 1, "code": "kontak", "text": text, "value": None})
    version.sha256 = hash_of(version.payload)
    version.save()

    erase_person(person_by(phone="081234567890"), actor=secretary)

    version.refresh_from_db()
    assert version.payload["sections"][-1]["text"] == text.replace("hubungi 081234567890", "hubungi [dihapus]")


@pytest.mark.parametrize(
    ("phone", "is_one"),
    [
        ("0812-3456-7890", True),
        ("+62 812 3456 7890", True),
        ("(024) 123456", True),
        ("150.000.000", False),
        ("2025-11-27", False),
        ("0812", False),
    ],
)
def test_only_a_telephone_number_is_looked_for_as_one(phone, is_one):
    assert PersonForm({"phone": phone}).is_valid() is is_one


def test_a_redaction_does_not_hide_another_change(leaving, secretary):
    version = version_of(VerifiedSubmissionFactory())
    version.payload["summary"] = "Hubungi rahma@example.id"
    version.sha256 = hash_of(version.payload)
    version.save()
    erase_person(person_of(leaving), actor=secretary)
    version.refresh_from_db()

    version.payload["title"] = "Lain"

    assert version.payload["summary"] == "Hubungi [dihapus]"
    assert not is_as_submitted(version)


def test_what_somebody_without_an_account_left_is_erased(secretary):
    feedback = FeedbackFactory(name="Siti", email="Siti@example.id")
    name = feedback._meta.label_lower
    OutgoingMessage.objects.create(
        kind="k", address="siti@example.id", about=f"{name}:{feedback.pk}", state=OutgoingMessage.State.SENT
    )
    other = FeedbackFactory(name="Budi", email="budi@example.id")

    request = erase_person(person_by(email="siti@example.id"), actor=secretary)

    feedback.refresh_from_db()
    assert (feedback.name, feedback.email, feedback.text) == ("", "", "")
    assert Feedback.objects.get(pk=other.pk).email == "budi@example.id"
    assert not OutgoingMessage.objects.filter(address__icontains="siti").exists()
    assert request.result == {"submissions.Feedback": 1, "utils.OutgoingMessage": 1}


def test_an_objection_is_erased_by_telephone_however_it_is_typed_once_it_is_answered(secretary):
    objection = ObjectionFactory(phone="0812-3456-7890")
    person = person_by(phone="+62 812 3456 7890")
    assert what_blocks(person) == [f"Sanggahan {objection.public_id} masih menunggu jawaban."]
    objection.answers.create(number=1, outcome="rejected", text="Tidak terbukti.", answered_by=secretary)

    erase_person(person, actor=secretary)

    assert list(Objection.objects.values_list("name", "email", "phone")) == [("", "", "")]


def test_the_only_person_in_charge_hands_over_first(approver, secretary):
    with pytest.raises(ValidationError) as refused:
        erase_person(person_of(approver), actor=secretary)

    assert codes_of(refused) == ["blocked"]
    assert not is_anonymised(User.objects.get(pk=approver.pk))


def test_a_judge_of_an_open_round_is_replaced_first(secretary):
    seat = PanelistFactory(round=RoundFactory())

    with pytest.raises(ValidationError) as refused:
        erase_person(person_of(seat.judge), actor=secretary)

    assert codes_of(refused) == ["blocked"]


def test_nobody_erases_the_own_account(secretary):
    with pytest.raises(ValidationError) as refused:
        erase_person(person_of(secretary), actor=secretary)

    assert codes_of(refused) == ["own_account"]


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.LEADERSHIP, Role.CHAIR, Role.HEAD_EDITOR])
def test_only_the_secretariat_erases(leaving, role):
    with pytest.raises(PermissionDenied):
        erase_person(person_of(leaving), actor=UserFactory(roles=[role]))

    assert User.objects.get(pk=leaving.pk).name == "Rahma Wulandari"


def test_where_roles_take_two_people_who_holds_one_is_not_erased_by_the_secretariat(secretary):
    RoleSettings.objects.create(needs_two_people=True)
    colleague = UserFactory(roles=[Role.SECRETARIAT])

    with pytest.raises(ValidationError) as refusal:
        erase_person(person_of(colleague), actor=secretary)
    erase_person(person_of(colleague), actor=UserFactory(is_superuser=True))

    assert refusal.value.code == "holds_role"
    colleague.refresh_from_db()
    assert not colleague.groups.exists()


def test_only_their_like_erase_superusers(secretary):
    with pytest.raises(PermissionDenied):
        erase_person(person_of(UserFactory(is_superuser=True)), actor=secretary)


def test_a_request_is_asked_once_taken_back_and_asked_again(leaving):
    first = ask_to_be_erased(actor=leaving, reason="Pindah tugas.")
    assert ask_to_be_erased(actor=leaving) == first

    take_back_request(actor=leaving)
    second = ask_to_be_erased(actor=leaving)

    assert list(ErasureRequest.objects.order_by("pk").values_list("pk", "state")) == [
        (first.pk, RequestState.WITHDRAWN),
        (second.pk, RequestState.ASKED),
    ]


def test_a_refusal_says_why_and_tells_the_person(leaving, secretary):
    request = ask_to_be_erased(actor=leaving)
    with pytest.raises(ValidationError):
        refuse_request(request.pk, actor=secretary, answer=" ")

    refuse_request(request.pk, actor=secretary, answer="Verifikasi masih berjalan.")

    request.refresh_from_db()
    assert (request.state, request.answer) == (RequestState.REFUSED, "Verifikasi masih berjalan.")
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient) == ("erasure_refused", leaving)
    assert "Verifikasi masih berjalan." in message.body
    with pytest.raises(ValidationError) as refused:
        refuse_request(request.pk, actor=secretary, answer="Lagi.")
    assert codes_of(refused) == ["decided"]


def test_the_request_of_the_person_is_closed_by_erasing(leaving, secretary):
    asked = ask_to_be_erased(actor=leaving, reason="Pindah tugas ke Rembang.")

    done = erase_person(person_of(leaving), actor=secretary)

    assert (done.pk, done.state, done.reason) == (asked.pk, RequestState.DONE, "")


def test_the_command_says_what_would_happen_and_then_does_it(leaving):
    out = StringIO()
    call_command("erase_person", "rahma@example.id", "--dry-run", stdout=out)
    assert out.getvalue().splitlines() == ["submissions.Membership: 1, Dihapus", "accounts.User: 1, Dikosongkan"]
    assert User.objects.get(pk=leaving.pk).name == "Rahma Wulandari"

    call_command("erase_person", "rahma@example.id", stdout=out)

    assert is_anonymised(User.objects.get(pk=leaving.pk))


def test_the_command_knows_nobody_and_says_what_blocks(approver):
    with pytest.raises(CommandError, match="knows nothing"):
        call_command("erase_person", "tidak.ada@example.id")
    with pytest.raises(CommandError, match=str(approver.memberships.get().agency)):
        call_command("erase_person", approver.email)


def test_the_command_takes_everything_back_when_a_proof_would_break(leaving, monkeypatch):
    found = iter([[], ["Segel ronde 1"]])
    monkeypatch.setattr(
        "innovation_portal.privacy.management.commands.erase_person.broken_proofs", lambda: next(found)
    )

    with pytest.raises(CommandError, match="Segel ronde 1"):
        call_command("erase_person", "rahma@example.id")

    assert User.objects.get(pk=leaving.pk).name == "Rahma Wulandari"
