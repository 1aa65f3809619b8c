"""The judges of the demonstration at work: rounds, panel, allocation, sheets, and the seal."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from home.demonstration.meetings import arrange_presentations, hold_presentations, visit_entries
from home.demonstration.moments import OFFICE_CLOSES, Calendar, played_at
from home.demonstration.people import CHAIR, EMPLOYERS, JUDGES, Account
from home.demonstration.stories import CONTENT, Story
from innovation_portal.accounts.models import User
from innovation_portal.utils.hashing import hash_of
from judging.enums import FeedbackPolicy, RoundKind, RubricScale, ScoreState
from judging.models import Assignment, Round, Rubric
from judging.selectors.sheets import Mark, proved_mark
from judging.services.allocation import apply_allocation
from judging.services.conduct import agree_to_conduct
from judging.services.conflicts import declare_conflict, declare_no_conflict
from judging.services.results import calculate_result, confirm_result
from judging.services.rounds import open_round, seat_judge
from judging.services.rubrics import KIPP_2023, create_rubric
from judging.services.seals import seal_result
from judging.services.sheets import save_sheet, submit_sheet
from submissions.models import Edition

COMMENTS = tomllib.loads((CONTENT / "comments.toml").read_text(encoding="utf-8"))
PANEL = (CHAIR, *JUDGES)
# The first judge is strict and the third mild, so that the judge-adjusted ranking has something to adjust.
LENIENCY = {JUDGES[0]: -0.4, JUDGES[1]: 0.0, JUDGES[2]: 0.4, CHAIR: 0.0}
CONFLICT = "Saya pernah mendampingi penyusunan inovasi ini sebagai narasumber."
# How much of the work is done in the middle of the year: sheets handed in, and sheets begun after those.
DONE = {CHAIR: (4, 1), JUDGES[0]: (6, 2), JUDGES[1]: (3, 1), JUDGES[2]: (2, 1)}


@dataclass(frozen=True)
class Plan:
    """One round of an edition. Days count from the end of registration; judges work `pace` days after each other."""

    kind: RoundKind
    rubric: Path
    weight: int
    advance_count: int | None
    judges_per_entry: int | None
    opened: int
    judged: int
    pace: int
    closed: int
    sealed: int


PLANS = (
    Plan(RoundKind.DESK, KIPP_2023, 40, 12, None, opened=4, judged=8, pace=5, closed=30, sealed=33),
    Plan(
        RoundKind.PRESENTATION,
        CONTENT / "rubrics" / "presentation.toml",
        40,
        9,
        len(PANEL),
        opened=35,
        judged=38,
        pace=0,
        closed=40,
        sealed=41,
    ),
    Plan(
        RoundKind.FIELD,
        CONTENT / "rubrics" / "field.toml",
        20,
        None,
        2,
        opened=42,
        judged=44,
        pace=1,
        closed=48,
        sealed=49,
    ),
)
# A small year: one round on papers, two judges for each.
PAPERS_ONLY = (Plan(RoundKind.DESK, KIPP_2023, 100, None, 2, opened=4, judged=8, pace=5, closed=30, sealed=33),)


def plan_rounds(edition: Edition, plans: Sequence[Plan], *, calendar: Calendar) -> None:
    """Prepare the rounds of an edition, which pass on fewer and fewer entries."""
    for number, plan in enumerate(plans, start=1):
        Round.objects.create(
            edition=edition,
            number=number,
            kind=plan.kind,
            rubric=create_rubric(plan.rubric),
            weight=plan.weight,
            advance_count=plan.advance_count,
            judges_per_entry=plan.judges_per_entry,
            closes_at=calendar.day(plan.closed, hour=OFFICE_CLOSES),
            seed=edition.year,
            feedback_policy=FeedbackPolicy.SCORES,
        )


def begin_round(round_: Round, *, calendar: Calendar, people: dict[Account, User], secretary: User, day: int) -> None:
    """Seat the panel, open the round and hand out what is in it by then."""
    with played_at(calendar.day(day)):
        for account in PANEL:
            seat_judge(
                round_.pk,
                actor=secretary,
                judge=people[account],
                is_chair=account is CHAIR,
                employer=EMPLOYERS[account],
            )
        open_round(round_.pk, actor=secretary)
        for seat in round_.panel.select_related("judge"):
            agree_to_conduct(seat.pk, actor=seat.judge, expected=hash_of(round_.code_of_conduct))
        apply_allocation(round_.pk, actor=secretary, seed=round_.seed)


def judge_everything(
    edition: Edition, stories: dict[str, Story], *, plans: Sequence[Plan], calendar: Calendar, people, secretary
) -> None:
    """Let every judge finish, and the chair seal the result, round after round."""
    for round_, plan in zip(edition.rounds.order_by("number"), plans, strict=True):
        begin_round(round_, calendar=calendar, people=people, secretary=secretary, day=plan.opened)
        if plan.kind == RoundKind.PRESENTATION:
            arrange_presentations(round_, calendar=calendar, secretary=secretary, day=plan.opened, held_on=plan.judged)
            hold_presentations(round_, calendar=calendar, secretary=secretary, day=plan.judged)
        elif plan.kind == RoundKind.FIELD:
            visit_entries(round_, calendar=calendar, secretary=secretary, day=plan.judged - 1)
        _finish_round(round_, plan, stories, calendar=calendar, people=people)


def _finish_round(round_: Round, plan: Plan, stories: dict[str, Story], *, calendar: Calendar, people) -> None:
    for place, account in enumerate(PANEL):
        with played_at(calendar.day(plan.judged + plan.pace * place)):
            for assignment in _assignments(round_, people[account]):
                _score(assignment, stories, account, people[account])
                submit_sheet(assignment.pk, actor=people[account])
    with played_at(calendar.day(plan.sealed)):
        run = calculate_result(round_.pk, actor=people[CHAIR])
        confirm_result(run.pk, actor=people[CHAIR])
        seal_result(run.pk, actor=people[CHAIR])


def judge_in_part(round_: Round, stories: dict[str, Story], *, calendar: Calendar, people, day: int) -> None:
    """Leave the round in the middle: some sheets in, some begun, one conflict declared, the rest untouched."""
    for account in PANEL:
        judge = people[account]
        finished, begun = DONE[account]
        with played_at(calendar.day(day)):
            assignments = list(_assignments(round_, judge))
            for assignment in assignments[:finished]:
                _score(assignment, stories, account, judge)
                submit_sheet(assignment.pk, actor=judge)
            for assignment in assignments[finished : finished + begun]:
                _score(assignment, stories, account, judge, criteria=3)
            if account is JUDGES[2]:
                declare_conflict(assignments[-1].pk, actor=judge, reason=CONFLICT)


def _assignments(round_: Round, judge: User):
    return Assignment.objects.filter(round=round_, panelist__judge=judge).select_related("version", "round__rubric")


def _score(
    assignment: Assignment, stories: dict[str, Story], account: Account, judge: User, *, criteria: int | None = None
) -> None:
    """Open the entry and save marks for its first `criteria`, by default for all."""
    declare_no_conflict(assignment.pk, actor=judge)
    story = stories[assignment.version.payload["title"]]
    draw = Random(f"{story.key} {account.email}")  # noqa: S311  a repeatable draw, no secret
    rubric = assignment.round.rubric
    marks = {
        criterion.pk: _mark(criterion.code, story.merit + LENIENCY[account], rubric, draw)
        for criterion in rubric.criteria.all()[:criteria]
    }
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)


def _mark(code: str, merit: float, rubric: Rubric, draw: Random) -> Mark:
    """Draw a mark around the merit, which is on a scale of 1 to 5, and a comment that fits it."""
    drawn = min(5.0, max(1.0, merit + draw.uniform(-0.9, 0.9)))
    level = "high" if drawn >= 3.5 else "middle" if drawn >= 2.5 else "low"
    comment = draw.choice(COMMENTS[code][level])
    if rubric.scale == RubricScale.PROVED:
        proved = min(rubric.scale_maximum, round(drawn - 1.5))
        proof = {number: draw.choice(words) for number, words in COMMENTS["bukti"].items() if int(number) <= proved}
        return proved_mark(proof, comment)
    value = round(20 * drawn) if rubric.scale == RubricScale.POINTS else round(drawn)
    return Mark(state=ScoreState.SCORED, value=value, comment=comment)
