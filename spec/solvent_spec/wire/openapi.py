"""The OpenAPI 3.1 document of the API, made from the models.

`python -m solvent_spec.wire.openapi` writes `spec/openapi.json` anew; a test fails when the
file is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from solvent_spec.wire.operations import BASE, OPERATIONS, Operation
from solvent_spec.wire.query_parameters import JSON_PARAMETERS
from solvent_spec.wire.rows import ROWS, Error

VERSION: Final = "0.1.0"
_SCHEMA = "#/components/schemas/{model}"

SECURITY_SCHEMES: Final = {
    "apiKey": {"type": "apiKey", "in": "header", "name": "api-key", "description": "Id of a key."},
    "apiExpires": {
        "type": "apiKey",
        "in": "header",
        "name": "api-expires",
        "description": "When the signature expires, in seconds since 1970.",
    },
    "apiSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "api-signature",
        "description": "Clause APIC-004: hexadecimal HMAC-SHA256, under the key's secret, of verb, "
        "path with query, expiry and body.",
    },
}

STATUSES: Final = {
    "400": "Refused; nothing has changed.",
    "401": "Not signed, or not by a key that is known.",
    "403": "The key may not do this.",
    "404": "No such thing.",
    "503": "Clause ADMN-008: shed by a full queue; nothing has changed.",
}
"""What may be answered beside 200; 503 to writes only."""

LINKED: Final = {
    "amendOrder": "Change the order that was answered.",
    "cancelOrder": "Cancel the order that was answered.",
}


def document() -> dict[str, Any]:
    """The whole document, as a JSON value."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = operation_object(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Solvent",
            "version": VERSION,
            "summary": "The REST part of the API of a crypto-derivatives exchange.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": schemas(), "securitySchemes": SECURITY_SCHEMES},
    }


def operation_object(operation: Operation) -> dict[str, Any]:
    """One operation: its parameters or body, and what may be answered."""
    description: dict[str, Any] = {
        "operationId": operation.identity,
        "summary": operation.summary,
        "responses": responses(operation),
    }
    if operation.private:
        description["security"] = [{name: [] for name in SECURITY_SCHEMES}]
    if operation.body is None:
        description["parameters"] = parameters(operation)
        return description
    schema = {"$ref": _SCHEMA.format(model=operation.body.__name__)}
    content = {"schema": schema, "example": dict(operation.example)}
    required = any(field.is_required() for field in operation.body.model_fields.values())
    description["requestBody"] = {"required": required, "content": {"application/json": content}}
    return description


def parameters(operation: Operation) -> list[dict[str, Any]]:
    """The query parameters. JSON inside the query is declared as what it is."""
    schema = _inlined(operation.query)
    listed = []
    for name, field in schema.get("properties", {}).items():
        text = field.pop("description", None)
        field.pop("title", None)
        field = _without_null(field)  # noqa: PLW2901 - an absent parameter is absent, not null
        entry: dict[str, Any] = {"name": name, "in": "query"}
        entry["required"] = name in schema.get("required", [])
        if text:
            entry["description"] = text
        if name in JSON_PARAMETERS:
            entry["content"] = {"application/json": {"schema": field}}
        else:
            entry["schema"] = field
            if name in operation.example:
                entry["example"] = operation.example[name]
        listed.append(entry)
    return listed


def responses(operation: Operation) -> dict[str, Any]:
    """What may be answered, by status."""
    row: dict[str, Any] = {"$ref": _SCHEMA.format(model=ROWS[operation.table].__name__)}
    rows = {"type": "array", "items": row}
    answer = rows if operation.many else row
    if operation.table in {"margin", "wallet"}:
        answer = {"anyOf": [row, rows]}
    done: dict[str, Any] = {
        "description": "Rows." if operation.many else "A row.",
        "content": {"application/json": {"schema": answer}},
    }
    if operation.links:
        done["links"] = {
            name: {
                "operationId": name,
                "description": LINKED[name],
                "requestBody": {"orderID": "$response.body#/orderID"},
            }
            for name in operation.links
        }
    error = {"application/json": {"schema": {"$ref": _SCHEMA.format(model="Error")}}}
    refused = {
        status: {"description": text, "content": error}
        for status, text in STATUSES.items()
        if status != "503" or operation.body is not None
    }
    return {"200": done, **refused}


def schemas() -> dict[str, Any]:
    """The models of rows and bodies, by name."""
    bodies = [operation.body for operation in OPERATIONS if operation.body is not None]
    models: list[type[BaseModel]] = [*ROWS.values(), *bodies, Error]
    _, definitions = models_json_schema(
        [(model, "validation") for model in models], ref_template=_SCHEMA
    )
    named: dict[str, Any] = _without_titles(definitions["$defs"])
    return dict(sorted(named.items()))


def _inlined(model: type[BaseModel]) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema()
    return schema


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    branches = [branch for branch in field.pop("anyOf", []) if branch != {"type": "null"}]
    if field.get("default", 0) is None:
        del field["default"]
    return {**(branches[0] if branches else {}), **field}


def _without_titles(value: Any) -> Any:  # noqa: ANN401 - any JSON value comes and goes
    """Pydantic titles each field with its own name, which says nothing."""
    if isinstance(value, dict):
        return {
            key: _without_titles(item)
            for key, item in value.items()
            if not (key == "title" and isinstance(item, str))
        }
    return [_without_titles(item) for item in value] if isinstance(value, list) else value


def text() -> str:
    """The document as it is stored: sorted as written, two spaces, one newline at the end."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def document_path() -> Path:
    """Where the document is stored in a checkout."""
    return Path(__file__).parents[2] / "openapi.json"


def write_document() -> None:
    """Write the document."""
    document_path().write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write_document()
