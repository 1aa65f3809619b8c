from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.models import Objection
from judging.selectors.objections import objections_to_erase


def erase_objectors() -> int:
    """Erase who wrote the objections that are kept without their writers by now; return how many. Runs by the clock.

    Name, contact, relation, files and the mails to the writer go; what was said and answered stays. Again: nothing.
    """
    due = list(objections_to_erase().order_by("pk").values_list("pk", flat=True))
    return sum(_erase(pk) for pk in due)


def erase_objections_of(rows: QuerySet[Objection]) -> int:
    """Erase the writer of several objections, whatever their age; return how many."""
    return sum(_erase(pk) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _erase(objection_id: int) -> bool:
    """Erase one writer; whoever comes second finds nothing to erase."""
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if objection.erased_at:
        return False
    for evidence in objection.files.all():
        transaction.on_commit(partial(evidence.file.storage.delete, evidence.file.name))
    objection.files.all().delete()
    OutgoingMessage.objects.filter(about=f"{Objection._meta.label_lower}:{objection.pk}").delete()
    objection.name = objection.email = objection.phone = objection.relation = ""
    objection.erased_at = clock.now()
    objection.save(update_fields=["name", "email", "phone", "relation", "erased_at"])
    log(instance=objection, action="judging.erase_objector")
    return True
