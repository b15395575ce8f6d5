"""Published schemas: the JSON Schemas in fixtures/schema/, generated from the models."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from solvent_spec.wire.catalogue_files import IndexFile, InstrumentFile
from solvent_spec.wire.fixture_files import FixtureIndex, ScenarioFile, VectorFile

PUBLISHED: Final[dict[str, type[BaseModel]]] = {
    "instrument": InstrumentFile,
    "index-definition": IndexFile,
    "vector": VectorFile,
    "scenario": ScenarioFile,
    "fixture-index": FixtureIndex,
}
"""Name of the schema file without its ending -> the model."""


def fixture_schemas() -> dict[str, dict[str, Any]]:
    """File name in fixtures/schema/ -> JSON Schema."""
    schemas: dict[str, dict[str, Any]] = {}
    for name, model in PUBLISHED.items():
        schema = model.model_json_schema(by_alias=True)
        schemas[f"{name}.json"] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **schema,
        }
    return schemas
