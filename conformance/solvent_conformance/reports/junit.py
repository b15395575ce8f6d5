"""junit.xml: a test case for each clause, for the programs that show such files."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from solvent_conformance.excerpts import limited
from solvent_conformance.reports.record import Run
from solvent_spec.rules import CLAUSES


def tree(run: Run) -> Element:
    """The suite as an element: violations fail, undecided and absent clauses are skipped."""
    verdicts = run.outcome.verdicts
    failures = [v for v in verdicts if v.name == "Violates"]
    skipped = [v for v in verdicts if v.name in {"Undecided", "NotApplicable"}]
    suite = Element(
        "testsuite",
        {
            "name": xml_text(f"solvent {run.outcome.capabilities.name} {run.binding}"),
            "tests": str(len(verdicts) + (run.outcome.failure is not None)),
            "failures": str(len(failures)),
            "errors": str(int(run.outcome.failure is not None)),
            "skipped": str(len(skipped)),
            "time": f"{run.outcome.seconds:.1f}",
        },
    )
    for verdict in verdicts:
        clause = CLAUSES[verdict.clause]
        case = SubElement(
            suite, "testcase", {"name": verdict.clause, "classname": f"solvent.{clause.chapter}"}
        )
        if verdict.name == "Violates":
            failure = SubElement(case, "failure", {"message": xml_text(limited(verdict.reason))})
            failure.text = xml_text(clause.statement)
        elif verdict.name != "Conforms":
            text = xml_text(limited(f"{verdict.name}: {verdict.reason}"))
            SubElement(case, "skipped", {"message": text})
    if run.outcome.failure is not None:
        case = SubElement(suite, "testcase", {"name": "the venue answers", "classname": "solvent"})
        SubElement(case, "error", {"message": xml_text(limited(str(run.outcome.failure)))})
    return suite


def xml_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return "".join(c for c in text if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)


def write(run: Run, folder: Path) -> None:
    """Write junit.xml."""
    root = Element("testsuites")
    root.append(tree(run))
    indent(root)
    ElementTree(root).write(folder / "junit.xml", encoding="utf-8", xml_declaration=True)
