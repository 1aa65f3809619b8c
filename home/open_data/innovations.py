"""Innovations of the catalogue as open data: a row each, and one with its texts."""

from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from pydantic import BaseModel, Field

from home.enums import HonourLevel
from home.models import CatalogueEntry
from home.open_data.context import ContextOfInnovation
from home.selectors.publication import PublicFacts
from innovation_portal.utils.contacts import without_contacts
from submissions.enums import DataMark, LifeState, RegionKind, ServiceField
from submissions.selectors.context import ServiceContext


def address_of(path: str) -> str:
    """Return a path of the portal as a whole address."""
    return settings.PORTAL_ADDRESS.rstrip("/") + path


InnovationId = Annotated[int, Field(description="Nomor tetap inovasi di portal.", examples=[41])]
Title = Annotated[str, Field(description="Judul inovasi.", examples=["Antrean dari Rumah"])]
OwnerCode = Annotated[str, Field(description="Kode perangkat daerah atau pemilik lain.", examples=["DINKES"])]
OwnerName = Annotated[str, Field(description="Nama pemilik.", examples=["Dinas Kesehatan"])]
RegionCode = Annotated[
    str, Field(description="Kode wilayah Kemendagri; kosong bila belum diketahui.", examples=["33.02"])
]
OwnerId = Annotated[int, Field(description="Nomor tetap pemilik di portal; opd dalam alamat etalase.", examples=[12])]
RegionId = Annotated[
    int, Field(description="Nomor tetap daerah di portal; daerah dalam alamat etalase.", examples=[3])
]
RegionName = Annotated[str, Field(description="Nama daerah.", examples=["Kabupaten Banyumas"])]
KindOfRegion = Annotated[RegionKind, Field(description="nasional, provinsi, kabupaten, atau kota.")]
Mark = Annotated[
    DataMark,
    Field(description="registry (usulan di portal ini), public (dari sumber publik), example (contoh rekaan)."),
]


class InnovationRow(BaseModel):
    """Satu inovasi dalam etalase."""

    id: InnovationId
    judul: Title
    ringkasan: str = Field(description="Ringkasan.", examples=["Nomor antrean puskesmas diambil lewat telepon."])
    kode_opd: OwnerCode
    opd: OwnerName
    kode_daerah: RegionCode
    daerah: RegionName
    jenis_daerah: KindOfRegion
    bidang: ServiceField | None = Field(description="Bidang pelayanan; null bila belum ditentukan.")
    bentuk: str = Field(
        description="Bentuk inovasi daerah menurut PP 38/2017: governance (tata kelola), public_service (pelayanan "
        "publik), other (lainnya); kosong bila tidak diketahui.",
        examples=["public_service"],
    )
    jenis: str = Field(
        description="digital atau non_digital; kosong bila tidak diketahui.",
        examples=["digital"],
    )
    tahap: str = Field(
        description="initiative (inisiatif), trial (uji coba), implementation (penerapan); kosong bila tak diketahui.",
        examples=["implementation"],
    )
    urusan: str = Field(
        description="Urusan pemerintahan menurut UU 23/2014 pasal 12; kosong bila tidak diketahui.",
        examples=["kesehatan"],
    )
    tpb: list[int] = Field(description="Nomor Tujuan Pembangunan Berkelanjutan, 1 sampai 17.", examples=[[3]])
    tahun: int = Field(description="Tahun edisi atau rekognisi yang membawanya ke etalase.", examples=[2026])
    mulai: date | None = Field(description="Mulai dipakai; null bila tidak diketahui.", examples=["2025-03-01"])
    keadaan: LifeState = Field(
        description="running (berjalan), growing (berkembang), stopped (berhenti), unknown (tidak diketahui)."
    )
    pengakuan: HonourLevel = Field(
        description="Pengakuan tertinggi: 0 tidak ada, 1 nomine provinsi, 2 terbaik provinsi, 3 nasional atau "
        "internasional."
    )
    penghargaan: str = Field(
        description="Penghargaan tertinggi beserta tahunnya; kosong bila tidak ada.", examples=["Top 45 nasional 2019"]
    )
    asal_data: Mark
    alamat: str = Field(
        description="Alamat halamannya.", examples=["https://inovasi.example.go.id/inovasi/antrean-dari-rumah/"]
    )
    diubah: datetime = Field(
        description="Kapan baris ini terakhir ditulis ulang.", examples=["2026-05-29T09:00:00+07:00"]
    )
    id_opd: OwnerId
    id_daerah: RegionId

    @classmethod
    def of(cls, entry: CatalogueEntry) -> "InnovationRow":
        """Take an entry of `home.selectors.open_data.open_innovations`."""
        return cls(**facts_of(entry))


class PublicText(BaseModel):
    """Satu bagian uraian yang terbuka untuk umum."""

    judul: str = Field(description="Judul bagian.", examples=["Masalahnya"])
    teks: str = Field(description="Isi bagian, tanpa alamat surel dan nomor pribadi.")


class HonourOfInnovation(BaseModel):
    """Satu penghargaan atau rekognisi inovasi itu."""

    nama: str = Field(description="Nama lengkap.", examples=["Terbaik I, Kompetisi Inovasi 2025"])
    tahun: int = Field(description="Tahun.", examples=[2025])
    tingkat: HonourLevel = Field(description="0 sebutan saja, 1 nomine provinsi, 2 terbaik provinsi, 3 nasional.")
    sementara: bool = Field(description="true selama masa sanggah belum selesai.")
    sumber: str = Field(description="Alamat tempat rekognisi dibaca; kosong untuk penghargaan portal ini.")


class InnovationDetail(InnovationRow):
    """Satu inovasi beserta uraian, penghargaan, dan kerabatnya."""

    uraian: list[PublicText] = Field(description="Bagian usulan yang terbuka untuk umum, menurut urutannya.")
    semua_penghargaan: list[HonourOfInnovation] = Field(description="Tertinggi dan terbaru lebih dahulu.")
    kerabat: list[int] = Field(
        description="Nomor inovasi dalam etalase yang menjadi asalnya atau turunannya.", examples=[[12]]
    )
    konteks: ContextOfInnovation = Field(description="Konteks layanan, masing-masing dengan tahun dan sumbernya.")

    @classmethod
    def with_texts(
        cls, entry: CatalogueEntry, facts: PublicFacts, relatives: list[CatalogueEntry], context: ServiceContext
    ) -> "InnovationDetail":
        """Add to an entry of `open_innovations` what its page says. Names of persons are left out, consent or not."""
        return cls(
            **facts_of(entry),
            uraian=[PublicText(judul=section.heading, teks=section.text) for section in facts.sections],
            semua_penghargaan=[
                HonourOfInnovation(
                    nama=honour.name,
                    tahun=honour.year,
                    tingkat=honour.level,
                    sementara=bool(honour.provisional_award),
                    sumber=honour.source_url,
                )
                for honour in facts.honours
            ],
            kerabat=[one.innovation_id for one in relatives],
            konteks=ContextOfInnovation.of(context),
        )


def facts_of(entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "id": entry.innovation_id,
        "judul": without_contacts(entry.title),
        "ringkasan": without_contacts(entry.summary),
        "kode_opd": entry.agency.code,
        "opd": entry.agency_name,
        "kode_daerah": entry.region.code,
        "daerah": entry.region_name,
        "jenis_daerah": entry.region_kind,
        "bidang": entry.field or None,
        "bentuk": _frozen(entry, "form") or "",
        "jenis": _frozen(entry, "type") or "",
        "tahap": _frozen(entry, "phase") or "",
        "urusan": _frozen(entry, "affair") or "",
        "tpb": entry.frozen_goals or [],
        "tahun": entry.year,
        "mulai": _frozen(entry, "started_on") or None,
        "keadaan": entry.life_state,
        "pengakuan": entry.honour_level,
        "penghargaan": entry.honour,
        "asal_data": entry.data_mark,
        "alamat": address_of(entry.url),
        "diubah": entry.updated_at,
        "id_opd": entry.agency_id,
        "id_daerah": entry.region_id,
    }


def _frozen(entry: CatalogueEntry, name: str) -> Any:
    """Return a fact of the frozen version; only where there is none, of the registry, which a draft may change."""
    return getattr(entry.innovation, name) if entry.version_id is None else getattr(entry, f"frozen_{name}")
