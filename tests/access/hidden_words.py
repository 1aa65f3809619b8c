"""A word of its own in what not everybody may read of each side, and who may: no answer shows it to anybody else."""

import re
from collections.abc import Iterator

from innovation_portal.accounts.models import User
from innovation_portal.utils.models import OutgoingMessage
from judging.models import ConflictOfInterest, Objection, RecordFile, Score, ScoreSheet
from submissions.models import (
    Answer,
    Evidence,
    Feedback,
    FollowUp,
    Idea,
    IidAssessment,
    Innovation,
    Membership,
    Replication,
    SubmissionVersion,
    Verification,
)
from tests.access.roles import (
    ASSIGNED_JUDGE,
    CHAIR,
    EDITORIAL,
    MEMBERS,
    OPERATOR,
    SECRETARIAT,
    VERIFIERS,
    WATCHERS,
)
from tests.access.worlds import Side

WORD = re.compile(r"rahasia[a-z]+x[a-z]+")
NEVER_HANDED_IN = ("draft", "awaiting", "withdrawn")
FROZEN = ("submitted", "returned", "rejected")
# No page shows these rows: the frozen version stands for them, the title alone, or words that were made of them.
NOBODY: frozenset[str] = frozenset()


def hide_words(side: Side) -> dict[str, frozenset[str]]:
    """Write the words into the things of a side; return the people who may read each."""
    told = {}
    for kind, rows, fields, readers in _private(side):
        word = word_of(kind, side)
        assert rows.update(**dict.fromkeys(fields, f"{word}@example.id" if "email" in fields else word)) > 0, kind
        told[word] = side.people(readers)
    for state in FROZEN:
        told[_freeze(side, state)] = side.people(MEMBERS | VERIFIERS)
    return told


def word_of(kind: str, side: Side) -> str:
    return f"rahasia{kind}x{side.letter}"


def _private(side: Side) -> Iterator[tuple]:
    things = side.world.things
    for state in NEVER_HANDED_IN:
        of_submission = {"submission": things[state]["pk"]}
        own = Innovation.objects.filter(submissions=things[state]["pk"])
        innovations = Innovation.objects.filter(pk__in=list(own.values_list("pk", flat=True)))
        yield f"title{state}", innovations, ("title", "summary"), MEMBERS
        readers = NOBODY if state == "withdrawn" else MEMBERS
        yield f"answer{state}", Answer.objects.filter(**of_submission), ("text",), readers
        yield f"evidence{state}", Evidence.objects.filter(**of_submission), ("title", "original_name"), readers
    for state in FROZEN:
        of_submission = {"submission": things[state]["pk"]}
        readers = MEMBERS if state == "returned" else NOBODY
        yield f"answer{state}", Answer.objects.filter(**of_submission), ("text",), readers
    returned = Verification.objects.filter(version__submission=things["returned"]["pk"])
    yield "note", returned, ("note",), NOBODY
    in_round = ScoreSheet.objects.filter(assignment__round=things["round"]["pk"])
    own_sheets = in_round.filter(assignment__panelist__judge=side.world.people[CHAIR])
    yield "owncomment", Score.objects.filter(sheet__in=own_sheets), ("comment",), frozenset({CHAIR}) | SECRETARIAT
    yield "ownnote", own_sheets, ("private_note",), frozenset({CHAIR})
    given = in_round.filter(assignment=things["round and sheet"]["assignment_pk"])
    yield "comment", Score.objects.filter(sheet__in=given), ("comment",), frozenset({CHAIR}) | SECRETARIAT
    yield "sheetnote", given, ("note",), frozenset({CHAIR}) | SECRETARIAT
    yield "privatenote", given, ("private_note",), NOBODY
    conflict = ConflictOfInterest.objects.filter(pk=things["conflict"]["pk"])
    yield "conflict", conflict, ("reason",), frozenset({CHAIR}) | SECRETARIAT
    objection = Objection.objects.filter(pk=things["objection"]["pk"])
    yield "objector", objection, ("name", "relation"), SECRETARIAT
    photo = RecordFile.objects.filter(pk=things["record file"]["file_pk"])
    yield "photo", photo, ("caption", "alternative_text"), SECRETARIAT | {ASSIGNED_JUDGE, CHAIR}
    if side.is_running:
        yield from _of_agency(side)


def _of_agency(side: Side) -> Iterator[tuple]:
    things = side.world.things
    yield "idea", Idea.objects.filter(pk=things["idea"]["pk"]), ("title", "problem"), MEMBERS
    taken_back = Idea.objects.filter(pk=things["idea that was taken back"]["pk"])
    yield "takenback", taken_back, ("title", "problem"), frozenset({OPERATOR})
    sheet = IidAssessment.objects.filter(pk=things["iid sheet"]["pk"])
    yield "iid", sheet, ("purpose", "benefit"), MEMBERS | WATCHERS
    waiting = Feedback.objects.filter(pk=things["waiting feedback of the agency"]["pk"])
    yield "feedback", waiting, ("text", "name"), SECRETARIAT | EDITORIAL
    follow_up = FollowUp.objects.filter(pk=things["follow-up file"]["pk"])
    yield "followup", follow_up, ("note", "original_name"), MEMBERS | SECRETARIAT
    plan = Replication.objects.filter(pk=things["foreign replication"]["pk"])
    yield "plan", plan, ("plan",), MEMBERS | SECRETARIAT
    colleague = Membership.objects.get(pk=things["membership"]["pk"]).user_id
    yield "contact", User.objects.filter(pk=colleague), ("email",), MEMBERS | WATCHERS
    yield "message", OutgoingMessage.objects.filter(pk=things["message"]["pk"]), ("body",), SECRETARIAT


def _freeze(side: Side, state: str) -> str:
    word = word_of(f"frozen{state}", side)
    version = SubmissionVersion.objects.get(submission=side.world.things[state]["pk"])
    for section in version.payload["sections"]:
        section["text"] = word
    SubmissionVersion.objects.filter(pk=version.pk).update(payload=version.payload)
    return word
