"""The portal signs what it printed, once, and hands out the signed file."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from judging.enums import SigningPlace
from judging.models import SignedFile
from judging.selectors.signatures import SigningProgress, signed_file_of, signing_progress
from judging.services.certificates import issue_certificate, render_certificate, revoke_certificate
from judging.services.signing import sign_certificate, sign_certificates
from judging.signing import make_test_key, pkcs12_key
from tests.factories.submissions import AgencyFactory

SENTENCE = "ditandatangani secara elektronik"


def replace_file(certificate, content: bytes) -> None:
    default_storage.delete(certificate.file.name)
    default_storage.save(certificate.file.name, ContentFile(content))


def read(file) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


@pytest.fixture
def demonstration_key():
    return pkcs12_key(make_test_key(passphrase="x", at=clock.now()).pkcs12, "x")


def test_signed_file_is_kept_beside_the_unsigned_one(ceremony, own_key):
    certificate = render_certificate(ceremony.certificate().pk)
    unsigned = read(certificate.file)

    with clock.at(clock.now().replace(microsecond=0)):
        signed = sign_certificate(certificate.pk, actor=ceremony.secretary)
        moment = clock.now()

    certificate.refresh_from_db()
    assert read(certificate.file) == unsigned
    assert read(signed.file).startswith(unsigned)
    assert (signed.certificate, signed.place, signed.signers, signed.issuer, signed.level) == (
        certificate,
        SigningPlace.PORTAL,
        ["Biro Organisasi"],
        "Penyelenggara Sertifikasi",
        "B-B",
    )
    assert (signed.signed_at, signed.validated_at, signed.is_time_stamped, signed.is_test, signed.stored_by) == (
        moment,
        moment,
        False,
        False,
        ceremony.secretary,
    )
    entry = ModelLogEntry.objects.get(action="judging.sign_certificate")
    assert entry.data == {"signers": ["Biro Organisasi"], "place": "portal"}


def test_signing_again_changes_nothing(ceremony, own_key):
    certificate = ceremony.certificate()

    first = sign_certificate(certificate.pk, actor=ceremony.secretary)
    second = sign_certificate(certificate.pk, actor=ceremony.secretary)

    assert second == first
    assert list(SignedFile.objects.all()) == [first]
    assert len(default_storage.listdir(f"certificates/signed/{clock.today().year}")[1]) == 1


def test_all_of_an_edition_are_signed_in_the_background_and_only_once(
    ceremony, own_key, django_capture_on_commit_callbacks
):
    first, second, revoked = ceremony.certificate(), ceremony.certificate(), ceremony.certificate()
    revoke_certificate(revoked.pk, actor=ceremony.secretary, reason="Salah nama.")
    sign_certificate(first.pk, actor=ceremony.secretary)

    with django_capture_on_commit_callbacks(execute=True):
        count = sign_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    assert count == 1
    assert set(SignedFile.objects.values_list("certificate", flat=True)) == {first.pk, second.pk}
    assert signing_progress(ceremony.edition.pk) == SigningProgress(issued=2, signed=2, tested=0)
    assert sign_certificates(ceremony.edition.pk, actor=ceremony.secretary) == 0


def test_official_signature_counts_more_than_a_test_whenever_it_came(ceremony, own_key, demonstration_key):
    certificate = ceremony.certificate()

    official = sign_certificate(certificate.pk, actor=ceremony.secretary)
    test = sign_certificate(certificate.pk, actor=ceremony.secretary, key=demonstration_key)

    assert (test.is_test, signed_file_of(certificate)) == (True, official)


def test_test_seal_leaves_the_certificate_to_be_signed(ceremony, own_key, demonstration_key):
    certificate = ceremony.certificate()
    sign_certificate(certificate.pk, actor=ceremony.secretary, key=demonstration_key)

    assert signing_progress(ceremony.edition.pk) == SigningProgress(issued=1, signed=0, tested=1)
    assert sign_certificates(ceremony.edition.pk, actor=ceremony.secretary) == 1


def test_test_key_signs_nothing_outside_the_demonstration(ceremony, demonstration_key, settings):
    settings.DEMONSTRATION_ALLOWED = False

    with pytest.raises(ValidationError) as error:
        sign_certificate(ceremony.certificate().pk, actor=ceremony.secretary, key=demonstration_key)

    assert error.value.code == "test_key"
    assert SignedFile.objects.count() == 0


def test_key_whose_issuer_is_not_trusted_signs_nothing(ceremony, official, settings):
    settings.SIGNING_TRUST = None

    with pytest.raises(ValidationError) as error:
        sign_certificate(ceremony.certificate().pk, actor=ceremony.secretary, key=official)

    assert error.value.code == "unknown_issuer"
    assert SignedFile.objects.count() == 0


def test_portal_without_a_key_says_so(ceremony):
    certificate = ceremony.certificate()

    for act in (
        lambda: sign_certificate(certificate.pk, actor=ceremony.secretary),
        lambda: sign_certificates(ceremony.edition.pk, actor=ceremony.secretary),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert error.value.code == "key_unusable"


def test_time_stamping_service_that_is_down_leaves_nothing(ceremony, own_key, settings):
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/"

    with pytest.raises(ValidationError) as error:
        sign_certificate(ceremony.certificate().pk, actor=ceremony.secretary)

    assert error.value.code == "signing_failed"
    assert SignedFile.objects.count() == 0


def test_page_that_is_not_the_printed_one_is_never_signed(ceremony, own_key):
    certificate = render_certificate(ceremony.certificate().pk)
    replace_file(certificate, read(render_certificate(ceremony.certificate().pk).file))

    with pytest.raises(ValidationError) as error:
        sign_certificate(certificate.pk, actor=ceremony.secretary)

    assert error.value.code == "file_changed"


def test_revoked_certificate_is_not_signed(ceremony, own_key, caplog):
    from judging.tasks import sign_certificate_file

    certificate = ceremony.certificate()
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama.")

    sign_certificate_file.enqueue(certificate.pk, ceremony.secretary.pk)

    assert SignedFile.objects.count() == 0
    assert [record.getMessage() for record in caplog.records if record.name == "judging.services.signing"] == [
        f"Certificate {certificate.pk} was not signed: Piagam ini sudah dicabut."
    ]


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_only_the_secretariat_has_certificates_signed(ceremony, own_key, person, request):
    certificate, actor = ceremony.certificate(), request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        sign_certificate(certificate.pk, actor=actor)
    with pytest.raises(PermissionDenied):
        sign_certificates(ceremony.edition.pk, actor=actor)

    assert SignedFile.objects.count() == 0


def test_agency_gets_the_signed_file_and_everybody_reads_who_signed(client, ceremony, own_key, operator, agency):
    certificate = issue_certificate(ceremony.award(agency=agency).pk, actor=ceremony.secretary)
    signed = sign_certificate(certificate.pk, actor=ceremony.secretary)
    certificate.refresh_from_db()

    page = client.get(reverse("judging:certificate-check", args=[certificate.public_id])).content.decode()
    client.force_login(operator)
    file = client.get(reverse("judging:certificate-file", args=[certificate.public_id]))

    assert b"".join(file.streaming_content) == read(signed.file)
    assert SENTENCE in page
    assert "Biro Organisasi" in page
    assert signed.sha256 in page
    assert certificate.file_sha256 not in page


@pytest.mark.parametrize("is_sealed", [True, False])
def test_sentence_about_signing_stands_nowhere_without_an_official_signature(
    client, ceremony, demonstration_key, is_sealed
):
    certificate = ceremony.certificate()
    if is_sealed:
        sign_certificate(certificate.pk, actor=ceremony.secretary, key=demonstration_key)

    page = client.get(reverse("judging:certificate-check", args=[certificate.public_id])).content.decode()

    assert SENTENCE not in page.lower()
    assert ("Diberi segel dengan kunci uji. Ini bukan tanda tangan resmi." in page) is is_sealed


def test_secretariat_signs_from_the_back_office(client, ceremony, own_key, django_capture_on_commit_callbacks):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    certificate = ceremony.certificate(agency=AgencyFactory(name="RSUD Kelet"))
    url = f"{reverse('certificates:sign')}?edition={ceremony.edition.pk}"

    before = client.get(url)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url)
    after = client.get(url)

    assert before.context["progress"] == SigningProgress(issued=1, signed=0, tested=0)
    assert answer.url == url
    assert after.context["progress"] == SigningProgress(issued=1, signed=1, tested=0)
    assert "Setiap piagam yang berlaku pada edisi ini sudah ditandatangani." in after.content.decode()
    assert signed_file_of(certificate).stored_by == ceremony.secretary


def test_page_says_which_could_not_be_signed_until_they_are(
    client, ceremony, own_key, django_capture_on_commit_callbacks
):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    good, spoilt = ceremony.certificate(), render_certificate(ceremony.certificate().pk)
    printed = read(spoilt.file)
    replace_file(spoilt, b"%PDF-1.7 something else")
    url = f"{reverse('certificates:sign')}?edition={ceremony.edition.pk}"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    failed = client.get(url)
    replace_file(spoilt, printed)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    mended = client.get(url)

    assert failed.context["progress"] == SigningProgress(issued=2, signed=1, tested=0)
    assert list(failed.context["refused"]) == [spoilt]
    assert "bukan berkas yang dicetak" in failed.content.decode()
    assert mended.context["progress"] == SigningProgress(issued=2, signed=2, tested=0)
    assert list(mended.context["refused"]) == []
    assert signed_file_of(good).stored_by == ceremony.secretary
