"""Who leads agencies and to whom they answer, and how far a reminder goes up when an agency stays silent."""

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password

from home.demonstration.people import ASSISTANT, HEAD, HOME_AGENCY, PASSWORD, Account, example_user
from innovation_portal.accounts.models import User
from submissions.enums import MembershipRole, ReminderAudience, ReminderRecipients
from submissions.models import Agency, Edition, Region, Reminder, Superior
from submissions.services.members import invite_member

# Of the agencies that stay silent the longest, by code: name and position.
FURTHER_HEADS = {
    "RO-UMUM": ("Bagus Priyambodo, S.H., M.M.", "Kepala biro"),
    "SETWAN": ("Dra. Sri Mulatsih, M.Si.", "Sekretaris dewan"),
    "KESBANGPOL": ("Haryo Kusumo, S.IP., M.Si.", "Kepala badan"),
    "DISHUB": ("Ir. Teguh Santosa, M.T.", "Kepala dinas"),
}
PROVINCE = "33"
# How many days before the deadline who is told of an agency that owes.
ESCALATION = (
    (10, ReminderAudience.UNMET, ReminderRecipients.HEAD),
    (5, ReminderAudience.UNMET, ReminderRecipients.SUPERIOR),
)


def name_heads(*, actor: User, known: Mapping[Account, User]) -> None:
    """Give the home agency and the silent ones a head each, and name the assistant to whom all heads answer."""
    agencies = Agency.objects.in_bulk([HOME_AGENCY, *FURTHER_HEADS], field_name="code")
    password = make_password(PASSWORD)
    heads = {HOME_AGENCY: known[HEAD]} | {
        code: example_user(f"kepala.{code.lower()}@contoh.id", name, position, password)
        for code, (name, position) in FURTHER_HEADS.items()
    }
    for code, user in heads.items():
        invite_member(agencies[code].pk, actor=actor, email=user.email, name=user.name, role=MembershipRole.HEAD)
    Superior.objects.create(user=known[ASSISTANT], region=Region.objects.get(code=PROVINCE))


def add_escalation(edition: Edition) -> None:
    """Let the reminders of the edition go up to heads and superiors as the deadline comes near."""
    Reminder.objects.bulk_create(
        Reminder(edition=edition, days=days, audience=audience, recipients=recipients)
        for days, audience, recipients in ESCALATION
    )
