"""Freezing what was submitted. The shape of a version's payload is written down in `docs/architecture.md`."""

from typing import Any

from innovation_portal.utils.hashing import hash_of
from submissions.models import Agency, Evidence, Innovation, ParticipantGroup, Submission, SubmissionVersion
from submissions.selectors.editions import template_of
from submissions.selectors.writing import WrittenSection, present_evidence, written_sections


def freeze_version(submission: Submission, payload: dict[str, Any], *, actor, at) -> SubmissionVersion:
    """Return a new version holding everything the submission says now, its `payload_of`.

    Belongs to the transaction that locks the submission (`change_status`), so the numbers have no gaps.
    """
    return SubmissionVersion.objects.create(
        submission=submission,
        number=submission.versions.count() + 1,
        payload=payload,
        sha256=hash_of(payload),
        submitted_by=actor,
        submitted_at=at,
    )


def payload_of(submission: Submission, sections: list[WrittenSection] | None = None) -> dict[str, Any]:
    """Return the contents of the submission as plain JSON values.

    A caller that has read the `written_sections` already hands them in.
    """
    innovation, edition, category = submission.innovation, submission.edition, submission.category
    return {
        "title": innovation.title,
        "summary": innovation.summary,
        "started_on": innovation.started_on.isoformat() if innovation.started_on else None,
        "edition": {"id": edition.pk, "year": edition.year, "name": edition.name},
        "agency": _agency(innovation.agency),
        "group": _group(submission.group),
        "category": {"id": category.pk, "name": category.name} if category else None,
        "field": innovation.field,
        "form": innovation.form,
        "type": innovation.type,
        "phase": innovation.phase,
        "affair": innovation.affair,
        "goals": sorted(submission.goals),
        "lineage": {"kind": innovation.lineage, "source": _source(innovation.source)},
        "sections": _sections(sections or written_sections(submission)),
        "evidence": _evidence(submission),
        "innovators": [{"name": one.name, "role": one.role} for one in submission.innovators.order_by("pk")],
        "declarations": _declarations(submission),
    }


def _agency(agency: Agency) -> dict[str, Any]:
    region = agency.region
    return {
        "id": agency.pk,
        "code": agency.code,
        "name": agency.name,
        "kind": agency.kind,
        "region": {"code": region.code, "name": region.name, "kind": region.kind},
    }


def _group(group: ParticipantGroup | None) -> dict[str, Any] | None:
    return {"id": group.pk, "code": group.code, "name": group.name} if group else None


def _source(source: Innovation | None) -> dict[str, Any] | None:
    return {"id": source.pk, "title": source.title, "agency": source.agency.name} if source else None


def _sections(sections: list[WrittenSection]) -> list[dict[str, Any]]:
    return [
        {
            "id": written.section.pk,
            "code": written.section.code,
            "title": written.section.title,
            "kind": written.section.kind,
            "word_limit": written.section.word_limit,
            "text": written.text,
            "words": written.words,
            "value": written.value,
        }
        for written in sections
    ]


def _evidence(submission: Submission) -> list[dict[str, Any]]:
    codes = dict(template_of(submission).sections.values_list("pk", "code"))
    return [_piece(item, codes.get(item.section_id, "")) for item in present_evidence(submission)]


def _piece(item: Evidence, section_code: str) -> dict[str, Any]:
    return {
        "id": item.pk,
        "section": section_code,
        "kind": item.kind,
        "title": item.title,
        "url": item.url,
        "file": item.file.name,
        "original_name": item.original_name,
        "content_type": item.content_type,
        "size": item.size,
        "sha256": item.sha256,
        "is_public": item.is_public,
        "alternative_text": item.alternative_text,
    }


def _declarations(submission: Submission) -> list[dict[str, Any]]:
    consents = submission.consents.select_related("declaration", "accepted_by")
    return [
        {
            "code": consent.declaration.code,
            "text": consent.declaration.text,
            "accepted_by": consent.accepted_by.name,
            "accepted_at": consent.accepted_at.isoformat(),
        }
        for consent in consents.order_by("declaration__sort_order", "declaration_id")
    ]
