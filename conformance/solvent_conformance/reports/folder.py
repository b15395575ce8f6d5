"""The folder of a report: one run's alone, emptied before it, and filled as a whole after it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from solvent_conformance.certify.certification import Certification
from solvent_conformance.lockstep.counterexample import SUFFIX
from solvent_conformance.reports import junit, page, record

LOCK: Final = ".solvent.lock"
STAGING: Final = ".solvent-"
"""What the name of a folder begins with in which a report is written before it is moved."""

FILES: Final = ("junit.xml", "report.html", "report.json", "certificate.json")
"""In the order in which they are moved into place: whoever sees the last one sees all."""


class FolderTaken(Exception):
    """Another run writes to the folder."""


@contextmanager
def sole_use(folder: Path) -> Iterator[None]:
    """Have a folder for one run, without the report of an earlier one.

    The lock is the system's: it is gone with the process that held it, however that ended.

    Raises:
        FolderTaken: another run has it.
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = _locked(folder / LOCK)
    try:
        _empty(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / LOCK).unlink()
        os.close(descriptor)


def _locked(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise FolderTaken(
                f"another run, process {holder}, writes its report to {path.parent}; "
                "wait for it, or name another folder with --report"
            ) from None
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(descriptor).st_ino:
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
                return descriptor
        os.close(descriptor)  # whoever held it has taken the file away


def _empty(folder: Path) -> None:
    """Remove what an earlier run has left, and what one has left half done."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    for stale in folder.glob(f"*{SUFFIX}"):
        stale.unlink()
    for unfinished in folder.glob(f"{STAGING}*"):
        if unfinished.is_dir():
            shutil.rmtree(unfinished)


def write_report(certification: Certification, folder: Path) -> None:
    """Write the record, what other programs read of it, and the page: all of it or nothing.

    Raises:
        OSError: the folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=folder) as name:
        staging = Path(name)
        record.write_record(certification, staging)
        junit.write_junit(certification, staging)
        page.write_page(certification, staging)
        counterexamples = sorted(path.name for path in staging.glob(f"*{SUFFIX}"))
        try:
            for part in (*counterexamples, *FILES):
                (staging / part).replace(folder / part)
        except BaseException:
            _empty(folder)
            raise
