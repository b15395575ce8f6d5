"""Histories: what was asked of a venue and what it answered, in a form that any venue can repeat.

A step never holds an identifier that a venue made. An order is named by the label of the step
that placed it, so that a history taken from one venue can be replayed against another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from solvent_spec.vocabulary.messages import Row

Kind: TypeAlias = Literal["reset", "do", "ctl", "read"]
KINDS: tuple[Kind, ...] = ("reset", "do", "ctl", "read")
JsonValue: TypeAlias = Any
"""Any JSON value."""
LABEL = "$"
"""What the label of an order begins with where a body names an order: `"orderID": "$3"`."""


class BadHistory(ValueError):
    """Text that is not a history; the message says where and what was expected."""


def canonical(value: JsonValue) -> str:
    """The one JSON text of a value: keys sorted, no white space, no float.

    Raises:
        TypeError: for a float, or for what is not a JSON value.
    """
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _refuse_floats(value: JsonValue) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: money, prices and rates travel exactly")
    if isinstance(value, dict):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked of a venue.

    `message` is the setup of a reset; account, method, path and body of a do; verb and body of
    a ctl; table, account and symbol of a read. `label` names the order that a do places.
    """

    kind: Kind
    message: Row
    label: str = ""

    def row(self) -> Row:
        """The step as a JSON object."""
        named: Row = {"label": self.label} if self.label else {}
        return {"kind": self.kind, "message": self.message, **named}

    @classmethod
    def of(cls, row: JsonValue) -> Step:
        """The step that a JSON object describes.

        Raises:
            Malformed: the object is no step.
        """
        if not isinstance(row, dict) or row.get("kind") not in KINDS:
            raise BadHistory(f"a step has a kind of {', '.join(KINDS)}, not {row!r:.80}")
        message, label = row.get("message"), row.get("label", "")
        if not isinstance(message, dict) or not isinstance(label, str):
            raise BadHistory("the message of a step is an object and its label a text")
        wanted = {"do": ("account", "method", "path"), "ctl": ("verb",), "read": ("table",)}
        for name in wanted.get(row["kind"], ()):
            if not isinstance(message.get(name), str):
                raise BadHistory(f"a {row['kind']} step has a text as its {name}")
        if not isinstance(message.get("body", {}), dict):
            raise BadHistory("the body of a step is an object")
        return cls(row["kind"], message, label)

    @property
    def title(self) -> str:
        """The step in one line, for a reader."""
        if self.kind == "reset":
            return f"reset {canonical(self.message)}"
        if self.kind == "read":
            return f"read {' '.join(str(v) for v in self.message.values() if v)}"
        body = " ".join(f"{k}={v}" for k, v in self.message.get("body", {}).items())
        if self.kind == "ctl":
            return f"{self.message['verb']} {body}".strip()
        named = f"  as ${self.label}" if self.label else ""
        asked = f"{self.message['account']}: {self.message['method']} {self.message['path']}"
        return f"{asked} {body}{named}"

    @property
    def request(self) -> str:
        """Method and path of a do, the verb of a ctl, the table of a read, else the kind."""
        if self.kind == "do":
            return f"{self.message['method']} {self.message['path']}"
        return str(self.message.get("verb") or self.message.get("table") or self.kind)


@dataclass(slots=True)
class Transcript:
    """Steps with the answers that a venue gave, as canonical JSON lines. Mutable: it grows.

    With `lines` switched off only the running hash is kept.
    """

    keeps_lines: bool = False
    lines: list[str] = field(default_factory=list)
    steps: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, step: Step, answer: Row) -> None:
        """Append one step with its answer, whose identifiers are symbolic already."""
        line = canonical({"step": step.row(), "answer": answer})
        self._digest.update(line.encode())
        self._digest.update(b"\n")
        self.steps += 1
        if self.keeps_lines:
            self.lines.append(line)

    @property
    def hash(self) -> str:
        """The SHA-256 of all lines, in hexadecimal."""
        return str(self._digest.hexdigest())


def do(account: str, request: str, body: Row, label: str = "") -> Step:
    """A step that sends a request such as `POST /order`."""
    method, path = request.split(" ")
    message = {"account": account, "method": method, "path": path, "body": body}
    return Step("do", message, label)


def ctl(verb: str, body: Row | None = None) -> Step:
    """A step that sends a control verb."""
    return Step("ctl", {"verb": verb, "body": body or {}})


def accounts_of(steps: Iterable[Step]) -> tuple[str, ...]:
    """The accounts that the resets of a history open, in their order."""
    names: dict[str, None] = {}
    for step in steps:
        if step.kind == "reset":
            names.update(dict.fromkeys(step.message.get("accounts", ())))
    return tuple(names)
