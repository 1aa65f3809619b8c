from pydantic import BaseModel, Field

from home.open_data.innovations import (
    KindOfRegion,
    OwnerCode,
    OwnerId,
    OwnerName,
    RegionCode,
    RegionId,
    RegionName,
)
from submissions.enums import AgencyKind
from submissions.models import Agency


class AgencyRow(BaseModel):
    """Satu perangkat daerah atau pemilik lain yang inovasinya ada dalam etalase."""

    kode_opd: OwnerCode
    opd: OwnerName
    jenis: AgencyKind = Field(description="Jenis lembaga.")
    kode_daerah: RegionCode
    daerah: RegionName
    jenis_daerah: KindOfRegion
    jumlah_inovasi: int = Field(description="Banyaknya inovasi dalam etalase.", examples=[4])
    id_opd: OwnerId
    id_daerah: RegionId

    @classmethod
    def of(cls, agency: Agency) -> "AgencyRow":
        """Take an agency of `home.selectors.open_data.open_agencies`."""
        return cls(
            kode_opd=agency.code,
            opd=agency.name,
            kode_daerah=agency.region.code,
            daerah=agency.region.name,
            jenis=agency.kind,
            jenis_daerah=agency.region.kind,
            jumlah_inovasi=agency.innovation_count,
            id_opd=agency.pk,
            id_daerah=agency.region_id,
        )
