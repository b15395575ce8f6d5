"""Process groups: the programs that a run has started, so that none of them outlives it.

Each leads a process group of its own, in which whatever it starts is ended with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from typing import Final

_LEADERS: Final[set[int]] = set()


def adopt(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Note a program that was started as the leader of its group."""
    _LEADERS.add(process.pid)


def disown(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """End what is left of the program's group; call it before its end is waited for."""
    _LEADERS.discard(process.pid)
    end_group(process.pid)


def end_all_groups() -> None:
    """End every group that is left, at once."""
    while _LEADERS:
        end_group(_LEADERS.pop())


def end_group(leader: int) -> None:
    """End a process and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
