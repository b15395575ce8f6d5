"""The harness lets the reference pass and catches venues that are wrong in one thing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.responses import Response

from solvent_conformance.schema_harness import Finding, HarnessError, HarnessProgress, run_harness
from solvent_reference.server import application as shell
from solvent_reference.server.credentials import Keyring
from solvent_reference.server.failures import HttpRefusal
from solvent_reference.server.gateway import Gateway
from solvent_reference.server.listener import in_background
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.rules.admission.queue import OVERLOADED
from solvent_spec.vocabulary.messages import Answer, Request
from solvent_spec.vocabulary.reasons import Reject

QUICK = ("examples", "fuzzing", "stateful")


@contextmanager
def served(venue: ReferenceVenue, *, control: bool = True) -> Iterator[str]:
    with in_background(shell.application(Gateway(venue), control=control)) as url:
        yield url


def judged(
    venue: ReferenceVenue, *, examples: int = 4, seed: int = 1
) -> list[Finding | HarnessProgress]:
    with served(venue) as url:
        return list(run_harness(url, seed=seed, max_examples=examples, phases=QUICK))


@pytest.mark.tests("APIC-001", "APIC-002", "APIC-003", "APIC-004", "APIC-005", "APIC-006")
def test_the_reference_passes_and_the_same_seed_says_the_same() -> None:
    first = judged(ReferenceVenue())
    assert [found for found in first if isinstance(found, Finding)] == []
    last = first[-1]
    assert isinstance(last, HarnessProgress)
    assert last.cases > 100
    assert 0 < last.refused < last.cases
    assert judged(ReferenceVenue()) == first
    assert judged(ReferenceVenue(), seed=2) != first


def test_the_coverage_phase_finds_nothing_either() -> None:
    with served(ReferenceVenue()) as url:
        told = list(run_harness(url, seed=1, max_examples=1, phases=("coverage",)))
    assert [found for found in told if isinstance(found, Finding)] == []
    assert isinstance(told[-1], HarnessProgress)
    assert told[-1].cases > 1000


class TwoHundredOnRefusal(Rules):
    """A refusal is answered with status 200."""

    def refusal_status(self, reason: Reject) -> int:
        return 200


class WordsWithoutAKind(Rules):
    """A refusal has a message and an empty kind."""

    def error_name(self, reason: Reject) -> str:
        return ""


class UnknownKind(Rules):
    """A refusal has a kind of error that nobody knows."""

    def error_name(self, reason: Reject) -> str:
        return "TeapotError"


class EverybodysRows(Rules):
    """Private tables show everybody's rows."""

    def may_read(self, owner: str, account: str) -> bool:
        return True


class EverybodysOrders(Rules):
    """Anybody may cancel and amend anybody's orders."""

    def may_cancel(self, owner: str, account: str) -> bool:
        return True


class ActsAndRefuses(ReferenceVenue):
    """An order of ten or fewer contracts is placed and then refused."""

    def do(self, request: Request) -> Answer:
        answer = super().do(request)
        if request.path == "/order" and request.method == "POST" and answer.status == "ok":
            quantity = answer.rows[0].get("orderQty") or 0
            if quantity <= 10 and answer.rows[0]["account"] == "sender" and self._is_open:
                error = {"message": "Invalid orderQty", "name": "HTTPError"}
                return Answer("rejected", [], error, 400)
        return answer

    @property
    def _is_open(self) -> bool:
        """Not while the floor is being set up: the sender's first order rests already."""
        return len(self.read("order", "sender").rows) > 1


class MintsMoney(ReferenceVenue):
    """The ledger shows one satoshi more for each order ever placed."""

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        answer = super().read(table, account, symbol)
        if table == "ledger":
            minted = {"account": "fees", "currency": "XBt", "balance": 1}
            return Answer("ok", [*answer.rows, minted])
        return answer


class BreaksDown(ReferenceVenue):
    """An order that names its type breaks the venue."""

    def do(self, request: Request) -> Answer:
        if "ordType" in request.body:
            return Answer("errored", [], {"message": "broken", "name": "HTTPError"}, 500)
        return super().do(request)


class ShedsReads(ReferenceVenue):
    """Reading the funds is shed."""

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        if table == "insurance":
            return Answer("shed", [], {"message": OVERLOADED, "name": "HTTPError"}, 503)
        return super().read(table, account, symbol)


class ShedsInItsOwnWords(ReferenceVenue):
    """Leverage is shed with another text."""

    def do(self, request: Request) -> Answer:
        if request.path == "/position/leverage":
            return Answer("shed", [], {"message": "busy", "name": "HTTPError"}, 503)
        return super().do(request)


@pytest.mark.parametrize(
    ("clause", "venue"),
    [
        ("APIC-002", ReferenceVenue(TwoHundredOnRefusal)),
        ("APIC-001", ReferenceVenue(WordsWithoutAKind)),
        ("APIC-003", ReferenceVenue(UnknownKind)),
        ("APIC-005", ReferenceVenue(EverybodysRows)),
        ("ORDR-028", ReferenceVenue(EverybodysOrders)),
        ("APIC-006", ActsAndRefuses()),
        ("LEDG-001", MintsMoney()),
        ("APIC-002", BreaksDown()),
        ("ADMN-007", ShedsReads()),
        ("ADMN-008", ShedsInItsOwnWords()),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_venue_that_is_wrong_in_one_thing_is_caught(clause: str, venue: ReferenceVenue) -> None:
    """And no clause that it keeps is cited before the one that it breaks."""
    with served(venue) as url:
        told = run_harness(url, seed=1, max_examples=30, phases=("examples", "fuzzing"))
        findings = (found for found in told if isinstance(found, Finding))
        assert next(findings).clause == clause
        told.close()


class AnybodyIsTheSender(Keyring):
    """Who signs nothing is the sender."""

    def required_signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str:
        return self.signer(headers, verb, path, body, now) or "sender"


class TheBodyIsNotSigned(Keyring):
    """A signature without the body is believed as well."""

    def signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str | None:
        try:
            return super().signer(headers, verb, path, body, now)
        except HttpRefusal:
            return super().signer(headers, verb, path, body + b"0", now)


@pytest.mark.tests("APIC-004")
@pytest.mark.parametrize("keyring", [AnybodyIsTheSender, TheBodyIsNotSigned])
def test_a_server_that_believes_a_wrong_signature_is_caught(keyring: type[Keyring]) -> None:
    gateway = Gateway(ReferenceVenue(), keyring=keyring)
    with in_background(shell.application(gateway, control=True)) as url:
        told = list(run_harness(url, seed=1, max_examples=4, phases=QUICK))
    assert "APIC-004" in {found.clause for found in told if isinstance(found, Finding)}


def test_a_finding_can_be_repeated_from_its_curl() -> None:
    with served(ReferenceVenue(UnknownKind)) as url:
        told = run_harness(url, seed=1, max_examples=4, phases=("examples",))
        finding = next(found for found in told if isinstance(found, Finding))
        told.close()
    assert finding.clause == "APIC-003"
    assert "TeapotError" in finding.message
    assert finding.curl.startswith("curl -X ")
    assert "/api/v1/" in finding.curl
    assert "api-signature" in finding.curl
    assert finding.case.split()[0] in {"POST", "PUT", "DELETE"}


def test_without_control_the_public_part_is_judged() -> None:
    with served(ReferenceVenue(), control=False) as url:
        told = list(run_harness(url, seed=1, max_examples=2, control=False, phases=("fuzzing",)))
    assert [found for found in told if isinstance(found, Finding)] == []
    assert len([step for step in told if isinstance(step, HarnessProgress)]) > 10


def test_no_venue_at_all_is_a_clear_error() -> None:
    with pytest.raises(HarnessError, match="does not answer"):
        list(run_harness("http://127.0.0.1:9", seed=1, max_examples=1))


def test_a_venue_without_the_control_verbs_is_a_clear_error() -> None:
    refused = pytest.raises(HarnessError, match="/conformance/reset answers 404")
    with served(ReferenceVenue(), control=False) as url, refused:
        list(run_harness(url, seed=1, max_examples=1))


def test_a_server_that_is_no_venue_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_: Any) -> Response:
        return Response("gone fishing", 200)

    monkeypatch.setattr(shell, "document_endpoint", lambda _: nothing)
    with served(ReferenceVenue()) as url, pytest.raises(HarnessError, match="no OpenAPI document"):
        list(run_harness(url, seed=1, max_examples=1))
