from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.portal.accounts.test_second_factor import give_second_factor
from tests.portal.accounts.test_sessions import is_in, signed_in

REASON = "Surat Dinas Kesehatan, kartu pegawai dilihat oleh Budi pada 27 November"


@pytest.fixture
def judge(db):
    return UserFactory(roles=[Role.JUDGE], email="rani@example.id")


def lift(email, reason=REASON):
    said = StringIO()
    call_command("lift_second_factor", email, "--reason", reason, stdout=said)
    return said.getvalue()


def test_a_lost_factor_is_taken_off_and_its_owner_told(judge, settings, django_capture_on_commit_callbacks):
    client, other = signed_in(judge), UserFactory()
    for person in (judge, other):
        give_second_factor(person)

    with django_capture_on_commit_callbacks(execute=True):
        said = lift("Rani@example.id")

    assert said.startswith("rani@example.id signs in by password once")
    assert set(Authenticator.objects.values_list("user", flat=True)) == {other.pk}
    assert not is_in(client)
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Faktor kedua akun Anda dilepas", ["rani@example.id"])
    entry = ModelLogEntry.objects.get(action="accounts.lift_second_factor")
    assert (entry.object_id, entry.data, entry.user) == (str(judge.pk), {"reason": REASON}, None)
    settings.SECOND_FACTOR_ROLES = [Role.JUDGE.value]
    assert signed_in(judge).get("/akun/surel/").url == "/akun/dua-langkah/wajib/"


@pytest.mark.parametrize(
    ("email", "reason", "problem"),
    [
        ("lain@example.id", REASON, "No account has the address"),
        ("rani@example.id", " ", "how it was proved"),
        ("rani@example.id", REASON, "has no second factor"),
    ],
)
def test_what_cannot_be_lifted_is_said_and_changes_nothing(judge, email, reason, problem):
    client = signed_in(judge)

    with pytest.raises(CommandError, match=problem):
        lift(email, reason)

    assert is_in(client)
    assert (mail.outbox, ModelLogEntry.objects.filter(action="accounts.lift_second_factor").count()) == ([], 0)
