"""Fixtures: the files of worked examples, their hashes, and what is generated among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from solvent_conformance.uncovered import NOT_COVERED
from solvent_conformance.vectors import run_vector
from solvent_spec.rulebook.catalogue import Catalogue, fixtures_folder
from solvent_spec.wire.catalogue_files import IndexFile, InstrumentFile
from solvent_spec.wire.fixture_files import FixtureIndex, ScenarioFile, VectorFile
from solvent_spec.wire.published import fixture_schemas

M = TypeVar("M", bound=BaseModel)

MODELS: Final[dict[str, type[BaseModel]]] = {
    "instruments": InstrumentFile,
    "indices": IndexFile,
    "vectors": VectorFile,
    "scenarios": ScenarioFile,
}
"""Folder of fixtures/ -> what each file in it is."""

INDEX: Final = "index.json"


class BadFixture(ValueError):
    """A fixture is not what its model says; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Fixtures:
    """A folder of fixtures."""

    folder: Path

    @classmethod
    def here(cls) -> Fixtures:
        """The fixtures of the checkout, or of the installed package."""
        return cls(fixtures_folder())

    def paths(self, kind: str) -> list[Path]:
        """The files of one kind, in the order of their names."""
        return sorted((self.folder / kind).rglob("*.json"))

    def vectors(self, chapter: str = "") -> list[VectorFile]:
        """The vectors, of one chapter when it is given.

        Raises:
            BadFixture: a file is not a vector.
        """
        found = [parsed(path, VectorFile) for path in self.paths("vectors")]
        return [vector for vector in found if chapter in {"", vector.chapter}]

    def scenarios(self) -> list[ScenarioFile]:
        """The scenarios.

        Raises:
            BadFixture: a file is not a scenario.
        """
        return [parsed(path, ScenarioFile) for path in self.paths("scenarios")]

    def index(self) -> dict[str, Any]:
        """The index that these files call for: every file with its hash and its clauses.

        Raises:
            BadFixture: a file is not what its folder says.
        """
        lines = [self._line(path, kind) for kind in MODELS for path in self.paths(kind)]
        index = {
            "_info": {"note": "hashes are SHA-256 of the sorted, compact JSON without _info"},
            "files": lines,
            "not_covered": [{"example": e, "reason": r} for e, r in NOT_COVERED.items()],
        }
        FixtureIndex.model_validate_json(json.dumps(index))
        return index

    def _line(self, path: Path, kind: str) -> dict[str, Any]:
        parsed(path, MODELS[kind])
        content = read_exact(path)
        return {
            "path": path.relative_to(self.folder).as_posix(),
            "sha256": content_hash(content),
            "origin": content.get("origin", "catalogue"),
            "clauses": content.get("clauses", []),
        }

    def fill(self) -> list[Path]:
        """Regenerate what is generated: results of generated vectors, schemas, the index.

        Vectors worked by hand or recorded are left as they are. Returns the files that changed.

        Raises:
            BadFixture: a file is not what its folder says.
            Unreadable: a vector names something that there is not.
        """
        changed = [path for path, text in self._generated() if _write(path, text)]
        index = self.folder / INDEX
        return changed + ([index] if _write(index, as_text(self.index())) else [])

    def stale(self) -> list[Path]:
        """The files that `fill` would change."""
        wanted = [*self._generated(), (self.folder / INDEX, as_text(self.index()))]
        return [path for path, text in wanted if not path.is_file() or path.read_text() != text]

    def _generated(self) -> Iterator[tuple[Path, str]]:
        for name, schema in fixture_schemas().items():
            yield self.folder / "schema" / name, as_text(schema)
        catalogue = Catalogue.load(self.folder)
        for path in self.paths("vectors"):
            vector = parsed(path, VectorFile)
            if vector.origin == "generated":
                content = read_exact(path)
                outcome = run_vector(vector, catalogue)
                for call, result in zip(content["calls"], outcome.results, strict=True):
                    call["expect"] = result
                content["clauses"] = sorted(outcome.fired)
                yield path, as_text(content)


def read_exact(path: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises:
        BadFixture: the file holds a float, or is no JSON object.
    """

    def refuse(text: str) -> NoReturn:
        raise BadFixture(f"{path.name}: {text} is a float; write a decimal string")

    try:
        content = json.loads(path.read_text(), parse_float=refuse, parse_constant=refuse)
    except json.JSONDecodeError as fault:
        raise BadFixture(f"{path.name}: no JSON: {fault}") from None
    if not isinstance(content, dict):
        raise BadFixture(f"{path.name}: no JSON object")
    return content


def parsed(path: Path, model: type[M]) -> M:
    """The file as its model.

    Raises:
        BadFixture: it is not one; the message lists each fault.
    """
    try:
        return model.model_validate_json(json.dumps(read_exact(path)))
    except ValidationError as fault:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors())
        raise BadFixture(f"{path.name}: {told}") from None


def content_hash(content: dict[str, Any]) -> str:
    """The SHA-256 of a fixture without its `_info`, however the file is laid out."""
    bare = {key: value for key, value in content.items() if key != "_info"}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def as_text(content: dict[str, Any]) -> str:
    """The text of a fixture file."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> bool:
    """Write a file unless it already reads so; whether it was written."""
    if path.is_file() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True
