"""Which rows are about a person."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from innovation_portal.privacy.enums import Act
from innovation_portal.privacy.people import Person, same_phone
from innovation_portal.privacy.registry import PersonalData, registered

SAMPLES = 3


@dataclass(frozen=True)
class Found:
    """So many rows of a model are about a person, and what becomes of them."""

    data: PersonalData
    count: int

    @property
    def label(self) -> str:
        return str(self.data.model_class._meta.verbose_name_plural)

    @property
    def act(self) -> Act:
        return self.data.act

    @property
    def is_kept(self) -> bool:
        return self.act in {Act.KEEP, Act.POINT}


def rows_of(data: PersonalData, person: Person) -> QuerySet:
    """Return the rows of a model that are about a person; none where the model is found by nothing that is known."""
    if data.find:
        return data.find(person)
    rows = data.model_class._default_manager.all()
    query = Q(pk__in=[])
    if person.user:
        for name in data.by_user:
            query |= Q(**{name: person.user.pk})
    if person.email and data.by_email:
        query |= Q(**{f"{data.by_email}__iexact": person.email})
    if person.name and data.by_name:
        query |= Q(**{f"{data.by_name}__iexact": person.name})
    if person.phone and data.by_phone:
        typed = rows.exclude(**{data.by_phone: ""}).values_list("pk", data.by_phone)
        query |= Q(pk__in=[pk for pk, phone in typed if same_phone(phone, person.phone)])
    return rows.filter(query).order_by("pk")


def found_about(person: Person) -> list[Found]:
    """Return what the portal knows of a person, by model, leaving out where nothing was found.

    A fixed number of queries, however much there is.
    """
    counted = [Found(data, rows_of(data, person).count()) for data in registered()]
    return [found for found in counted if found.count]


def samples_of(data: PersonalData, person: Person) -> list[str]:
    """Return the first rows in words, so that somebody can see whether it is the right person."""
    return [str(row) for row in rows_of(data, person)[:SAMPLES]]
