"""Refusals as problem documents (RFC 9457)."""

import json

from django.http import HttpResponse
from django.urls import reverse
from pydantic import BaseModel, Field

from home.open_data.innovations import address_of

PROBLEM_TYPE = "application/problem+json"
TITLES = {
    404: "Tidak ditemukan",
    405: "Hanya untuk dibaca",
    422: "Permintaan tidak dapat dipahami",
    429: "Terlalu banyak permintaan",
    500: "Portal mengalami gangguan",
}
DETAILS = {
    404: "Tidak ada data publik pada alamat ini. Mungkin belum terbit, atau sudah ditarik.",
    405: "Antarmuka ini hanya menerima GET, HEAD, dan OPTIONS.",
    422: "Perbaiki parameter yang disebut dalam kesalahan, lalu ulangi.",
    429: "Tunggu selama detik yang disebut dalam kepala Retry-After, lalu ulangi.",
    500: "Kesalahan ini tercatat. Ulangi beberapa saat lagi.",
}
# By the kind of error that pydantic names; what is not here is explained by the last sentence.
EXPLANATIONS = {
    "missing": "wajib diisi",
    "int_parsing": "harus berupa bilangan bulat",
    "int_parsing_size": "bilangan ini terlalu besar",
    "enum": "bukan salah satu pilihan yang ada",
    "greater_than_equal": "bilangan ini terlalu kecil",
    "less_than_equal": "bilangan ini terlalu besar",
    "string_too_long": "terlalu panjang",
    "string_pattern_mismatch": "bentuknya tidak sesuai",
    "timezone_aware": "sebutkan zona waktunya, misalnya 2026-05-29T09:00:00+07:00",
    "unknown_parameter": "parameter ini tidak dikenal",
    "zero_byte": "tidak boleh memuat bita nol",
    "cursor": "kursor ini tidak berlaku untuk permintaan ini; mulai lagi dari halaman pertama",
}
OTHER = "nilai ini tidak dapat dibaca"


class FieldProblem(BaseModel):
    """Satu parameter yang tidak dapat dipahami."""

    parameter: str = Field(description="Nama parameter.", examples=["tahun"])
    pesan: str = Field(description="Apa yang keliru.", examples=["harus berupa bilangan bulat"])


class Problem(BaseModel):
    """Penolakan menurut RFC 9457."""

    type: str = Field(description="Alamat penjelasan jenis masalah ini.")
    title: str = Field(description="Nama jenis masalah.", examples=["Tidak ditemukan"])
    status: int = Field(description="Kode status HTTP.", examples=[404])
    detail: str = Field(description="Apa yang terjadi dan apa yang dapat dilakukan.")
    kesalahan: list[FieldProblem] = Field(default=[], description="Parameter yang keliru, bila ada.")


def problem_response(status: int, errors: list[FieldProblem] | None = None) -> HttpResponse:
    problem = Problem(
        type=address_of(f"{reverse('home:open-data-api')}#masalah-{status}"),
        title=TITLES[status],
        status=status,
        detail=DETAILS[status],
        kesalahan=errors or [],
    )
    content = json.dumps(problem.model_dump(mode="json"), ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=PROBLEM_TYPE)


def explained(errors: list[dict]) -> list[FieldProblem]:
    """Say of pydantic's errors which parameter is meant and what is wrong with it."""
    return [
        FieldProblem(parameter=_parameter_of(error), pesan=EXPLANATIONS.get(error["type"], OTHER)) for error in errors
    ]


def _parameter_of(error: dict) -> str:
    """The last name of the place: after it may come the position in a list."""
    named = [part for part in error["loc"] if isinstance(part, str)]
    return error.get("ctx", {}).get("parameter") or named[-1]
