"""What is due: commands that events have made due and that nobody has served yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from solvent_spec.vocabulary.commands import Due


class Agenda:
    """Due commands in the order in which they are served: by kind, then the oldest first.

    It is empty between two commands, so a state alone says all that a venue will do.
    """

    __slots__ = ("queues", "urgency")

    def __init__(self, due_order: tuple[type, ...]) -> None:
        self.urgency = {kind: place for place, kind in enumerate(due_order)}
        self.queues: tuple[deque[Due], ...] = tuple(deque() for _ in due_order)

    def extend(self, dues: Iterable[Due]) -> None:
        """Put commands on the agenda that are not there already."""
        for due in dues:
            queue = self.queues[self.urgency[type(due)]]
            if due not in queue:
                queue.append(due)

    def next(self) -> Due | None:
        """Take the most urgent command off, the oldest of its kind; none when nothing is due."""
        for queue in self.queues:
            if queue:
                return queue.popleft()
        return None
