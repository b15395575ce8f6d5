"""The published schemas say what the messages say, and the transcripts obey them."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from solvent_conformance.adapters.columns import CANONICAL, INSTANT
from solvent_conformance.adapters.validation import STATUSES
from solvent_conformance.protocol.lists import ASKABLE
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.commands import ExecInst, OrdType, TimeInForce
from solvent_spec.vocabulary.instruments import Payoff
from solvent_spec.vocabulary.messages import (
    CONTROLS,
    REQUESTS,
    TABLES,
    VERBS,
    Answer,
    Request,
    Status,
)

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "conformance" / "solvent_conformance" / "schemas" / "protocol"
PROTOCOL = ROOT / "docs" / "protocol.md"
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name], registry=REGISTRY)


def problems(name: str, instance: Any) -> list[str]:
    return [error.message for error in validator(name).iter_errors(instance)]


def lines_of_the_transcript() -> list[Any]:
    block = re.search(r"```json\n(.*?)```", PROTOCOL.read_text(), re.DOTALL)
    assert block is not None
    return [json.loads(line) for line in block[1].splitlines()]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMAS[name]["$id"].endswith(f"/{name}.json")


def test_each_verb_has_a_schema_of_its_own() -> None:
    assert set(VERBS) <= set(SCHEMAS)
    assert [SCHEMAS[verb]["properties"]["cmd"] for verb in VERBS] == [{"const": v} for v in VERBS]


def test_the_schemas_have_the_fields_of_the_messages() -> None:
    travel = {"cmd", "seq"}
    assert set(SCHEMAS["do"]["properties"]) - travel == {field.name for field in fields(Request)}
    assert set(SCHEMAS["answer"]["properties"]) - {"seq"} == {
        field.name for field in fields(Answer)
    }
    statuses = SCHEMAS["answer"]["properties"]["status"]["enum"]
    assert set(statuses) == set(get_args(Status)) == STATUSES


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("profiles", ASKABLE),
        ("tables", TABLES),
        ("requests", REQUESTS),
        ("controls", CONTROLS),
        ("ordTypes", [kind.value for kind in OrdType]),
        ("timeInForce", [tif.value for tif in TimeInForce]),
        ("execInst", [inst.value for inst in ExecInst]),
        ("payoffs", [payoff.value for payoff in Payoff]),
    ],
)
def test_the_capabilities_list_what_the_protocol_lists(name: str, values: Any) -> None:
    assert SCHEMAS["capabilities"]["properties"][name]["items"]["enum"] == list(values)


@pytest.mark.parametrize(
    "text",
    ["0", "-0", "1", "-1.5", "10000.50", "0.00000713", "1e5", "+1", ".5", "5.", "01", "", "NaN"],
)
def test_the_schema_and_the_validation_agree_on_decimals(text: str) -> None:
    pattern = SCHEMAS["values"]["$defs"]["decimal"]["pattern"]
    assert bool(re.search(pattern, text)) == bool(CANONICAL.fullmatch(text))


@pytest.mark.parametrize("text", ["2019-06-03T12:00:00.000Z", "2019-06-03T12:00:00Z", "now"])
def test_the_schema_and_the_validation_agree_on_instants(text: str) -> None:
    pattern = SCHEMAS["values"]["$defs"]["instant"]["pattern"]
    assert bool(re.search(pattern, text)) == bool(INSTANT.fullmatch(text))


def test_the_transcript_in_the_documents_obeys() -> None:
    messages = lines_of_the_transcript()
    assert len(messages) >= 16
    for number, message in enumerate(messages):
        assert problems(message.get("cmd", "answer"), message) == []
        assert message["seq"] == messages[number - number % 2]["seq"]


def test_the_hello_of_the_reference_obeys() -> None:
    assert problems("capabilities", ReferenceVenue().hello()) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("hello", {"cmd": "hello"}),
        ("do", {"cmd": "do", "seq": 1, "account": "alice", "method": "POST", "path": "order"}),
        ("reset", {"cmd": "reset", "seq": 1, "setup": {}}),
        ("answer", {"seq": 1, "status": "fine"}),
        ("answer", {"seq": 1, "status": "rejected"}),
        ("answer", {"seq": 1, "status": "ok", "error": {"message": "", "name": ""}}),
        ("answer", {"seq": 1, "status": "queued"}),
        ("answer", {"seq": 1, "status": "ok", "rows": [{"price": 10000.5}]}),
        ("answer", {"seq": 1, "status": "ok", "rows": [5]}),
        ("capabilities", {"protocol": 1, "name": "x", "version": "1", "tables": ["tides"]}),
    ],
)
def test_a_wrong_message_does_not_obey(name: str, message: Any) -> None:
    assert problems(name, message) != []
