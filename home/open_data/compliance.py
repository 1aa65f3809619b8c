from pydantic import BaseModel, Field

from home.open_data.innovations import RegionCode, RegionId, RegionName
from home.selectors.open_data import EditionCompliance
from submissions.models import Region
from submissions.selectors.overview import Share


class ComplianceRow(BaseModel):
    """Kepatuhan perangkat daerah dalam satu edisi, tanpa nama."""

    tahun: int = Field(description="Tahun edisi.", examples=[2026])
    edisi: str = Field(description="Nama edisi.", examples=["Kompetisi Inovasi Pelayanan Publik 2026"])
    wajib: int = Field(description="Banyaknya OPD yang wajib, tanpa yang dikecualikan.", examples=[49])
    memenuhi: int = Field(
        description="Di antaranya yang sudah mengajukan sebanyak kewajibannya; draf tidak dihitung.", examples=[33]
    )
    dikecualikan: int = Field(description="Banyaknya OPD yang dikecualikan.", examples=[1])
    contoh: bool = Field(description="true untuk edisi rekaan dalam peragaan portal.")

    @classmethod
    def of(cls, compliance: EditionCompliance) -> "ComplianceRow":
        return cls(**_totals(compliance))


class RegionCompliance(BaseModel):
    """Kepatuhan dalam satu daerah."""

    kode_daerah: RegionCode
    daerah: RegionName
    wajib: int = Field(description="Banyaknya OPD yang wajib.", examples=[1])
    memenuhi: int = Field(description="Di antaranya yang memenuhi.", examples=[1])
    id_daerah: RegionId


class ComplianceDetail(ComplianceRow):
    """Kepatuhan dalam satu edisi, menurut daerah bila edisinya sudah terbuka."""

    per_daerah: list[RegionCompliance] | None = Field(
        description="null selama edisi belum menampilkan inovasinya kepada umum: dalam daerah dengan satu OPD "
        "angkanya menunjuk OPD itu."
    )

    @classmethod
    def with_regions(
        cls, compliance: EditionCompliance, regions: list[tuple[Region, Share]] | None
    ) -> "ComplianceDetail":
        per_region = regions and [
            RegionCompliance(
                kode_daerah=region.code,
                daerah=region.name,
                wajib=share.owed,
                memenuhi=share.met,
                id_daerah=region.pk,
            )
            for region, share in regions
        ]
        return cls(**_totals(compliance), per_daerah=per_region)


def _totals(compliance: EditionCompliance) -> dict:
    return {
        "tahun": compliance.edition.year,
        "edisi": compliance.edition.name,
        "wajib": compliance.share.owed,
        "memenuhi": compliance.share.met,
        "dikecualikan": compliance.exempt,
        "contoh": compliance.edition.is_example,
    }
