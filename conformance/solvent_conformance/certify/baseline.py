"""The baseline: violations that a team knows and accepts, and that must still fail.

A build is held to what was known of the one before: nothing new may fail, and what no longer fails
is to be taken off the list, or it hides the next error of its kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.counterexample import Counterexample, counterexample_in
from solvent_conformance.lockstep.play import violations_in
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import BadHistory
from solvent_conformance.protocol.whole_files import write_whole

FORMAT: Final = 1
MOST: Final = 500
_MOST_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """Accepted violations, each with the history that shows it."""

    accepted: tuple[Counterexample, ...] = ()

    def held_against(self, lockstep: Lockstep) -> tuple[list[Violation], list[Counterexample]]:
        """The accepted violations that a venue still shows, and those that it shows no longer."""
        failing: list[Violation] = []
        stale: list[Counterexample] = []
        for known in self.accepted:
            shown = violations_in(lockstep, known.steps)
            same = [v for v in shown if v.signature == known.signature]
            alike = [v for v in shown if v.clauses[:1] == known.clauses[:1]]
            if same or alike:
                failing.append((same or alike)[0])
            else:
                stale.append(known)
        return failing, stale


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file that `--write-baseline` wrote.

    Raises:
        BadHistory: it is none; the message says where.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadHistory(f"{path.name}: larger than {_MOST_BYTES} bytes")
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadHistory(f"{path.name}: cannot be read as JSON: {error}") from None
    listed = row.get("accepted") if isinstance(row, dict) else None
    if not isinstance(listed, list) or row.get("format") != FORMAT or len(listed) > MOST:
        raise BadHistory(
            f"{path.name}: no baseline of format {FORMAT} with at most {MOST} accepted violations"
        )
    return Baseline(
        tuple(counterexample_in(one, f"{path.name}: accepted {n}") for n, one in enumerate(listed))
    )


def write_baseline(path: Path, found: Iterable[Counterexample]) -> None:
    """Write violations as accepted ones: those whose history shows them beside the reference.

    What only HTTP shows, a retelling, or the solvency profile, is not among them.
    """
    accepted = [one.row() for one in found if one.judge in {"replay", "accounting", "relations"}]
    whole = {"format": FORMAT, "kind": "baseline", "accepted": accepted[:MOST]}
    write_whole(path, json.dumps(whole, indent=1) + "\n")
