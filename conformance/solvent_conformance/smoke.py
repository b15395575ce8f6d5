"""The smoke test: whether an adapter speaks the protocol, before anything is judged.

What fails here is the adapter, not the venue: the run ends as *adapter invalid* and no clause
is said to be broken.
"""

from __future__ import annotations

from typing import Final

from solvent_conformance.adapters.failures import AdapterInvalid
from solvent_conformance.campaign import introduced
from solvent_conformance.capabilities import Capabilities
from solvent_conformance.generators.worlds import contract_of, iso, rulebook_symbols
from solvent_spec.messages import Answer, Row, Venue
from solvent_spec.rulebook import instant
from solvent_spec.units import MINUTE

_CLOCK: Final = instant("2019-06-03T12:00")
_MONEY: Final = 987_654_321


def smoke_test(venue: Venue) -> None:
    """Try each verb once: an introduction, two resets, a clock, a deposit, an unknown control.

    Raises:
        AdapterInvalid: with the step that failed, what was expected and what came.
    """
    _, capabilities = introduced(venue)
    setup = _setup(capabilities)
    first = _opened(venue, setup)
    if "deposit" in capabilities.controls and "margin" in capabilities.tables:
        _deposited(venue, setup)
    if "advance" in capabilities.controls:
        answer = venue.ctl("advance", {"to": iso(_CLOCK + int(MINUTE))})
        _expect("advance", answer, "ok", "The clock moves when it is told to, and only then.")
    unknown = venue.ctl("no-such-control", {})
    if unknown.status == "ok":
        hint = "A control that there is not is answered with unsupported."
        raise AdapterInvalid("unknown control", "unsupported", "ok", hint)
    again = _opened(venue, setup)
    if first != again:
        hint = "A reset forgets everything; two of them leave the same tables."
        raise AdapterInvalid("two resets", str(first)[:200], str(again)[:200], hint)


def _setup(capabilities: Capabilities) -> Row:
    symbols = rulebook_symbols("TOY", capabilities) or rulebook_symbols("2019-06", capabilities)
    if not symbols:
        hint = "See `payoffs` and `instruments` in hello."
        raise AdapterInvalid("hello", "a contract that the suite knows", "none", hint)
    rulebook = "TOY" if rulebook_symbols("TOY", capabilities) else "2019-06"
    return {
        "rulebook": rulebook,
        "instruments": [contract_of(rulebook, symbols[0]).symbol],
        "accounts": ["alice", "bob"],
        "clock": iso(_CLOCK),
        "policies": {},
    }


def _opened(venue: Venue, setup: Row) -> list[tuple[str, list[Row]]]:
    """Reset, and give the tables that are then to be empty or at their start."""
    answer = venue.reset(setup)
    _expect("reset", answer, "ok", "The setup names a rulebook, instruments, accounts, a clock.")
    tables = []
    for table in ("order", "execution", "position"):
        rows = venue.read(table, "alice")
        if rows.status == "ok":
            tables.append((table, rows.rows))
    return tables


def _deposited(venue: Venue, setup: Row) -> None:
    contract = contract_of(setup["rulebook"], setup["instruments"][0])
    body = {"account": "alice", "currency": contract.currency, "amount": _MONEY}
    _expect("deposit", venue.ctl("deposit", body), "ok", "Deposits come through the control verbs.")
    answer = venue.read("margin", "alice")
    _expect("read margin", answer, "ok", "A table that hello lists can be read.")
    shown = [r.get("walletBalance") for r in answer.rows if r.get("currency") == contract.currency]
    if shown != [_MONEY]:
        hint = "Money travels as whole minor units, and a deposit shows at once in walletBalance."
        raise AdapterInvalid("deposit is read back", f"[{_MONEY}]", str(shown)[:200], hint)


def _expect(step: str, answer: Answer, status: str, hint: str) -> None:
    if answer.status != status:
        told = (answer.error or {}).get("message", "")
        raise AdapterInvalid(step, status, f"{answer.status} {told}"[:200].strip(), hint)
