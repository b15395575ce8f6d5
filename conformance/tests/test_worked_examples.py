"""The example in a clause's docstring pins its rule: every wrong venue of the clause fails it."""

import doctest
from importlib import import_module
from inspect import getdoc

import pytest

from solvent_conformance.specimens.registry import Specimen, wrong_venues
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.rules.example_names import DOCTEST_NAMES

WRONG_RULES = [
    venue
    for venue in wrong_venues()
    if isinstance(venue.made, type) and issubclass(venue.made, Rules)
]


def failures(clause: str, rules: type[Rules]) -> int:
    """How many lines of a clause's example come out otherwise under other rules."""
    method = getattr(Rules, CLAUSES[clause].rule.rsplit(".", 1)[-1])
    names = (
        vars(import_module(method.__module__))
        | DOCTEST_NAMES
        | {"rules": rules(DEFAULT), "Rules": rules}
    )
    example = doctest.DocTestParser().get_doctest(getdoc(method) or "", names, clause, None, None)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    runner = doctest.DocTestRunner(optionflags=flags, verbose=False)
    runner.run(example, out=lambda _: None)
    return runner.failures


@pytest.mark.parametrize("venue", WRONG_RULES, ids=lambda venue: venue.name)
def test_the_example_of_a_clause_fails_where_the_clause_is_broken(venue: Specimen) -> None:
    assert failures(venue.clause, venue.made) > 0, (
        f"{venue.name} breaks {venue.clause}, and the example of the clause does not notice"
    )


@pytest.mark.parametrize("clause", sorted({venue.clause for venue in WRONG_RULES}))
def test_the_example_of_a_clause_holds_where_nothing_is_broken(clause: str) -> None:
    assert failures(clause, Rules) == 0
