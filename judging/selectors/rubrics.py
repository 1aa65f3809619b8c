"""Whether a rubric can be judged by, and what moving a round to another one changes."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from innovation_portal.utils.hashing import hash_of
from judging.enums import RubricScale, SheetState
from judging.models import Criterion, Round, Rubric, ScoreSheet

COMPARED_FIELDS = (
    *("name", "weight", "guidance", "level_descriptors"),
    *("is_required", "comment_policy", "tie_break_order"),
)


def sum_of_weights(rubric: Rubric) -> Decimal:
    return sum((criterion.weight for criterion in rubric.criteria.all()), Decimal(0))


def problem_of_weights(rubric: Rubric) -> str:
    """Say that the weights of a rubric do not sum to 100; empty where they do."""
    total = sum_of_weights(rubric)
    if total == 100:
        return ""
    return _("The weights of the rubric add up to %(sum)s instead of 100.") % {"sum": f"{total:f}"}


def meaning_of(criterion: Criterion, value: int | None) -> str:
    """Return what the rubric says of a level, given or proved; empty for points and where it says nothing."""
    if value is None or criterion.rubric.scale == RubricScale.POINTS:
        return ""
    if value == 0:
        return _("No level is proved.")
    return next(iter(criterion.descriptors[value - 1 : value]), "")


@dataclass(frozen=True)
class CriterionChange:
    """A criterion before and after, None where it is new or gone; `keeps_marks`: they can be taken along."""

    before: Criterion | None
    after: Criterion | None
    keeps_marks: bool

    @property
    def changed_fields(self) -> list[str]:
        """The labels of what says something else in the new rubric; empty for what is new or gone."""
        if self.before is None or self.after is None:
            return []
        differing = (name for name in COMPARED_FIELDS if getattr(self.before, name) != getattr(self.after, name))
        return [str(Criterion._meta.get_field(name).verbose_name) for name in differing]


@dataclass(frozen=True)
class RubricChange:
    """What moving a round to another rubric changes, and how many sheets it concerns.

    `left`: sheets that are in, of judges who have dropped out and so cannot hand them in again.
    """

    before: Rubric
    after: Rubric
    criteria: list[CriterionChange]
    drafts: int
    handed_in: int
    left: int

    @property
    def has_same_scale(self) -> bool:
        return _scale(self.before) == _scale(self.after)

    @property
    def digest(self) -> str:
        """Stands for both rubrics as they were previewed; sheets that come in meanwhile are treated alike."""
        return hash_of([_contents(self.before), _contents(self.after)])


def rubric_change_of(round_: Round, after: Rubric) -> RubricChange:
    """Compare the rubric of a round with another one, criterion by criterion, matched by their codes."""
    before = round_.rubric
    old = {criterion.code: criterion for criterion in before.criteria.all()}
    new = {criterion.code: criterion for criterion in after.criteria.all()}
    is_same_scale = _scale(before) == _scale(after)
    sheets = concerned_sheets(round_)
    left = sheets.filter(assignment__panelist__left_at__isnull=False).count()
    return RubricChange(
        before=before,
        after=after,
        criteria=[
            CriterionChange(old.get(code), new.get(code), is_same_scale and code in old and code in new)
            for code in [*new, *(code for code in old if code not in new)]
        ],
        drafts=sheets.filter(state=SheetState.DRAFT).count(),
        handed_in=sheets.filter(state=SheetState.SUBMITTED).count() - left,
        left=left,
    )


def concerned_sheets(round_: Round) -> QuerySet[ScoreSheet]:
    """The started sheets of a round, in or not, also of entries taken out by hand, since those may come back.

    What a judge withdrew from stays as it is: it never counts again.
    """
    sheets = ScoreSheet.objects.filter(assignment__round=round_, assignment__recused_at=None)
    return sheets.select_related("assignment__panelist__judge").order_by("pk")


def replacement_rubrics() -> QuerySet[Rubric]:
    """Rubrics that a round may move to: those that no round has frozen."""
    return Rubric.objects.filter(frozen_at=None)


def _scale(rubric: Rubric) -> tuple[str, int]:
    return rubric.scale, rubric.scale_maximum


def _contents(rubric: Rubric) -> list[object]:
    fields = ("code", *COMPARED_FIELDS)
    rows = [[str(getattr(criterion, name)) for name in fields] for criterion in rubric.criteria.all()]
    return [rubric.pk, _scale(rubric), rows]
