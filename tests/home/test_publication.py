import pytest

from home.selectors.publication import PublicSection, consenting_innovators, public_sections
from innovation_portal.utils.contacts import without_contacts


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Hubungi sri.rahayu@jatengprov.go.id segera.", "Hubungi [tidak ditampilkan] segera."),
        ("Telepon 0812-3456-7890 atau +62 812 3456 7890.", "Telepon [tidak ditampilkan] atau [tidak ditampilkan]."),
        ("NIP 19870412 201001 2 003", "NIP [tidak ditampilkan]"),
        ("NIK 3302010101900001 tercatat", "NIK [tidak ditampilkan] tercatat"),
        ("Dari 1.250.000 warga pada 2024, 62,5 persen.", "Dari 1.250.000 warga pada 2024, 62,5 persen."),
        ("Anggaran Rp2.150.000.000 tahun 2023 2024", "Anggaran Rp2.150.000.000 tahun 2023 2024"),
    ],
)
def test_contacts_in_running_text_are_blotted_out(written, shown):
    assert without_contacts(written) == shown


def test_only_named_sections_with_text_are_public():
    sections = [("ringkasan", "Singkat."), ("sumber-daya", "Gaji Sri Rahayu."), ("signifikansi", " "), ("lain", "x")]

    shown = public_sections(
        {"sections": [{"code": code, "text": text} for code, text in sections], "declarations": []}
    )

    assert shown == [PublicSection("Ringkasan", "Singkat.")]


@pytest.mark.parametrize(("declared", "named"), [(["kebenaran"], []), (["kebenaran", "publikasi"], ["Sri Rahayu"])])
def test_innovators_are_named_only_with_recorded_consent(declared, named):
    payload = {
        "innovators": [{"name": "Sri Rahayu", "role": "Perawat"}],
        "declarations": [{"code": code} for code in declared],
    }

    assert consenting_innovators(payload) == named
