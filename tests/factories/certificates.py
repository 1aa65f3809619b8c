from datetime import date
from io import BytesIO

import factory
from factory.django import DjangoModelFactory
from PIL import Image

from judging import models
from judging.enums import CertificateDesign, CertificateKind, Orientation
from tests.factories.submissions import EditionFactory


def signatory(**changes) -> dict:
    return {"position": "Gubernur Jawa Tengah", "name": "Nama Penanda Tangan", "nip": "", "signature": "", **changes}


def certificate_payload(**changes) -> dict:
    """A payload of the shape in docs/certificates.md; `recipient={…}` and the like replace whole parts."""
    return {
        "kind": CertificateKind.WINNER.value,
        "public_id": "7K4M2QXDWW3H",
        "number": "000.8.3.4/0412/2026",
        "check_address": "https://inovasi.contoh.go.id/piagam/7K4M2QXDWW3H/",
        "issued_at": "2026-09-09T03:00:00Z",
        "design": CertificateDesign.GUNUNGAN.value,
        "orientation": Orientation.LANDSCAPE.value,
        "language": "id",
        "title": "Piagam Penghargaan",
        "issuer": "Pemerintah Provinsi Jawa Tengah",
        "edition": {"year": 2026, "name": "Satu OPD Satu Inovasi 2026"},
        "recipient": {"name": "RSUD Kelet", "region": "", "innovators": ["Sri Rahayu", "dr. Hendro Saputro"]},
        "award": "Terbaik I",
        "innovation": "Sihati",
        "wording": "atas inovasi pelayanan publik yang terbukti bermanfaat.",
        "place": "Semarang",
        "date": "2026-09-09",
        "letterhead": [],
        "signatories": [signatory()],
        "emblem": "",
        "is_example": False,
        **changes,
    }


def emblem_png(colour: tuple[int, int, int, int] = (23, 71, 111, 200)) -> bytes:
    output = BytesIO()
    Image.new("RGBA", (190, 230), colour).save(output, "PNG")
    return output.getvalue()


class CertificateTemplateFactory(DjangoModelFactory):
    class Meta:
        model = models.CertificateTemplate
        skip_postgeneration_save = True

    edition = factory.SubFactory(EditionFactory)
    kind = CertificateKind.WINNER
    number_pattern = "000.8.3.4/{seq:03}/{year}"
    place = "Semarang"
    dated_on = date(2026, 9, 9)

    @factory.post_generation
    def signatories(self, create, extracted, **kwargs):
        for order, one in enumerate([signatory()] if extracted is None else extracted):
            models.CertificateSignatory.objects.create(template=self, **{"sort_order": order, **one})
