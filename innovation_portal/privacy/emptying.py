"""How the rows of accounts, mails and histories are emptied of a person. Belongs to the transaction of erasing."""

from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.anonymising import ANONYMOUS_NAME, anonymise_account
from innovation_portal.accounts.models import User
from innovation_portal.privacy.people import Person
from innovation_portal.utils.models import OutgoingMessage


def delete_rows(rows: QuerySet, files: tuple[str, ...] = ()) -> int:
    """Delete rows, and their files once that is certain; return how many rows of this kind it were."""
    for row in rows if files else ():
        for name in files:
            if file := getattr(row, name):
                transaction.on_commit(partial(file.storage.delete, file.name))
    _total, by_model = rows.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    return by_model.get(rows.model._meta.label, 0)


def delete_copies(rows: QuerySet, person: Person, actor) -> int:
    return delete_rows(rows, files=("file",))


def empty_account(rows: QuerySet, person: Person, actor) -> int:
    for user in rows:
        anonymise_account(user)
    return len(rows)


def empty_messages(rows: QuerySet, person: Person, actor) -> int:
    """Take address and text out of mails that went out, and delete those that wait: they would never arrive."""
    State = OutgoingMessage.State
    ids = list(rows.values_list("pk", flat=True))
    mine = OutgoingMessage.objects.filter(pk__in=ids)
    mine.exclude(digest=None).filter(state__in=[State.QUEUED, State.WAITING]).delete()
    mine.filter(state__in=[State.QUEUED, State.WAITING], bundled=None).delete()
    mine.update(address="", subject="", body="", error="")
    return len(ids)


def sessions_of(person: Person) -> QuerySet:
    """Return the sessions of an account, by what was noted when each began: their contents cannot be searched."""
    if person.user is None:
        return Session.objects.none()
    return Session.objects.filter(pk__in=UserSession.objects.filter(user=person.user).values("session_key"))


def end_sessions(rows: QuerySet, person: Person, actor) -> int:
    """End sessions also where they are remembered beside the database."""
    store = Session.get_session_store_class()
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        store(session_key=key).delete()
    return len(keys)


def history_of(person: Person) -> QuerySet:
    """Return what the history of the back office says about an account, or by its name where no other bears it."""
    if person.user is None:
        return ModelLogEntry.objects.none()
    about = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(person.user.pk))
    entries = ModelLogEntry.objects.alias(said=Cast("data", TextField()))
    if _is_borne_by_one(person.user):
        about |= Q(said__icontains=person.user.name)
    return entries.filter(about)


def empty_history(rows: QuerySet, person: Person, actor) -> int:
    """Replace the name in the history; what was done, when and by which account stays."""
    if person.user is None:
        return 0
    known = {value for value in (person.user.name, person.user.email) if value}
    replacement = ANONYMOUS_NAME % person.user.pk
    user_type = ContentType.objects.get_for_model(User)
    entries = list(rows)
    for entry in entries:
        if entry.content_type_id == user_type.pk and entry.object_id == str(person.user.pk):
            entry.label = replacement
        entry.data = {name: replacement if value in known else value for name, value in entry.data.items()}
    ModelLogEntry.objects.bulk_update(entries, ["label", "data"])
    return len(entries)


def _is_borne_by_one(user: User) -> bool:
    return not User.objects.filter(name__iexact=user.name).exclude(pk=user.pk).exists()
