"""The certificate templates of an edition, one of each kind."""

from collections.abc import Iterable
from datetime import date

from judging.enums import CertificateDesign, CertificateKind, Orientation
from judging.models import CertificateSignatory, CertificateTemplate
from submissions.models import Edition

GOVERNOR = {"position": "Gubernur Jawa Tengah (contoh)", "name": "Nama Gubernur Contoh"}
OFFICIAL = {
    "position": "Kepala Biro Organisasi (contoh)\nSekretariat Daerah Provinsi Jawa Tengah",
    "name": "Nama Pejabat Contoh",
}
PAGES = {
    CertificateKind.WINNER: {"design": CertificateDesign.GUNUNGAN},
    CertificateKind.NOMINEE: {"design": CertificateDesign.PARANG},
    CertificateKind.PARTICIPANT: {
        "design": CertificateDesign.TUMPAL,
        "wording": "atas keikutsertaannya pada {edition} dengan usulan yang lolos verifikasi administrasi.",
    },
    CertificateKind.INNOVATOR: {
        "design": CertificateDesign.PARANG,
        "orientation": Orientation.PORTRAIT,
        "wording": "atas karyanya sebagai {role} dalam inovasi dari {agency} pada {edition}.",
    },
    CertificateKind.JUDGE: {
        "design": CertificateDesign.GUNUNGAN,
        "orientation": Orientation.PORTRAIT,
        "wording": "atas pengabdiannya sebagai {role} pada {edition}.",
    },
}
SIGNATORIES = {CertificateKind.WINNER: [OFFICIAL, GOVERNOR]}


def write_templates(edition: Edition, *, dated_on: date, kinds: Iterable[str]) -> None:
    """Write the templates of these kinds; nobody gets a certificate of another."""
    for kind in kinds:
        template = CertificateTemplate.objects.create(
            edition=edition,
            kind=kind,
            number_pattern="CONTOH/{seq:03}/{year}",
            place="Semarang",
            dated_on=dated_on,
            **PAGES[CertificateKind(kind)],
        )
        for order, one in enumerate(SIGNATORIES.get(kind, [OFFICIAL])):
            CertificateSignatory.objects.create(template=template, sort_order=order, **one)
