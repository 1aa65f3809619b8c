"""Imports, an announcement to many and an upload in pieces."""

from collections.abc import Sequence
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.crypto import get_random_string

from home.benchmark.registry import People
from innovation_portal.utils.emails import OutgoingMessage
from innovation_portal.utils.hashing import hash_of_chunks
from submissions.imports import AGENCIES, INNOVATIONS
from submissions.models import Agency, Announcement, Evidence, Innovation, Recognition, Submission
from submissions.selectors.announcements import AgencyChoice, reach_of
from submissions.services.announcements import deliver_announcement, write_to_agencies
from submissions.services.registry_import import import_agencies, import_innovations
from submissions.services.uploads import PIECE_MOST_BYTES, add_piece, finish_upload, start_upload
from tests.factories.files import large_pdf

ROWS = 100


class AgencyImport:
    name = f"import of {ROWS} agencies"

    def __init__(self, people: People):
        self.actor = people.secretary

    def begin(self):
        lines = [f"BUNUH-{number},Dinas Uji Henti {number},dinas,33.99,Kabupaten Uji" for number in range(ROWS)]
        self.rows = _checked(AGENCIES, "code,name,kind,region_code,region", lines)
        self._imported().delete()

    def do(self):
        import_agencies(self.rows, actor=self.actor)

    def half_done(self):
        return self._imported().count() % ROWS

    def lost(self):
        return max(0, ROWS - self._imported().count())

    def doubled(self):
        return max(0, self._imported().count() - ROWS)

    def _imported(self):
        return Agency.objects.filter(code__startswith="BUNUH-")


class InnovationImport:
    name = f"import of {ROWS} innovations"

    def __init__(self, people: People):
        self.actor = people.secretary

    def begin(self):
        rest = "Kabupaten Uji,2022,,Top 45,https://example.id/berita"
        lines = [f"Inovasi Uji Henti {number},,{rest}" for number in range(ROWS)]
        self.rows = _checked(INNOVATIONS, "title,agency,region,year,category,award,source", lines)
        Recognition.objects.filter(innovation__in=self._imported()).delete()
        self._imported().delete()

    def do(self):
        import_innovations(self.rows, actor=self.actor)

    def half_done(self):
        recognised = Recognition.objects.filter(innovation__in=self._imported()).count()
        return self._imported().count() % ROWS + abs(recognised - self._imported().count())

    def lost(self):
        return max(0, ROWS - self._imported().count())

    def doubled(self):
        return max(0, self._imported().count() - ROWS)

    def _imported(self):
        return Innovation.objects.filter(title__startswith="Inovasi Uji Henti ")


class AnnouncementToMany:
    name = "announcement to every agency"

    def __init__(self, people: People):
        self.actor = people.secretary

    def begin(self):
        choice, words = (
            AgencyChoice(role="approver"),
            {"subject": "Jadwal pendampingan", "text": "Selasa, pukul 09.00."},
        )
        reach = reach_of(choice)
        self.people = len(reach.people)
        expected = reach.digest(**words, is_urgent=False)
        self.announcement = write_to_agencies(uuid4(), actor=self.actor, **words, choice=choice, expected=expected)

    def do(self):
        deliver_announcement(self.announcement.pk)

    def half_done(self):
        is_sent = Announcement.objects.filter(pk=self.announcement.pk, sent_at__isnull=False).exists()
        return abs(self._stored() - (self.people if is_sent else 0))

    def lost(self):
        return max(0, self.people - self._stored())

    def doubled(self):
        return max(0, self._stored() - self.people)

    def _stored(self) -> int:
        return OutgoingMessage.objects.filter(about=f"submissions.announcement:{self.announcement.pk}").count()


class UploadInPieces:
    name = "upload of 2 MB in pieces"

    def __init__(self, draft: Submission, section_id: int):
        self.draft, self.section_id, self.actor = draft, section_id, draft.created_by
        self.content = large_pdf(2_000_000)

    def begin(self):
        Evidence.objects.filter(submission=self.draft, section=self.section_id).delete()
        self.fingerprint = get_random_string(32)

    def do(self):
        upload = start_upload(
            self.draft.pk,
            self.section_id,
            actor=self.actor,
            name="bukti.pdf",
            size=len(self.content),
            fingerprint=self.fingerprint,
            title="Laporan",
        )
        if self._attached().exists():  # the killed process had come to its end
            return
        for offset in range(upload.received, len(self.content), PIECE_MOST_BYTES):
            piece = ContentFile(self.content[offset : offset + PIECE_MOST_BYTES])
            add_piece(upload.pk, actor=self.actor, offset=offset, piece=piece)
        finish_upload(upload.pk, actor=self.actor)

    def half_done(self):
        return sum(not self._is_whole(evidence) for evidence in self._attached())

    def lost(self):
        return int(not any(self._is_whole(evidence) for evidence in self._attached()))

    def doubled(self):
        return max(0, self._attached().count() - 1)

    def _attached(self):
        return Evidence.objects.filter(submission=self.draft, section=self.section_id)

    def _is_whole(self, evidence: Evidence) -> bool:
        with evidence.file.open("rb") as stored:
            return hash_of_chunks([stored.read()]) == hash_of_chunks([self.content])


def _checked(kind, head: str, lines: Sequence[str]):
    text = "\n".join([head, *lines]).encode()
    return kind.check(kind.read(SimpleUploadedFile("baris.csv", BytesIO(text).getvalue())))
