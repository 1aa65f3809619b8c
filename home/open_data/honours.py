"""Awards of this competition, and recognitions outside it with their source."""

from typing import Annotated, Any

from django.urls import reverse
from pydantic import BaseModel, Field

from home.enums import HonourLevel
from home.open_data.innovations import (
    InnovationId,
    Mark,
    OwnerCode,
    OwnerId,
    OwnerName,
    RegionCode,
    RegionId,
    RegionName,
    Title,
    address_of,
)
from home.selectors.honours import classify_recognition
from innovation_portal.utils.contacts import without_contacts
from judging.enums import AwardKind, AwardState
from judging.models import Award
from submissions.models import Agency, Recognition

RowId = Annotated[int, Field(description="Nomor tetap baris ini.", examples=[7])]
Year = Annotated[int, Field(description="Tahun.", examples=[2026])]


class AwardRow(BaseModel):
    """Satu penghargaan kompetisi ini."""

    id: RowId
    tahun: Year
    edisi: str = Field(description="Nama edisi.", examples=["Kompetisi Inovasi Pelayanan Publik 2026"])
    penghargaan: str = Field(description="Nama penghargaan.", examples=["Terbaik I"])
    jenis: AwardKind = Field(description="winner (terbaik) atau nominee (nomine).")
    sementara: bool = Field(description="true selama masa sanggah belum selesai.")
    id_inovasi: InnovationId
    judul: Title
    kode_opd: OwnerCode
    opd: OwnerName
    kode_daerah: RegionCode
    daerah: RegionName
    asal_data: Mark
    piagam: str = Field(description="Alamat pemeriksaan piagam yang berlaku; kosong bila belum terbit.")
    id_opd: OwnerId
    id_daerah: RegionId

    @classmethod
    def of(cls, award: Award) -> "AwardRow":
        """Take an award of `home.selectors.open_data.open_awards`."""
        certificate = award.valid_certificates[0] if award.valid_certificates else None
        return cls(
            **_innovation_of(award, award.submission.innovation.agency),
            edisi=award.submission.edition.name,
            penghargaan=award.level.name,
            jenis=award.level.kind,
            sementara=award.state == AwardState.PROVISIONAL,
            piagam=address_of(reverse("judging:certificate-check", args=[certificate.public_id]))
            if certificate
            else "",
        )


class RecognitionRow(BaseModel):
    """Satu rekognisi di luar kompetisi ini, dengan sumbernya."""

    id: RowId
    tahun: Year
    rekognisi: str = Field(description="Nama seperti tertulis pada sumbernya.", examples=["KIPP nasional - Top 45"])
    tingkat: HonourLevel = Field(description="0 sebutan saja, 1 nomine provinsi, 2 terbaik provinsi, 3 nasional.")
    id_inovasi: InnovationId
    judul: Title
    kode_opd: OwnerCode
    opd: OwnerName
    kode_daerah: RegionCode
    daerah: RegionName
    asal_data: Mark
    sumber: str = Field(description="Alamat tempat rekognisi dibaca.", examples=["https://example.go.id/berita"])
    id_opd: OwnerId
    id_daerah: RegionId

    @classmethod
    def of(cls, recognition: Recognition) -> "RecognitionRow":
        """Take a recognition of `home.selectors.open_data.open_recognitions`."""
        level, _badge = classify_recognition(recognition.award, recognition.year)
        return cls(
            **_innovation_of(recognition, recognition.innovation.agency),
            rekognisi=recognition.award,
            tingkat=level,
            sumber=recognition.source_url,
        )


def _innovation_of(honour: Award | Recognition, agency: Agency) -> dict[str, Any]:
    return {
        "id": honour.pk,
        "tahun": honour.year,
        "id_inovasi": honour.innovation_number,
        "judul": without_contacts(honour.title),
        "asal_data": honour.data_mark,
        "kode_opd": agency.code,
        "opd": honour.agency_name,
        "kode_daerah": agency.region.code,
        "daerah": honour.region_name,
        "id_opd": agency.pk,
        "id_daerah": agency.region_id,
    }
