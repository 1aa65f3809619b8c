"""What the people of an agency propose: handing in, supporting, taking back, and what the person in charge decides."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.words import count_words
from submissions.idea_enums import WORD_LIMITS, IdeaState
from submissions.models import Agency, Edition, Idea, IdeaSupport, ParticipantGroup, Submission
from submissions.rules import works_for
from submissions.selectors.agencies import members_of
from submissions.selectors.follow_ups import people_in_charge
from submissions.selectors.ideas import texts_for_draft
from submissions.services.drafts import Facts, replace_innovators, save_answer, start_submission

MOST_WAITING = 10


@dataclass(frozen=True, kw_only=True)
class IdeaText:
    """What an idea says; `field` is a `ServiceField` or empty."""

    title: str
    problem: str
    proposal: str
    benefit: str
    field: str = ""


@transaction.atomic
def hand_in_idea(agency_id: int, *, actor, text: IdeaText) -> Idea:
    """Store an idea of a member and mail the other persons in charge. The same text again returns the waiting row.

    Raises by field `required`, `too_long` (more words than `WORD_LIMITS`) and what the model refuses, and `too_many`
    where the author has as many that wait as `MOST_WAITING`, or has handed in as many today: each is a mail.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    if not works_for(actor, agency.pk):
        raise PermissionDenied
    said = _checked(text)
    same = Idea.objects.filter(agency=agency, author=actor, state=IdeaState.WAITING, **asdict(said)).first()
    if same:
        return same
    _check_patience(agency, actor)
    idea = Idea.objects.create(agency=agency, author=actor, **asdict(said))
    _log(idea, "submissions.hand_in_idea", actor)
    readers = people_in_charge(agency.pk).exclude(pk=actor.pk)
    send_message("idea_received", readers, about=idea, idea=idea)
    return idea


@transaction.atomic
def rewrite_idea(idea_id: int, *, actor, revision: int, text: IdeaText) -> Idea:
    """Let the author say it better while it waits. Raises `stale`, `decided` and as handing in."""
    idea = _own_waiting(idea_id, actor, revision)
    for name, value in asdict(_checked(text)).items():
        setattr(idea, name, value)
    return _kept(idea, actor, "submissions.rewrite_idea")


@transaction.atomic
def take_back_idea(idea_id: int, *, actor, revision: int) -> Idea:
    """Let the author take the idea back while it waits; only the author sees it then. Raises `stale`, `decided`."""
    idea = _own_waiting(idea_id, actor, revision)
    idea.state = IdeaState.WITHDRAWN
    return _kept(idea, actor, "submissions.take_back_idea")


@transaction.atomic
def support_idea(idea_id: int, *, actor) -> IdeaSupport:
    """Let a colleague stand behind a waiting idea; again: the same row. Raises `own` for its author, `decided`."""
    idea = _waiting(idea_id, actor)
    if idea.author_id == actor.pk:
        raise ValidationError(_("This is your own idea. Others support it."), code="own")
    support, _is_new = IdeaSupport.objects.get_or_create(idea=idea, user=actor)
    return support


@transaction.atomic
def take_back_support(idea_id: int, *, actor) -> None:
    """Stand behind a waiting idea no longer; without support this changes nothing. Raises `decided`."""
    _waiting(idea_id, actor).supports.filter(user=actor).delete()


@transaction.atomic
def set_idea_aside(idea_id: int, *, actor, revision: int, reason: str) -> Idea:
    """Say for the agency why the idea is not taken up now; its author reads it by mail and on its page.

    Raises `reason_required`, `stale`, `decided`.
    """
    idea = _decidable(idea_id, actor, revision)
    if not reason.strip():
        message = _("Say why; the author reads it.")
        raise ValidationError({"reason": ValidationError(message, code="reason_required")})
    idea.state, idea.reason = IdeaState.SET_ASIDE, reason.strip()
    return _decided(idea, actor, "submissions.set_idea_aside")


@transaction.atomic
def adopt_idea(
    idea_id: int, *, actor, revision: int, edition_id: int, title: str, group_id: int | None = None
) -> Submission:
    """Turn the idea into a draft of the edition that names its author as initiator; the author gets a mail.

    Again: the same draft. Raises `stale`, `decided` and whatever starting a submission raises.
    """
    idea = _locked(idea_id)
    _check_may_decide(actor, idea)
    if idea.state == IdeaState.ADOPTED:
        return idea.submission
    _check_waits(idea, revision)
    edition = Edition.objects.get(pk=edition_id)
    group = ParticipantGroup.objects.filter(edition=edition, pk=group_id).first()
    texts = texts_for_draft(idea, edition, group)
    facts = Facts(title=title, summary=texts.summary, field=idea.field, group_id=group_id)
    submission = start_submission(idea.agency_id, edition_id, actor=actor, facts=facts)
    idea.state, idea.submission = IdeaState.ADOPTED, submission
    _decided(idea, actor, "submissions.adopt_idea")
    for section_id, answer in texts.answers.items():
        save_answer(submission.pk, section_id, actor=actor, revision=0, text=answer)
    replace_innovators(submission.pk, actor=actor, innovators=[])  # puts the initiator in
    return submission


def _locked(idea_id: int) -> Idea:
    return Idea.objects.select_for_update(of=("self",)).select_related("agency", "author").get(pk=idea_id)


def _waiting(idea_id: int, actor, revision: int | None = None) -> Idea:
    """Return the locked row for a member of its agency."""
    idea = _locked(idea_id)
    if not works_for(actor, idea.agency_id):
        raise PermissionDenied
    _check_waits(idea, revision)
    return idea


def _own_waiting(idea_id: int, actor, revision: int) -> Idea:
    idea = _waiting(idea_id, actor, revision)
    if idea.author_id != actor.pk:
        raise PermissionDenied
    return idea


def _decidable(idea_id: int, actor, revision: int) -> Idea:
    idea = _locked(idea_id)
    _check_may_decide(actor, idea)
    _check_waits(idea, revision)
    return idea


def _check_may_decide(actor, idea: Idea) -> None:
    if not works_for(actor, idea.agency_id) or not actor.has_perm("submissions.decide_idea", idea.agency):
        raise PermissionDenied


def _check_waits(idea: Idea, revision: int | None) -> None:
    if idea.state != IdeaState.WAITING:
        raise ValidationError(_("This idea has been answered or taken back meanwhile."), code="decided")
    if revision not in (None, idea.revision):
        raise ValidationError(_("The author has changed the idea meanwhile. Read it again."), code="stale")


def _checked(text: IdeaText) -> IdeaText:
    """Return the text without white space around it, once every field holds what it may."""
    said = IdeaText(**{name: value.strip() for name, value in asdict(text).items()})
    errors = {}
    for name in ("title", *WORD_LIMITS):
        if not getattr(said, name):
            errors[name] = ValidationError(_("Write a few words here."), code="required")
    for name, limit in WORD_LIMITS.items():
        words = count_words(getattr(said, name))
        if words > limit:
            message = _("These are %(words)s words; the limit is %(limit)s.")
            errors[name] = ValidationError(message, code="too_long", params={"words": words, "limit": limit})
    if errors:
        raise ValidationError(errors)
    others = {field.name for field in Idea._meta.fields} - asdict(said).keys()
    Idea(**asdict(said)).clean_fields(exclude=others)
    return said


def _decided(idea: Idea, actor, action: str) -> Idea:
    """Keep a decision that its caller has written into the row, and mail the author, who may have left the agency."""
    idea.decided_by, idea.decided_at = actor, clock.now()
    _kept(idea, actor, action)
    authors = members_of(idea.agency_id).filter(pk=idea.author_id).exclude(pk=actor.pk)
    send_message("idea_decided", authors, about=idea, idea=idea)
    return idea


def _kept(idea: Idea, actor, action: str) -> Idea:
    idea.revision += 1
    idea.save()
    _log(idea, action, actor)
    return idea


def _log(idea: Idea, action: str, actor) -> None:
    """Keep who did what to which idea. What it says stays with the agency, so the log names it by its number."""
    log(instance=idea, action=action, user=actor, title=f"{Idea._meta.verbose_name} {idea.pk}")


def _check_patience(agency: Agency, author) -> None:
    own = Idea.objects.filter(agency=agency, author=author)
    today = own.filter(handed_in_at__gte=clock.now() - timedelta(days=1))
    if max(own.filter(state=IdeaState.WAITING).count(), today.count()) >= MOST_WAITING:
        message = _("You have handed in %(most)s ideas already. Wait until they are answered.")
        raise ValidationError(message, code="too_many", params={"most": MOST_WAITING})
