"""Values that a file holds as text: JSON, or the lists and dictionaries that Python prints.

Nothing is ever evaluated. A number stays the text it was printed as, so that no float comes
between the file and its reader.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from typing import Any, Final

from solvent_conformance.audit.rows import BadRow, Figure, cell_text

MAX_DEPTH: Final = 32
MAX_PYTHON: Final = 2**20
"""Characters of Python's own notation, whose parser takes some hundred times that in memory."""

_PYTHON_AT: Final = ("'", '"', "T", "F", "N", "u", "b", "(", "d", "D", "O")
_TEXT = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)


def value_of(text: str, place: str, line: int = 0) -> object:
    """The value of a text. `place` begins a message; `line` is that of the text, if it is one.

    Raises:
        BadRow: the text is no value, with line and column.
    """
    try:
        return json.loads(
            text,
            parse_float=Figure,
            parse_int=Figure,
            parse_constant=Figure,
            object_pairs_hook=_without_twins,
        )
    except json.JSONDecodeError as fault:
        if "'" in text and text[fault.pos : fault.pos + 1] in _PYTHON_AT:
            return _python_value(text, place, line)
        where = f"line {line or fault.lineno}, column {fault.colno}"
        raise BadRow(f"{place}: no JSON: {fault.msg} at {where}") from None
    except RecursionError:
        raise BadRow(f"{place}: no list of rows: nested too deep") from None
    except BadRow as fault:
        raise BadRow(f"{place}: {fault}") from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    cells = dict(pairs)
    if len(cells) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise BadRow(f"{cell_text(twin)} is given twice in one row")
    return cells


def _python_value(text: str, place: str, line: int) -> object:
    if len(text) > MAX_PYTHON:
        most = f"{MAX_PYTHON} characters at most in Python's notation; write it as JSON"
        raise BadRow(f"{place}: {len(text)} characters; {most}")
    depth = deepest = 0
    for sign in _TEXT.sub("", text):
        depth += (sign in "[{(") - (sign in "]})")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise BadRow(f"{place}: no list of rows: nested too deep")
    try:
        with warnings.catch_warnings():
            # Python warns of `1and` and the like; what is no plain value is refused below.
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as fault:
        where = f"line {line or fault.lineno}, column {fault.offset}"
        said = "neither JSON nor a list as Python prints it"
        raise BadRow(f"{place}: {said}: {fault.msg} at {where}") from None
    except (MemoryError, RecursionError, ValueError):
        raise BadRow(f"{place}: no list of rows: nested too deep") from None
    return PythonText(text.strip(), place, line).value(tree)


class PythonText:
    """A text in Python's notation, whose tree is read and never run."""

    def __init__(self, text: str, place: str, line: int) -> None:
        """Read the tree of `text`; `line` is the one it stands in, 0 if it has lines of its own."""
        self.lines = [row.encode() for row in text.split("\n")]
        self.place, self.line = place, line

    def value(self, node: ast.expr) -> object:
        """The value of a node: a list, a dictionary, text, a flag, nothing or a figure."""
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return [self.value(part) for part in parts]
            case ast.Dict(keys=keys, values=values):
                return self._cells(node, keys, values)
            case ast.Constant(value=None | bool() | str() as plain):
                return plain
            case ast.Constant(value=int() | float()):
                return self._figure(node)
            case ast.UnaryOp(
                op=ast.USub() | ast.UAdd(), operand=ast.Constant(value=int() | float())
            ):
                return self._figure(node)
            case ast.Name(id="nan" | "inf" as name):
                return Figure(name)
        found = self._source(node)
        raise self._fault(node, f"{cell_text(found)} is no plain value; write it as text or number")

    def _cells(
        self, node: ast.expr, keys: list[ast.expr | None], values: list[ast.expr]
    ) -> dict[str, Any]:
        names = [None if key is None else self.value(key) for key in keys]
        for name in names:
            if not isinstance(name, str) or isinstance(name, Figure):
                raise self._fault(node, f"{cell_text(name)} is no name of a column")
        pairs = zip((str(name) for name in names), values, strict=True)
        try:
            return _without_twins([(name, self.value(value)) for name, value in pairs])
        except BadRow as fault:
            message = str(fault)
            raise (
                fault if message.startswith(self.place) else self._fault(node, message)
            ) from None

    def _figure(self, node: ast.expr) -> Figure:
        return Figure(self._source(node).replace(" ", ""))

    def _source(self, node: ast.expr) -> str:
        row = self.lines[node.lineno - 1]
        last = node.end_col_offset if node.end_lineno == node.lineno else None
        return row[node.col_offset : last].decode()

    def _fault(self, node: ast.expr, said: str) -> BadRow:
        where = f"line {self.line or node.lineno}, column {node.col_offset + 1}"
        return BadRow(f"{self.place}: {said} at {where}")
