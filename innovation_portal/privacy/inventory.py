"""The inventory of personal data as it stands in `docs/privacy.md`."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from wagtail.fields import StreamField

from innovation_portal.privacy.enums import Act, Ground
from innovation_portal.privacy.registry import PersonalData, not_personal, registered

TEXTS = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    StreamField,
)
HEADINGS = ("data", "whose", "purpose", "ground", "seen by", "kept", "when erased")
GROUNDS = {Ground.DUTY: "public duty", Ground.CONSENT: "consent"}
ACTS = {
    Act.DELETE: "deleted",
    Act.EMPTY: "emptied",
    Act.POINT: "points to “Akun dihapus”",
    Act.KEEP: "kept",
}


def fields_that_may_name_people(model: type[models.Model]) -> list[str]:
    """Return the fields that a model adds and that could say something of a person: texts, files, accounts."""
    local = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return [field.name for field in local if _may_name_a_person(field)]


def fields_without_people() -> Iterator[tuple[str, str]]:
    """Give each field that is not personal, as "app.Model.field", with the reason.

    A model that is registered as a whole stands for its texts of today, one by one: a new one changes the document,
    and with it a test. An account in it has to be registered by itself.
    """
    personal = {f"{one.model}.{name}" for one in registered() for name in one.fields}
    for name, reason in sorted(not_personal().items()):
        app, model, *field = name.split(".")
        if field:
            yield name, reason
            continue
        found = apps.get_model(app, model)
        for each in fields_that_may_name_people(found):
            if f"{name}.{each}" not in personal and not found._meta.get_field(each).is_relation:
                yield f"{name}.{each}", reason


def _may_name_a_person(field) -> bool:
    if field.is_relation:
        return field.related_model is get_user_model()
    return isinstance(field, TEXTS) and not field.choices


def inventory_table() -> str:
    """Return the inventory as two Markdown tables: what is personal, and what is not with its reason."""
    rows = sorted(registered(), key=lambda one: one.model)
    personal = [_line(HEADINGS), _line("---" for _heading in HEADINGS), *(_line(_cells(one)) for one in rows)]
    reasons: dict[str, list[str]] = {}
    for name, reason in fields_without_people():
        reasons.setdefault(reason, []).append(f"`{name}`")
    others = [_line((", ".join(names), reason)) for reason, names in sorted(reasons.items())]
    return "\n".join([*personal, "", _line(("not personal", "why")), _line(("---", "---")), *others])


def _cells(one: PersonalData) -> tuple[str, ...]:
    fields = ", ".join(f"`{name}`" for name in one.fields)
    return f"`{one.model}` {fields}", one.whose, one.purpose, GROUNDS[one.ground], one.seen_by, one.kept, ACTS[one.act]


def _line(cells) -> str:
    return f"| {' | '.join(cells)} |"
