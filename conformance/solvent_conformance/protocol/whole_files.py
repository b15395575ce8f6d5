"""Whole files: written beside their place and moved there, so that nobody reads half of one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text file, whole or not at all; one that stands there is replaced.

    Raises:
        OSError: it cannot be written; what stood there still does.
    """
    descriptor, name = tempfile.mkstemp(prefix=".solvent-", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.chmod(0o644)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
