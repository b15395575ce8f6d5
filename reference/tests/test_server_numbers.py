"""What comes in as JSON or as a form becomes exact values, or a clear refusal."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvent_reference.server.exact_json import number_text, read_json, write_row, write_rows
from solvent_reference.server.failures import HttpRefusal
from solvent_reference.server.fields import Form
from solvent_spec.wire.query_parameters import TableQuery
from solvent_spec.wire.request_bodies import BODIES

JSON = "application/json; charset=utf-8"
FORM = "application/x-www-form-urlencoded"
ORDER = Form(BODIES["POST /order"])
CANCEL = Form(BODIES["DELETE /order"])
DIGITS = "1" * 400


def refusal_of(call, *arguments: object) -> str:
    with pytest.raises(HttpRefusal) as refused:
        call(*arguments)
    assert refused.value.status == 400
    return refused.value.message


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "Malformed JSON"),
        ('{"symbol":}', "line 1, column 11"),
        ("[1]", "must be a JSON object"),
        ("7", "must be a JSON object"),
        ('{"symbol":"XBTUSD","price":NaN}', "NaN is not a number"),
        ('{"symbol":"XBTUSD","price":Infinity}', "Infinity is not a number"),
        ('{"symbol":"XBTUSD","price":-Infinity}', "-Infinity is not a number"),
        (f'{{"symbol":"XBTUSD","price":{DIGITS}}}', "more than 40 digits"),
        (f'{{"symbol":"XBTUSD","price":1.{DIGITS}}}', "more than 40 digits"),
        ('{"symbol":"XBTUSD","price":1e400}', "more than 40 digits"),
        ('{"symbol":"XBTUSD","price":1e-400}', "more than 40 digits"),
        (f'{{"symbol":"XBTUSD","price":1e{DIGITS}}}', "more than 40 digits"),
        ('{"symbol":"XBTUSD","symbol":"ETHUSD"}', "'symbol' stands twice"),
        ('{"symbol":"\\ud800"}', "lone surrogate"),
        ('{"symbol":' + "[" * 20_000 + "]" * 20_000 + "}", "nested too deep"),
        ('{"symbol":5}', "'symbol' must be a text"),
        ('{"symbol":["XBTUSD"]}', "'symbol' must be a text"),
        ('{"symbol":"XBTUSD","price":"9000.5"}', "'price' must be a number"),
        ('{"symbol":"XBTUSD","price":true}', "'price' must be a number"),
        ('{"symbol":"XBTUSD","orderQty":1.5}', "'orderQty' must be a whole number"),
        ('{"symbol":"XBTUSD","orderQty":"10"}', "'orderQty' must be a whole number"),
        ('{"symbol":"XBTUSD","orderQty":9223372036854775808}', "at most 64 bits"),
        ('{"symbol":"XBTUSD","pegPriceType":"LastPeg"}', "'pegPriceType' is not served."),
        ("{}", "'symbol' is a required arg."),
        ('{"symbol":null}', "'symbol' is a required arg."),
        ('{"symbol":""}', "'symbol' is a required arg."),
    ],
)
def test_a_wrong_body_is_refused_with_what_is_wrong(body: str, says: str) -> None:
    assert says in refusal_of(ORDER.read, JSON, body.encode())


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"symbol=XBTUSD&symbol=ETHUSD", "a field stands twice"),
        (b"symbol=%ff", "not UTF-8"),
        (b"symbol=XBTUSD&orderQty=many", "'orderQty' must be a whole number"),
        (b"symbol=XBTUSD&orderQty=" + DIGITS.encode(), "'orderQty' must be a whole number"),
        (b"symbol=XBTUSD&price=" + DIGITS.encode(), "more than 40 digits"),
        (b"symbol=XBTUSD&price=NaN", "'price' must be a number"),
        (b"a=1&" * 101, "more than 100 fields"),
    ],
)
def test_a_wrong_form_is_refused_with_what_is_wrong(body: bytes, says: str) -> None:
    assert says in refusal_of(ORDER.read, FORM, body)


def test_an_empty_body_lacks_what_is_required() -> None:
    assert refusal_of(ORDER.read, "", b"") == "'symbol' is a required arg."
    assert CANCEL.read("", b"") == {}


def test_a_body_of_another_type_is_refused() -> None:
    assert "Content-Type" in refusal_of(ORDER.read, "text/xml", b"<order/>")


def test_json_and_form_say_the_same() -> None:
    fields = {
        "symbol": "XBTUSD",
        "side": None,
        "orderQty": -10,
        "price": 9000.50,
        "text": "",
        "execInst": "Close",
    }
    wanted = {"symbol": "XBTUSD", "orderQty": -10, "price": "9000.5", "execInst": "Close"}
    assert ORDER.read(JSON, json.dumps(fields).encode()) == wanted
    form = b"symbol=XBTUSD&side=&orderQty=-10&price=9000.50&execInst=Close"
    assert ORDER.read(FORM, form) == wanted


def test_a_field_that_nobody_knows_is_ignored() -> None:
    """Recorded: an order with the misspelt field `ordTypes` was accepted."""
    body = b'{"ordTypes":"Limit","symbol":"XBTUSD","orderQty":1e3,"price":8000}'
    assert ORDER.read("", body) == {"symbol": "XBTUSD", "orderQty": 1000, "price": "8000"}


def test_several_orders_are_named_in_a_list() -> None:
    assert CANCEL.read(JSON, b'{"clOrdID":["a","b"]}') == {"clOrdID": ["a", "b"]}
    assert CANCEL.read(FORM, b"clOrdID=%5B%22a%22%2C%22b%22%5D") == {"clOrdID": ["a", "b"]}
    assert CANCEL.read(JSON, b'{"clOrdID":"a"}') == {"clOrdID": "a"}
    assert "'clOrdID' must be" in refusal_of(CANCEL.read, JSON, b'{"clOrdID":["a",1]}')


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (b"count=ten", "'count' must be a whole number"),
        (b"count=1.5", "'count' must be a whole number"),
        (b"reverse=maybe", "'reverse' must be true or false"),
        (b"filter=%5B1%5D", "'filter' must be a JSON object"),
        (b"filter=%7B", "Malformed JSON"),
        (b"count=", "'count' must be a whole number"),
        (b"filter=", "Malformed JSON"),
        (b"columns=", "'columns' must be a list"),
        (b"columns=5", "'columns' must be a list"),
        (b"columns=null", "'columns' must be a list"),
        (b"columns=%5B1%5D", "'columns' must be a list"),
    ],
)
def test_a_wrong_query_is_refused_with_what_is_wrong(query: bytes, says: str) -> None:
    assert says in refusal_of(Form(TableQuery, keeps_empty=True).read_query, query)


def test_columns_come_as_json_or_with_commas() -> None:
    form = Form(TableQuery)
    both = {"columns": ["price", "size"]}
    assert form.read_query(b"columns=price,size") == both
    assert form.read_query(b"columns=%5B%22price%22,%22size%22%5D") == both


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-1e9, max_value=1e9))
def test_a_decimal_survives_the_way_in_and_out(value: Decimal) -> None:
    text = number_text(value)
    assert Decimal(text) == value
    assert "E" not in text
    row = {"price": text, "orderQty": 5, "text": 'a"b\n', "stopPx": None}
    written = write_row(row, frozenset({"price", "stopPx"}))
    assert json.loads(written, parse_float=str, parse_int=str) == {
        "price": text,
        "orderQty": "5",
        "text": 'a"b\n',
        "stopPx": None,
    }
    assert number_text(read_json(written)["price"]) == text


@pytest.mark.parametrize("garbage", ["9e3", "nine", "", "1.", ".5", "1,5", "NaN", "01"])
def test_a_price_that_is_none_stays_a_text_for_everybody_to_see(garbage: str) -> None:
    assert json.loads(write_rows([{"price": garbage}], frozenset({"price"}))) == [
        {"price": garbage}
    ]
