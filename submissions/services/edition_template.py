from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from submissions.data import kipp_2023
from submissions.enums import StageKind
from submissions.models import (
    Declaration,
    Edition,
    EditionCategory,
    ParticipantGroup,
    ReasonCode,
    Reminder,
    Section,
    Stage,
)


@transaction.atomic
def create_edition_from_template(
    year: int,
    *,
    actor,
    stages: Mapping[StageKind, tuple[datetime, datetime]] | None = None,
    **fields,
) -> Edition:
    """Return a new edition in preparation with the template of KIPP 2023 and the usual reminders.

    `stages` gives opening and closing moments by kind; without it the usual windows of the year are taken. Further
    `fields` of the edition replace their defaults. Raises `ValidationError` (code "year_taken") when the year has an
    edition already, and field errors for values that cannot be.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    if Edition.objects.filter(year=year).exists():
        raise ValidationError(_("There is an edition %(year)s already."), code="year_taken", params={"year": year})
    edition = Edition(**{"year": year, "name": kipp_2023.NAME.format(year=year), **fields})
    _add_template(edition)
    edition.stages = [
        Stage(kind=kind, opens_at=opens_at, closes_at=closes_at)
        for kind, (opens_at, closes_at) in (stages or usual_stages(year)).items()
    ]
    edition.full_clean()
    edition.save()
    log(edition, "wagtail.create", user=actor, data={"template": "KIPP 2023"})
    return edition


def usual_stages(year: int) -> dict[StageKind, tuple[datetime, datetime]]:
    """Return the usual windows of a year as aware moments in the portal's time zone."""
    zone = timezone.get_default_timezone()
    return {
        kind: tuple(datetime(year, month, day, hour, tzinfo=zone) for month, day, hour in span)
        for kind, *span in kipp_2023.STAGES
    }


def _add_template(edition: Edition) -> None:
    edition.categories = [
        EditionCategory(name=name, description=description, sort_order=order)
        for order, (name, description) in enumerate(kipp_2023.CATEGORIES)
    ]
    edition.groups = [
        ParticipantGroup(**{**group, "top_awards": "\n".join(group.get("top_awards", ())), "sort_order": order})
        for order, group in enumerate(kipp_2023.GROUPS)
    ]
    edition.sections = [
        Section(**{**section, "guidance": "\n".join(section["guidance"]), "sort_order": order})
        for order, section in enumerate(kipp_2023.SECTIONS)
    ]
    edition.declarations = [
        Declaration(code=code, text=text, is_required=is_required, sort_order=order)
        for order, (code, text, is_required) in enumerate(kipp_2023.DECLARATIONS)
    ]
    edition.reason_codes = [
        ReasonCode(code=code, text=text, sort_order=order) for order, (code, text) in enumerate(kipp_2023.REASON_CODES)
    ]
    edition.reminders = [Reminder(days=days, audience=audience) for days, audience in kipp_2023.REMINDERS]
