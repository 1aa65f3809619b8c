"""Earlier templates of an edition beside its present one: who uses them, and what moving to the present changes."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from submissions.contents import checked_value
from submissions.models import Answer, EarlierTemplate, Edition, ParticipantGroup, Section, Submission
from submissions.selectors.editions import sections_of, template_of
from submissions.workflow import EDITABLE

# What writers have to know of a section that stays, beside its title, and how it is called.
NOTICED = ("title", "kind", "word_limit", "options", "unit", "guidance", "example", "is_required", "needs_evidence")


@dataclass(frozen=True)
class Step:
    """One section on the way to the present template.

    `before` is the section as it was, None for a new one; `after` as it is, None for one that is gone.
    """

    before: Section | None
    after: Section | None
    answer: Answer | None = None

    @cached_property
    def keeps_answer(self) -> bool:
        """Say whether what was written can stand as the answer to the present section."""
        return bool(self.before and self.after and self.before.kind == self.after.kind and self._holds_answer())

    def _holds_answer(self) -> bool:
        try:
            checked_value(self.after, self.answer and self.answer.value)
        except ValidationError:
            return False
        return True

    @property
    def loses_text(self) -> bool:
        """Say whether something was written that is not asked for any more. It is kept and shown apart."""
        return bool(self.answer and self.answer.text) and not self.keeps_answer

    @cached_property
    def told(self) -> str:
        """What writers have to know, or nothing where nothing has changed for them."""
        if self.before is None:
            return _("new: %(section)s") % {"section": self.after}
        if self.after is None:
            return _("no longer asked for: %(section)s") % {"section": self.before}
        changed = [name for name in NOTICED if getattr(self.before, name) != getattr(self.after, name)]
        labels = ", ".join(map(self._told_of, changed))
        return _("changed: %(section)s (%(labels)s)") % {"section": self.after, "labels": labels} if changed else ""

    def _told_of(self, name: str) -> str:
        label = str(Section._meta.get_field(name).verbose_name)
        if name != "word_limit":
            return label
        return f"{label} {self.before.word_limit or '–'} → {self.after.word_limit or '–'}"

    def concerns(self, group: ParticipantGroup | None) -> bool:
        """Say whether a submission of that group, None for one without, is asked for the section before or after."""
        code = group.code if group else None
        return any(one and (not one.group_codes or code in one.group_codes) for one in (self.before, self.after))


@dataclass(frozen=True)
class TemplateUse:
    """An earlier template, what has changed since, and the submissions that still use it."""

    template: EarlierTemplate
    steps: list[Step]
    has_other_declarations: bool
    movable: list[Submission]
    other_count: int  # of those that stay: waiting for approval, handed in or ended


def present_template_number(edition: Edition) -> int:
    return edition.earlier_templates.count() + 1


def steps_to_present_template(submission: Submission) -> list[Step]:
    """Return what becomes of each section and its answer; sections of all groups, since the group may change yet."""
    answers = {answer.section_id: answer for answer in submission.answers.all()}
    return _steps(template_of(submission), submission.edition, answers)


def earlier_templates_in_use(edition: Edition) -> list[TemplateUse]:
    """Return the earlier templates that some submission still uses, the latest first."""
    others = Count("submissions", filter=~Q(submissions__status__in=EDITABLE))
    templates = edition.earlier_templates.filter(submissions__isnull=False).annotate(others=others)
    movable: dict[int, list[Submission]] = {}
    for submission in movable_submissions(edition):
        movable.setdefault(submission.earlier_template_id, []).append(submission)
    return [
        TemplateUse(
            template,
            steps=_steps(template, edition, {}),
            has_other_declarations=_declared(template) != _declared(edition),
            movable=movable.get(template.pk, []),
            other_count=template.others,
        )
        for template in templates.select_related("changed_by").order_by("-number")
    ]


def movable_submissions(edition: Edition) -> QuerySet[Submission]:
    """Return the submissions on an earlier template that their writers may change now, by agency."""
    submissions = edition.submissions.filter(earlier_template__isnull=False, status__in=EDITABLE)
    return submissions.select_related("innovation__agency").order_by("innovation__agency__name", "pk")


def answers_no_longer_asked(submission: Submission) -> list[Answer]:
    """Return what was written for sections that are not asked for now, by the template or for the group."""
    asked = [section.pk for section in sections_of(submission)]
    return list(submission.answers.exclude(section__in=asked).exclude(text="").select_related("section"))


def sections_in_use(submission: Submission) -> dict[int, int]:
    """Return the ids of sections, each by every id that the same section had in a template of the edition.

    A page that was opened before the submission moved, or a remark made before, still names an older one.
    """
    edition = submission.edition_id
    known = Section.objects.filter(Q(edition=edition) | Q(earlier_template__edition=edition))
    rows = list(known.values_list("pk", "code", "earlier_template"))
    asked = {code: pk for pk, code, template in rows if template == submission.earlier_template_id}
    return {pk: asked[code] for pk, code, _template in rows if code in asked}


def _steps(before: Edition | EarlierTemplate, present: Edition, answers: dict[int, Answer]) -> list[Step]:
    asked = {section.code: section for section in before.sections.all()}
    now = {section.code: section for section in present.sections.all()}
    gone = [Step(section, None, answers.get(section.pk)) for code, section in asked.items() if code not in now]
    return [*gone, *(_step(asked.get(code), section, answers) for code, section in now.items())]


def _declared(template: Edition | EarlierTemplate) -> list[tuple[str, str]]:
    return [(one.code, one.text) for one in template.declarations.all()]


def _step(before: Section | None, after: Section, answers: dict[int, Answer]) -> Step:
    return Step(before, after, before and answers.get(before.pk))
