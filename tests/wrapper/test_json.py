"""Bodies are read by a faster parser than Python's own, with the same results."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partner_center._http.json import JsonError, parse_json

from ..json_texts import JSON_TEXTS


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """JSON in all its encodings, unchanged or with a few bytes changed, inserted or removed."""
    text = draw(JSON_TEXTS)
    encoding = draw(st.sampled_from(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"]))
    body = text.encode(encoding, errors="surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(body)))
        body = body[:place] + draw(st.binary(max_size=2)) + body[place + draw(st.integers(0, 2)) :]
    return body


@given(bodies())
@example(b"1e400")
@example(b"-0")
@example(b"-0.0")
@example(b"9" * 4300)
@example(b"9" * 4301)
@example(b"18446744073709551616")
@example(b"0." + b"1" * 400)
@example(b'{"a":1,"a":2}')
@example(b'"\\ud800"')
@example(b'"\xed\xa0\x80"')
@example(b"\xef\xbb\xbf{}")
@example(b"1\x00")
@example(b'"\x01"')
@example(b"")
def test_the_values_are_those_of_the_standard_library(body: bytes) -> None:
    try:
        expected = json.loads(body)
    except UnicodeDecodeError:
        return  # repaired with a warning, which tests/faults checks
    except ValueError:
        with pytest.raises(JsonError):
            parse_json(body)
        return
    assert _described(parse_json(body)[0]) == _described(expected)


@pytest.mark.parametrize("depth", [1_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_json_that_is_nested_too_deeply_is_an_error(opening: bytes, closing: bytes, depth: int) -> None:
    with pytest.raises(JsonError, match="deeper"):
        parse_json(opening * depth + b"1" + closing * depth)


def _described(value: Any) -> Any:
    """Return a value in a form in which 1, 1.0 and True, 0.0 and -0.0 differ, and NaN equals itself."""
    if isinstance(value, dict):
        return [(name, _described(member)) for name, member in value.items()]
    if isinstance(value, list):
        return [_described(item) for item in value]
    return type(value), repr(value)
