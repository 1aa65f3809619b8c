"""What a template gives to the page: letterhead, signatories and their pictures."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Site

from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils.hashing import hash_of_chunks
from judging.models import CertificateSignatory, Letterhead
from judging.selectors.certificate_pages import page_of
from judging.services.certificates import issue_certificate, preview_certificate, render_certificate
from judging.services.editions import clone_edition
from tests.factories.certificates import CertificateTemplateFactory, emblem_png, signatory
from tests.judging.certificates.test_back_office import fields_of, signatories_of


@pytest.fixture
def letterhead(db):
    return Letterhead.objects.create(
        site=Site.objects.get(is_default_site=True),
        lines="Pemerintah Provinsi Jawa Tengah\nSekretariat Daerah\n",
        emblem=ContentFile(emblem_png(), name="lambang.png"),
    )


@pytest.fixture
def desk(client, ceremony):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    return client


def signed_png(size=(2400, 900)) -> bytes:
    output, said = BytesIO(), PngInfo()
    said.add_text("Author", "Rahasia")
    Image.new("RGBA", size, (0, 0, 0, 90)).save(output, "PNG", pnginfo=said)
    return output.getvalue()


def test_emblem_and_letterhead_come_from_the_settings(ceremony, letterhead):
    page = page_of(ceremony.template)

    assert page["letterhead"] == ["Pemerintah Provinsi Jawa Tengah", "Sekretariat Daerah"]
    assert page["emblem"] == f"certificates/emblems/{hash_of_chunks([emblem_png()])}.png"


def test_template_leaves_the_letterhead_out(ceremony, letterhead):
    ceremony.template.uses_letterhead = False

    assert (page_of(ceremony.template)["letterhead"], page_of(ceremony.template)["emblem"]) == ([], "")


def test_letterhead_has_at_most_four_lines(letterhead):
    letterhead.lines = "a\nb\nc\nd\ne"

    with pytest.raises(ValidationError) as error:
        letterhead.full_clean()

    assert {field: errors[0].code for field, errors in error.value.error_dict.items()} == {"lines": "too_many_lines"}


def test_template_without_a_signatory_issues_nothing(ceremony):
    ceremony.template.signatories.all().delete()

    with pytest.raises(ValidationError) as error:
        issue_certificate(ceremony.award().pk, actor=ceremony.secretary)

    assert error.value.code == "no_signatory"


def test_second_signatory_with_a_picture_is_saved_redrawn_and_frozen(desk, ceremony):
    upload = SimpleUploadedFile("ttd.png", signed_png(), "image/png")
    data = fields_of(ceremony.template) | signatories_of(
        ceremony.template, {"id": "", "position": "Kepala Biro", "name": "Nama Kedua", "nip": "", "signature": upload}
    )

    response = desk.post(reverse("certificate_templates:edit", args=[ceremony.template.pk]), data)

    assert response.status_code == 302
    second = CertificateSignatory.objects.get(name="Nama Kedua")
    with default_storage.open(second.signature.name) as stored:
        content = stored.read()
    assert second.signature.name == f"certificates/signatures/{hash_of_chunks([content])}.png"
    assert Image.open(BytesIO(content)).size == (1200, 450)
    assert b"Rahasia" not in content
    certificate = render_certificate(ceremony.certificate().pk)
    assert [one["name"] for one in certificate.payload["signatories"]] == ["Nama Penanda Tangan", "Nama Kedua"]
    assert certificate.payload["signatories"][1]["signature"] == second.signature.name


@pytest.mark.parametrize(
    "content", [b"MZ this is a program", signed_png() + b"\0" * 500 * 1024], ids=["program", "too large"]
)
def test_signature_that_is_not_a_small_png_is_refused(desk, ceremony, content):
    upload = SimpleUploadedFile("ttd.png", content, "image/png")
    data = fields_of(ceremony.template) | {"signatories-0-signature": upload}

    response = desk.post(reverse("certificate_templates:edit", args=[ceremony.template.pk]), data)

    assert [list(errors) for errors in response.context["form"].formsets["signatories"].errors] == [["signature"]]
    assert CertificateSignatory.objects.get().signature.name == ""


def test_preview_of_an_unsaved_template_prints_its_new_pictures(ceremony):
    template = CertificateTemplateFactory.build(edition=ceremony.edition, signatories=[])
    template.emblem = ContentFile(emblem_png(), name="lambang.png")
    template.signatories = [CertificateSignatory(**signatory())]

    pdf = preview_certificate(template, actor=ceremony.secretary)

    assert pdf.startswith(b"%PDF")
    assert default_storage.exists("certificates/emblems") is False


def test_next_edition_gets_the_signatories_too(ceremony):
    CertificateSignatory.objects.create(template=ceremony.template, **signatory(name="Nama Kedua"), sort_order=2)

    edition = clone_edition(ceremony.edition.pk, year=ceremony.edition.year + 1, actor=ceremony.secretary)

    names = edition.certificate_templates.get().signatories.values_list("name", flat=True)
    assert list(names) == ["Nama Penanda Tangan", "Nama Kedua"]
    assert ceremony.template.signatories.count() == 2
