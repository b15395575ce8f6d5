"""junit.xml: a test case for each clause and sentence, for the programs that show such files."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from solvent_conformance.certify.certification import Certification
from solvent_conformance.protocol.excerpts import limit_text
from solvent_spec.rules import CLAUSES


def tree(certification: Certification) -> Element:
    """The suite as an element: violations fail, undecided and absent clauses are skipped."""
    verdicts = certification.outcome.verdicts
    sentences = certification.outcome.sentences
    failures = [v for v in verdicts if v.name == "Violates"]
    broken = [s for s in sentences if s.name == "broken"]
    skipped = [v for v in verdicts if v.name in {"Undecided", "NotApplicable"}]
    idle = [s for s in sentences if s.name in {"never came up", "not looked at"}]
    has_failed = certification.outcome.failure is not None
    suite = Element(
        "testsuite",
        {
            "name": xml_text(
                f"solvent {certification.outcome.capabilities.name} {certification.binding}"
            ),
            "tests": str(
                len(verdicts) + len(sentences) + (certification.outcome.failure is not None)
            ),
            "failures": str(len(failures) + len(broken)),
            "errors": str(int(has_failed)),
            "skipped": str(len(skipped) + len(idle)),
            "time": f"{certification.outcome.seconds:.1f}",
        },
    )
    for verdict in verdicts:
        clause = CLAUSES[verdict.clause]
        case = SubElement(
            suite, "testcase", {"name": verdict.clause, "classname": f"solvent.{clause.chapter}"}
        )
        if verdict.name == "Violates":
            failure = SubElement(case, "failure", {"message": xml_text(limit_text(verdict.reason))})
            failure.text = xml_text(clause.statement)
        elif verdict.name != "Conforms":
            text = xml_text(limit_text(f"{verdict.name}: {verdict.reason}"))
            SubElement(case, "skipped", {"message": text})
    for sentence in sentences:
        case = SubElement(
            suite, "testcase", {"name": sentence.text, "classname": "solvent.solvency"}
        )
        if sentence.name != "held":
            kind = "failure" if sentence.name == "broken" else "skipped"
            SubElement(case, kind, {"message": xml_text(limit_text(sentence.reason))})
    if certification.outcome.failure is not None:
        case = SubElement(suite, "testcase", {"name": "the venue answers", "classname": "solvent"})
        SubElement(
            case, "error", {"message": xml_text(limit_text(str(certification.outcome.failure)))}
        )
    return suite


def xml_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return "".join(c for c in text if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)


def write_junit(certification: Certification, folder: Path) -> None:
    """Write junit.xml."""
    root = Element("testsuites")
    root.append(tree(certification))
    indent(root)
    ElementTree(root).write(folder / "junit.xml", encoding="utf-8", xml_declaration=True)
