"""The addresses of the interface and what they answer."""

import json
import logging
from typing import Annotated, Generic, TypeVar

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel, Field

from home.api.filters import LARGEST_ID, AgencyFilter, Filter, HonourFilter, InnovationFilter
from home.api.paging import Ordering, page_of
from home.api.problems import Problem, explained, problem_response
from home.open_data.agencies import AgencyRow
from home.open_data.compliance import ComplianceDetail, ComplianceRow
from home.open_data.editions import EditionRow
from home.open_data.honours import AwardRow, RecognitionRow
from home.open_data.innovations import InnovationDetail, InnovationRow
from home.open_data.licence import Licence, licence_of_the_site
from home.selectors.lineages import family_of
from home.selectors.open_data import (
    open_agencies,
    open_awards,
    open_compliance,
    open_editions,
    open_innovations,
    open_recognitions,
    open_regions,
)
from home.selectors.publication import public_facts
from home.selectors.service_context import public_context_of
from innovation_portal.operations.database import is_database_away

logger = logging.getLogger(__name__)

R = TypeVar("R", bound=BaseModel)
BY_CODE, BY_YEAR = Ordering("kode", ("code",)), Ordering("tahun", ("-year",))
NEWEST = Ordering("baru", ("-year", "-pk"))
InnovationId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="id inovasi.", examples=[41])]
EditionYear = Annotated[int, Path(ge=1900, le=2200, description="Tahun edisi.", examples=[2026])]


class Rows(BaseModel, Generic[R]):
    """Satu halaman daftar."""

    lisensi: Licence
    berikutnya: str | None = Field(description="Alamat halaman berikutnya; null pada halaman terakhir.")
    data: list[R]


class One(BaseModel, Generic[R]):
    """Satu hal."""

    lisensi: Licence
    data: R


class PlainRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request, data, *, response_status):
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False, separators=(",", ":"))


api = NinjaAPI(
    title=f"Data terbuka {settings.PORTAL_NAME}",
    version="1.0.0",
    description="Inovasi, OPD, edisi, penghargaan, rekognisi, dan kepatuhan. Hanya untuk dibaca, tanpa kunci.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=PlainRenderer(),
    servers=[{"url": settings.PORTAL_ADDRESS.rstrip("/")}],
)


def _refusals(*statuses: int) -> dict[int, type[Problem]]:
    return dict.fromkeys([*statuses, 429], Problem)


@api.get(
    "/inovasi/",
    response={200: Rows[InnovationRow], **_refusals(422)},
    summary="Daftar inovasi",
    operation_id="daftar_inovasi",
    url_name="innovation-list",
)
def innovation_list(request, asked: Query[InnovationFilter]):
    """Inovasi dalam etalase. Saringannya memakai kata yang sama dengan alamat etalase."""
    rows = asked.narrow(open_innovations(asked.words))
    return _page(request, rows, InnovationRow, asked, asked.ordering)


@api.get(
    "/inovasi/{innovation_id}/",
    response={200: One[InnovationDetail], **_refusals(404, 422)},
    summary="Satu inovasi",
    operation_id="satu_inovasi",
    url_name="innovation-detail",
)
def innovation_detail(request, innovation_id: InnovationId):
    """Satu inovasi beserta uraian yang terbuka untuk umum, seluruh penghargaannya, dan kerabatnya."""
    entry = get_object_or_404(open_innovations(), innovation_id=innovation_id)
    facts = public_facts([innovation_id]).get(innovation_id)
    if facts is None:
        raise Http404  # taken back, and the task that takes the line out of the catalogue is still to come
    relatives, context = family_of(facts.innovation).relatives, public_context_of(facts.innovation)
    return {
        "lisensi": licence_of_the_site(),
        "data": InnovationDetail.with_texts(entry, facts, relatives, context),
    }


@api.get(
    "/opd/",
    response={200: Rows[AgencyRow], **_refusals(422)},
    summary="Daftar OPD",
    operation_id="daftar_opd",
    url_name="agency-list",
)
def agency_list(request, asked: Query[AgencyFilter]):
    """Perangkat daerah dan pemilik lain yang inovasinya ada dalam etalase, menurut kode."""
    return _page(request, asked.narrow(open_agencies()), AgencyRow, asked, BY_CODE)


@api.get(
    "/edisi/",
    response={200: Rows[EditionRow], **_refusals(422)},
    summary="Daftar edisi",
    operation_id="daftar_edisi",
    url_name="edition-list",
)
def edition_list(request, asked: Query[Filter]):
    """Edisi kompetisi yang sudah dibuka, terbaru lebih dahulu."""
    return _page(request, open_editions(), EditionRow, asked, BY_YEAR)


@api.get(
    "/penghargaan/",
    response={200: Rows[AwardRow], **_refusals(422)},
    summary="Daftar penghargaan",
    operation_id="daftar_penghargaan",
    url_name="award-list",
)
def award_list(request, asked: Query[HonourFilter]):
    """Penghargaan kompetisi ini yang berlaku, terbaru lebih dahulu."""
    return _page(request, asked.narrow(open_awards()), AwardRow, asked, NEWEST)


@api.get(
    "/rekognisi/",
    response={200: Rows[RecognitionRow], **_refusals(422)},
    summary="Daftar rekognisi",
    operation_id="daftar_rekognisi",
    url_name="recognition-list",
)
def recognition_list(request, asked: Query[HonourFilter]):
    """Rekognisi di luar kompetisi ini dengan sumbernya, terbaru lebih dahulu."""
    return _page(request, asked.narrow(open_recognitions()), RecognitionRow, asked, NEWEST)


@api.get(
    "/kepatuhan/",
    response={200: Rows[ComplianceRow], **_refusals()},
    summary="Kepatuhan setiap edisi",
    operation_id="daftar_kepatuhan",
    url_name="compliance-list",
)
def compliance_list(request):
    """Berapa OPD memenuhi kewajibannya dalam setiap edisi. Nama OPD tidak disebut. Selalu satu halaman."""
    rows = [ComplianceRow.of(each) for each in open_compliance()]
    return {"lisensi": licence_of_the_site(), "berikutnya": None, "data": rows}


@api.get(
    "/kepatuhan/{tahun}/",
    response={200: One[ComplianceDetail], **_refusals(404, 422)},
    summary="Kepatuhan satu edisi",
    operation_id="satu_kepatuhan",
    url_name="compliance-detail",
)
def compliance_detail(request, tahun: EditionYear):
    """Kepatuhan satu edisi, menurut daerah bila edisinya sudah menampilkan inovasinya kepada umum."""
    found = next((each for each in open_compliance() if each.edition.year == tahun), None)
    if found is None:
        raise Http404
    row = ComplianceDetail.with_regions(found, open_regions(found.edition))
    return {"lisensi": licence_of_the_site(), "data": row}


def _page(request, rows, row: type[BaseModel], asked: Filter, ordering: Ordering) -> dict:
    page = page_of(rows, ordering, request=request, cursor=asked.kursor, size=asked.batas)
    return {
        "lisensi": licence_of_the_site(),
        "berikutnya": page.following,
        "data": [row.of(one) for one in page.rows],
    }


@api.exception_handler(Http404)
def say_not_found(request, error):
    return problem_response(404)


@api.exception_handler(ValidationError)
def say_what_is_wrong(request, error):
    return problem_response(422, explained(error.errors))


@api.exception_handler(Exception)
def say_that_it_failed(request, error):
    if is_database_away(error):
        raise error  # answered for every address alike, with the time to come back
    logger.exception("The interface failed at %s.", request.path)
    return problem_response(500)
