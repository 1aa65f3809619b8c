"""National competitions by year, as far as public sources tell: groups, sections with word limits, names of levels.

Sources are named with each year. Where a year's form was not found, that of the nearest known year stands with
`needs_confirmation`, and the source says so; a year without sections is there for the history of its levels.
"""

from datetime import date

from submissions.data.kipp_2023 import TOP_AWARDS
from submissions.enums import FormerWinners
from submissions.national_enums import NationalKind

MENPAN = "https://menpan.go.id/site/berita-terkini/"
GENERAL, REPLICATION, SPECIAL = "umum", "replikasi", "khusus"

UMUM = {
    "code": GENERAL,
    "name": "Umum",
    "description": (
        "Inovasi yang belum pernah menjadi Top Inovasi Terpuji dan belum dua kali menjadi Top 99. Dua kali Top 99 "
        "diperiksa sendiri oleh sekretariat."
    ),
    "former_winners": FormerWinners.EXCLUDED,
    "top_awards": "\n".join(TOP_AWARDS),
}
REPLIKASI = {
    "code": REPLICATION,
    "name": "Replikasi",
    "description": "Penyesuaian atas satu atau beberapa inovasi Top 99 milik instansi lain.",
    "is_for_replications": True,
}
KHUSUS = {
    "code": SPECIAL,
    "name": "Khusus",
    "description": "Inovasi yang pernah menjadi Top Inovasi Terpuji, atas undangan.",
    "former_winners": FormerWinners.REQUIRED,
    "top_awards": "\n".join(TOP_AWARDS),
}

SUMMARY = {
    "code": "ringkasan",
    "title": "Ringkasan",
    "asks": "Gambaran seluruh inovasi secara singkat; lampiran tidak wajib.",
    "word_limit": 200,
    "filled_from": "ringkasan",
}
# KIPP 2023, kelompok umum: weights from the national slide deck, word limits from the form of a province that follows
# the Juklak of that year (domain notes 1.7).
GENERAL_2023 = (
    {
        "code": "latar-belakang",
        "title": "Latar Belakang dan Tujuan",
        "asks": "Masalah sebelum inovasi, kelompok sasaran, dan tujuan dengan target terukur; lampirkan data.",
        "weight": 10,
        "word_limit": 300,
        "filled_from": "latar-belakang",
    },
    {
        "code": "kebaruan",
        "title": "Kebaruan / Nilai Tambah",
        "asks": "Gagasan, keunikan, dan nilai tambah.",
        "weight": 15,
        "word_limit": 200,
        "filled_from": "kebaruan",
    },
    {
        "code": "implementasi",
        "title": "Implementasi Inovasi",
        "asks": "Bagaimana inovasi dilaksanakan; lampirkan data.",
        "weight": 5,
        "word_limit": 200,
        "filled_from": "implementasi",
    },
    {
        "code": "signifikansi",
        "title": "Signifikansi",
        "asks": (
            "Dampak sebelum dan sesudah serta cara mengukurnya; lampirkan laporan evaluasi internal atau eksternal "
            "dengan data kualitatif dan kuantitatif."
        ),
        "weight": 30,
        "word_limit": 600,
        "filled_from": "signifikansi",
    },
    {
        "code": "adaptabilitas",
        "title": "Adaptabilitas",
        "asks": (
            "Sudah direplikasi atau belum, dan oleh siapa (100 kata); potensi replikasi: populasi dan masalah serupa "
            "di tempat lain (200 kata)."
        ),
        "weight": 20,
        "word_limit": 300,
        "filled_from": "adaptabilitas",
    },
    {
        "code": "sumber-daya",
        "title": "Sumber Daya",
        "asks": "Dana, orang, metode, dan peralatan.",
        "weight": 5,
        "word_limit": 200,
        "filled_from": "sumber-daya",
    },
    {
        "code": "keberlanjutan",
        "title": "Strategi Keberlanjutan",
        "asks": (
            "Strategi institusional (peraturan), manajerial (kapasitas, SOP, mutu), dan sosial (pemangku kepentingan "
            "dan perannya)."
        ),
        "weight": 15,
        "word_limit": 500,
        "filled_from": "keberlanjutan",
    },
)
SPECIAL_2023 = (
    {
        "code": "pembaruan",
        "title": "Pembaruan / Peningkatan",
        "word_limit": 200,
        "filled_from": "pembaruan",
    },
    {
        "code": "adaptabilitas-lanjutan",
        "title": "Adaptabilitas",
        "word_limit": 200,
        "filled_from": "adaptabilitas-lanjutan",
    },
    {
        "code": "penguatan-keberlanjutan",
        "title": "Penguatan Keberlanjutan",
        "word_limit": 300,
        "filled_from": "penguatan-keberlanjutan",
    },
    {
        "code": "evaluasi",
        "title": "Evaluasi",
        "word_limit": 300,
        "filled_from": "evaluasi",
    },
)
REPLICATION_SECTIONS = (
    {
        "code": "inspirasi",
        "title": "Inspirasi",
        "asks": "Inovasi yang direplikasi; lampirkan pernyataan replikasi yang ditandatangani.",
        "word_limit": 100,
        "filled_from": "inspirasi",
    },
    {
        "code": "proses-replikasi",
        "title": "Proses Replikasi",
        "word_limit": 200,
        "filled_from": "proses-replikasi",
    },
    {
        "code": "faktor-pembeda",
        "title": "Faktor Pembeda",
        "word_limit": 100,
        "filled_from": "faktor-pembeda",
    },
)
# The form of 2021 and 2022, kelompok umum; found in the same provincial file as an earlier state (domain notes 1.7).
GENERAL_2021 = (
    SUMMARY,
    {
        "code": "ide-inovatif",
        "title": "Ide Inovatif",
        "word_limit": 600,
        "filled_from": "latar-belakang, kebaruan, implementasi",
    },
    {"code": "signifikansi", "title": "Signifikansi", "word_limit": 600, "filled_from": "signifikansi"},
    {"code": "tpb", "title": "Kontribusi terhadap TPB", "word_limit": 200, "filled_from": "data-tpb"},
    {"code": "adaptabilitas", "title": "Adaptabilitas", "word_limit": 400, "filled_from": "adaptabilitas"},
    {
        "code": "keberlanjutan",
        "title": "Keberlanjutan",
        "word_limit": 600,
        "filled_from": "sumber-daya, keberlanjutan",
    },
    {"code": "kolaborasi", "title": "Kolaborasi Pemangku Kepentingan", "word_limit": 200},
)
# Form of a kabupaten for the innovation index, with the additions of 2025 (domain notes 2.2).
IGA_2025 = (
    {"code": "nama", "title": "Nama Inovasi", "filled_from": "data-judul"},
    {"code": "tahapan", "title": "Tahapan Inovasi", "filled_from": "data-tahap"},
    {
        "code": "inisiator",
        "title": "Inisiator",
        "asks": "Kepala daerah, anggota DPRD, perangkat daerah atau ASN, atau masyarakat.",
    },
    {"code": "jenis", "title": "Jenis Inovasi", "filled_from": "data-jenis"},
    {"code": "bentuk", "title": "Bentuk Inovasi", "filled_from": "data-bentuk"},
    {"code": "urusan", "title": "Urusan Pemerintahan", "filled_from": "data-urusan"},
    {"code": "uji-coba", "title": "Waktu Uji Coba"},
    {"code": "penerapan", "title": "Waktu Penerapan", "filled_from": "data-mulai"},
    {
        "code": "rancang-bangun",
        "title": "Rancang Bangun dan Pokok Perubahan",
        "asks": (
            "Dasar hukum, permasalahan, isu strategis, metode pembaharuan, keunggulan atau kebaharuan, dan cara kerja."
        ),
        "word_minimum": 300,
        "filled_from": "latar-belakang, kebaruan, implementasi, sumber-daya",
    },
    {"code": "tujuan", "title": "Tujuan Inovasi", "filled_from": "latar-belakang"},
    {"code": "manfaat", "title": "Manfaat Inovasi", "filled_from": "signifikansi"},
    {"code": "hasil", "title": "Hasil Inovasi", "filled_from": "signifikansi"},
    {"code": "perkembangan", "title": "Perkembangan Inovasi", "filled_from": "keberlanjutan", "is_required": False},
    {"code": "koordinat", "title": "Koordinat", "is_required": False},
    {"code": "asta-cita", "title": "Kaitan dengan Asta Cita", "is_required": False},
)


def _for(group: str, sections: tuple[dict, ...]) -> tuple[dict, ...]:
    return tuple({**section, "for_groups": group} for section in sections)


FORM_2023 = (SUMMARY, *_for(GENERAL, GENERAL_2023), *_for(SPECIAL, SPECIAL_2023))
FORM_2025 = (SUMMARY, *_for(GENERAL, GENERAL_2023), *_for(REPLICATION, REPLICATION_SECTIONS))


def _level(name: str, award: str = "", for_groups: str = "") -> dict[str, str]:
    return {"name": name, "award": award or f"KIPP nasional - {name}", "for_groups": for_groups}


def _top(number: int) -> dict[str, str]:
    """Return the level of the Top Inovasi Terpuji of a year, which had another number from time to time."""
    return _level(f"Top {number} (Top Inovasi Terpuji)", f"KIPP nasional - Top {number}")


TOP_99 = _level("Top 99")
OUTSTANDING = _level("Outstanding Achievement of Public Service Innovation", for_groups=SPECIAL)
TOP_15_SPECIAL = _level("Top 15 Khusus", for_groups=SPECIAL)


def _kipp(year: int, levels: tuple[dict, ...], source: str, **fields) -> dict:
    return {
        "kind": NationalKind.KIPP,
        "year": year,
        "name": f"Kompetisi Inovasi Pelayanan Publik {year}",
        "levels": levels,
        "source": source,
        **fields,
    }


COMPETITIONS = (
    _kipp(2014, (TOP_99, _top(9)), f"Nama tingkat: {MENPAN}cermati-persyaratan-dan-kriteria-inovasi-kipp-2021"),
    _kipp(2015, (TOP_99, _top(25)), f"Nama tingkat: {MENPAN}cermati-persyaratan-dan-kriteria-inovasi-kipp-2021"),
    _kipp(2016, (TOP_99, _top(35)), f"Nama tingkat: {MENPAN}cermati-persyaratan-dan-kriteria-inovasi-kipp-2021"),
    _kipp(
        2017,
        (TOP_99, _top(40)),
        "PermenPANRB 19/2016; Keputusan Menteri 20/2017 menetapkan Top 99. "
        f"{MENPAN}kementerian-panrb-tetapkan-top-99-inovasi-pelayanan-publik-2017",
    ),
    _kipp(
        2018, (TOP_99, _top(40)), "PermenPANRB 3/2018. https://id.scribd.com/document/502014506/PermenPANRB-32018-Fix"
    ),
    _kipp(
        2019,
        (TOP_99, _top(45)),
        "PermenPANRB 5/2019; Keputusan Menteri 47/2019 (Top 99) dan 18/2019 (Top 45). "
        f"{MENPAN}top-45-inovasi-ditetapkan-siap-bersaing-di-kompetisi-internasional",
    ),
    _kipp(
        2020,
        (TOP_99, _top(45), TOP_15_SPECIAL, OUTSTANDING),
        "KepmenPANRB 44/2020: susunan Top 99 dan Top 45, 15 finalis dan 5 pemenang kelompok khusus. "
        f"{MENPAN}tim-panel-independen-telah-tentukan-top-99-inovasi-pelayanan-publik",
        groups=(UMUM, KHUSUS),
    ),
    _kipp(
        2021,
        (
            TOP_99,
            _top(45),
            _level("Top 15 Replikasi", for_groups=REPLICATION),
            _level("Top 5 Replikasi", for_groups=REPLICATION),
            TOP_15_SPECIAL,
            OUTSTANDING,
        ),
        "PermenPANRB 7/2021 dan KepmenPANRB 161/2021. Aspek dan batas kata menurut formulir sebuah provinsi; "
        f"sesuaikan dengan petunjuk pelaksanaannya. {MENPAN}cermati-persyaratan-dan-kriteria-inovasi-kipp-2021",
        groups=(UMUM, REPLIKASI, KHUSUS),
        sections=_for(GENERAL, GENERAL_2021),
        needs_confirmation=True,
    ),
    _kipp(
        2022,
        (TOP_99, _top(45), TOP_15_SPECIAL, OUTSTANDING),
        "KepmenPANRB 50/2022. Aspek dan batas kata menurut formulir sebuah provinsi; sesuaikan dengan petunjuk "
        f"pelaksanaannya. {MENPAN}1-917-proposal-kipp-2022-lolos-seleksi-administrasi",
        groups=(UMUM, KHUSUS),
        sections=_for(GENERAL, GENERAL_2021),
        needs_confirmation=True,
    ),
    _kipp(
        2023,
        (TOP_99, _top(45), OUTSTANDING),
        "Pedoman Menteri PANRB tahun 2023; bobot menurut paparan nasional, batas kata menurut formulir provinsi yang "
        "mengikutinya. https://123dok.com/id/docs/"
        "penulisan-proposal-kompetisi-inovasi-pelayanan-publik-tahun-2023.11917199",
        groups=(UMUM, KHUSUS),
        sections=FORM_2023,
    ),
    _kipp(
        2024,
        (),
        "Tidak diselenggarakan; diganti pemantauan keberlanjutan dan replikasi (Pengumuman B/51/S.PP.00.05/2024). "
        "https://zonaintegritas.news/perkuat-keberlanjutan-kualitas-dan-replikasi-inovasi-pelaksanaan-kipp-tahun-2024-"
        "ditiadakan/",
        is_held=False,
    ),
    _kipp(
        2025,
        (_level("OPSI", "KIPP nasional 2025 - OPSI (Outstanding Public Service Innovations)"),),
        "Pedoman Menteri PANRB 4/2025. Aspek dan batas kata diambil dari KIPP 2023; sesuaikan dengan pedoman 2025. "
        f"{MENPAN}kompetisi-inovasi-pelayanan-publik-2025-dimulai-cermati-persyaratannya",
        opens_on=date(2025, 4, 8),
        closes_on=date(2025, 6, 3),
        groups=(UMUM, REPLIKASI),
        sections=FORM_2025,
        needs_confirmation=True,
    ),
    {
        "kind": NationalKind.IGA,
        "year": 2025,
        "name": "Innovative Government Award 2025",
        "levels": (_level("Dipaparkan", "IGA 2025 - dipaparkan"),),
        "source": (
            "UU 23/2014, PP 38/2017, Permendagri 104/2018. Isian menurut formulir sebuah kabupaten dan tambahan tahun "
            "2025; sesuaikan dengan pedoman Kemendagri. "
            "https://123dok.com/id/docs/form-isian-proposal-inovasi-daerah.11901683"
        ),
        "groups": ({"code": "daerah", "name": "Inovasi daerah", "description": "Semua inovasi perangkat daerah."},),
        "sections": IGA_2025,
        "needs_confirmation": True,
    },
)
