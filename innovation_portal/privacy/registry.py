"""What the portal knows of people: every field of every model, or why it says nothing of a person.

Each app registers its models in a module `personal_data`, loaded at start. `docs/privacy.md` shows the same, which a
test compares; another one fails for a field that stands nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from innovation_portal.accounts.models import User
from innovation_portal.privacy.enums import Act, Ground
from innovation_portal.privacy.people import Person

ACCOUNT_ORDER = 100  # the account itself goes last: what belongs to it is found by it


@dataclass(frozen=True)
class PersonalData:
    """The personal data of one model.

    `by_user`, `by_email`, `by_phone` and `by_name` are the fields by which a person's rows are found, or `find`
    finds them. `fields` are personal; `secret` of them leave the portal in no export. `files` are sent along with an
    export. `reason` says why something is kept, to whoever decides about erasing. `erase` empties rows for an actor,
    or for a command, and returns how many; without it `act` says what happens.
    """

    model: str
    fields: tuple[str, ...]
    whose: str
    purpose: str
    seen_by: str
    kept: str
    act: Act
    ground: Ground = Ground.DUTY
    reason: Promise | str = ""
    by_user: tuple[str, ...] = ()
    by_email: str = ""
    by_phone: str = ""
    by_name: str = ""
    secret: tuple[str, ...] = ()
    also_exported: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    erase: Callable[[QuerySet, Person, User | None], int] | None = None
    find: Callable[[Person], QuerySet] | None = None
    order: int = 0

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def exported(self) -> tuple[str, ...]:
        return tuple(name for name in (*self.fields, *self.also_exported) if name not in self.secret)


Blocker = Callable[[Person], list[str]]
_blockers: list[Blocker] = []
_proofs: list[Callable[[], list[str]]] = []
_personal: dict[str, PersonalData] = {}
_not_personal: dict[str, str] = {}


def register(*data: PersonalData) -> None:
    for one in data:
        _personal[one.model] = one


def register_traces(*names: str) -> None:
    """Register fields that say which account did something: "submissions.Answer.edited_by"."""
    for model, fields in _by_model(names).items():
        register(
            PersonalData(
                model,
                fields=fields,
                whose="people with an account",
                purpose="says who did it",
                seen_by="whoever may open it",
                kept="as long as the row",
                act=Act.POINT,
                by_user=fields,
            )
        )


def register_not_personal(reason: str, *names: str) -> None:
    """Say why fields ("submissions.Region.name"), or all fields of a model ("submissions.Region"), name no person."""
    for name in names:
        _not_personal[name] = reason


def register_blocker(blocker: Blocker) -> None:
    """Register what says, in sentences, why a person cannot be erased yet and what to do first."""
    _blockers.append(blocker)


def what_blocks(person: Person) -> list[str]:
    return [sentence for blocker in _blockers for sentence in blocker(person)]


def register_proof(check: Callable[[], list[str]]) -> None:
    """Register what says, in sentences, which seal, version or certificate is not as it was made."""
    _proofs.append(check)


def broken_proofs() -> list[str]:
    """Return what is not as it was sealed, submitted or issued; looks through everything, which takes seconds."""
    return [sentence for check in _proofs for sentence in check()]


def registered() -> list[PersonalData]:
    """Return what is registered, in the order in which it is erased."""
    return sorted(_personal.values(), key=lambda one: (one.order, one.model))


def not_personal() -> dict[str, str]:
    return dict(_not_personal)


def _by_model(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        model, _dot, field = name.rpartition(".")
        found[model] = (*found.get(model, ()), field)
    return found
