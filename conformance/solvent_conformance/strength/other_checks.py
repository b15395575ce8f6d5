"""Other checks: errors that no message of the protocol shows, and the check that sees each.

A rule that nothing calls on behalf of a venue is wrong in the worked examples. A server that
asks nobody for a signature is wrong over HTTP.
"""

from __future__ import annotations

from typing import Final

from solvent_conformance.fixtures.files import Fixtures
from solvent_conformance.fixtures.vectors import run_vector
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.protocol.history import Step
from solvent_conformance.specimens.registry import Specimen
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import CLAUSES

CASES: Final = 4
"""Examples of the schema harness for each operation."""

PHASES: Final = ("examples", "fuzzing", "stateful")


def search_elsewhere(specimen: Specimen, seed: int) -> tuple[Violation | None, int]:
    """What a specimen is found to violate outside the protocol, and how many cases it took."""
    if specimen.shown_by == "vectors":
        return _by_vectors(specimen)
    return _by_server(specimen, seed)


def _by_vectors(specimen: Specimen) -> tuple[Violation | None, int]:
    """The first worked example of its clause that the rules of a specimen do not give."""
    catalogue = Catalogue.load()
    calls = 0
    for vector in Fixtures.here().vectors(CLAUSES[specimen.clause].chapter):
        if specimen.clause not in vector.clauses:
            continue
        calls += len(vector.calls)
        for mismatch in run_vector(vector, catalogue, specimen.made).mismatches:
            step = Step("read", {"table": "vectors", "vector": vector.id})
            cell = Difference(
                "vector", (vector.id,), mismatch.call, mismatch.expected, mismatch.got
            )
            found = Violation("vectors", (specimen.clause,), str(mismatch), 0, step, (cell,))
            return found, calls
    return None, calls


def _by_server(specimen: Specimen, seed: int) -> tuple[Violation | None, int]:
    """The first finding of the schema harness that cites the clause, else the first of all.

    The case that shows it is counted with those before it.
    """
    from solvent_conformance.certify.findings import wire_violation
    from solvent_conformance.schema_harness import Finding, run_harness
    from solvent_reference.server.application import application
    from solvent_reference.server.gateway import Gateway
    from solvent_reference.server.listener import in_background

    first: Violation | None = None
    cases = 1
    gateway = Gateway(ReferenceVenue(), keyring=specimen.made)
    with in_background(application(gateway, control=True)) as url:
        told = run_harness(url, seed=seed, max_examples=CASES, phases=PHASES)
        for event in told:
            if not isinstance(event, Finding):
                cases = event.cases + 1
                continue
            first = first or wire_violation(event.clause, event)
            if event.clause == specimen.clause:
                told.close()
                return wire_violation(event.clause, event), cases
    return first, cases
