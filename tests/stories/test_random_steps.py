"""Random people take random steps in random order; whatever they try, the rules of the registry hold."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import MembershipRole
from submissions.models import Answer, Edition, Submission
from submissions.selectors.editions import sections_of, template_of
from submissions.services.drafts import Facts, accept_declarations, save_answer, save_facts, start_submission
from submissions.services.submissions import change_status
from submissions.services.templates import move_to_present_template, save_edition
from submissions.services.verification import STEPS, verify_submission
from submissions.workflow import TRANSITIONS
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    AgencyQuotaFactory,
    EditionFactory,
    MembershipFactory,
    ObligationFactory,
)
from tests.stories.invariants import check_invariants, fingerprints

TEXTS = st.text(min_size=1, max_size=80).filter(lambda text: "\x00" not in text and "\r" not in text)
# Mostly those whose business it is, so that a story gets somewhere; now and then anybody.
ACTORS = st.sampled_from(
    ["operator", "approver", "approver", "approver", "neighbour", "verifier", "colleague", "stranger"]
)
COMMENTS = st.sampled_from(["Karena salah.", "Perbaiki datanya.", "Batal.", ""])
OUTCOMES = {step: outcome for outcome, step in STEPS.items()}
FACTS = {"form": "public_service", "type": "digital", "phase": "trial", "field": "kesehatan"}


class Registry(RuleBasedStateMachine):
    """Two agencies with their people, two verifiers and a stranger, on a clock that only goes forward.

    A refusal is an answer like any other. `written` is what was saved last, so that nothing typed gets lost.
    """

    drafts = Bundle("drafts")

    def __init__(self):
        super().__init__()
        self.world = ExitStack()
        self.world.enter_context(transaction.atomic())
        self.now, self.written, self.frozen = clock.now(), {}, {}
        self.edition = EditionFactory(quota=2)
        self.agencies = [AgencyFactory(), AgencyFactory()]
        AgencyQuotaFactory(edition=self.edition, agency_kind=self.agencies[0].kind, minimum=1, maximum=2)
        self.others = {
            "stranger": UserFactory(),
            "verifier": UserFactory(roles=[Role.VERIFIER]),
            "colleague": UserFactory(roles=[Role.VERIFIER]),
            "secretary": UserFactory(roles=[Role.SECRETARIAT]),
        }
        self.members = []
        for agency in self.agencies:
            ObligationFactory(edition=self.edition, agency=agency)
            self.members.append({role: MembershipFactory(agency=agency, role=role).user for role in MembershipRole})

    def actor(self, name, agency_number):
        """Return the person of that name as the agency sees it; the neighbour approves for the other agency."""
        if name == "neighbour":
            return self.members[1 - agency_number][MembershipRole.APPROVER]
        return self.others.get(name) or self.members[agency_number][name]

    def teardown(self):
        transaction.set_rollback(True)
        self.world.close()

    def attempt(self, service, *args, **kwargs):
        """Call a service at the present moment; return None where it refuses."""
        self.now += timedelta(minutes=1)
        try:
            with clock.at(self.now):
                return service(*args, **kwargs)
        except (ValidationError, PermissionDenied):
            return None

    @initialize(target=drafts)
    def begin(self):
        """Two drafts of one agency and one of the other, complete, so that every story can go far."""
        return multiple(*(self._complete_draft(number, agency) for number, agency in enumerate((0, 0, 1))))

    def _complete_draft(self, number, agency):
        members = self.members[agency]
        operator, approver = members[MembershipRole.OPERATOR], members[MembershipRole.APPROVER]
        facts = Facts(
            title=f"Inovasi pertama {number}",
            category_id=self.edition.categories.get().pk,
            started_on=clock.today() - timedelta(days=900),
            **FACTS,
        )
        draft = start_submission(self.agencies[agency].pk, self.edition.pk, actor=operator, facts=facts)
        for section in self.edition.sections.all():
            save_answer(draft.pk, section.pk, actor=operator, revision=0, text="Naskah.")
            self.written[draft.pk, section.code] = "Naskah."
        declarations = self.edition.declarations.values_list("pk", flat=True)
        accept_declarations(draft.pk, actor=approver, declaration_ids=list(declarations))
        return draft.pk, agency

    @rule(target=drafts, actor=ACTORS, agency=st.integers(0, 1), number=st.integers(0, 99))
    def start(self, actor, agency, number):
        facts = Facts(title=f"Inovasi {number}", category_id=self.edition.categories.get().pk, **FACTS)
        draft = self.attempt(
            start_submission,
            self.agencies[agency].pk,
            self.edition.pk,
            actor=self.actor(actor, agency),
            facts=facts,
        )
        return (draft.pk, agency) if draft else multiple()

    @rule(entry=drafts, actor=ACTORS, text=TEXTS, section=st.integers(0, 1), lag=st.integers(0, 1))
    def write(self, entry, actor, text, section, lag):
        draft, agency = entry
        section = sections_of(Submission.objects.get(pk=draft))[section]
        stored = Answer.objects.filter(submission=draft, section=section).first()
        known = stored.revision if stored else 0
        revision = max(0, known - lag)
        saved = self.attempt(
            save_answer, draft, section.pk, actor=self.actor(actor, agency), revision=revision, text=text
        )
        if saved:
            assert revision == known or stored.text == text, "A stale save went through."
            self.written[draft, section.code] = text

    @rule(entry=drafts, actor=ACTORS, years=st.integers(0, 3), wants_to_submit=st.booleans())
    def complete(self, entry, actor, years, wants_to_submit):
        """Whatever is still missing, in one go, by somebody who may or may not."""
        draft, agency = entry
        submission, actor = Submission.objects.get(pk=draft), self.actor(actor, agency)
        started_on = clock.today() - timedelta(days=365 * years + 40)
        facts = Facts(
            title=submission.innovation.title, started_on=started_on, category_id=submission.category_id, **FACTS
        )
        self.attempt(save_facts, draft, actor=actor, revision=submission.revision, facts=facts)
        template = template_of(submission)
        declarations = template.declarations.values_list("pk", flat=True)
        self.attempt(accept_declarations, draft, actor=actor, declaration_ids=list(declarations))
        for section in template.sections.exclude(answers__submission=draft):
            text = f"Naskah {section.title}."
            if self.attempt(save_answer, draft, section.pk, actor=actor, revision=0, text=text):
                self.written[draft, section.code] = text
        if wants_to_submit:
            self.attempt(change_status, draft, "submit", actor=actor)

    @rule(entry=drafts, actor=ACTORS, draw=st.integers(0, 99), comment=COMMENTS)
    def take_step(self, entry, actor, draw, comment):
        """Mostly a step that the table allows now, mostly by somebody who may; now and then any by anybody."""
        draft, agency = entry
        status = Submission.objects.get(pk=draft).status
        legal = sorted(step.name for step in TRANSITIONS.values() if status in step.sources) or sorted(TRANSITIONS)
        step = legal[draw % len(legal)] if draw < 80 else sorted(TRANSITIONS)[draw % len(TRANSITIONS)]
        if step not in OUTCOMES:
            self.attempt(change_status, draft, step, actor=self.actor(actor, agency), comment=comment)
            return
        verifier = self.actor("verifier" if draw < 60 else actor, agency)
        self.attempt(verify_submission, draft, actor=verifier, outcome=OUTCOMES[step], note=comment)

    @rule(
        actor=st.sampled_from(["secretary", "secretary", "approver"]), limit=st.integers(1, 9), place=st.integers(0, 1)
    )
    def change_template(self, actor, limit, place):
        """Another limit and another order of the sections; who began keeps what was asked."""
        asked = {one.pk: [section.pk for section in sections_of(one)] for one in self.edition.submissions.all()}
        edited = Edition.objects.get(pk=self.edition.pk)
        sections = list(edited.sections.all())
        sections[place].word_limit = limit * 50
        for order, section in enumerate(reversed(sections)):
            section.sort_order = order
        edited.sections = sections
        self.attempt(save_edition, edited, actor=self.actor(actor, 0))
        assert {one.pk: [each.pk for each in sections_of(one)] for one in self.edition.submissions.all()} == asked

    @rule(entry=drafts, actor=st.sampled_from(["secretary", "secretary", "approver", "verifier"]))
    def move_to_present_template(self, entry, actor):
        draft, agency = entry
        moved = self.attempt(move_to_present_template, draft, actor=self.actor(actor, agency))
        if moved:
            assert {one.code for one in sections_of(moved)} == {one.code for one in self.edition.sections.all()}

    @rule(days=st.integers(1, 4))
    def wait(self, days):
        self.now += timedelta(days=days)

    @invariant()
    def rules_hold(self):
        check_invariants(self.edition)

    @invariant()
    def nothing_typed_is_lost(self):
        answers = Answer.objects.values_list("submission", "section__code", "text")
        assert sorted(answers) == sorted((*place, text) for place, text in self.written.items())

    @invariant()
    def versions_never_change(self):
        now = fingerprints()
        assert {pk: now.get(pk) for pk in self.frozen} == self.frozen
        self.frozen = now


@pytest.mark.django_db
def test_rules_hold_whatever_people_do():
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Registry,
        settings=settings(
            max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=checks, derandomize=True
        ),
    )
