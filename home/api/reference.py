"""The reference page of the interface, read from its OpenAPI document: what programs read is what people read."""

import json
from dataclasses import dataclass
from typing import Any

from home.api.documents import openapi_document
from home.api.problems import DETAILS, TITLES
from home.open_data.innovations import address_of


@dataclass(frozen=True)
class Term:
    """A parameter or field: `kind` in words, `choices` where only some values are possible."""

    name: str
    kind: str
    description: str
    choices: list[str]
    is_required: bool = False


@dataclass(frozen=True)
class Address:
    """One address of the interface. `example` can be opened; `fields` are those of `data`."""

    id: str
    path: str
    title: str
    description: str
    example: str
    parameters: list[Term]
    fields: list[Term]
    answer: str


@dataclass(frozen=True)
class ProblemKind:
    status: int
    title: str
    detail: str


KINDS = {
    "string": "teks",
    "integer": "bilangan bulat",
    "boolean": "true atau false",
    "array": "daftar",
    "object": "objek",
    "date": "tanggal",
    "date-time": "tanggal dan jam",
    "null": "null",
}


def addresses() -> list[Address]:
    """Return every address of the document in its order."""
    document = openapi_document()
    schemas = document["components"]["schemas"]
    return [_address(path, operations["get"], schemas) for path, operations in document["paths"].items()]


def problem_kinds() -> list[ProblemKind]:
    return [ProblemKind(status, title, DETAILS[status]) for status, title in TITLES.items()]


def _address(path: str, operation: dict, schemas: dict) -> Address:
    answer = _resolved(operation["responses"]["200"]["content"]["application/json"]["schema"], schemas)
    data = answer["properties"]["data"]
    row = _resolved(data.get("items", data), schemas)
    parameters = operation.get("parameters", [])
    return Address(
        id=operation["operationId"],
        path=path,
        title=operation["summary"],
        description=operation["description"],
        example=address_of(_filled(path, parameters)),
        parameters=[
            _term(each["name"], each["schema"], schemas, is_required=each.get("required", False))
            for each in parameters
        ],
        fields=[_term(name, field, schemas) for name, field in row["properties"].items()],
        answer=json.dumps(_example(answer, schemas), ensure_ascii=False, indent=2),
    )


def _filled(path: str, parameters: list[dict]) -> str:
    for each in parameters:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", str(each["schema"]["examples"][0]))
    return path


def _term(name: str, schema: dict, schemas: dict, *, is_required: bool = False) -> Term:
    whole = _resolved(schema, schemas)
    items = _resolved(whole.get("items", {}), schemas)
    return Term(
        name=name,
        kind=_kind(whole, schemas),
        description=schema.get("description", ""),
        choices=[str(value) for value in _choices(whole, schemas) or items.get("enum", [])],
        is_required=is_required,
    )


def _kind(schema: dict, schemas: dict) -> str:
    if "anyOf" in schema:
        return " atau ".join(_kind(_resolved(each, schemas), schemas) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"daftar {_kind(_resolved(schema['items'], schemas), schemas)}"
    return KINDS.get(schema.get("format", ""), KINDS.get(schema.get("type", ""), ""))


def _choices(schema: dict, schemas: dict) -> list:
    each = [schema, *(_resolved(one, schemas) for one in schema.get("anyOf", []))]
    return next((one["enum"] for one in each if "enum" in one), [])


def _resolved(schema: dict, schemas: dict) -> dict:
    """Follow a reference to the named schema."""
    return schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _example(schema: dict, schemas: dict) -> Any:
    """Return a value that fits a schema, made of its examples."""
    if "examples" in schema:
        return schema["examples"][0]
    schema = _resolved(schema, schemas)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: _example(field, schemas) for name, field in schema["properties"].items()}
        case "array":
            return [_example(schema["items"], schemas)]
        case "boolean":
            return False
        case "integer":
            return 0
    return ""
