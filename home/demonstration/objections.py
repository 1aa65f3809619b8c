"""The public of the demonstration objects to two awards, and the secretariat answers before they become final."""

from dataclasses import dataclass

from home.demonstration.moments import Calendar, played_at
from innovation_portal.accounts.models import User
from judging.enums import ObjectionOutcome
from judging.models import Award
from judging.services.objections import Objector, answer_objection, submit_objection
from submissions.models import Edition

CONSENT = "Saya setuju sekretariat menyimpan nama dan kontak saya untuk menangani sanggahan ini (contoh)."
OBJECTED, ANSWERED = (51, 52), 54  # days of the calendar, inside the objection period


@dataclass(frozen=True)
class InventedObjection:
    """Without an e-mail address: it could be somebody's."""

    objector: Objector
    reason: str
    outcome: ObjectionOutcome
    answer: str


OBJECTIONS = (
    InventedObjection(
        Objector("Warga Contoh", phone="024 000 0001", relation="Pengguna layanan"),
        "Di tempat saya layanan ini baru dibuka dua hari dalam seminggu, sedangkan usulan menulis setiap hari kerja. "
        "Mohon diperiksa kembali. (contoh)",
        ObjectionOutcome.DISMISSED,
        "Kami memeriksa jadwal layanan yang dilampirkan dan meminta penjelasan OPD. Usulan menulis jadwal di unit "
        "pusat, dan jadwal itu benar. Jadwal cabang tidak dinilai. Penghargaan tetap. (contoh)",
    ),
    InventedObjection(
        Objector("Pegawai Contoh", phone="024 000 0002", relation="Pernah menjadi mitra pelaksana"),
        "Lembaga kami ikut menyusun panduan layanan ini, tetapi tidak disebut sebagai mitra. (contoh)",
        ObjectionOutcome.ACCEPTED,
        "Benar. OPD sudah mengakui kekurangan ini dan akan menyebut mitranya di etalase. Penyebutan mitra bukan "
        "kriteria penilaian, sehingga peringkat tidak berubah. (contoh)",
    ),
)


def object_and_answer(edition: Edition, *, calendar: Calendar, secretary: User) -> None:
    """Object to the last awards of an edition, one each, while that is possible, and answer all of it."""
    awards = Award.objects.filter(level__edition=edition).order_by("-pk")
    objections = []
    for day, invented, award in zip(OBJECTED, OBJECTIONS, awards, strict=False):
        with played_at(calendar.day(day)):
            objections.append(
                submit_objection(award.pk, objector=invented.objector, reason=invented.reason, consent=CONSENT)
            )
    with played_at(calendar.day(ANSWERED)):
        for objection, invented in zip(objections, OBJECTIONS, strict=True):
            answer_objection(objection.pk, actor=secretary, outcome=invented.outcome, text=invented.answer, seen=0)
