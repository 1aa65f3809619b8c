"""Text that has the length and the letters of real proposals; a seed makes it the same every time."""

from random import Random

WORDS = tuple(
    """
    layanan warga desa puskesmas antrean data dinas sekolah petani nelayan pasien kader balita lansia difabel
    kecamatan kelurahan kabupaten kota posyandu rujukan obat gizi stunting sampah air irigasi pupuk pasar koperasi
    perizinan kependudukan arsip aduan daring luring terpadu cepat mudah murah dekat jemput bola bersama mandiri
    digital aplikasi sistem pendampingan pelatihan pemantauan evaluasi kolaborasi inklusif berkelanjutan dengan untuk
    pada oleh dari secara lebih setiap seluruh menjadi meningkatkan menurunkan mempercepat menjangkau
    """.split()  # noqa: SIM905  a list of so many literals cannot be read
)
NAMES = ("SIGAP", "LENTERA", "MAPAN", "PELITA", "SERASI", "TANGGAP", "RUKUN", "SEHATI", "PINTAR", "GUYUB", "SIAGA")


def title(random: Random, number: int) -> str:
    return f"{random.choice(NAMES)} {' '.join(random.choices(WORDS, k=6)).capitalize()} {number}"


def paragraph(random: Random, words: int) -> str:
    return " ".join(random.choices(WORDS, k=words)).capitalize() + "."
