"""A venue that puts script, control characters and long texts into whatever it prints."""

from __future__ import annotations

from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


class Hostile(ReferenceVenue):
    """Right in its figures; every text that it prints is an attack on whoever shows it."""

    def hello(self) -> Row:
        """A name that is script."""
        return {**super().hello(), "name": f"{SCRIPT}\x1b[31m\u202e", "version": SCRIPT}

    def do(self, request: Request) -> Answer:
        """Rows and refusals that are script, one of them very long."""
        answer = super().do(request)
        for row in answer.rows:
            row["text"] = SCRIPT + "\x1b]0;owned\x07" + "A" * 10_000
        if answer.error is not None:
            answer.error["message"] = f"{SCRIPT}{answer.error['message']}"
        return answer
