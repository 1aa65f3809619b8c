from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from submissions.enums import DataMark, EditionState, Lineage, MembershipRole, StageKind
from submissions.models import Answer, Innovation, Submission
from submissions.selectors.submissions import standing_consents
from submissions.services.drafts import (
    Facts,
    accept_declarations,
    replace_innovators,
    save_answer,
    save_facts,
    start_submission,
)
from submissions.services.submissions import change_status
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    DeclarationFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    RecognitionFactory,
    SubmissionFactory,
    put_into,
)


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def draft(agency, edition):
    return SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency, title="Kasa Berbuntut"))


def test_start_makes_a_draft_with_its_innovation_and_an_event(agency, operator, edition):
    facts = Facts(title="  Antrean\n dari  Rumah ", category_id=edition.categories.get().pk, goals=[9, 3])

    submission = start_submission(agency.pk, edition.pk, actor=operator, facts=facts)

    assert (submission.status, submission.registration_number, submission.goals) == ("draft", "", [3, 9])
    assert (submission.innovation.title, submission.innovation.agency) == ("Antrean dari Rumah", agency)
    assert submission.created_by == operator
    assert list(submission.events.values_list("action", "from_status", "to_status")) == [("start", "", "draft")]


@pytest.mark.parametrize(("is_example", "mark"), [(True, DataMark.EXAMPLE), (False, DataMark.REGISTRY)])
def test_start_in_an_example_edition_marks_the_innovation_as_an_example(agency, operator, is_example, mark):
    edition = EditionFactory(is_example=is_example)

    submission = start_submission(agency.pk, edition.pk, actor=operator, facts=Facts(title="Antrean dari Rumah"))

    assert submission.innovation.data_mark == mark


@pytest.mark.parametrize("role", ["secretary", "judge", "stranger", "superuser"])
def test_start_is_for_members_only(request, agency, edition, role):
    actor = UserFactory(is_superuser=role == "superuser") if role in {"stranger", "superuser"} else None

    with pytest.raises(PermissionDenied):
        start_submission(
            agency.pk, edition.pk, actor=actor or request.getfixturevalue(role), facts=Facts(title="Sisipan")
        )

    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("state", "closed_for", "code"),
    [
        (EditionState.PREPARATION, timedelta(days=-9), "not_open"),
        (EditionState.FINISHED, timedelta(days=-9), "not_open"),
        (EditionState.OPEN, timedelta(seconds=1), "closed"),
    ],
)
def test_start_is_refused_when_nothing_could_be_handed_in(agency, operator, state, closed_for, code):
    closes_at = clock.now() - closed_for
    edition = EditionFactory(state=state, stages={StageKind.REGISTRATION: (closes_at - timedelta(days=30), closes_at)})

    with pytest.raises(ValidationError) as refusal:
        start_submission(agency.pk, edition.pk, actor=operator, facts=Facts(title="Terlambat"))

    assert refusal.value.code == code


def test_start_is_refused_above_the_quota_counting_what_is_alive(agency, operator, approver):
    edition = EditionFactory(quota=2)
    kept = [SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)) for _ in range(2)]

    with pytest.raises(ValidationError) as refusal:
        start_submission(agency.pk, edition.pk, actor=operator, facts=Facts(title="Ketiga"))
    change_status(kept[0].pk, "withdraw", actor=approver, comment="Diganti.")
    started = start_submission(agency.pk, edition.pk, actor=operator, facts=Facts(title="Pengganti"))

    assert refusal.value.code == "quota"
    assert started.innovation.title == "Pengganti"


def test_wrong_facts_are_named_by_field_all_at_once(agency, operator, edition):
    foreign = InnovationFactory()
    facts = Facts(
        title="Salah semua",
        started_on=clock.today() + timedelta(days=1),
        category_id=EditionFactory().categories.get().pk,
        lineage=Lineage.DEVELOPMENT,
        source_id=foreign.pk,
    )

    with pytest.raises(ValidationError) as refusal:
        start_submission(agency.pk, edition.pk, actor=operator, facts=facts)

    codes = {field: errors[0].code for field, errors in refusal.value.error_dict.items()}
    assert codes == {"started_on": "future", "category": "foreign_category", "source": "source"}


def test_title_above_its_length_is_refused(agency, operator, edition):
    with pytest.raises(ValidationError) as refusal:
        start_submission(agency.pk, edition.pk, actor=operator, facts=Facts(title="a" * 201))

    assert list(refusal.value.error_dict) == ["title"]


def test_replication_may_come_from_anybody_but_never_from_a_foreign_draft(agency, operator, edition):
    known, hidden = InnovationFactory(), SubmissionFactory().innovation

    taken = start_submission(
        agency.pk,
        edition.pk,
        actor=operator,
        facts=Facts(title="Tiruan", lineage=Lineage.REPLICATION, source_id=known.pk),
    )
    facts = Facts(title="Intipan", lineage=Lineage.REPLICATION, source_id=hidden.pk)
    with pytest.raises(ValidationError) as refusal:
        start_submission(agency.pk, edition.pk, actor=operator, facts=facts)

    assert taken.innovation.source == known
    assert list(refusal.value.error_dict) == ["source"]


def test_innovation_that_never_passed_is_entered_again_as_itself(agency, operator, edition):
    earlier = SubmissionFactory(innovation=InnovationFactory(agency=agency)).innovation

    submission = start_submission(
        agency.pk, edition.pk, actor=operator, facts=Facts(title="Kini matang"), innovation_id=earlier.pk
    )

    assert submission.innovation == earlier
    assert [row.title for row in Innovation.objects.all()] == ["Kini matang"]


@pytest.mark.parametrize("reason", ["verified", "recognised", "in this edition", "of another agency", "never entered"])
def test_other_innovations_come_back_as_developments_only(agency, operator, edition, reason):
    innovation = InnovationFactory(**({} if reason == "of another agency" else {"agency": agency}), title="Semula")
    if reason != "never entered":
        entered_in = edition if reason == "in this edition" else EditionFactory()
        submission = SubmissionFactory(innovation=innovation, edition=entered_in)
        if reason == "verified":
            put_into(submission, "verified")
    if reason == "recognised":
        RecognitionFactory(innovation=innovation)

    with pytest.raises(ValidationError) as refusal:
        start_submission(agency.pk, edition.pk, actor=operator, facts=Facts(title="Lagi"), innovation_id=innovation.pk)

    assert refusal.value.code == "not_reenterable"
    assert Innovation.objects.get().title == "Semula"


def test_save_facts_counts_revisions_and_refuses_a_stale_one(draft, operator, approver):
    saved = save_facts(draft.pk, actor=operator, revision=0, facts=Facts(title="Judul operator"))

    with pytest.raises(ValidationError) as refusal:
        save_facts(draft.pk, actor=approver, revision=0, facts=Facts(title="Judul lain"))

    draft.refresh_from_db()
    assert (saved.revision, refusal.value.code) == (1, "stale")
    assert draft.innovation.title == "Judul operator"


def test_save_answer_counts_revisions_and_refuses_a_stale_one(draft, operator, approver):
    section = draft.edition.sections.first()
    save_answer(draft.pk, section.pk, actor=operator, revision=0, text="Naskah operator.")

    with pytest.raises(ValidationError) as refusal:
        save_answer(draft.pk, section.pk, actor=approver, revision=0, text="Naskah penanggung jawab.")
    same = save_answer(draft.pk, section.pk, actor=approver, revision=0, text="Naskah operator.")

    stored = Answer.objects.get()
    assert refusal.value.code == "stale"
    assert (stored.text, stored.revision, stored.edited_by) == ("Naskah operator.", 1, operator)
    assert same == stored


def test_answer_above_its_word_limit_is_kept(draft, operator):
    section = draft.edition.sections.first()

    answer = save_answer(draft.pk, section.pk, actor=operator, revision=0, text="kata " * 900)

    assert answer.text == "kata " * 900


def test_section_of_another_edition_cannot_be_answered(draft, operator):
    foreign = EditionFactory().sections.first()

    with pytest.raises(ValidationError) as refused:
        save_answer(draft.pk, foreign.pk, actor=operator, revision=0, text="Salah alamat.")

    assert refused.value.code == "foreign_section"
    assert not draft.answers.filter(section=foreign).exists()


@pytest.mark.parametrize("role", ["secretary", "judge", "stranger"])
def test_draft_is_changed_by_members_only(request, draft, role):
    actor = UserFactory() if role == "stranger" else request.getfixturevalue(role)
    section = draft.edition.sections.first()

    for change in (
        lambda: save_facts(draft.pk, actor=actor, revision=0, facts=Facts(title="Diubah")),
        lambda: save_answer(draft.pk, section.pk, actor=actor, revision=0, text="Diubah."),
        lambda: replace_innovators(draft.pk, actor=actor, innovators=[{"name": "Penyusup"}]),
        lambda: accept_declarations(draft.pk, actor=actor, declaration_ids=[draft.edition.declarations.get().pk]),
    ):
        with pytest.raises(PermissionDenied):
            change()

    draft.refresh_from_db()
    assert (draft.innovation.title, draft.answers.count(), draft.innovators.count(), draft.consents.count()) == (
        "Kasa Berbuntut",
        0,
        0,
        0,
    )


def test_submitted_submission_is_locked_for_its_writers(agency, approver):
    ready = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))
    change_status(ready.pk, "submit", actor=approver)

    for change in (
        lambda: save_facts(ready.pk, actor=approver, revision=0, facts=Facts(title="Diubah")),
        lambda: accept_declarations(ready.pk, actor=approver, declaration_ids=[]),
    ):
        with pytest.raises(ValidationError) as refusal:
            change()
        assert refusal.value.code == "locked"

    assert ready.consents.count() == 1


def test_innovators_become_exactly_the_given_ones(draft, operator):
    replace_innovators(draft.pk, actor=operator, innovators=[{"name": "Lama", "role": ""}])

    replace_innovators(
        draft.pk, actor=operator, innovators=[{"name": "Retno", "role": "Ketua"}, {"name": "Bagus", "role": ""}]
    )

    assert list(draft.innovators.values_list("name", "role")) == [("Retno", "Ketua"), ("Bagus", "")]


def test_declarations_are_accepted_by_the_approver_and_keep_who_did(draft, agency, operator, approver):
    one, two = draft.edition.declarations.get(), DeclarationFactory(edition=draft.edition)
    foreign = EditionFactory().declarations.get()
    accept_declarations(draft.pk, actor=approver, declaration_ids=[one.pk, foreign.pk])
    first = draft.consents.get()

    accept_declarations(draft.pk, actor=approver, declaration_ids=[one.pk, two.pk])
    kept = draft.consents.get(declaration=one)
    accept_declarations(draft.pk, actor=approver, declaration_ids=[two.pk])
    with pytest.raises(PermissionDenied):
        accept_declarations(draft.pk, actor=operator, declaration_ids=[one.pk, two.pk])

    assert (kept, kept.accepted_at, kept.accepted_by) == (first, first.accepted_at, approver)
    assert [consent.declaration for consent in draft.consents.all()] == [two]


def test_declaration_about_other_contents_is_made_anew(draft, agency, operator, approver):
    declaration = draft.edition.declarations.get()
    accept_declarations(draft.pk, actor=approver, declaration_ids=[declaration.pk])
    colleague = MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user
    section = draft.edition.sections.first()
    save_answer(draft.pk, section.pk, actor=operator, revision=0, text="Ditulis sesudah pernyataan.")
    draft.refresh_from_db()
    assert list(standing_consents(draft)) == []

    accept_declarations(draft.pk, actor=colleague, declaration_ids=[declaration.pk])

    consent = draft.consents.get()
    assert (consent.accepted_by, list(standing_consents(draft))) == (colleague, [consent])
