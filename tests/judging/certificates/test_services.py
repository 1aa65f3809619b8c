import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of, hash_of_chunks
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardKind, AwardState, CertificateState
from judging.models import Certificate
from judging.services.certificates import (
    issue_certificate,
    issue_certificates,
    render_certificate,
    revoke_certificate,
)
from submissions.enums import AgencyKind, RegionKind
from tests.factories.certificates import CertificateTemplateFactory, emblem_png, signatory
from tests.factories.judging import AwardLevelFactory
from tests.factories.submissions import AgencyFactory, MembershipFactory, RegionFactory


def numbers() -> list[str]:
    return list(Certificate.objects.order_by("sequence").values_list("number", flat=True))


def give_emblem(template, content: bytes) -> None:
    template.emblem = ContentFile(content, name="lambang.png")
    template.save()


def test_issue_certificate_freezes_what_the_submission_said(ceremony, settings):
    settings.PORTAL_ADDRESS = "https://inovasi.contoh.go.id/"
    region = RegionFactory(name="Kabupaten Kudus", kind=RegionKind.REGENCY)
    agency = AgencyFactory(name="Puskesmas Jati & Rekan", region=region, kind=AgencyKind.SERVICE_UNIT)
    award = ceremony.award(agency=agency, version={"title": "Judul saat diajukan"})

    certificate = issue_certificate(award.pk, actor=ceremony.secretary)

    year = ceremony.edition.year
    assert certificate.payload == {
        "kind": "winner",
        "public_id": certificate.public_id,
        "number": f"000.8.3.4/001/{year}",
        "check_address": f"https://inovasi.contoh.go.id/piagam/{certificate.public_id}/",
        "issued_at": certificate.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "design": "gunungan",
        "orientation": "landscape",
        "language": "id",
        "title": "Piagam Penghargaan",
        "issuer": "Pemerintah Provinsi Jawa Tengah",
        "edition": {"year": year, "name": ceremony.edition.name},
        "recipient": {
            "name": "Puskesmas Jati & Rekan",
            "region": "Kabupaten Kudus",
            "innovators": ["Sri Rahayu"],
        },
        "award": "Terbaik I",
        "innovation": "Judul saat diajukan",
        "wording": "atas inovasi pelayanan publik yang terbukti bermanfaat, dapat ditiru, dan terus dijalankan.",
        "place": "Semarang",
        "date": "2026-09-09",
        "letterhead": [],
        "signatories": [signatory()],
        "emblem": "",
        "is_example": False,
    }
    assert certificate.payload_hash == hash_of(certificate.payload)
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{12}", certificate.public_id)


def test_certificate_does_not_follow_later_changes(ceremony):
    certificate = ceremony.certificate()
    before = dict(certificate.payload)

    ceremony.template.signatories.update(name="Orang lain")
    certificate.award.submission.innovation.agency.name = "Nama baru"
    certificate.award.submission.innovation.agency.save()

    certificate.refresh_from_db()
    assert certificate.payload == before


def test_issue_certificate_again_returns_the_same_row(ceremony):
    award = ceremony.award()

    first = issue_certificate(award.pk, actor=ceremony.secretary)
    second = issue_certificate(award.pk, actor=ceremony.secretary)

    assert second == first
    assert Certificate.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="certificate_issued").count() == 1


@pytest.mark.parametrize("state", [AwardState.PROVISIONAL, AwardState.REVOKED])
def test_award_that_is_not_final_gets_no_certificate(ceremony, state):
    award = ceremony.award(state=state)

    with pytest.raises(ValidationError) as error:
        issue_certificate(award.pk, actor=ceremony.secretary)

    assert error.value.code == "not_final"
    assert issue_certificates(ceremony.edition.pk, actor=ceremony.secretary) == []
    assert Certificate.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"innovators": [{"name": "ꦱꦫꦶ", "role": ""}]}, "unprintable"),
        ({"title": "sangat panjang " * 200}, "too_long"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_takes_no_number(ceremony, changes, code):
    award = ceremony.award(version=changes)

    with pytest.raises(ValidationError) as error:
        issue_certificate(award.pk, actor=ceremony.secretary)

    assert error.value.code == code
    assert Certificate.objects.count() == 0


def test_kind_without_a_template_is_refused(ceremony):
    nominee = AwardLevelFactory(edition=ceremony.edition, kind=AwardKind.NOMINEE)
    award = ceremony.award(level=nominee)

    with pytest.raises(ValidationError) as error:
        issue_certificate(award.pk, actor=ceremony.secretary)

    assert error.value.code == "no_template"


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_only_the_secretariat_issues_and_revokes(ceremony, person, request):
    award = ceremony.award()
    certificate = ceremony.certificate()
    actor = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        issue_certificate(award.pk, actor=actor)
    with pytest.raises(PermissionDenied):
        issue_certificates(ceremony.edition.pk, actor=actor)
    with pytest.raises(PermissionDenied):
        revoke_certificate(certificate.pk, actor=actor, reason="Salah nama")

    certificate.refresh_from_db()
    assert list(Certificate.objects.all()) == [certificate]
    assert certificate.state == CertificateState.ISSUED


def test_issue_certificates_numbers_the_highest_level_first_in_one_series(ceremony):
    nominee = AwardLevelFactory(edition=ceremony.edition, name="Nomine", kind=AwardKind.NOMINEE, sort_order=5)
    CertificateTemplateFactory(
        edition=ceremony.edition, kind=AwardKind.NOMINEE, design="parang", title="Piagam Nomine"
    )
    nominated = ceremony.award(level=nominee)
    winner = ceremony.award()

    issued = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    year = ceremony.edition.year
    assert [(c.award, c.number, c.payload["title"]) for c in issued] == [
        (winner, f"000.8.3.4/001/{year}", "Piagam Penghargaan"),
        (nominated, f"000.8.3.4/002/{year}", "Piagam Nomine"),
    ]


def test_issue_certificates_again_issues_only_what_is_missing(ceremony):
    ceremony.award()
    first = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)
    late = ceremony.award()

    second = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    assert len(first) == 1
    assert [certificate.award for certificate in second] == [late]
    assert Certificate.objects.count() == 2


def test_issue_certificates_issues_all_or_none(ceremony):
    ceremony.award()
    ceremony.award(version={"title": "ꦱꦫꦶ"})

    with pytest.raises(ValidationError):
        issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    assert Certificate.objects.count() == 0
    assert OutgoingMessage.objects.count() == 0


def test_series_begins_at_the_first_number_of_the_template(ceremony):
    ceremony.template.first_number = 398
    ceremony.template.save()

    ceremony.certificate()
    ceremony.certificate()

    year = ceremony.edition.year
    assert numbers() == [f"000.8.3.4/398/{year}", f"000.8.3.4/399/{year}"]


def test_issuing_prints_the_file_after_commit_and_mails_active_members_once(
    ceremony, agency, operator, approver, django_capture_on_commit_callbacks
):
    MembershipFactory(agency=agency, user__is_active=False)
    award = ceremony.award(agency=agency)

    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue_certificate(award.pk, actor=ceremony.secretary)

    certificate.refresh_from_db()
    with certificate.file.open() as file:
        assert hash_of_chunks([file.read()]) == certificate.file_sha256
    mails = OutgoingMessage.objects.order_by("recipient_id")
    assert [(mail.recipient, mail.kind) for mail in mails] == [
        (person, "certificate_issued") for person in sorted([operator, approver], key=lambda person: person.pk)
    ]
    assert certificate.payload["check_address"] in mails[0].body
    assert f"judging.certificate:{certificate.pk}" == mails[0].about


def test_issue_certificates_prints_again_what_has_no_file(ceremony, django_capture_on_commit_callbacks):
    unprinted = ceremony.certificate()

    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    unprinted.refresh_from_db()
    assert issued == []
    assert default_storage.exists(unprinted.file.name)


def test_rendering_again_changes_nothing(ceremony):
    certificate = render_certificate(ceremony.certificate().pk)

    again = render_certificate(certificate.pk)

    assert (again.file.name, again.file_sha256) == (certificate.file.name, certificate.file_sha256)
    assert default_storage.listdir(f"certificates/{clock.today().year}")[1] == [f"{certificate.public_id}.pdf"]


def test_lost_file_is_printed_anew_byte_for_byte(ceremony):
    certificate = render_certificate(ceremony.certificate().pk)
    default_storage.delete(certificate.file.name)

    again = render_certificate(certificate.pk)

    assert default_storage.exists(again.file.name)
    assert again.file_sha256 == certificate.file_sha256


def test_emblem_is_frozen_by_its_content(ceremony):
    give_emblem(ceremony.template, emblem_png())
    certificate = ceremony.certificate()
    frozen = certificate.payload["emblem"]

    give_emblem(ceremony.template, emblem_png() + b"\0")

    assert frozen == f"certificates/emblems/{hash_of_chunks([emblem_png()])}.png"
    assert ceremony.template.emblem.name != frozen
    assert render_certificate(certificate.pk).file_sha256


def test_lost_emblem_is_said_plainly(ceremony):
    give_emblem(ceremony.template, emblem_png())
    certificate = ceremony.certificate()
    default_storage.delete(certificate.payload["emblem"])

    with pytest.raises(ValidationError) as error:
        render_certificate(certificate.pk)

    assert error.value.code == "picture_missing"


def test_revoked_certificate_says_who_when_and_why_and_keeps_its_number(ceremony):
    certificate = ceremony.certificate()

    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason=" Salah nama. ")
    replacement = issue_certificate(certificate.award_id, actor=ceremony.secretary)

    certificate.refresh_from_db()
    year = ceremony.edition.year
    assert certificate.state == CertificateState.REVOKED
    assert certificate.revoked_by == ceremony.secretary
    assert certificate.revocation_reason == "Salah nama."
    assert (certificate.number, replacement.number) == (f"000.8.3.4/001/{year}", f"000.8.3.4/002/{year}")
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "judging.issue_certificate",
        "judging.revoke_certificate",
        "judging.issue_certificate",
    ]
    assert OutgoingMessage.objects.get(kind="certificate_revoked").body.count("Salah nama.") == 1


def test_batch_does_not_replace_what_was_revoked(ceremony):
    certificate = ceremony.certificate()
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Penghargaan dibatalkan")

    assert issue_certificates(ceremony.edition.pk, actor=ceremony.secretary) == []


@pytest.mark.parametrize(("reason", "code"), [("  ", "reason_required"), ("Dua kali", "stale")])
def test_revoking_needs_a_reason_and_happens_once(ceremony, reason, code):
    certificate = ceremony.certificate()
    if code == "stale":
        revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Pertama")

    with pytest.raises(ValidationError) as error:
        revoke_certificate(certificate.pk, actor=ceremony.secretary, reason=reason)

    certificate.refresh_from_db()
    assert error.value.code == code
    assert certificate.revocation_reason == ("Pertama" if code == "stale" else "")


def test_task_of_a_certificate_that_is_gone_is_logged_and_ends(db, caplog):
    from judging.tasks import print_certificate_file

    print_certificate_file.enqueue(404)

    assert [record.getMessage() for record in caplog.records if record.name == "judging.tasks"] == [
        "Certificate 404 is gone, nothing was printed."
    ]
