from datetime import date

from submissions.enums import Lineage
from submissions.services.drafts import replace_innovators
from submissions.services.submissions import change_status
from tests.factories.submissions import (
    EditionFactory,
    GroupFactory,
    InnovationFactory,
    LinkFactory,
    ReadySubmissionFactory,
)


def test_version_holds_everything_in_the_documented_shape(agency, operator, approver):
    source = InnovationFactory(title="Kabut Cepat Sirna")
    innovation = InnovationFactory(
        agency=agency,
        title="Kasa Berbuntut",
        started_on=date(2020, 3, 1),
        lineage=Lineage.REPLICATION,
        source=source,
        affair="kesehatan",
    )
    edition = EditionFactory()
    group = GroupFactory(edition=edition, code="replikasi", name="Replikasi", is_for_replications=True)
    draft = ReadySubmissionFactory(edition=edition, innovation=innovation, group=group, goals=[9, 3])
    replace_innovators(draft.pk, actor=operator, innovators=[{"name": "Retno", "role": "Ketua"}])
    section = draft.edition.sections.get(code="signifikansi")
    link = LinkFactory(submission=draft, section=section)
    consent = draft.consents.get()

    change_status(draft.pk, "submit", actor=approver)

    text = "Antrean turun dari 90 menjadi 20 menit."
    region = agency.region
    assert draft.versions.get().payload == {
        "title": "Kasa Berbuntut",
        "summary": innovation.summary,
        "started_on": "2020-03-01",
        "edition": {"id": draft.edition.pk, "year": draft.edition.year, "name": draft.edition.name},
        "group": {"id": group.pk, "code": "replikasi", "name": "Replikasi"},
        "agency": {
            "id": agency.pk,
            "code": agency.code,
            "name": agency.name,
            "kind": "dinas",
            "region": {"code": region.code, "name": region.name, "kind": "kabupaten"},
        },
        "category": {"id": draft.category.pk, "name": draft.category.name},
        "field": "kesehatan",
        "form": "public_service",
        "type": "digital",
        "phase": "implementation",
        "affair": "kesehatan",
        "goals": [3, 9],
        "lineage": {
            "kind": "replication",
            "source": {"id": source.pk, "title": "Kabut Cepat Sirna", "agency": source.agency.name},
        },
        "sections": [
            {
                "id": row.pk,
                "code": row.code,
                "title": row.title,
                "kind": "text",
                "word_limit": 200,
                "text": text,
                "words": 7,
                "value": None,
            }
            for row in draft.edition.sections.all()
        ],
        "evidence": [
            {
                "id": link.pk,
                "section": "signifikansi",
                "kind": "link",
                "title": link.title,
                "url": link.url,
                "file": "",
                "original_name": "",
                "content_type": "",
                "size": 0,
                "sha256": "",
                "is_public": False,
                "alternative_text": "",
            }
        ],
        "innovators": [{"name": "Retno", "role": "Ketua"}],
        "declarations": [
            {
                "code": "kebenaran",
                "text": consent.declaration.text,
                "accepted_by": consent.accepted_by.name,
                "accepted_at": consent.accepted_at.isoformat(),
            }
        ],
    }
