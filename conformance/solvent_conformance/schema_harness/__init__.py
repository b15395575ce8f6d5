"""The Schemathesis harness: a venue behind HTTP against the OpenAPI document of the API.

    from solvent_conformance.schema_harness import Finding, run_harness

    for found in run_harness("http://127.0.0.1:8645", seed=1, max_examples=20, control=True):
        print(found)

It runs Schemathesis's phases (examples, coverage, fuzzing, stateful) and adds checks that cite
clauses. Same seed and same venue, same cases in the same order.
"""

from solvent_conformance.schema_harness.findings import Finding, HarnessError, HarnessProgress
from solvent_conformance.schema_harness.guard import Guard
from solvent_conformance.schema_harness.phases import run_harness

__all__ = ["Finding", "Guard", "HarnessError", "HarnessProgress", "run_harness"]
