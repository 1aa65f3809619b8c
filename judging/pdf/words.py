"""The fixed words of a certificate by its language.

Not in the catalogue of translations: a certificate is an official document of the province, and the same payload must
give the same page after any change of a translation.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`others` takes a count, `emblem` the issuer, `signature` the name of a person, `qr` and `look_up` an address."""

    number: str
    example: str
    to: str
    innovators: str
    others: str
    hint: str
    emblem: str
    signature: str
    qr: str
    look_up: str
    participant: str
    innovator: str
    judge: str
    chair: str


WORDS = {
    "id": Words(
        number="Nomor",
        example="(contoh, bukan piagam resmi)",
        to="diberikan kepada",
        innovators="Inovator:",
        others="dan {} orang lainnya",
        hint="Keaslian piagam ini dapat diperiksa di",
        emblem="Lambang {}",
        signature="Gambar tanda tangan {}",
        qr="Kode QR menuju {}",
        look_up="Periksa di {}",
        participant="Peserta",
        innovator="Inovator",
        judge="Juri",
        chair="Ketua Tim Juri",
    ),
    "en": Words(
        number="Number",
        example="(example, not an official certificate)",
        to="is presented to",
        innovators="Innovators:",
        others="and {} more",
        hint="Check that this certificate is genuine at",
        emblem="Emblem of {}",
        signature="Picture of the signature of {}",
        qr="QR code leading to {}",
        look_up="Check it at {}",
        participant="Participant",
        innovator="Innovator",
        judge="Judge",
        chair="Chair of the Judges",
    ),
}
