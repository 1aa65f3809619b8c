from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.data.kipp_2023 import GENERAL
from submissions.enums import MembershipRole, SubmissionStatus
from submissions.idea_enums import IdeaState
from submissions.models import Idea, IdeaSupport, Submission
from submissions.selectors.ideas import (
    IdeaCounts,
    IdeaTexts,
    agencies_with_ideas,
    idea_counts,
    ideas_of_agency,
    texts_for_draft,
    with_initiators,
)
from submissions.services.drafts import replace_innovators
from submissions.services.edition_template import create_edition_from_template
from submissions.services.ideas import (
    MOST_WAITING,
    IdeaText,
    adopt_idea,
    hand_in_idea,
    rewrite_idea,
    set_idea_aside,
    support_idea,
    take_back_idea,
    take_back_support,
)
from submissions.services.members import remove_member
from submissions.services.versions import payload_of
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, MembershipFactory
from tests.factories.voice import IdeaFactory

TEXT = IdeaText(
    title="Loket malam",
    problem="Antrean mengular sejak subuh.",
    proposal="Buka loket sampai pukul 20.",
    benefit="Buruh tidak perlu izin.",
    field="kesehatan",
)


@pytest.fixture
def idea(agency, operator):
    return hand_in_idea(agency.pk, actor=operator, text=TEXT)


@pytest.fixture
def colleague(agency):
    return MembershipFactory(agency=agency).user


@pytest.fixture
def stranger(db):
    return MembershipFactory(role=MembershipRole.APPROVER).user


def mails():
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", "address", "subject"))


def codes_of(act, *args, **kwargs):
    """Return the codes of a refusal, by field where it names one."""
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    by_field = getattr(refused.value, "error_dict", {"": [refused.value]})
    return {name: [error.code for error in errors] for name, errors in by_field.items()}


def adopted(idea, approver, edition=None, **changed):
    edition = edition or EditionFactory()
    given = {"revision": idea.revision, "edition_id": edition.pk, "title": "Loket malam hari"}
    return adopt_idea(idea.pk, actor=approver, **{**given, **changed})


def test_a_member_hands_in_an_idea_and_the_person_in_charge_gets_a_mail(agency, operator, approver, stranger):
    first = hand_in_idea(agency.pk, actor=operator, text=replace(TEXT, title="  Loket malam "))
    again = hand_in_idea(agency.pk, actor=operator, text=TEXT)

    assert first == again == Idea.objects.get()
    assert (first.title, first.author, first.state) == ("Loket malam", operator, IdeaState.WAITING)
    assert mails() == [("idea_received", approver.email, "Gagasan baru dari rekan Anda")]
    logged = ModelLogEntry.objects.for_instance(first)
    assert list(logged.values_list("action", "label")) == [("submissions.hand_in_idea", f"gagasan {first.pk}")]


def test_what_an_idea_says_stays_out_of_mails_and_the_log(approver, idea):
    """Both are read by the secretariat, and an idea by its agency alone."""
    set_idea_aside(idea.pk, actor=approver, revision=0, reason="Petugas malam belum ada.")

    kept = [message.subject + message.body for message in OutgoingMessage.objects.all()]
    kept += [f"{entry.label} {entry.data}" for entry in ModelLogEntry.objects.for_instance(idea)]
    assert len(kept) == 4
    assert [word for word in (idea.title, idea.proposal, "Petugas malam") if word in "".join(kept)] == []


def test_nobody_floods_a_person_in_charge_with_mails(agency, operator, approver):
    for number in range(MOST_WAITING):
        hand_in_idea(agency.pk, actor=operator, text=replace(TEXT, title=f"Loket {number}"))
    taken_back = Idea.objects.first()
    take_back_idea(taken_back.pk, actor=operator, revision=0)

    assert codes_of(hand_in_idea, agency.pk, actor=operator, text=replace(TEXT, title="Lagi")) == {"": ["too_many"]}
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert hand_in_idea(agency.pk, actor=operator, text=replace(TEXT, title="Lagi")).title == "Lagi"


def test_an_initiator_is_not_named_by_somebody_whose_name_holds_the_own():
    other = {"name": "dr. Ani Rahmawati", "role": "Penulis"}

    assert with_initiators(["Ani"], [{"name": "Rahmani Anisa", "role": ""}])[0]["name"] == "Ani"
    assert with_initiators(["Ani Rahmawati"], [other]) == [other]


def test_what_is_missing_or_too_long_is_said_field_by_field(agency, operator):
    text = replace(TEXT, title=" ", problem="kata " * 151, proposal="kata " * 200, benefit="", field="")

    assert codes_of(hand_in_idea, agency.pk, actor=operator, text=text) == {
        "title": ["required"],
        "problem": ["too_long"],
        "benefit": ["required"],
    }
    assert not Idea.objects.exists()


@pytest.mark.parametrize("role", ["stranger", "secretary", "superuser"])
def test_who_is_no_member_can_do_nothing(idea, agency, stranger, secretary, role):
    superuser = UserFactory(is_superuser=True, is_staff=True)
    actor = {"stranger": stranger, "secretary": secretary, "superuser": superuser}[role]
    edition = EditionFactory()
    acts = [
        lambda: hand_in_idea(agency.pk, actor=actor, text=TEXT),
        lambda: rewrite_idea(idea.pk, actor=actor, revision=0, text=TEXT),
        lambda: take_back_idea(idea.pk, actor=actor, revision=0),
        lambda: support_idea(idea.pk, actor=actor),
        lambda: take_back_support(idea.pk, actor=actor),
        lambda: set_idea_aside(idea.pk, actor=actor, revision=0, reason="Tidak."),
        lambda: adopt_idea(idea.pk, actor=actor, revision=0, edition_id=edition.pk, title="Loket"),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert list(Idea.objects.values_list("state", "revision")) == [(IdeaState.WAITING, 0)]
    assert list(ideas_of_agency(stranger.memberships.get().agency, stranger)) == []


def test_only_the_person_in_charge_decides_and_only_the_author_changes(idea, operator, approver, colleague):
    for act in (
        lambda: set_idea_aside(idea.pk, actor=operator, revision=0, reason="Tidak."),
        lambda: adopted(idea, operator),
        lambda: rewrite_idea(idea.pk, actor=approver, revision=0, text=TEXT),
        lambda: take_back_idea(idea.pk, actor=colleague, revision=0),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert (Idea.objects.get().state, Submission.objects.count()) == (IdeaState.WAITING, 0)


def test_colleagues_support_once_and_take_it_back_the_author_does_not(idea, operator, colleague, approver):
    support_idea(idea.pk, actor=colleague)
    support_idea(idea.pk, actor=colleague)
    support_idea(idea.pk, actor=approver)
    take_back_support(idea.pk, actor=approver)
    take_back_support(idea.pk, actor=approver)

    assert codes_of(support_idea, idea.pk, actor=operator) == {"": ["own"]}
    assert list(IdeaSupport.objects.values_list("idea", "user")) == [(idea.pk, colleague.pk)]


def test_an_author_rewrites_and_takes_back_until_it_is_answered(idea, operator, agency, colleague):
    rewrite_idea(idea.pk, actor=operator, revision=0, text=replace(TEXT, title="Loket petang"))

    assert codes_of(take_back_idea, idea.pk, actor=operator, revision=0) == {"": ["stale"]}
    taken_back = take_back_idea(idea.pk, actor=operator, revision=1)
    assert (taken_back.title, taken_back.state) == ("Loket petang", IdeaState.WITHDRAWN)
    assert codes_of(rewrite_idea, idea.pk, actor=operator, revision=2, text=TEXT) == {"": ["decided"]}
    assert codes_of(support_idea, idea.pk, actor=colleague) == {"": ["decided"]}
    assert list(ideas_of_agency(agency, colleague)) == []
    assert list(ideas_of_agency(agency, operator)) == [taken_back]


def test_set_aside_its_author_reads_why(idea, operator, approver):
    OutgoingMessage.objects.all().delete()
    assert codes_of(set_idea_aside, idea.pk, actor=approver, revision=0, reason=" ") == {"reason": ["reason_required"]}
    assert codes_of(set_idea_aside, idea.pk, actor=approver, revision=3, reason="Tidak.") == {"": ["stale"]}

    set_idea_aside(idea.pk, actor=approver, revision=0, reason="Terima kasih. Petugas malam belum ada.")

    assert mails() == [("idea_decided", operator.email, "Jawaban atas gagasan Anda")]
    kept = Idea.objects.get()
    assert (kept.state, kept.decided_by, kept.reason) == (
        IdeaState.SET_ASIDE,
        approver,
        "Terima kasih. Petugas malam belum ada.",
    )
    assert codes_of(adopted, kept, approver) == {"": ["decided"]}


def test_adopted_its_texts_stand_in_the_sections_that_ask_for_them(idea, operator, approver, secretary):
    OutgoingMessage.objects.all().delete()
    edition = create_edition_from_template(2061, actor=secretary)
    group = edition.groups.get(code=GENERAL)

    assert texts_for_draft(idea, edition, group) == IdeaTexts(
        {
            edition.sections.get(code="latar-belakang").pk: TEXT.problem,
            edition.sections.get(code="kebaruan").pk: TEXT.proposal,
            edition.sections.get(code="signifikansi").pk: TEXT.benefit,
        },
        summary="",
    )
    rest = f"{TEXT.problem}\n\n{TEXT.proposal}\n\n{TEXT.benefit}"
    summary = edition.sections.get(code="ringkasan")
    assert texts_for_draft(idea, edition, None) == IdeaTexts({summary.pk: rest}, summary="")
    assert texts_for_draft(idea, EditionFactory(sections=[]), None) == IdeaTexts({}, summary=rest)


def test_adopted_it_is_a_draft_that_names_its_author(idea, operator, approver):
    OutgoingMessage.objects.all().delete()
    edition = EditionFactory(sections=["ringkasan", "signifikansi"])

    submission = adopted(idea, approver, edition)
    again = adopted(idea, approver, edition)

    assert submission == again == Submission.objects.get()
    assert (submission.status, submission.innovation.title, submission.created_by) == (
        SubmissionStatus.DRAFT,
        "Loket malam hari",
        approver,
    )
    assert submission.innovation.field == "kesehatan"
    assert {answer.section.code: answer.text for answer in submission.answers.all()} == {
        "ringkasan": f"{TEXT.problem}\n\n{TEXT.proposal}",
        "signifikansi": TEXT.benefit,
    }
    assert list(submission.innovators.values_list("name", "role")) == [(operator.name, "Penggagas")]
    assert mails() == [("idea_decided", operator.email, "Gagasan Anda menjadi draf usulan")]


def test_the_author_stays_named_whatever_innovators_are_saved_and_after_leaving(idea, operator, approver, agency):
    submission = adopted(idea, approver)
    remove_member(operator.memberships.get().pk, actor=approver)

    replace_innovators(submission.pk, actor=approver, innovators=[{"name": "Tim Loket", "role": "Pelaksana"}])
    without = payload_of(submission)["innovators"]
    titled = {"name": f"dr. {operator.name.upper()}, M.Kes.", "role": "Ketua"}
    replace_innovators(submission.pk, actor=approver, innovators=[titled])

    initiator = {"name": operator.name, "role": "Penggagas"}
    assert without == [initiator, {"name": "Tim Loket", "role": "Pelaksana"}]
    assert payload_of(submission)["innovators"] == [titled]
    assert [one.author for one in ideas_of_agency(agency, approver)] == [operator]


def test_what_starting_a_submission_refuses_leaves_the_idea_waiting(idea, approver):
    closed = EditionFactory(state="finished")

    assert codes_of(adopted, idea, approver, closed) == {"": ["not_open"]}
    assert Idea.objects.get().state == IdeaState.WAITING


def test_ideas_are_counted_by_agency_without_those_that_were_taken_back(idea, agency, approver, stranger):
    IdeaFactory(agency=agency, state=IdeaState.WITHDRAWN)
    adopted(IdeaFactory(agency=agency), approver)
    aside = IdeaFactory(agency=agency)
    set_idea_aside(aside.pk, actor=approver, revision=0, reason="Belum.")

    assert idea_counts(agency) == IdeaCounts(waiting=1, adopted=1, set_aside=1)
    assert idea_counts(stranger.memberships.get().agency) == IdeaCounts(0, 0, 0)
    assert [(row, row.waiting_count, row.adopted_count, row.set_aside_count) for row in agencies_with_ideas()] == [
        (agency, 1, 1, 1)
    ]
