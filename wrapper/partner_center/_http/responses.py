"""Makes a result from a successful response, or an error. No I/O."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs
import httpx
import msgspec

from partner_center_api.types import UNSET, Model

from ..errors import ResponseDecodeError
from .api_errors import error_from_response, looks_like_error
from .exchange import LONGEST_ERROR_BODY, RawResponse
from .json import JsonError, parse_json
from .members import as_sent
from .redaction import contains_token, one_line, redact_tokens

if TYPE_CHECKING:
    from .call import CallState

ModelT = TypeVar("ModelT", bound=Model)

# A kilobyte of gzip can contain half a million items that are not objects.
_MOST_PROBLEMS = 20
# An offer without members is three bytes of JSON and two hundred times as many of memory. Real offers have more than
# two hundred bytes for each of their objects and lists.
_COUNTED_FROM = 2**20
_LEAST_BYTES_OF_AN_OBJECT = 24
_JSON_TYPES = {str: "a string", bool: "a boolean", int: "a number", float: "a number", list: "an array"}


@attrs.frozen(kw_only=True, repr=False)
class Result(Generic[ModelT]):
    """What an operation returned, and a sentence for each part of it that could not be used."""

    resource: ModelT
    problems: tuple[str, ...]
    status: int
    headers: httpx.Headers
    body: bytes
    request_id: str | None = None
    correlation_id: str | None = None
    mfa_compliant: bool | None


def parse_result(response: RawResponse, state: "CallState[ModelT]") -> Result[ModelT]:
    """Return the result in a successful response.

    Raises a ResponseDecodeError if it holds none, and an ApiError if it describes an error despite its status.
    """
    if response.problem is not None:
        raise _decode_error(response, state, response.problem)
    objects = response.body.count(b"{") + response.body.count(b"[") if len(response.body) >= _COUNTED_FROM else 0
    if objects * _LEAST_BYTES_OF_AN_OBJECT > len(response.body):
        raise _decode_error(response, state, f"has {objects} objects and lists, more than offers of its size can have")
    value, repaired = _parse_conforming(response, state) or _parse_leniently(response, state)
    problems = (*repaired, *_unusable_items(value))
    if state.call.config.strict and problems:
        raise _decode_error(response, state, f"does not conform to the contract: {problems[0]}")
    links = as_sent(value, "links") if hasattr(value, "links") else None
    shown = links.to_dict() if isinstance(links, Model) else links  # in messages and logs
    if links and contains_token(str(shown), state.tokens):
        raise _decode_error(response, state, "repeats the access token in its links")
    # Fact: two clients read a header, one falls back to a member of the body. No page of the documentation shows it.
    member = getattr(value, "additional_properties", {}).get("isMfaCompliant")
    mfa = str(response.headers.get("isMfaCompliant", member)).lower()
    return Result(
        resource=value,
        problems=problems,
        status=response.status,
        headers=response.headers,
        body=response.body,
        mfa_compliant={"true": True, "false": False}.get(mfa),
        **response.ids(),
    )


def _parse_conforming(response: RawResponse, state: "CallState[ModelT]") -> tuple[ModelT, tuple[str, ...]] | None:
    """Return the value in a body that conforms to the contract, in half the time that other bodies take, or None."""
    try:
        value = state.call.model.from_conforming_json(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    # An empty page with members that the contract does not know may be an error.
    may_be_error = not getattr(value, "items", True) and getattr(value, "additional_properties", None)
    return (value, ()) if _is_result(value) and not may_be_error else None


def _parse_leniently(response: RawResponse, state: "CallState[ModelT]") -> tuple[ModelT, tuple[str, ...]]:
    """Return the value in any other body, and a sentence for each repair."""
    # The errors of parsers hold the whole body, which may repeat the token: none of them becomes a cause.
    problem = "is not a JSON object"
    try:
        members, repaired = parse_json(response.body)
    except JsonError as error:
        members, repaired, problem = None, (), f"is not JSON: {error}"
    if not isinstance(members, dict):
        raise _decode_error(response, state, problem)
    value = state.call.model.from_dict(members)
    is_result = _is_result(value)
    # An error may come with the members of a page, but then the page is empty.
    has_content = is_result and (not hasattr(value, "items") or as_sent(value, "items"))
    may_be_error = not has_content and len(response.body) <= LONGEST_ERROR_BODY
    if may_be_error and looks_like_error(members, is_result=is_result):
        raise error_from_response(response, state)
    if not is_result:
        missing = "a page: it has no list of items" if hasattr(value, "items") else "a resource: it has no id"
        raise _decode_error(response, state, f"is not {missing}")
    return value, repaired


def _is_result(value: Any) -> bool:
    """Tell whether a decoded object is what was requested: a collection has items, any other resource has an id."""
    if not hasattr(value, "items"):
        return isinstance(value.id, str)
    items = as_sent(value, "items")
    if items is UNSET:
        # A serializer that leaves out empty members still writes the count or the links.
        return as_sent(value, "total_count", "totalCount") is not UNSET or as_sent(value, "links") is not UNSET
    return items is None or isinstance(items, list)


def _unusable_items(value: object) -> Iterator[str]:
    """Yield a sentence for each item of a collection that is not an object, some twenty at most."""
    items = (as_sent(value, "items") if hasattr(value, "items") else None) or []
    unusable = [place for place, item in enumerate(items) if not hasattr(item, "to_dict")]
    for place in unusable[:_MOST_PROBLEMS]:
        yield f"Item {place} of the page is {_JSON_TYPES.get(type(items[place]), 'null')}, not an object."
    if len(unusable) > _MOST_PROBLEMS:
        yield f"{len(unusable) - _MOST_PROBLEMS} more items are not objects."


def _decode_error(response: RawResponse, state: "CallState[Any]", problem: str) -> ResponseDecodeError:
    """Return the error for a response with a problem, which ends the sentence "The 200 response to GET ..."."""
    details = state.error_details(response)
    subject = f"The {response.status} response to {state.call.method} {state.call.url}"
    advice = f"The error's `body` has the beginning of it. (request id {details['request_id']})"
    return ResponseDecodeError(one_line(f"{subject} {redact_tokens(problem, state.tokens)}. {advice}"), **details)
