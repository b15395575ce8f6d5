"""The page of controls: bodies, answers and refusals of the control verbs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solvent_conformance.pages.demonstration import granted_rows, opened_world, refusal_parts
from solvent_conformance.pages.markdown import (
    NOTE,
    code_span,
    compact_json,
    field_schemas,
    markdown_table,
    type_words,
)
from solvent_spec.wire.control_bodies import CONTROL_VERBS, ControlVerb

_OPENING: Final = """\
# Controls

{note}
A control is what the harness may do to a venue beside trading in it: the verb `ctl` with a `verb`
and a `body` ([protocol.md](../protocol.md)). A verb that hello does not list is answered
`unsupported`; a bad body is answered `rejected`, and nothing has changed. In which words matters
with `--wording` alone ([refusals.md](refusals.md)). Controls are no requests of an account: no
queue holds them up.

The examples are played under the rulebook TOY with the contract XBTTOY and the accounts alice and
bob, at 2019-06-03T12:00, after each constituent of the index has printed 100 and each account was
given 100000000 satoshi.
"""


def controls_page() -> str:
    """The text of docs/reference/controls.md."""
    return "\n".join([_OPENING.format(note=NOTE), *map(_section, CONTROL_VERBS)])


def _section(control: ControlVerb) -> str:
    parts = [f"## {control.verb}\n", f"{control.does}\n"]
    if control.body.model_fields:
        heads = ["field", "type", "may be left out", "unit and meaning"]
        parts.append(markdown_table(heads, _fields(control)))
    else:
        parts.append("The body is an empty object.\n")
    parts.append(f"Answers {control.answers}.\n")
    parts.append(f"```json\n{_example(control)}\n```\n")
    if control.refusals:
        heads = ["refused", "body", "text of the reference"]
        parts.append(markdown_table(heads, _refusals(control)))
    return "\n".join(parts)


def _fields(control: ControlVerb) -> Iterator[tuple[str, str, str, str]]:
    for name, schema in field_schemas(control.body).items():
        required = control.body.model_fields[name].is_required()
        left_out = "no" if required else f"yes: {code_span(schema['default'])}"
        yield f"`{name}`", type_words(schema), left_out, schema["description"]


def _example(control: ControlVerb) -> str:
    rows = granted_rows(opened_world().ctl(control.verb, dict(control.example)))
    asked = {"cmd": "ctl", "seq": 9, "verb": control.verb, "body": dict(control.example)}
    answered: dict[str, object] = {"seq": 9, "status": "ok", "rows": rows}
    return f"{compact_json(asked)}\n{compact_json(answered)}"


def _refusals(control: ControlVerb) -> Iterator[tuple[str, str, str]]:
    for wrong, body in control.refusals.items():
        text, _, _ = refusal_parts(opened_world().ctl(control.verb, dict(body)))
        yield wrong, code_span(dict(body)), code_span(text)
