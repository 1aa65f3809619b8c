from datetime import date
from io import BytesIO

import factory
from factory.django import DjangoModelFactory
from PIL import Image

from judging import models
from judging.enums import AwardKind, CertificateDesign
from tests.factories.submissions import EditionFactory


def certificate_payload(**changes) -> dict:
    """A payload of the shape in docs/certificates.md; `recipient={…}` and the like replace whole parts."""
    return {
        "public_id": "7K4M2QXDWW3H",
        "number": "000.8.3.4/0412/2026",
        "check_address": "https://inovasi.contoh.go.id/piagam/7K4M2QXDWW3H/",
        "issued_at": "2026-09-09T03:00:00Z",
        "design": CertificateDesign.GUNUNGAN.value,
        "title": "Piagam Penghargaan",
        "issuer": "Pemerintah Provinsi Jawa Tengah",
        "edition": {"year": 2026, "name": "Satu OPD Satu Inovasi 2026"},
        "recipient": {"name": "RSUD Kelet", "region": "", "innovators": ["Sri Rahayu", "dr. Hendro Saputro"]},
        "award": "Terbaik I",
        "innovation": "Sihati",
        "wording": "atas inovasi pelayanan publik yang terbukti bermanfaat.",
        "place": "Semarang",
        "date": "2026-09-09",
        "signatory": {"position": "Gubernur Jawa Tengah", "name": "Nama Penanda Tangan", "nip": ""},
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

    edition = factory.SubFactory(EditionFactory)
    kind = AwardKind.WINNER
    number_pattern = "000.8.3.4/{seq:03}/{year}"
    place = "Semarang"
    dated_on = date(2026, 9, 9)
    signatory_position = "Gubernur Jawa Tengah"
    signatory_name = "Nama Penanda Tangan"
