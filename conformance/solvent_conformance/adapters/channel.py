"""Channels: commands, and the one thing that carries them to a venue and its answers back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

from solvent_spec.vocabulary.messages import Answer, Row

_POSITION: Final = "/position"


@dataclass(slots=True, frozen=True)
class Command:
    """One command as it is given: the verb and its fields."""

    verb: str
    fields: Row = field(default_factory=dict)

    @property
    def table(self) -> str | None:
        """The table whose rows the answer has; none for what answers with no table's rows."""
        if self.verb == "read":
            return str(self.fields["table"])
        if self.verb == "do":
            return "position" if self.fields["path"].startswith(_POSITION) else "order"
        return None

    @property
    def changes_state(self) -> bool:
        """Whether it has to be replayed."""
        return self.verb in {"reset", "do", "ctl"}

    def __str__(self) -> str:
        """What a failure calls the command: `do POST /order of alice`."""
        fields = self.fields
        if self.verb == "do":
            return f"do {fields['method']} {fields['path']} of {fields['account']}"
        if self.verb == "ctl":
            return f"ctl {fields['verb']}"
        if self.verb == "read":
            parts = [fields["table"]]
            parts += [f"of {fields['account']}"] if fields["account"] is not None else []
            parts += [f"in {fields['symbol']}"] if fields["symbol"] is not None else []
            return f"read {' '.join(parts)}"
        return self.verb


class Channel(Protocol):
    """How commands travel. Failures are those of `solvent_conformance.adapters.failures`.

    `received` counts the bytes of all answers.
    """

    received: int

    def ask(self, command: Command, deadline: float) -> Answer:
        """Give a command and wait for its answer, at most `deadline` seconds.

        Raises:
            VenueCrashed, VenueHung, GarbageAnswer: there is no answer.
        """
        ...

    def drop(self) -> None:
        """End whatever is there, at once. The next command starts anew."""
        ...

    def close(self) -> None:
        """Let whatever is there end by itself, and end it if it does not."""
        ...

    def last_exchange(self) -> tuple[bytes | str, bytes | str]:
        """What was last sent, and what came back, as it travelled."""
        ...

    def stderr(self) -> str:
        """The end of what the venue wrote on standard error, if that can be seen."""
        ...
