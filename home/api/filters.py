"""What may be asked of a list. The words are those of the catalogue's addresses."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from home.api.paging import Ordering
from home.enums import HonourLevel
from home.selectors.search import words_of
from submissions.enums import LifeState, ServiceField

MOST_ROWS = 200
LARGEST_ID = 2**63 - 1
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Year = Annotated[int, Field(ge=1900, le=2200)]
RegionCode = Annotated[str, Field(pattern=r"^[0-9.]{1,13}$")]
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
AgencyCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_./ -]{1,40}$")]

REGION_ID = "Nomor daerah di portal, seperti daerah dalam alamat etalase."
OWNER_ID = "Nomor pemilik di portal, seperti opd dalam alamat etalase."


class Order(StrEnum):
    NEWEST = "baru"
    HONOUR = "pengakuan"
    TITLE = "judul"
    CHANGED = "diubah"


ORDERINGS = {
    Order.NEWEST: Ordering("baru", ("-year", "-page_id")),
    Order.HONOUR: Ordering("pengakuan", ("-honour_level", "-year", "-page_id")),
    Order.TITLE: Ordering("judul", ("title", "page_id")),
    Order.CHANGED: Ordering("diubah", ("updated_at", "page_id")),
}


class Filter(BaseModel):
    """What every list understands. A parameter that is misspelt is refused: ignored, it would look like an answer."""

    model_config = ConfigDict(extra="forbid")

    batas: int = Field(default=50, ge=1, le=MOST_ROWS, description="Paling banyak sekian baris.")
    kursor: str = Field(
        default="", max_length=2000, description="Ada dalam alamat berikutnya; tidak perlu dibuat sendiri."
    )

    @model_validator(mode="before")
    @classmethod
    def refuse_what_cannot_be_asked(cls, data: Any, info: ValidationInfo) -> Any:
        for name, values in (info.context or {})["request"].GET.lists():
            if name not in cls.model_fields:
                raise PydanticCustomError("unknown_parameter", "unknown", {"parameter": name})
            if any("\0" in value for value in values):  # PostgreSQL fails to look for it
                raise PydanticCustomError("zero_byte", "zero byte", {"parameter": name})
        return data

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Leave the rows that are asked for; every parameter that is a list takes any of its values."""
        for name, column in self.columns().items():
            if values := getattr(self, name):
                rows = rows.filter(**{f"{column}__in": values})
        return rows

    @classmethod
    def columns(cls) -> dict[str, str]:
        return {}


class AgencyFilter(Filter):
    daerah: list[RegionCode] = Field(default=[], description="Kode wilayah Kemendagri.", examples=[["33.02"]])
    id_daerah: list[RowId] = Field(default=[], description=REGION_ID, examples=[[3]])
    id_opd: list[RowId] = Field(default=[], description=OWNER_ID, examples=[[12]])

    @classmethod
    def columns(cls):
        return {"daerah": "region__code", "id_daerah": "region", "id_opd": "pk"}


class HonourFilter(Filter):
    """Of awards and recognitions, which both carry `year`."""

    tahun: list[Year] = Field(default=[], description="Tahun.", examples=[[2025]])

    @classmethod
    def columns(cls):
        return {"tahun": "year"}


class InnovationFilter(Filter):
    q: str = Field(default="", max_length=120, description="Kata yang dicari, seperti dalam etalase.")
    bidang: list[ServiceField] = Field(default=[], description="Bidang pelayanan.")
    pengakuan: list[HonourLevel] = Field(default=[], description="Pengakuan tertinggi, 0 sampai 3.")
    keadaan: list[LifeState] = Field(default=[], description="Keadaan sekarang.")
    daerah: list[RegionCode] = Field(default=[], description="Kode wilayah Kemendagri.", examples=[["33.02"]])
    opd: list[AgencyCode] = Field(default=[], description="Kode pemilik, seperti kode_opd.", examples=[["DINKES"]])
    id_daerah: list[RowId] = Field(default=[], description=REGION_ID, examples=[[3]])
    id_opd: list[RowId] = Field(default=[], description=OWNER_ID, examples=[[12]])
    tahun: list[Year] = Field(default=[], description="Tahun.", examples=[[2025]])
    diubah_sejak: AwareDatetime | None = Field(
        default=None,
        description="Hanya baris yang ditulis ulang sejak saat ini, untuk menyegarkan salinan.",
        examples=["2026-05-29T00:00:00+07:00"],
    )
    urut: Order = Field(
        default=Order.NEWEST,
        description="baru (terbaru dahulu), pengakuan (tertinggi dahulu), judul, diubah (terlama dahulu).",
    )

    @field_validator("diubah_sejak")
    @classmethod
    def within_what_databases_store(cls, moment: datetime | None) -> datetime | None:
        return moment and min(max(moment, EARLIEST), LATEST)

    @classmethod
    def columns(cls):
        return {
            "bidang": "field",
            "pengakuan": "honour_level",
            "keadaan": "life_state",
            "daerah": "region__code",
            "opd": "agency__code",
            "id_daerah": "region",
            "id_opd": "agency",
            "tahun": "year",
        }

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows = super().narrow(rows)
        return rows.filter(updated_at__gte=self.diubah_sejak) if self.diubah_sejak else rows

    @property
    def words(self) -> list[str]:
        return words_of(self.q)

    @property
    def ordering(self) -> Ordering:
        return ORDERINGS[self.urut]
