"""The folder of a report: emptied of what is stale before a run, and filled after it."""

from __future__ import annotations

from pathlib import Path

from solvent_conformance.certify.certification import Certification
from solvent_conformance.lockstep.counterexample import SUFFIX
from solvent_conformance.reports import junit, page, record


def prepare(folder: Path) -> None:
    """Make the folder, without the counterexamples of an earlier run.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob(f"*{SUFFIX}"):
        stale.unlink()


def write_report(certification: Certification, folder: Path) -> None:
    """Write the record, what other programs read of it, and the page.

    Raises:
        OSError: the folder cannot be written.
    """
    record.write_record(certification, folder)
    junit.write_junit(certification, folder)
    page.write_page(certification, folder)
