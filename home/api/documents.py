"""The OpenAPI document of the interface."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from ninja.responses import NinjaJSONEncoder

from home.api.operations import api
from home.api.problems import PROBLEM_TYPE, TITLES
from home.open_data.licence import licence_of_the_site

PREFIX = "/api/v1/"
HEADERS_OF_ALL = {
    "RateLimit": "Sisa permintaan (r) dan detik sampai bertambah (t).",
    "RateLimit-Policy": "Batas permintaan (q) dalam sekian detik (w).",
    "Link": "Alamat lisensi (rel=license).",
}
HEADERS = {"200": {"ETag": "Sidik jari jawaban, untuk If-None-Match."}, "429": {"Retry-After": "Detik menunggu."}}
ANSWERED = "Berhasil"
UNCHANGED = "Tidak berubah sejak ETag yang disebut dalam If-None-Match"


def openapi_document() -> dict:
    """Return the document (OpenAPI 3.1) with the licence of the site."""
    document = json.loads(_described_once())
    licence = licence_of_the_site()
    document["info"]["license"] = {"name": licence.nama, "url": licence.alamat}
    return document


@cache
def _described_once() -> str:
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), cls=NinjaJSONEncoder))
    schemas = document["components"]["schemas"]
    # Filters stand with the parameters, one by one; nothing refers to them as a whole.
    document["components"]["schemas"] = {n: schema for n, schema in schemas.items() if not n.endswith("Filter")}
    for choices in _schemas_with_choices(document):
        choices.pop("description", None)  # of the code, for its own readers
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                _mend(parameter)
            _complete(operation["responses"])
    return json.dumps(document)


def _schemas_with_choices(part: Any) -> Iterator[dict]:
    children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for child in children:
        yield from _schemas_with_choices(child)
    if isinstance(part, dict) and "enum" in part:
        yield part


def _mend(parameter: dict) -> None:
    """Drop what a parameter cannot have: a list of examples beside its schema, the value null, and a frame of one."""
    parameter.pop("examples", None)
    schema = parameter["schema"]
    for frame in {"anyOf", "allOf"} & set(schema):
        [kind] = [one for one in schema.pop(frame) if one != {"type": "null"}]
        schema |= kind


def _complete(responses: dict) -> None:
    """Say what Ninja does not know: the type and name of refusals, headers, and the answer to a known ETag."""
    for status, response in responses.items():
        response["description"] = TITLES.get(int(status), ANSWERED)
        if int(status) in TITLES:
            response["content"] = {PROBLEM_TYPE: response["content"]["application/json"]}
        response["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in (HEADERS_OF_ALL | HEADERS.get(status, {})).items()
        }
    responses["304"] = {"description": UNCHANGED}
