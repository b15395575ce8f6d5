"""A plugin of the type checker: in the rules and the core, no division may give a float.

A slash between fractions is exact and welcome; a slash between integers is not, and only the type
checker can tell one from the other. Loaded by `[tool.mypy]` in pyproject.toml.
"""

from collections.abc import Callable
from pathlib import PurePath

from mypy.errorcodes import ErrorCode
from mypy.plugin import MethodContext, Plugin
from mypy.types import Instance as InstanceType
from mypy.types import Type, get_proper_type

INEXACT = ErrorCode("inexact", "A division that gives a float", "Exactness")
PURE_PACKAGES = {"solvent_spec", "solvent_reference"}
SHELL = {"server", "stdio.py", "__main__.py"}


def is_pure(path: str) -> bool:
    """Whether the file belongs to the rules or to the core of the reference."""
    parts = set(PurePath(path).parts)
    return bool(parts & PURE_PACKAGES) and not parts & SHELL


def refuse_float(context: MethodContext) -> Type:
    """Report a division whose result is a float; leave its type as it is."""
    result = get_proper_type(context.default_return_type)
    is_float = isinstance(result, InstanceType) and result.type.fullname == "builtins.float"
    if is_float and is_pure(context.api.path):
        context.api.fail(
            "This division gives a float. Divide fractions, or name the rounding: "
            "floor_div, ceil_div, trunc_div, round_half_up_div",
            context.context,
            code=INEXACT,
        )
    return context.default_return_type


class ExactDivision(Plugin):
    """Looks at every division, under whatever name its operands' type goes."""

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Claim the two methods behind the slash."""
        if fullname.endswith((".__truediv__", ".__rtruediv__")):
            return refuse_float
        return None


def plugin(_version: str) -> type[Plugin]:
    """Return what mypy asks a plugin module for."""
    return ExactDivision
