"""What an edition asks for is changed while people write, and one submission after the other is moved on."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import DossierPart, EditionState, MembershipRole, SectionKind, SubmissionStatus
from submissions.models import DeclarationConsent, Edition, PartialUpload, Section, SubmissionEvent
from submissions.selectors.checks import problems_of
from submissions.selectors.editions import sections_of, template_of
from submissions.selectors.templates import answers_no_longer_asked, earlier_templates_in_use
from submissions.selectors.verdicts import verdict_on
from submissions.services.drafts import save_answer
from submissions.services.editions import clone_edition
from submissions.services.evidence import add_link
from submissions.services.remarks import Remark
from submissions.services.submissions import change_status
from submissions.services.templates import move_to_present_template, save_edition
from submissions.services.uploads import start_upload
from submissions.services.verification import verify_submission
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    LinkFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    ReasonCodeFactory,
)

LONGER = {"word_limit": 500}


@pytest.fixture
def draft(agency, operator):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


def edited(edition, *, sections=None, declarations=None) -> Edition:
    """Return the edition as the form hands it over: by code what is changed, None for what is taken out."""
    edition = Edition.objects.get(pk=edition.pk)
    for name, changes in (("sections", sections or {}), ("declarations", declarations or {})):
        manager = getattr(edition, name)
        rows = {row.code: row for row in manager.all()}
        for code, fields in changes.items():
            row = rows.setdefault(code, manager.model(code=code))
            vars(row).update(fields or {})
        setattr(edition, name, [row for code, row in rows.items() if changes.get(code, {}) is not None])
    return edition


def change(edition, actor, **changes):
    return save_edition(edited(edition, **changes), actor=actor)


def asked(submission) -> list[tuple[str, int | None]]:
    submission.refresh_from_db()
    return [(section.code, section.word_limit) for section in sections_of(submission)]


def test_template_that_nobody_uses_is_changed_in_place(secretary):
    edition = EditionFactory(state=EditionState.PREPARATION)
    before = list(edition.sections.values_list("pk", flat=True))

    earlier = change(edition, secretary, sections={"ringkasan": LONGER})

    assert earlier is None
    assert list(edition.sections.values_list("pk", "word_limit")) == [(before[0], 500), (before[1], 200)]


def test_other_rules_of_an_edition_in_use_make_no_new_template(draft, secretary):
    edition = edited(draft.edition)
    edition.quota = 7
    for section in edition.sections.all():  # as a browser sends it
        section.guidance = section.guidance.replace("\n", "\r\n")

    assert save_edition(edition, actor=secretary) is None

    draft.edition.refresh_from_db()
    assert (draft.edition.quota, draft.edition.earlier_templates.count()) == (7, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"sections": {"ringkasan": LONGER}},
        {"sections": {"ringkasan": {"sort_order": 9}}},
        {"sections": {"ringkasan": None}},
        {"sections": {"dampak": {"title": "Dampak", "word_limit": 100, "sort_order": 2}}},
        {"declarations": {"kebenaran": {"text": "Saya bertanggung jawab."}}},
    ],
    ids=["limit", "order", "gone", "new", "declaration"],
)
def test_who_began_keeps_what_was_asked_and_who_begins_is_asked_the_new(draft, secretary, changes):
    before = asked(draft), [one.text for one in template_of(draft).declarations.all()]

    earlier = change(draft.edition, secretary, **changes)

    assert (earlier.number, earlier.changed_by) == (1, secretary)
    assert (asked(draft), [one.text for one in template_of(draft).declarations.all()]) == before
    assert list(draft.answers.values_list("section__earlier_template", flat=True)) == [earlier.pk] * 2
    assert problems_of(draft) == []
    newcomer = ReadySubmissionFactory(edition=draft.edition)
    assert (asked(newcomer), [one.text for one in template_of(newcomer).declarations.all()]) != before


def test_submission_on_an_earlier_template_is_written_and_handed_in(draft, operator, approver, secretary):
    change(draft.edition, secretary, sections={"ringkasan": {"word_limit": 1}})
    draft.refresh_from_db()
    section = sections_of(draft)[0]

    save_answer(draft.pk, section.pk, actor=operator, revision=1, text="Lebih dari satu kata.")
    submitted = change_status(draft.pk, "submit", actor=approver)

    payload = submitted.versions.get().payload
    sections = [(one["id"], one["code"], one["word_limit"], one["words"]) for one in payload["sections"]]
    assert sections[0] == (section.pk, "ringkasan", 200, 4)
    assert [one["code"] for one in payload["declarations"]] == ["kebenaran"]


def test_evidence_is_attached_to_a_section_of_an_earlier_template(draft, operator, secretary):
    change(draft.edition, secretary, sections={"ringkasan": LONGER})
    draft.refresh_from_db()
    section = sections_of(draft)[0]

    evidence = add_link(draft.pk, actor=operator, url="example.id/laporan", section_id=section.pk)

    assert (evidence.section, evidence.url) == (section, "https://example.id/laporan")


def test_text_of_another_group_is_kept_and_shown_apart(draft):
    draft.edition.sections.filter(code="signifikansi").update(for_groups="khusus")

    assert [one.section.code for one in answers_no_longer_asked(draft)] == ["signifikansi"]


def test_news_name_only_the_sections_of_the_group(draft, operator, secretary):
    draft.edition.sections.filter(code="signifikansi").update(for_groups="khusus")
    change(draft.edition, secretary, sections={"ringkasan": LONGER, "signifikansi": {"word_limit": 50}})

    move_to_present_template(draft.pk, actor=secretary)

    event = SubmissionEvent.objects.get(submission=draft)
    assert event.comment == "berubah: Ringkasan (batas kata 200 → 500)"
    assert "Signifikansi" not in OutgoingMessage.objects.get(kind="template_moved").body


def test_section_of_the_other_template_is_refused(draft, operator, secretary):
    change(draft.edition, secretary, sections={"ringkasan": LONGER})
    present = draft.edition.sections.get(code="ringkasan")

    with pytest.raises(ValidationError) as refusal:
        save_answer(draft.pk, present.pk, actor=operator, revision=0, text="Kalimat.")

    assert refusal.value.code == "foreign_section"
    assert draft.answers.filter(section=present).count() == 0


def test_each_change_makes_a_version_of_its_own(draft, secretary):
    change(draft.edition, secretary, sections={"ringkasan": LONGER})
    later = ReadySubmissionFactory(edition=draft.edition)
    change(draft.edition, secretary, sections={"ringkasan": {"word_limit": 50}})

    assert [asked(one)[0] for one in (draft, later)] == [("ringkasan", 200), ("ringkasan", 500)]
    uses = earlier_templates_in_use(draft.edition)
    assert [(use.template.number, use.movable, use.other_count) for use in uses] == [
        (2, [later], 0),
        (1, [draft], 0),
    ]
    assert [[step.told for step in use.steps if step.told] for use in uses] == [
        ["berubah: Ringkasan (batas kata 500 → 50)"],
        ["berubah: Ringkasan (batas kata 200 → 50)"],
    ]


def test_edition_keeps_what_others_wrote_into_its_row_while_it_was_edited(draft, approver, secretary):
    edition = edited(draft.edition)
    change_status(draft.pk, "submit", actor=approver)

    save_edition(edition, actor=secretary)

    draft.edition.refresh_from_db()
    assert draft.edition.last_registration_number == 1


def test_moving_takes_answers_evidence_and_declarations_along(draft, operator, secretary):
    second = draft.edition.sections.get(code="signifikansi")
    evidence = LinkFactory(submission=draft, section=second)
    upload = start_upload(draft.pk, second.pk, actor=operator, name="b.pdf", size=9, fingerprint="b.pdf/9/1")
    consent = DeclarationConsent.objects.get()
    change(draft.edition, secretary, sections={"ringkasan": LONGER})

    moved = move_to_present_template(draft.pk, actor=secretary)

    now_first, now_second = draft.edition.sections.all()
    assert moved.earlier_template is None
    assert asked(draft) == [("ringkasan", 500), ("signifikansi", 200)]
    assert list(draft.answers.values_list("section", "text", "revision")) == [
        (now_first.pk, "Antrean turun dari 90 menjadi 20 menit.", 1),
        (now_second.pk, "Antrean turun dari 90 menjadi 20 menit.", 1),
    ]
    evidence.refresh_from_db()
    upload.refresh_from_db()
    consent.refresh_from_db()
    assert (evidence.section, upload.section) == (now_second, now_second)
    assert consent.declaration == draft.edition.declarations.get()
    assert problems_of(draft) == []
    assert earlier_templates_in_use(draft.edition) == []


def test_what_is_no_longer_asked_is_kept_and_shown_apart(draft, operator, secretary):
    second = draft.edition.sections.get(code="signifikansi")
    evidence = LinkFactory(submission=draft, section=second)
    upload = start_upload(draft.pk, second.pk, actor=operator, name="b.pdf", size=9, fingerprint="b.pdf/9/1")
    change(draft.edition, secretary, sections={"signifikansi": None})

    move_to_present_template(draft.pk, actor=secretary)

    assert asked(draft) == [("ringkasan", 200)]
    assert [(one.section.title, one.text) for one in answers_no_longer_asked(draft)] == [
        ("Signifikansi", "Antrean turun dari 90 menjadi 20 menit.")
    ]
    evidence.refresh_from_db()
    assert evidence.section is None
    assert not PartialUpload.objects.filter(pk=upload.pk).exists()


@pytest.mark.parametrize(
    ("now", "is_kept"),
    [
        ({"kind": SectionKind.CHOICE, "options": "Sudah\nBelum\nSedang"}, True),
        ({"kind": SectionKind.CHOICE, "options": "Belum\nSedang"}, False),
        ({"kind": SectionKind.TEXT, "word_limit": 100}, False),
    ],
    ids=["option stays", "option gone", "other kind"],
)
def test_answer_follows_where_it_still_is_one(agency, secretary, now, is_kept):
    edition = EditionFactory()
    asked_for = {"kind": SectionKind.CHOICE, "options": "Sudah\nBelum"}
    Section.objects.filter(edition=edition, code="signifikansi").update(**asked_for)
    draft = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    draft.answers.filter(section__code="signifikansi").update(text="Sudah", value="Sudah")
    change(edition, secretary, sections={"signifikansi": now})

    move_to_present_template(draft.pk, actor=secretary)

    draft.refresh_from_db()
    present = edition.sections.get(code="signifikansi")
    assert draft.answers.filter(section=present, value="Sudah").exists() == is_kept
    assert [one.text for one in answers_no_longer_asked(draft)] == ([] if is_kept else ["Sudah"])


def test_declaration_in_other_words_has_to_be_made_again(draft, secretary):
    change(draft.edition, secretary, declarations={"kebenaran": {"text": "Saya bertanggung jawab."}})

    move_to_present_template(draft.pk, actor=secretary)

    draft.refresh_from_db()
    assert [problem.code for problem in problems_of(draft)] == ["declaration_missing"]


def test_moving_is_written_down_and_told_once(draft, operator, secretary):
    change(draft.edition, secretary, sections={"ringkasan": LONGER, "signifikansi": None})

    for _time in range(2):
        move_to_present_template(draft.pk, actor=secretary)

    events = SubmissionEvent.objects.filter(submission=draft)
    assert list(events.values_list("action", "actor", "from_status", "to_status")) == [
        ("move_template", secretary.pk, "draft", "draft")
    ]
    [message] = OutgoingMessage.objects.filter(kind="template_moved")
    assert (message.recipient, message.subject) == (
        operator,
        f"Aspek proposal “{draft.innovation.title}” berubah",
    )
    assert "- tidak diminta lagi: Signifikansi. Yang Anda tulis di sana" in message.body
    assert "- berubah: Ringkasan (batas kata 200 → 500)\n" in message.body


def test_remark_of_a_verifier_stays_with_its_section(draft, approver, verifier, secretary):
    section = draft.edition.sections.get(code="signifikansi")
    reason = ReasonCodeFactory(edition=draft.edition)
    submitted = change_status(draft.pk, "submit", actor=approver)
    remark = Remark(DossierPart.SECTION, section.pk, text="Angka sebelum belum ada.")
    verify_submission(submitted.pk, actor=verifier, outcome="returned", reason_ids=[reason.pk], remarks=[remark])
    change(draft.edition, secretary, sections={"ringkasan": LONGER})

    moved = move_to_present_template(draft.pk, actor=secretary)

    present = draft.edition.sections.get(code="signifikansi")
    verdict = verdict_on(moved)
    assert [one.text for one in verdict.about(DossierPart.SECTION, present.pk)] == ["Angka sebelum belum ada."]
    assert [placed.url for placed in verdict.remarks] == [f"/opd/usulan/{draft.pk}/aspek/{present.pk}/"]


@pytest.mark.parametrize("status", sorted(set(SubmissionStatus) - {"draft", "returned"}))
def test_what_its_writers_may_not_change_is_not_moved(draft, secretary, status):
    earlier = change(draft.edition, secretary, sections={"ringkasan": LONGER})
    type(draft).objects.filter(pk=draft.pk).update(
        status=status, registration_number="INV-1", first_submitted_at="2026-01-01T00:00Z"
    )

    with pytest.raises(ValidationError) as refusal:
        move_to_present_template(draft.pk, actor=secretary)

    draft.refresh_from_db()
    assert (refusal.value.code, draft.earlier_template) == ("not_movable", earlier)


@pytest.mark.parametrize("role", ["approver", "verifier"])
def test_only_the_secretariat_changes_and_moves(request, draft, secretary, role):
    actor = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        change(draft.edition, actor, sections={"ringkasan": LONGER})
    assert draft.edition.earlier_templates.count() == 0

    earlier = change(draft.edition, secretary, sections={"ringkasan": LONGER})
    with pytest.raises(PermissionDenied):
        move_to_present_template(draft.pk, actor=actor)

    draft.refresh_from_db()
    assert draft.earlier_template == earlier


def test_clone_has_the_present_template_alone(draft, secretary):
    change(draft.edition, secretary, sections={"ringkasan": LONGER})

    clone = clone_edition(draft.edition_id, year=2099, actor=secretary)

    assert list(clone.sections.values_list("code", "word_limit")) == [("ringkasan", 500), ("signifikansi", 200)]
    assert (clone.declarations.count(), clone.earlier_templates.count()) == (1, 0)


def test_person_in_charge_joins_the_news(draft, operator, approver, secretary):
    MembershipFactory(agency=draft.innovation.agency, role=MembershipRole.OPERATOR, user__is_active=False)
    change(draft.edition, secretary, sections={"ringkasan": LONGER})

    move_to_present_template(draft.pk, actor=secretary)

    told = OutgoingMessage.objects.filter(kind="template_moved").values_list("recipient", flat=True)
    assert set(told) == {operator.pk, approver.pk}


def test_open_page_goes_on_where_the_section_is_now(client, draft, operator, secretary):
    section = draft.edition.sections.get(code="ringkasan")
    address = f"/opd/usulan/{draft.pk}/aspek/{section.pk}/"
    change(draft.edition, secretary, sections={"ringkasan": LONGER, "signifikansi": None})
    move_to_present_template(draft.pk, actor=secretary)
    client.force_login(operator)

    assert client.get(address).context["written"].section.word_limit == 500
    saved = client.post(address, {"revision": 1, "text": "Ditulis sebelum dipindahkan.", "action": "save"})

    present = draft.edition.sections.get(code="ringkasan")
    assert saved.url == f"/opd/usulan/{draft.pk}/aspek/{present.pk}/"
    assert draft.answers.get(section=present).text == "Ditulis sebelum dipindahkan."
    gone = draft.answers.exclude(section=present).get().section
    assert client.get(f"/opd/usulan/{draft.pk}/aspek/{gone.pk}/").status_code == 404
    assert gone.title in client.get(f"/opd/usulan/{draft.pk}/").content.decode()
