"""The OpenAPI document is fresh, valid, and says what the models and the exchange say."""

import json
import os
import re
from pathlib import Path

import pytest
import schemathesis
from jsonschema import Draft202012Validator

from solvent_spec.vocabulary.messages import KEYS, REQUESTS, TABLES
from solvent_spec.wire.columns import json_types
from solvent_spec.wire.openapi import document, stored, text
from solvent_spec.wire.operations import OPERATIONS
from solvent_spec.wire.rows import ROWS, Error

SHARED = Path(os.environ.get("SOLVENT_SHARED", Path(__file__).parents[2].parent / "shared"))
TYPES = {"double": "number", "int64": "integer", "boolean": "boolean"}


def test_the_stored_document_is_fresh() -> None:
    assert stored().read_text() == text(), "run python -m solvent_spec.wire.openapi"


def test_the_document_is_openapi_3_1() -> None:
    """Against the published schema of OpenAPI 3.1, which Schemathesis brings."""
    schemathesis.openapi.from_dict(document()).validate()


def test_a_wrong_document_is_seen() -> None:
    wrong = document()
    wrong["paths"]["/order"]["post"]["responses"] = []
    with pytest.raises(Exception, match="responses"):
        schemathesis.openapi.from_dict(wrong).validate()


def test_every_model_is_a_json_schema() -> None:
    for model in (*ROWS.values(), Error):
        Draft202012Validator.check_schema(model.model_json_schema())


def test_every_reference_in_the_document_leads_somewhere() -> None:
    names = set(re.findall(r'"#/components/schemas/(\w+)"', text()))
    assert names == names & document()["components"]["schemas"].keys()


def test_every_table_and_request_of_the_protocol_is_served() -> None:
    assert {o.request for o in OPERATIONS if o.body is not None} == set(REQUESTS)
    assert {o.table for o in OPERATIONS} == set(TABLES) - {"ledger"}
    assert len({o.identity for o in OPERATIONS}) == len(OPERATIONS)


def test_a_row_has_the_columns_that_identify_it() -> None:
    for table, model in ROWS.items():
        assert set(KEYS[table]) <= model.model_fields.keys(), table


def test_every_operation_names_its_statuses() -> None:
    for path in document()["paths"].values():
        for method, operation in path.items():
            shed = set() if method == "get" else {"503"}
            assert operation["responses"].keys() == {"200", "400", "401", "403", "404"} | shed


def test_a_private_operation_is_signed_with_all_three_headers() -> None:
    described = document()
    schemes = set(described["components"]["securitySchemes"])
    for operation in OPERATIONS:
        entry = described["paths"][operation.path][operation.method.lower()]
        wanted = [dict.fromkeys(schemes)] if operation.private else None
        found = entry.get("security")
        assert (found and [dict.fromkeys(found[0])]) == wanted


def test_an_example_is_of_its_own_schema() -> None:
    schemas = document()["components"]["schemas"]
    for operation in OPERATIONS:
        if operation.body is not None:
            schema = {**schemas[operation.body.__name__], "components": {"schemas": schemas}}
            assert list(Draft202012Validator(schema).iter_errors(dict(operation.example))) == []


def test_the_links_lead_to_operations() -> None:
    identities = {operation.identity: operation for operation in OPERATIONS}
    linked = [(o, identities[link]) for o in OPERATIONS for link in o.links]
    assert {target.identity for _, target in linked} == {"amendOrder", "cancelOrder"}
    for _, target in linked:
        assert target.body is not None
        assert "orderID" in target.body.model_fields


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded rows (SOLVENT_SHARED) are not here")
@pytest.mark.parametrize("file", ["bitmex_swagger.json", "bitmex_swagger_2019.json"])
@pytest.mark.parametrize("table", ROWS)
def test_a_row_has_the_types_of_the_exchange(file: str, table: str) -> None:
    definitions = json.loads((SHARED / "data" / file).read_text())["definitions"]
    name = ROWS[table].__name__
    for column, types in json_types(ROWS[table]).items():
        described = definitions[name]["properties"].get(column)
        if described is not None:
            kind = TYPES.get(described.get("format", described["type"]), described["type"])
            assert types == {kind}, (name, column)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded rows (SOLVENT_SHARED) are not here")
def test_a_recorded_answer_is_of_its_schema() -> None:
    exchanges = json.loads((SHARED / "data" / "testnet_exchanges.json").read_text())
    seen = 0
    for recorded in exchanges.values():
        body = recorded["response"]["body"]
        if body.startswith("{") and recorded["request"]["path"] == "/api/v1/order":
            granted = recorded["response"]["status"] == 200
            (ROWS["order"] if granted else Error).model_validate_json(body)
            seen += 1
    assert seen >= 8
