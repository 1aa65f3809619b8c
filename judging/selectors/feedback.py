"""What an agency reads of how its entry was judged. Nothing here says which judge wrote what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from judging.enums import AdmissionKind, FeedbackPolicy, RoundState, ScoreState, SheetState
from judging.models import Admission, Award, Criterion, Round, Score, ScoreSheet
from judging.scoring.means import as_decimal, mean
from judging.selectors.rubrics import meaning_of
from submissions.models import Submission


@dataclass(frozen=True)
class GivenMark:
    """What one sheet says about a criterion. Without a score, whatever the reason, both are empty.

    Why a judge abstained says more about the judge than about the entry, so it is left out. `meaning` is what the
    rubric says of the level that was given or proved; points have none.
    """

    sheet: int
    value: int | None
    comment: str
    meaning: str = ""


@dataclass(frozen=True)
class CriterionFeedback:
    """One criterion. `mean` is on the scale of the rubric; None where no sheet scored it or scores are not shown."""

    name: str
    weight: Decimal
    mean: Decimal | None
    marks: list[GivenMark]

    @property
    def has_meanings(self) -> bool:
        return any(mark.meaning for mark in self.marks)


@dataclass(frozen=True)
class RoundFeedback:
    """One round. The sheets have the same numbers in every criterion.

    Of an entry that was taken out of the round by hand nothing counts: there is the moment and the reason instead.
    """

    round: Round
    sheet_count: int
    criteria: list[CriterionFeedback]
    removed_at: datetime | None = None
    removal_reason: str = ""

    @property
    def shows_scores(self) -> bool:
        return self.round.feedback_policy == FeedbackPolicy.SCORES


def rounds_with_feedback(submission: Submission) -> QuerySet[Round]:
    """The rounds that tell the agency what its sheets say: sealed, and of an edition whose awards were announced.

    A round that the entry was taken out of by hand is among them, with `removed_at` and `removal_reason`.
    """
    removal = Admission.objects.filter(
        round=OuterRef("pk"), submission=submission, kind=AdmissionKind.REMOVED, is_current=True
    )
    return (
        Round.objects.annotate(
            removed_at=Subquery(removal.values("decided_at")), removal_reason=Subquery(removal.values("reason"))
        )
        .filter(
            Q(Exists(_counting_sheets(submission).filter(assignment__round=OuterRef("pk"))))
            | Q(removed_at__isnull=False),
            Exists(Award.objects.filter(level__edition=submission.edition_id)),
            edition=submission.edition_id,
            state=RoundState.SEALED,
        )
        .exclude(feedback_policy=FeedbackPolicy.NOTHING)
        .select_related("rubric", "edition")
        .order_by("pk")
    )


def feedback_on(submission: Submission) -> list[RoundFeedback]:
    """Return the feedback on an entry by round; empty until it may be read. The caller checks who reads it."""
    return [_of_round(round_, submission) for round_ in rounds_with_feedback(submission)]


def _counting_sheets(submission: Submission) -> QuerySet[ScoreSheet]:
    """The sheets that the result counts: handed in, by judges who did not withdraw, with at least one score."""
    scored = Score.objects.filter(sheet=OuterRef("pk"), state=ScoreState.SCORED)
    return ScoreSheet.objects.filter(
        Exists(scored),
        state=SheetState.SUBMITTED,
        assignment__recused_at=None,
        assignment__version__submission=submission,
    )


def _of_round(round_: Round, submission: Submission) -> RoundFeedback:
    if round_.removed_at:
        return RoundFeedback(round_, 0, [], round_.removed_at, round_.removal_reason)
    sheets = _shuffled(_counting_sheets(submission).filter(assignment__round=round_).values_list("pk", flat=True))
    marks: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
    scores = Score.objects.filter(sheet__in=sheets, state=ScoreState.SCORED)
    for sheet, criterion, value, comment in scores.values_list("sheet_id", "criterion_id", "value", "comment"):
        marks[criterion][sheet] = (value, comment.strip())
    shows_scores = round_.feedback_policy == FeedbackPolicy.SCORES
    criteria = [
        _of_criterion(criterion, sheets, marks[criterion.pk], shows_scores=shows_scores)
        for criterion in round_.rubric.criteria.select_related("rubric")
    ]
    return RoundFeedback(round_, len(sheets), criteria)


def _shuffled(sheets: Iterable[int]) -> list[int]:
    """Return the sheets in an order of the submission's own, which stays and which nobody can undo.

    A plain seed could be tried out by whoever knows this code; the portal's secret key cannot. A judge does not stand
    at the same place in two submissions either, because each sheet is of one submission only.
    """
    return sorted(sheets, key=lambda sheet: salted_hmac("judging.feedback", str(sheet), algorithm="sha256").digest())


def _of_criterion(
    criterion: Criterion, sheets: list[int], marks: Mapping[int, tuple[int, str]], *, shows_scores: bool
) -> CriterionFeedback:
    average = mean(Fraction(value) for value, _comment in marks.values()) if shows_scores else None
    given = []
    for number, sheet in enumerate(sheets, start=1):
        value, comment = marks.get(sheet, (None, ""))
        if shows_scores:
            given.append(GivenMark(number, value, comment, meaning_of(criterion, value)))
        else:
            given.append(GivenMark(number, None, comment))
    return CriterionFeedback(criterion.name, criterion.weight, None if average is None else as_decimal(average), given)
