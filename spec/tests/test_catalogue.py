"""The catalogue: its files, its terms by date, its indices."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from solvent_spec.rulebook import DEFAULT, PRESETS, Rulebook
from solvent_spec.rulebook.catalogue import Catalogue, fixtures_folder
from solvent_spec.vocabulary.units import price_of
from solvent_spec.wire.catalogue_files import IndexFile, InstrumentFile

FOLDER = fixtures_folder()
CATALOGUE = Catalogue.load()
ALTCOINS = ("ADA", "BCH", "EOS", "ETH", "LTC", "TRX", "XRP")
LISTED_IN_THE_SEEDS = {f"{coin}{month}" for coin in (*ALTCOINS, "XBT") for month in ("M19", "U19")}


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", sorted(FOLDER.glob("instruments/*.json")), ids=named)
def test_a_contract_validates(path: Path) -> None:
    assert InstrumentFile.model_validate_json(path.read_text()).symbol == path.stem


@pytest.mark.parametrize("path", sorted(FOLDER.glob("indices/*.json")), ids=named)
def test_an_index_validates(path: Path) -> None:
    assert IndexFile.model_validate_json(path.read_text()).symbol == f".{path.stem}"


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.json")), ids=named)
def test_no_fixture_holds_a_float(path: Path) -> None:
    floats: list[str] = []
    json.loads(path.read_text(), parse_float=floats.append, parse_constant=floats.append)
    assert floats == []


def test_every_contract_of_the_listing_tables_is_there() -> None:
    assert LISTED_IN_THE_SEEDS | {"XBTZ19", "XBTU18", "ETHM18"} <= set(CATALOGUE.instruments)


def test_every_contract_has_its_index() -> None:
    assert {i.index_symbol for i in CATALOGUE.instruments.values()} <= set(CATALOGUE.indices)


@pytest.mark.parametrize(
    ("symbol", "before", "since"),
    [("BCHM19", "0.0001", "0.00001"), ("LTCM19", "0.00001", "0.000005")],
)
def test_ticks_are_cut_at_the_minute_that_was_announced(
    symbol: str, before: str, since: str
) -> None:
    earlier, later = Rulebook.at("2019-05-31T04:14"), Rulebook.at("2019-05-31T04:15")
    assert CATALOGUE.instrument(symbol, earlier).tick_size == price_of(before)
    assert CATALOGUE.instrument(symbol, later).tick_size == price_of(since)
    assert CATALOGUE.instrument(symbol, PRESETS["2019-06"]).tick_size == price_of(since)


def test_terms_follow_the_rulebook() -> None:
    at = {name: CATALOGUE.at(book)["XBTUSD"] for name, book in PRESETS.items()}
    assert (at["2019-06"].risk_step, at["2026"].risk_step) == (100 * 10**8, 150 * 10**8)
    assert (at["2019-06"].lot_size, at["2026"].lot_size) == (1, 100)
    assert (at["2019-06"].tick_size, at["2026"].tick_size) == (price_of("0.5"), price_of("0.1"))
    assert (at["2019-06"].maker_fee, at["2026"].maker_fee) == (
        Fraction(-1, 4000),
        Fraction(1, 2000),
    )
    assert at["TOY"].funding_interval == PRESETS["TOY"].funding_interval
    for day in ("2018-03-15", "2019-01-03", "2019-07-15", "2019-12-18", "2020-11-05"):  # of rows
        assert CATALOGUE.instrument("XBTUSD", Rulebook.at(day)).risk_step == 100 * 10**8


def test_the_weights_of_an_index_follow_the_date() -> None:
    before = CATALOGUE.index(".BXBT", Rulebook.at("2019-05-22T03:59"))
    after = CATALOGUE.index(".BXBT", Rulebook.at("2019-05-22T04:00"))
    assert dict(before.weights) == {"BSTP": Fraction(1, 2), "GDAX": Fraction(1, 2)}
    assert dict(after.weights) == dict.fromkeys(("BSTP", "GDAX", "KRKN"), Fraction(1, 3))


@pytest.mark.parametrize("symbol", ["XBTTOY", "ETHTOY", "ADATOY", "USDTOY"])
def test_toy_contracts_have_three_constituents_and_a_tier_in_reach(symbol: str) -> None:
    contract = CATALOGUE.at(PRESETS["TOY"])[symbol]
    assert len(CATALOGUE.index(contract.index_symbol, PRESETS["TOY"]).weights) == 3
    assert contract.risk_limit + contract.risk_step <= PRESETS["TOY"].account_risk_limit


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    contract = json.loads((FOLDER / "instruments" / "XBTUSD.json").read_text())
    (tmp_path / "indices").mkdir()
    (tmp_path / "instruments").mkdir()
    bad = tmp_path / "instruments" / "XBTUSD.json"
    bad.write_text(json.dumps({**contract, "tick_size": 0.5}))
    with pytest.raises(ValueError, match=r"XBTUSD.json: 0.5 is a float"):
        Catalogue.load(tmp_path)
    del contract["lot_size"]
    bad.write_text(json.dumps(contract))
    with pytest.raises(ValueError, match=r"XBTUSD.json: no field 'lot_size'"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"multiplier": 1}, "multiplier below zero"),
        ({"expiry": "2019-06-28T12:00:00.000Z"}, "has no expiry"),
        ({"maint_margin": "0.02"}, "between zero and initial"),
        ({"max_price": "1000000.25"}, "whole number of ticks"),
        ({"tick_size": "0.50"}, "pattern"),
        ({"lot_size": 0}, "greater than 0"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(change: dict[str, object], told: str) -> None:
    contract = json.loads((FOLDER / "instruments" / "XBTUSD.json").read_text())
    with pytest.raises(ValueError, match=told):
        InstrumentFile.model_validate_json(json.dumps({**contract, **change}))


def test_the_default_is_the_month_of_the_newest_post() -> None:
    assert CATALOGUE.at(DEFAULT) == CATALOGUE.at(PRESETS["2019-06"])
