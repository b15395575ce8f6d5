"""Forks: an independent copy of a state, cheap enough to try a hundred commands from it.

What the venue changes in place is copied, slot by slot; what is frozen is shared: events,
commands, contracts, and orders that can do nothing any more. The plan of a class is made from
its slots when it is first met, so a slot that is added is copied as well.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum
from operator import attrgetter
from typing import Any, Final, TypeAlias

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order

Memo: TypeAlias = dict[int, Any]


Copier: TypeAlias = Callable[[Any, Memo], Any]


def fork(exchange: Exchange) -> Exchange:
    """An independent copy: what happens to one does not touch the other."""
    twin: Exchange = _COPIERS[Exchange](exchange, {})  # type: ignore[misc] # made below
    return twin


class _Copiers(dict[type, Copier | None]):
    """How things of each type are copied; none where they are shared. Filled as types are met."""

    def __missing__(self, kind: type) -> Copier | None:
        copier = _copier_of(kind)
        self[kind] = copier
        return copier


def _copier_of(kind: type) -> Copier | None:
    if issubclass(kind, Order):
        return _order_copier(kind)
    if not kind.__module__.startswith(("solvent_reference", "solvent_conformance")):
        return None
    parameters = getattr(kind, "__dataclass_params__", None)
    if issubclass(kind, tuple | Enum) or (parameters is not None and parameters.frozen):
        return None
    return _slot_copier(kind)


def _slots_of(kind: type) -> tuple[str, ...]:
    names: list[str] = []
    for owner in kind.__mro__:
        slots = owner.__dict__.get("__slots__", ())
        names += (slots,) if isinstance(slots, str) else slots
    return tuple(n for n in names if n not in {"__dict__", "__weakref__"})


def _slot_copier(kind: type) -> Copier:
    names = _slots_of(kind)
    read = attrgetter(*names) if len(names) > 1 else None
    is_dict = issubclass(kind, dict)
    has_dict = bool(kind.__dictoffset__)
    copiers = _COPIERS
    new: Any = kind.__new__
    write = object.__setattr__  # Writing through the venue's own door would be seen as a change.

    def copied(thing: Any, memo: Memo) -> Any:  # noqa: ANN401 - of any class of the state
        twin = memo.get(id(thing))
        if twin is not None:
            return twin
        twin = memo[id(thing)] = new(kind)
        values = read(thing) if read else [getattr(thing, name) for name in names]
        for name, value in zip(names, values, strict=True):
            copier = copiers[type(value)]
            write(twin, name, value if copier is None else copier(value, memo))
        if is_dict:
            dict.update(twin, _copied_values(thing, memo))
        if has_dict:
            twin.__dict__.update(_copied_values(thing.__dict__, memo))
        return twin

    return copied


def _order_copier(kind: type) -> Copier:
    copied = _slot_copier(kind)

    def live(order: Order, memo: Memo) -> Order:
        if not order.resting and not order.status.is_open:
            return order
        twin: Order = copied(order, memo)
        return twin

    return live


def _dict(things: dict[Any, Any], memo: Memo) -> dict[Any, Any]:
    # One dictionary may be known to several: what changed is known to each position.
    twin: dict[Any, Any] | None = memo.get(id(things))
    if twin is None:
        twin = memo[id(things)] = {}
        twin.update(_copied_values(things, memo))
    return twin


def _copied_values(things: dict[Any, Any], memo: Memo) -> dict[Any, Any]:
    copiers = _COPIERS
    result = {}
    for key, value in things.items():
        copier = copiers[type(value)]
        result[key] = value if copier is None else copier(value, memo)
    return result


def _list(things: list[Any], memo: Memo) -> list[Any]:
    # What stands in a list is of one kind, and tuples in it are frozen.
    copier = _COPIERS[type(things[0])] if things else None
    if copier is None or copier is _tuple:
        return things.copy()
    return [copier(thing, memo) for thing in things]


def _tuple(things: tuple[Any, ...], memo: Memo) -> tuple[Any, ...]:
    if not any(_COPIERS[type(thing)] for thing in things):
        return things
    return tuple(
        thing if (copier := _COPIERS[type(thing)]) is None else copier(thing, memo)
        for thing in things
    )


_COPIERS: Final = _Copiers(
    {
        dict: _dict,
        list: _list,
        tuple: _tuple,
        set: lambda things, _: things.copy(),
        deque: lambda things, _: things.copy(),
    }
)
