"""The judges of the demonstration at work: panel, allocation, sheets, and the seal."""

import tomllib
from random import Random

from home.demonstration.moments import Calendar, played_at
from home.demonstration.people import CHAIR, EMPLOYERS, JUDGES, Account
from home.demonstration.stories import CONTENT, Story
from innovation_portal.accounts.models import User
from innovation_portal.utils.hashing import hash_of
from judging.enums import ScoreState
from judging.models import Assignment, Round
from judging.selectors.sheets import Mark
from judging.services.allocation import apply_allocation
from judging.services.conduct import agree_to_conduct
from judging.services.conflicts import declare_conflict, declare_no_conflict
from judging.services.results import calculate_result, confirm_result
from judging.services.rounds import open_round, seat_judge
from judging.services.seals import seal_result
from judging.services.sheets import save_sheet, submit_sheet

COMMENTS = tomllib.loads((CONTENT / "comments.toml").read_text(encoding="utf-8"))
PANEL = (CHAIR, *JUDGES)
# The first judge is strict and the third mild, so that the judge-adjusted ranking has something to adjust.
LENIENCY = {JUDGES[0]: -0.4, JUDGES[1]: 0.0, JUDGES[2]: 0.4, CHAIR: 0.0}
CONFLICT = "Saya pernah mendampingi penyusunan inovasi ini sebagai narasumber."
# How much of the work is done in the middle of the year: sheets handed in, and sheets begun after those.
DONE = {CHAIR: (4, 1), JUDGES[0]: (6, 2), JUDGES[1]: (3, 1), JUDGES[2]: (2, 1)}


def begin_round(round_: Round, *, calendar: Calendar, people: dict[Account, User], secretary: User, day: int) -> None:
    """Seat the panel, open the round and hand out what is verified by then."""
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


def judge_everything(round_: Round, stories: dict[str, Story], *, calendar: Calendar, people, day: int) -> None:
    """Let every judge finish, and the chair seal the result."""
    for place, account in enumerate(PANEL):
        with played_at(calendar.day(day + 5 * place)):
            for assignment in _assignments(round_, people[account]):
                _score(assignment, stories, account, people[account])
                submit_sheet(assignment.pk, actor=people[account])
    with played_at(calendar.day(day + 25)):
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
        criterion.pk: _mark(criterion.code, story.merit + LENIENCY[account], rubric.scale_maximum, draw)
        for criterion in rubric.criteria.all()[:criteria]
    }
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)


def _mark(code: str, merit: float, maximum: int, draw: Random) -> Mark:
    value = min(maximum, max(1, round(merit + draw.uniform(-0.9, 0.9))))
    level = "high" if value >= maximum - 1 else "middle" if value == maximum - 2 else "low"
    return Mark(state=ScoreState.SCORED, value=value, comment=draw.choice(COMMENTS[code][level]))
