from datetime import datetime

from pydantic import BaseModel, Field

from submissions.enums import EditionState, StageKind
from submissions.models import Edition


class StageOfEdition(BaseModel):
    """Satu tahapan edisi."""

    jenis: StageKind = Field(
        description="registration (pendaftaran), verification (verifikasi), judging (penilaian proposal), "
        "presentation (presentasi dan wawancara), objection (masa sanggah), awarding (penganugerahan)."
    )
    dibuka: datetime = Field(description="Saat dibuka.", examples=["2026-04-01T08:00:00+07:00"])
    ditutup: datetime = Field(description="Saat ditutup.", examples=["2026-05-29T16:00:00+07:00"])


class EditionRow(BaseModel):
    """Satu edisi tahunan kompetisi yang sudah dibuka."""

    tahun: int = Field(description="Tahun edisi.", examples=[2026])
    nama: str = Field(description="Nama edisi.", examples=["Kompetisi Inovasi Pelayanan Publik 2026"])
    tema: str = Field(description="Tema; kosong bila tidak ada.")
    status: EditionState = Field(description="open (berjalan) atau finished (selesai).")
    wajib_per_opd: int = Field(description="Banyaknya inovasi yang wajib diajukan setiap OPD.", examples=[1])
    kategori: list[str] = Field(description="Nama kategori lomba.", examples=[["Pelayanan publik inklusif"]])
    tahapan: list[StageOfEdition] = Field(description="Tahapan menurut waktunya.")
    contoh: bool = Field(description="true untuk edisi rekaan dalam peragaan portal.")

    @classmethod
    def of(cls, edition: Edition) -> "EditionRow":
        """Take an edition of `home.selectors.open_data.open_editions`."""
        return cls(
            tahun=edition.year,
            nama=edition.name,
            tema=edition.theme,
            status=edition.state,
            wajib_per_opd=edition.required_count,
            kategori=[category.name for category in edition.categories.all()],
            tahapan=[
                StageOfEdition(jenis=stage.kind, dibuka=stage.opens_at, ditutup=stage.closes_at)
                for stage in edition.stages.all()
            ],
            contoh=edition.is_example,
        )
