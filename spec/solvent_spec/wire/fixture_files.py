"""Fixture files: vectors, scenarios and the index of both, as fixtures/ writes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from solvent_spec.wire.exact_text import DecimalText, FixtureModel, InstantText, Plain, Word

ClauseId = Annotated[str, Field(pattern=r"^[A-Z]{4}-[0-9]{3}$")]
FixtureId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Origin = Literal["hand", "recorded", "generated"]
"""Worked by hand with the arithmetic shown; recorded from the exchange; or computed by the
specification. The first two are never regenerated."""


class Call(FixtureModel):
    """One step of a vector: a rule of the specification, or plain arithmetic, and its result.

    `args` are the parameters of the rule by name, each in the type that the rule declares:
    prices as decimal strings, money and quantities as integers, rates as decimal strings or
    fractions, instants as ISO strings, instruments and indices as symbols. `{"from": name}`
    stands for an earlier result. Arithmetic takes a list of numbers instead.

    `tolerance` bounds the distance between `expect` and the result, in the unit of the result;
    `rounded` is then what the rule gives exactly.
    """

    name: str = Field("", alias="as")
    rule: str = ""
    arithmetic: Literal["", "sum", "difference", "product", "quotient"] = ""
    args: Plain
    expect: Plain
    tolerance: DecimalText | None = None
    rounded: Plain = None

    @model_validator(mode="after")
    def is_rule_or_arithmetic(self) -> Call:
        """Refuse a call that is both or neither.

        Raises:
            ValueError: the call does not name exactly one of the two.
        """
        if bool(self.rule) == bool(self.arithmetic):
            raise ValueError("a call names a rule or an arithmetic operation, and not both")
        if not isinstance(self.args, dict if self.rule else list):
            text = "the arguments of a rule are an object, those of arithmetic a list"
            raise ValueError(text)  # noqa: TRY004 - a validator's faults are ValueErrors
        if (self.rounded is None) != (self.tolerance is None):
            raise ValueError("a tolerance says what the rule gives exactly (`rounded`)")
        return self


class VectorFile(FixtureModel):
    """fixtures/vectors/CHAPTER/ID.json: calls of rules with exact arguments and results.

    `parameters` replaces single parameters of the rulebook, for an example with its own numbers.
    """

    info: dict[str, Plain] = Field(default_factory=dict, alias="_info")
    id: FixtureId
    chapter: Word
    title: Word
    clauses: tuple[ClauseId, ...] = Field(min_length=1, strict=False)
    origin: Origin
    source: Word
    worked: str = ""
    rulebook: Word
    policies: dict[str, str] = Field(default_factory=dict)
    parameters: dict[str, Plain] = Field(default_factory=dict)
    calls: tuple[Call, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="after")
    def hand_work_is_shown(self) -> VectorFile:
        """Refuse a vector worked by hand that does not show its arithmetic.

        Raises:
            ValueError: it does not.
        """
        if self.origin == "hand" and not self.worked:
            raise ValueError("a vector worked by hand shows its arithmetic in `worked`")
        return self


class ScenarioRequest(FixtureModel):
    """What a scenario sends: one request, one control verb, or one read."""

    account: str | None = None
    method: str = ""
    path: str = ""
    verb: str = ""
    table: str = ""
    symbol: str | None = None
    body: dict[str, Plain] = Field(default_factory=dict)


class ScenarioAnswer(FixtureModel):
    """What a scenario expects: the status, and the named columns of the rows in their order.

    `rows` lists every row, with any of its columns; without it rows are not looked at.
    `error` is the message of a refusal.
    """

    status: Literal["ok", "rejected", "shed", "queued"] = "ok"
    code: int | None = None
    rows: tuple[dict[str, Plain], ...] | None = Field(None, strict=False)
    error: str | None = None


class ScenarioStep(FixtureModel):
    """One message of a scenario with what must come back."""

    say: str = ""
    do: ScenarioRequest | None = None
    ctl: ScenarioRequest | None = None
    read: ScenarioRequest | None = None
    expect: ScenarioAnswer = ScenarioAnswer()

    @model_validator(mode="after")
    def is_one_message(self) -> ScenarioStep:
        """Refuse a step that sends nothing or more than one message.

        Raises:
            ValueError: it does.
        """
        if sum(sent is not None for sent in (self.do, self.ctl, self.read)) != 1:
            raise ValueError("a step sends exactly one of do, ctl and read")
        return self


class ScenarioSetup(FixtureModel):
    """How a venue begins."""

    rulebook: Word
    instruments: tuple[str, ...] = Field(strict=False)
    accounts: tuple[str, ...] = Field(strict=False)
    clock: InstantText
    policies: dict[str, str] = Field(default_factory=dict)


class ScenarioFile(FixtureModel):
    """fixtures/scenarios/ID.json: a journal of messages with the answers they must get."""

    info: dict[str, Plain] = Field(default_factory=dict, alias="_info")
    id: FixtureId
    title: Word
    profile: Literal["arithmetic", "trading", "margin", "overload", "api"]
    clauses: tuple[ClauseId, ...] = Field(min_length=1, strict=False)
    origin: Origin
    source: Word
    worked: str = ""
    setup: ScenarioSetup
    steps: tuple[ScenarioStep, ...] = Field(min_length=1, strict=False)


class IndexedFixture(FixtureModel):
    """One line of the index: a file, the hash of its content without `_info`, its clauses."""

    path: Word
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    origin: Origin | Literal["catalogue"]
    clauses: tuple[ClauseId, ...] = Field(default=(), strict=False)


class FixtureOmission(FixtureModel):
    """An official example that no fixture repeats, and why."""

    example: Word
    reason: Word


class FixtureIndex(FixtureModel):
    """fixtures/index.json: every fixture with its hash, and what is not there."""

    info: dict[str, Plain] = Field(default_factory=dict, alias="_info")
    files: tuple[IndexedFixture, ...] = Field(strict=False)
    not_covered: tuple[FixtureOmission, ...] = Field(strict=False)
