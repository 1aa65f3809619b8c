"""The page beside the editor follows unsaved fields and stores nothing."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from innovation_portal.accounts.services import sync_role_groups
from judging.enums import CertificateKind
from judging.models import CertificateSignatory, CertificateTemplate
from judging.selectors.certificate_samples import Sample, sample_payload
from tests.factories.certificates import CertificateTemplateFactory, emblem_png
from tests.factories.judging import VerifiedSubmissionFactory
from tests.factories.submissions import AgencyFactory, InnovationFactory
from tests.judging.certificates.test_back_office import fields_of, signatories_of


@pytest.fixture
def desk(client, ceremony):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    return client


def ask(desk, template, **changes):
    url = reverse("certificate_templates:preview-draft-of", args=[template.pk])
    return desk.post(url, fields_of(template, sample="longest", **changes))


@pytest.mark.parametrize(("orientation", "is_upright"), [("landscape", False), ("portrait", True)])
def test_unsaved_fields_are_drawn_and_not_stored(desk, ceremony, orientation, is_upright):
    upload = SimpleUploadedFile("lambang.png", emblem_png(), "image/png")
    added = signatories_of(ceremony.template, {"id": "", "position": "Kepala Biro", "name": "Kedua", "nip": ""})

    response = ask(desk, ceremony.template, orientation=orientation, title="Belum disimpan", emblem=upload, **added)

    width, height = Image.open(BytesIO(response.content)).size
    template = CertificateTemplate.objects.get()
    assert response.headers["Content-Type"] == "image/png"
    assert (height > width) is is_upright
    assert (template.title, template.orientation, template.emblem.name) == ("Piagam Penghargaan", "landscape", "")
    assert CertificateSignatory.objects.count() == 1
    assert not default_storage.exists("certificates/emblems")


def test_new_template_is_drawn_too(desk, ceremony):
    data = fields_of(ceremony.template, kind="judge", wording="sebagai {role}", sample="shortest")
    data |= {"signatories-INITIAL_FORMS": 0, "signatories-0-id": ""}

    response = desk.post(reverse("certificate_templates:preview-draft"), data)

    assert response.headers["Content-Type"] == "image/png"
    assert CertificateTemplate.objects.get() == ceremony.template


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"wording": "atas {judul}"}, "wording", "Isian {judul} tidak dikenal"),
        ({"title": "ꦱꦫꦶ"}, "wording", "huruf piagam tidak memiliki"),
        ({"signatories-0-name": ""}, "signatories-0-name", "harus diisi"),
        ({"number_pattern": "{year}"}, "number_pattern", "{seq}"),
    ],
)
def test_errors_are_named_by_their_field(desk, ceremony, changes, field, message):
    response = ask(desk, ceremony.template, **changes)

    errors = response.json()["errors"]
    assert (response.status_code, list(errors)) == (200, [field])
    assert message in errors[field]


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_preview_is_closed_to_everybody_else(client, ceremony, person, request):
    sync_role_groups()
    client.force_login(request.getfixturevalue(person))

    assert ask(client, ceremony.template).status_code in {302, 403}


def test_samples_are_real_names(ceremony):
    shortest, longest = AgencyFactory(name="A"), AgencyFactory(name="Dinas " * 20)
    award = ceremony.award(agency=longest, version={"title": "Sihati"})

    def recipient(sample: str, kind: str = CertificateKind.WINNER) -> str:
        ceremony.template.kind = kind
        return sample_payload(ceremony.template, sample)["recipient"]["name"]

    assert recipient(Sample.SHORTEST) == shortest.name
    assert recipient(Sample.LONGEST) == longest.name
    assert recipient(Sample.AWARD) == longest.name
    assert sample_payload(ceremony.template, Sample.AWARD)["award"] == award.level.name
    assert recipient(Sample.AWARD, CertificateKind.PARTICIPANT) == longest.name


def test_longest_innovator_is_one_who_handed_in(ceremony):
    template = CertificateTemplateFactory(edition=ceremony.edition, kind="innovator", wording="sebagai {role}")
    submission = VerifiedSubmissionFactory(innovation=InnovationFactory())
    submission.innovators.create(name="Nama yang panjang")

    assert sample_payload(template, Sample.LONGEST)["recipient"]["name"] == "Nama yang panjang"


def test_editor_offers_the_preview_without_inline_script(desk, ceremony):
    page = desk.get(reverse("certificate_templates:edit", args=[ceremony.template.pk])).content.decode()

    url = reverse("certificate_templates:preview-draft-of", args=[ceremony.template.pk])
    assert f'data-certificate-preview="{url}"' in page
    assert "js/certificate_preview" in page
