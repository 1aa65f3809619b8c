from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from submissions.models import Evidence
from submissions.services.evidence import (
    MOST_PIECES,
    MOST_PIECES_EVER,
    add_file,
    add_link,
    choose_publicity,
    remove_evidence,
)
from submissions.services.submissions import change_status
from submissions.services.versions import payload_of
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.submissions import EditionFactory, InnovationFactory, LinkFactory, ReadySubmissionFactory


def pdf(name="laporan.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


def test_file_is_stored_with_the_facts_found_in_it(draft, operator):
    section = draft.edition.sections.first()

    evidence = add_file(draft.pk, actor=operator, upload=pdf(), section_id=section.pk)

    assert (evidence.kind, evidence.title, evidence.original_name) == ("document", "laporan.pdf", "laporan.pdf")
    assert (evidence.content_type, evidence.size) == ("application/pdf", len(PDF))
    assert evidence.sha256 == hash_of_chunks([PDF])
    assert (evidence.section, evidence.uploaded_by) == (section, operator)
    with evidence.file.open() as stored:
        assert stored.read() == PDF


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (pdf(content=PDF + b"0" * 20_000_000), "too_large"),
        (pdf(content=b"MZ\x90\x00" + b"0" * 200), "wrong_type"),
        (pdf("laporan.exe"), "name_disagrees"),
        (pdf(content=b""), "empty"),
    ],
    ids=["20 MB", "renamed program", "program's name", "empty"],
)
def test_bad_file_is_refused_and_nothing_stored(draft, operator, settings, upload, code):
    with pytest.raises(ValidationError) as refusal:
        add_file(draft.pk, actor=operator, upload=upload, title="Laporan")

    assert refusal.value.code == code
    assert not Evidence.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_link_is_stored_with_its_address_as_title(draft, operator):
    evidence = add_link(draft.pk, actor=operator, url="https://example.id/video")

    assert (evidence.kind, evidence.title, evidence.url, evidence.file.name) == (
        "link",
        "https://example.id/video",
        "https://example.id/video",
        "",
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.id/a", "example", "https://"])
def test_link_that_is_no_web_address_is_refused(draft, operator, url):
    with pytest.raises(ValidationError):
        add_link(draft.pk, actor=operator, url=url)

    assert not Evidence.objects.exists()


def test_removed_evidence_leaves_the_draft_and_stays_for_its_versions(draft, operator, approver, verifier):
    evidence = add_file(draft.pk, actor=operator, upload=pdf())
    change_status(draft.pk, "submit", actor=approver)
    change_status(draft.pk, "return", actor=verifier, comment="Ganti laporan.")

    removed = remove_evidence(evidence.pk, actor=operator)
    again = remove_evidence(evidence.pk, actor=approver)

    assert again.removed_at == removed.removed_at
    assert payload_of(draft)["evidence"] == []
    (frozen,) = draft.versions.get().payload["evidence"]
    assert (frozen["id"], frozen["file"]) == (evidence.pk, evidence.file.name)
    assert evidence.file.storage.exists(evidence.file.name)


def test_one_draft_takes_so_many_pieces_and_no_more(draft, operator):
    LinkFactory.create_batch(MOST_PIECES, submission=draft)

    with pytest.raises(ValidationError) as refusal:
        add_link(draft.pk, actor=operator, url="https://example.id/lebih")

    assert refusal.value.code == "too_many"


def test_removing_makes_no_room_without_end(draft, operator, settings):
    LinkFactory.create_batch(MOST_PIECES_EVER - 1, submission=draft, removed_at=clock.now())
    remove_evidence(add_file(draft.pk, actor=operator, upload=pdf()).pk, actor=operator)

    for add in (
        lambda: add_file(draft.pk, actor=operator, upload=pdf()),
        lambda: add_link(draft.pk, actor=operator, url="https://example.id/lebih"),
    ):
        with pytest.raises(ValidationError) as refusal:
            add()
        assert refusal.value.code == "too_many"
        assert "hubungi sekretariat" in refusal.value.messages[0]

    assert draft.evidence.count() == MOST_PIECES_EVER
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1


def test_section_of_another_edition_takes_no_evidence(draft, operator):
    foreign = EditionFactory().sections.first()

    with pytest.raises(foreign.DoesNotExist):
        add_link(draft.pk, actor=operator, url="https://example.id/a", section_id=foreign.pk)


@pytest.mark.parametrize("role", ["secretary", "judge", "stranger"])
def test_evidence_is_changed_by_members_only(request, draft, role):
    actor = UserFactory() if role == "stranger" else request.getfixturevalue(role)
    evidence = LinkFactory(submission=draft)

    for change in (
        lambda: add_file(draft.pk, actor=actor, upload=pdf()),
        lambda: add_link(draft.pk, actor=actor, url="https://example.id/a"),
        lambda: remove_evidence(evidence.pk, actor=actor),
        lambda: choose_publicity(evidence.pk, actor=actor, is_public=True),
    ):
        with pytest.raises(PermissionDenied):
            change()

    assert list(Evidence.objects.values_list("pk", "removed_at", "is_public")) == [(evidence.pk, None, False)]


def test_evidence_of_a_submitted_version_cannot_be_removed(draft, approver):
    evidence = LinkFactory(submission=draft)
    change_status(draft.pk, "submit", actor=approver)

    with pytest.raises(ValidationError) as refusal:
        remove_evidence(evidence.pk, actor=approver)

    assert refusal.value.code == "locked"


def picture():
    content = BytesIO()
    Image.new("RGB", (80, 60), "navy").save(content, "PNG")
    return SimpleUploadedFile("foto.png", content.getvalue())


def test_evidence_is_private_until_its_agency_says_otherwise_and_the_version_keeps_what_was_said(
    draft, operator, approver
):
    private = add_file(draft.pk, actor=operator, upload=pdf())
    public = add_file(draft.pk, actor=operator, upload=picture(), title="Foto")
    choose_publicity(public.pk, actor=operator, is_public=True, alternative_text=" Loket \n baru ")

    change_status(draft.pk, "submit", actor=approver)

    frozen = {
        piece["id"]: (piece["is_public"], piece["alternative_text"])
        for piece in draft.versions.get().payload["evidence"]
    }
    assert frozen == {private.pk: (False, ""), public.pk: (True, "Loket baru")}


def test_a_public_picture_needs_its_words_and_other_evidence_keeps_none(draft, operator):
    photo = add_file(draft.pk, actor=operator, upload=picture())
    link = LinkFactory(submission=draft)

    with pytest.raises(ValidationError) as refusal:
        choose_publicity(photo.pk, actor=operator, is_public=True, alternative_text="  ")
    choose_publicity(link.pk, actor=operator, is_public=True, alternative_text="Loket")

    assert refusal.value.code == "words_needed"
    assert list(Evidence.objects.order_by("pk").values_list("is_public", "alternative_text")) == [
        (False, ""),
        (True, ""),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=photo.pk).update(is_public=True)


def test_saying_the_same_again_changes_nothing_and_something_else_voids_what_was_declared(draft, operator):
    link = LinkFactory(submission=draft)
    declared_on = draft.updated_at

    choose_publicity(link.pk, actor=operator, is_public=False)
    draft.refresh_from_db()
    unchanged = draft.updated_at
    choose_publicity(link.pk, actor=operator, is_public=True)

    draft.refresh_from_db()
    assert unchanged == declared_on < draft.updated_at


def test_publicity_of_a_submitted_version_stays_as_it_was(draft, approver):
    evidence = LinkFactory(submission=draft)
    change_status(draft.pk, "submit", actor=approver)

    with pytest.raises(ValidationError) as refusal:
        choose_publicity(evidence.pk, actor=approver, is_public=True)

    assert refusal.value.code == "locked"
