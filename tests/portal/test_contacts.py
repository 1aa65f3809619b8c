import subprocess
import sys

import pytest

from innovation_portal.utils.contacts import Piece, pieces_of, without_contacts, without_personal_data

HIDDEN = "[tidak ditampilkan]"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        # Mobile numbers
        ("Hubungi 0812-3456-7890 ya.", f"Hubungi {HIDDEN} ya."),
        ("0812 3456 7890", HIDDEN),
        ("0812.3456.7890, malam saja", f"{HIDDEN}, malam saja"),
        ("0812/3456/7890", HIDDEN),
        ("0812 – 3456 – 7890", HIDDEN),
        ("08123456789.", f"{HIDDEN}."),
        ("+6281234567890", HIDDEN),
        ("+62 812-3456-7890", HIDDEN),
        ("+62 (812) 3456-7890", HIDDEN),
        ("6281234567890", HIDDEN),
        ("(+62812 3456 7890)", f"({HIDDEN})"),
        # Landlines
        ("(024) 123", HIDDEN),
        ("telepon (024) 7608888 pagi", f"telepon {HIDDEN} pagi"),
        ("024-7608888", HIDDEN),
        ("(0298) 321 456", HIDDEN),
        ("024 123456", HIDDEN),
        # Behind a word that asks for one
        ("WA saya 85712345", f"WA saya {HIDDEN}"),
        ("wa: 857-1234-5678", f"wa: {HIDDEN}"),
        ("No. HP saya 857123456 saja", f"No. HP saya {HIDDEN} saja"),
        ("hubungi ke nomor 857123", f"hubungi ke nomor {HIDDEN}"),
        ("lewat wa.me/6281234567890", f"lewat {HIDDEN}"),
        ("https://t.me/sitirahayu dibalas", f"{HIDDEN} dibalas"),
        ("IG saya @siti.rahayu", f"IG saya {HIDDEN}"),
        # Mail
        ("surel siti.rahayu+opd@contoh.co.id, ya", f"surel {HIDDEN}, ya"),
        ("siti [at] contoh.id", HIDDEN),
        ("siti(at)contoh(dot)co(dot)id", HIDDEN),
        # Numbers of people
        ("NIK 3302010101900001 ditolak", f"NIK {HIDDEN} ditolak"),
        ("NIK: 33.02.01.010190.0001", f"NIK: {HIDDEN}"),
        ("3302 0101 0190 0001", HIDDEN),
        ("KK 3302010101900002", f"KK {HIDDEN}"),
        ("NIP 19870412 201001 2 003", f"NIP {HIDDEN}"),
        ("BPJS saya 0001234567890", f"BPJS saya {HIDDEN}"),
        ("no rek 1234567", f"no rek {HIDDEN}"),
        # Names behind words that announce one
        ("Nama saya Siti Rahayu dari Kendal.", f"Nama saya {HIDDEN} dari Kendal."),
        ("antrean a.n. Budi Santoso hilang", f"antrean a.n. {HIDDEN} hilang"),
        ("atas nama: Siti Nur'aini.", f"atas nama: {HIDDEN}."),
        ("nama ibu saya adalah Sumarni", f"nama ibu saya adalah {HIDDEN}"),
    ],
)
def test_what_leads_to_a_person_is_hidden_in_any_of_its_forms(written, shown):
    assert without_personal_data(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Buka Senin sampai Jumat pukul 08.00-16.00, Sabtu 08.00-12.00?",
        "Sejak 01-02-2024 loket di Kendal tutup; terakhir 31/12/2023.",
        "Dari 1.250.000 warga pada 2024, 62,5 persen memakainya.",
        "Anggarannya Rp2.150.000.000 atau Rp 2.150.000.000 tahun 2023 2024?",
        "Antre nomor 125, loket 3, RT 02 RW 05, kode pos 50241.",
        "Telepon 119 tidak diangkat. Apakah WA juga dilayani?",
        "Apakah sesuai Perda 3/2021 pasal 12 ayat (2)?",
        "Saya tinggal di Semarang; atas nama warga, terima kasih.",
    ],
)
def test_what_leads_to_nobody_stays(text):
    assert without_personal_data(text) == text


def test_pieces_are_the_whole_text_in_its_order():
    text = "WA saya 0812-3456-7890 atau siti@contoh.id."

    assert pieces_of(text) == [
        Piece("WA saya ", is_hidden=False),
        Piece("0812-3456-7890", is_hidden=True),
        Piece(" atau ", is_hidden=False),
        Piece("siti@contoh.id.", is_hidden=True),
    ]


def test_words_that_somebody_names_are_hidden_in_any_case():
    text = "Bu Wati (loket 2) marah. BU WATI lagi."

    assert without_personal_data(text, ["Bu Wati", ""]) == f"{HIDDEN} (loket 2) marah. {HIDDEN} lagi."


def test_an_amount_of_money_is_no_number_of_a_person():
    assert without_contacts("Rp 2.150.000.000 dan Rp. 2.150.000.000") == "Rp 2.150.000.000 dan Rp. 2.150.000.000"


@pytest.mark.parametrize(
    "repeated",
    ["0 ", "(0", "WA ", "a@", "1-", "a", "+", "\u115f", "A.", "a.n. A", "a(at)", "Rp 1", "(024) ", "wa.me/"],
)
def test_no_text_keeps_the_rules_busy(repeated):
    """A rule that reads a long word once from each of its letters is busy for minutes, and its process with it."""
    rules = (
        "import sys; from innovation_portal.utils.contacts import without_contacts, without_personal_data as hide;"
        "text = sys.argv[1] * (400_000 // len(sys.argv[1])); hide(text); without_contacts(text)"
    )

    subprocess.run([sys.executable, "-c", rules, repeated], check=True, timeout=60)  # noqa: S603
