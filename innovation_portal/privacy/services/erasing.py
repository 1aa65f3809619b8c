"""Erasing a person: what the portal knows of somebody goes, what has to stay stays under "Deleted account"."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.anonymising import is_anonymised
from innovation_portal.accounts.models import User
from innovation_portal.accounts.rules import may_hand_over_access
from innovation_portal.privacy.emptying import delete_rows
from innovation_portal.privacy.enums import Act, RequestState
from innovation_portal.privacy.finding import rows_of
from innovation_portal.privacy.models import ErasureRequest
from innovation_portal.privacy.people import Person
from innovation_portal.privacy.registry import PersonalData, registered, what_blocks
from innovation_portal.utils import clock


@transaction.atomic
def erase_person(
    person: Person, *, actor: User | None, models: Collection[str] | None = None, note: str = ""
) -> ErasureRequest:
    """Erase what the registry says of a person, in the models given or in all, and close the person's request.

    `actor` is nobody for the command of the system. The account is locked first, so of two at once the second finds an
    erased account and returns the request of the first. Raises `own_account`, and `blocked` with what has to be done
    before, a sentence each; `holds_role` where taking it needs two people. Law 27/2022, articles 8 and 43.
    """
    if actor is not None and not actor.has_perm("privacy.erase_person"):
        raise PermissionDenied
    if person.user:
        locked = User.objects.select_for_update().get(pk=person.user.pk)
        if is_anonymised(locked):
            return ErasureRequest.objects.filter(user=locked, state=RequestState.DONE).latest("decided_at")
        _check_may_be_erased(locked, actor)
    if blockers := what_blocks(person):
        raise ValidationError([ValidationError(sentence, code="blocked") for sentence in blockers])
    result = {
        data.model: count
        for data in registered()
        if (models is None or data.model in models) and (count := _erase(data, person, actor))
    }
    request = _closed_request(person.user, actor, note, result)
    log(request, "privacy.erase", user=actor, data={"kinds": len(result), "rows": sum(result.values())})
    return request


def _check_may_be_erased(user: User, actor: User | None) -> None:
    if user == actor:
        raise ValidationError(
            _("Nobody erases the own account. Ask another member of the secretariat."), code="own_account"
        )
    if user.is_superuser and actor is not None and not actor.is_superuser:
        raise PermissionDenied
    if actor is not None and not may_hand_over_access(actor, user):
        words = _("This person holds a role or is proposed for one. An administrator has to change this.")
        raise ValidationError(words, code="holds_role")


def _erase(data: PersonalData, person: Person, actor: User | None) -> int:
    """Erase the rows of one model and return how many; what is kept counts for nothing."""
    if data.act in {Act.KEEP, Act.POINT}:
        return 0
    rows = rows_of(data, person)
    return data.erase(rows, person, actor) if data.erase else delete_rows(rows, data.files)


def _closed_request(user: User | None, actor: User | None, note: str, result: dict[str, int]) -> ErasureRequest:
    asked = ErasureRequest.objects.filter(user=user, state=RequestState.ASKED).first() if user else None
    request = asked or ErasureRequest(user=user)
    request.state, request.decided_by, request.decided_at = RequestState.DONE, actor, clock.now()
    request.reason, request.answer, request.result = "", note, result
    request.save()
    return request
