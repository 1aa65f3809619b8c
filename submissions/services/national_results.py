"""Results from tables. Checked rows come in (see `submissions/national_imports.py`); all are written, or none."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from submissions.models import NationalCompetition, NationalLevel, NationalProposal
from submissions.national_enums import NationalState
from submissions.services.national import Said, take_step
from submissions.services.registry_import import ImportReport, row_error, title_key

# What lists call a result that is no level, and the step that notes it.
STEPS_BY_WORD = {
    "lolos administrasi": "pass_administration",
    "lolos seleksi administrasi": "pass_administration",
    "tidak lolos administrasi": "fail_administration",
    "tidak lolos seleksi administrasi": "fail_administration",
    "finalis": "become_finalist",
    "tidak meraih penghargaan": "end",
    "selesai tanpa penghargaan": "end",
}


@dataclass(frozen=True)
class ResultRow:
    """A result; it is about the proposal with the number, or without one about that with the title."""

    number: int
    title: str
    registration_number: str
    result: str
    happened_on: date | None
    source_url: str
    note: str

    @property
    def identities(self) -> list[tuple]:
        return [(self.registration_number, title_key(self.title), self.result.casefold())]


@transaction.atomic
def import_results(rows: Sequence[ResultRow], *, competition_id: int, actor, is_preview: bool = False) -> ImportReport:
    """Take the step that each row tells of, and report what changed. The same rows again change nothing.

    A row is about a proposal of the competition by its registration number, else by its title, of which letters and
    digits count. With `is_preview` everything is tried and nothing kept. Raises one `ValidationError` that names every
    row that fits no proposal or several, names an unknown result, or tells of a step that is not possible.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    competition = NationalCompetition.objects.select_for_update().get(pk=competition_id)
    found = _Proposals(competition)
    report, errors = ImportReport(), []
    for row in rows:
        try:
            report.count(is_new=False, is_changed=_apply(row, found, actor=actor))
        except ValidationError as error:
            errors += [row_error(row.number, problem) for problem in error.messages]
    if errors:
        raise ValidationError(errors)
    transaction.set_rollback(is_preview)
    return report


class _Proposals:
    """The proposals of a competition by number and by title, and its levels by their names."""

    def __init__(self, competition: NationalCompetition):
        self.by_number: dict[str, NationalProposal] = {}
        self.by_title: dict[str, list[NationalProposal]] = defaultdict(list)
        standing = competition.proposals.exclude(state=NationalState.WITHDRAWN).select_related("innovation")
        for proposal in standing.prefetch_related("events"):
            if proposal.registration_number:
                self.by_number[proposal.registration_number.casefold()] = proposal
            self.by_title[title_key(proposal.innovation.title)].append(proposal)
        self.levels = {name.casefold(): level for level in competition.levels.all() for name in names_of(level)}

    def find(self, row: ResultRow) -> NationalProposal:
        if row.registration_number:
            found = self.by_number.get(row.registration_number.casefold())
            if found is None:
                message = _("No proposal has the number %(number)s.")
                raise ValidationError(message % {"number": row.registration_number})
            return found
        found = self.by_title.get(title_key(row.title), [])
        if not found:
            raise ValidationError(_("No proposal has the title “%(title)s”.") % {"title": row.title})
        if len(found) > 1:
            raise ValidationError(_("Several proposals have this title; name the registration number."))
        return found[0]


def names_of(level: NationalLevel) -> Iterable[str]:
    """Return the ways in which lists write a level: “Top 45 (Top Inovasi Terpuji)” is also “Top 45”."""
    return {level.name, level.award, level.name.partition(" (")[0]}


def _apply(row: ResultRow, found: _Proposals, *, actor) -> bool:
    """Take the step of a row; return whether it was new. One that the history knows already is left."""
    proposal = found.find(row)
    level = found.levels.get(row.result.casefold())
    action = "recognise" if level else STEPS_BY_WORD.get(" ".join(row.result.casefold().split()))
    if action is None:
        raise ValidationError(_("“%(result)s” is no result of this competition.") % {"result": row.result})
    told = {(event.action, event.level_name) for event in proposal.events.all()}
    if (action, level.name if level else "") in told:
        return False
    said = Said(
        note=row.note,
        source_url=row.source_url,
        happened_on=row.happened_on,
        level_id=level.pk if level else None,
    )
    try:
        take_step(proposal.pk, action, actor=actor, said=said)
    except ValidationError as error:
        if getattr(error, "code", "") == "stale":
            message = _("This result does not follow from “%(state)s”.")
            raise ValidationError(message % {"state": proposal.get_state_display()}) from error
        raise
    return True
