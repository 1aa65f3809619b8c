"""A copy of what the portal knows of one person: ordered, made by the worker, kept for a week."""

import logging
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.privacy.enums import ExportState
from innovation_portal.privacy.export_files import write_export
from innovation_portal.privacy.models import DataExport
from innovation_portal.privacy.people import Person
from innovation_portal.privacy.registry import registered
from innovation_portal.privacy.selectors import exports_visible_to
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message

logger = logging.getLogger(__name__)

SILENT_AFTER = timedelta(minutes=10)
KEPT = timedelta(days=7)


@transaction.atomic
def order_export(person: Person, *, actor: User) -> DataExport:
    """Have a copy made of what the portal knows of a person, for who orders it. Again, while it is made: the same.

    Everybody may order the own; that of others whoever has `privacy.export_person`.
    """
    is_own = person.user == actor and not (person.phone or person.name)
    if not is_own and not actor.has_perm("privacy.export_person"):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=actor.pk)  # two clicks at once wait for one another
    about = {"email": person.email, "phone": person.phone, "name": person.name}
    on_its_way = Q(state__in=[ExportState.WAITING, ExportState.WORKING])
    export = DataExport.objects.filter(on_its_way, owner=actor, **about).first()
    if export is None:
        now = clock.now()
        planned = len(registered())
        export = DataExport.objects.create(
            owner=actor, user=person.user, planned=planned, ordered_at=now, beat_at=now, **about
        )
        log(export, "privacy.order_export", user=actor, data={"is_own": is_own})
        _make_after_commit(export)
    return export


def make_export(export_id: int) -> None:
    """Collect the data and keep the zip. What a worker calls; again: nothing, unless a worker was lost.

    A person who is erased meanwhile takes the row along: what was written is thrown away. Nothing is made for somebody
    who lost the right to order it.
    """
    key = get_random_string(32)
    export = _take(export_id, key)
    if export is None:
        return
    mine = DataExport.objects.filter(pk=export.pk, taken_by=key)
    if not exports_visible_to(export.owner).filter(pk=export.pk).exists():
        mine.update(state=ExportState.FAILED)
        logger.warning("The copy of personal data %s was ordered by somebody who may do so no longer.", export.pk)
        return
    person = Person(user=export.user, email=export.email, phone=export.phone, name=export.name)
    with TemporaryFile() as target:
        try:
            for done in write_export(person, target):
                if not mine.update(done=done, beat_at=clock.now()):
                    return
        except Exception:
            logger.exception("The copy of personal data %s could not be made.", export.pk)
            mine.update(state=ExportState.FAILED)
            return
        _keep(export.pk, key, target)


def make_lost_exports() -> int:
    """Hand copies whose worker was killed to another one; return how many. Runs by the clock. Again: nothing."""
    with transaction.atomic():
        silent = DataExport.objects.select_for_update().filter(
            state__in=[ExportState.WAITING, ExportState.WORKING], beat_at__lt=clock.now() - SILENT_AFTER
        )
        lost = list(silent)
        for export in lost:
            DataExport.objects.filter(pk=export.pk).update(state=ExportState.WAITING, taken_by="", beat_at=clock.now())
            _make_after_commit(export)
    return len(lost)


def delete_old_exports() -> int:
    """Delete copies older than a week with their files; return how many. Runs by the clock. Again: nothing."""
    with transaction.atomic():
        old = list(DataExport.objects.select_for_update().filter(ordered_at__lt=clock.now() - KEPT))
        for export in old:
            _delete(export)
    return len(old)


@transaction.atomic
def _take(export_id: int, key: str) -> DataExport | None:
    rows = DataExport.objects.select_for_update(of=("self",)).select_related("owner", "user")
    export = rows.filter(pk=export_id).first()
    if export is None or export.state != ExportState.WAITING:
        return None
    export.state, export.taken_by, export.beat_at = ExportState.WORKING, key, clock.now()
    export.save(update_fields=["state", "taken_by", "beat_at"])
    return export


@transaction.atomic
def _keep(export_id: int, key: str, target) -> None:
    """Keep the finished file in place of an earlier one, and tell its owner."""
    rows = DataExport.objects.select_for_update(of=("self",)).select_related("owner")
    export = rows.filter(pk=export_id, taken_by=key).first()
    if export is None:
        return
    export.size = target.tell()
    target.seek(0)
    export.file.save(f"{export.key}-{key[:8]}.zip", File(target), save=False)
    export.state, export.made_at = ExportState.READY, clock.now()
    export.save(update_fields=["file", "size", "state", "made_at"])
    same = {name: getattr(export, name) for name in ("owner", "email", "phone", "name")}
    for earlier in DataExport.objects.filter(**same, state=ExportState.READY).exclude(pk=export.pk):
        _delete(earlier)
    is_own = export.user_id == export.owner_id
    path = reverse("privacy:own-data" if is_own else "privacy_admin:index")
    send_message(
        "data_export_ready", [export.owner], about=export, is_urgent=True, path=path, until=export.ordered_at + KEPT
    )


def _delete(export: DataExport) -> None:
    if export.file:
        transaction.on_commit(partial(export.file.storage.delete, export.file.name))
    export.delete()


def _make_after_commit(export: DataExport) -> None:
    # The task is imported late: it calls back into this module.
    from innovation_portal.privacy.tasks import write_personal_data

    transaction.on_commit(partial(write_personal_data.enqueue, export.pk))
