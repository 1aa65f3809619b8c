"""What is known from outside about the services around an innovation, as open data."""

from decimal import Decimal

from django.conf import settings
from pydantic import BaseModel, Field

from submissions.context_enums import FindingKind, Zone
from submissions.models import ChannelFigure, OmbudsmanFinding, ServiceMall
from submissions.models.context import SourcedFact
from submissions.selectors.context import ServiceContext


class Fact(BaseModel):
    """Dari mana suatu fakta diketahui."""

    sumber: str = Field(description="Siapa yang menerbitkan.", examples=["Laporan tahunan 2024"])
    alamat_sumber: str = Field(description="Alamat sumber; kosong bila tidak ada.")
    keterangan: str = Field(description="Apa yang disebut sumber lain, atau yang tidak tercakup; dapat kosong.")
    perlu_dikonfirmasi: bool = Field(description="true selama belum dipastikan.")


class Mall(Fact):
    """Mal Pelayanan Publik tempat inovasi dilayani."""

    nama: str = Field(description="Nama mal.", examples=["Mal Pelayanan Publik Demak"])
    daerah: str = Field(description="Nama daerah.", examples=["Kabupaten Demak"])
    sejak: int | None = Field(description="Tahun dibuka; null bila tidak diketahui.", examples=[2023])
    jumlah_layanan: int | None = Field(description="Banyaknya layanan; null bila tidak diketahui.")
    tahun_layanan: int | None = Field(description="Tahun layanan dihitung.")

    @classmethod
    def of(cls, mall: ServiceMall) -> "Mall":
        return cls(
            nama=mall.name,
            daerah=mall.region.name,
            sejak=mall.since,
            jumlah_layanan=mall.service_count,
            tahun_layanan=mall.service_year,
            **_source_of(mall),
        )


class Finding(Fact):
    """Nilai kepatuhan (sampai 2024) atau Opini Maladministrasi (sejak 2025) dari Ombudsman."""

    tentang: str = Field(description="Daerah atau perangkat daerah.", examples=[f"Provinsi {settings.PROVINCE}"])
    jenis: FindingKind = Field(description="kepatuhan atau opini.")
    tahun: int = Field(description="Tahun.", examples=[2024])
    angka: Decimal | None = Field(description="Dari 100; null bila tidak diterbitkan.", examples=["98.21"])
    zona: Zone | None = Field(description="hijau, kuning, atau merah; null bila tidak disebut.")
    opini: str = Field(description="Opini menurut sumber; dapat kosong.")

    @classmethod
    def of(cls, finding: OmbudsmanFinding) -> "Finding":
        return cls(
            tentang=str(finding.subject),
            jenis=finding.kind,
            tahun=finding.year,
            angka=finding.value,
            zona=finding.zone or None,
            opini=finding.opinion,
            **_source_of(finding),
        )


class Complaints(Fact):
    """Angka satu kanal pengaduan dalam satu tahun."""

    tentang: str = Field(description="Daerah atau perangkat daerah.", examples=[f"Provinsi {settings.PROVINCE}"])
    kanal: str = Field(description="Nama kanal.", examples=["LaporGub"])
    tahun: int = Field(description="Tahun.", examples=[2022])
    diterima: int | None = Field(description="Pengaduan yang diterima; null bila tidak diketahui.")
    persen_dijawab: Decimal | None = Field(description="Dari yang diterima; null bila tidak diketahui.")
    persen_selesai: Decimal | None = Field(description="Dari yang diterima; null bila tidak diketahui.")

    @classmethod
    def of(cls, figures: ChannelFigure) -> "Complaints":
        return cls(
            tentang=str(figures.subject),
            kanal=figures.shown_name,
            tahun=figures.year,
            diterima=figures.received,
            persen_dijawab=figures.answered_share,
            persen_selesai=figures.settled_share,
            **_source_of(figures),
        )


class ContextOfInnovation(BaseModel):
    """Konteks layanan: fakta dari luar tentang layanan di sekitarnya, bukan bagian penilaian."""

    mpp: list[Mall] = Field(description="Mal Pelayanan Publik tempat inovasi ini dilayani.")
    ombudsman: list[Finding] = Field(description="Tahun terakhir dari pemilik dan dari daerahnya.")
    pengaduan: list[Complaints] = Field(description="Tahun terakhir dari pemilik dan dari daerahnya.")

    @classmethod
    def of(cls, context: ServiceContext) -> "ContextOfInnovation":
        return cls(
            mpp=[Mall.of(mall) for mall in context.malls],
            ombudsman=[Finding.of(finding) for finding in context.findings],
            pengaduan=[Complaints.of(figures) for figures in context.figures],
        )


def _source_of(fact: SourcedFact) -> dict[str, str | bool]:
    return {
        "sumber": fact.source,
        "alamat_sumber": fact.source_url,
        "keterangan": fact.note,
        "perlu_dikonfirmasi": fact.needs_confirmation,
    }
