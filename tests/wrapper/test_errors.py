"""Each way of the service to say no becomes an error that a person can act on."""

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

import partner_center
from partner_center import PartnerCenterError, errors
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ..conftest import Caller


def answering(status: int, body: Any, headers: dict[str, str] | None = None) -> Any:
    written = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(request: ReceivedRequest) -> Response | None:
        if request.side == "identity":
            return None
        return Response(status, {"Content-Type": "application/json", **(headers or {})}, written)

    return answer


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (405, "ApiError"),
        (409, "ConflictError"),
        (417, "ApiError"),
        (429, "ThrottledError"),
        (500, "ServerError"),
        (501, "ServerError"),
        (599, "ServerError"),
        (302, "ApiError"),
    ],
)
def test_the_status_decides_the_kind(caller: Caller, emulator: Emulator, status: int, kind: str) -> None:
    fault = {"code": 123456, "description": "It &amp; that went wrong", "data": ["a", {"b": 1}], "source": "PartnerFD"}
    emulator.behavior.intercept = answering(status, fault, {"MS-RequestId": "r-1", "MS-CorrelationId": "c-1"})
    with pytest.raises(errors.ApiError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    error = caught.value
    assert type(error) is getattr(partner_center, kind)
    assert error.status == status
    assert error.code == "123456"
    assert error.description == "It & that went wrong"
    assert list(error.data) == ["a", {"b": 1}]
    assert error.source == "PartnerFD"
    assert (error.request_id, error.correlation_id) == ("r-1", "c-1")
    assert error.method == "GET"
    assert error.url == f"{emulator.base_url}/offers?country=US"
    assert error.attempts == (2 if status == 401 else 1)  # a 401 is asked again, once, with a new token
    assert "went wrong" in str(error)
    assert "r-1" in str(error)


@pytest.mark.parametrize(
    ("body", "code", "description"),
    [
        ({"code": "900420", "description": "Audience"}, "900420", "Audience"),
        ({"code": 3000, "description": "d", "data": [], "source": "PartnerFD"}, "3000", "d"),
        ({"statusCode": 400, "message": "m"}, None, "m"),
        ({"code": 1, "message": "m", "description": "d", "isRetryable": False, "parameters": {}}, "1", "d"),
        ({"code": None, "description": None, "data": None}, None, "Bad Request"),
        ({"code": {}, "description": 7, "data": "x", "source": []}, None, "Bad Request"),
        ([], None, "Bad Request"),
        (None, None, "Bad Request"),
        (b"", None, "Bad Request"),
        (b"<html>Bad gateway</html>", None, "Bad Request"),
        (b'{"code": 12', None, "Bad Request"),
    ],
)
def test_every_shape_of_body_is_understood(
    caller: Caller, emulator: Emulator, body: Any, code: str | None, description: str
) -> None:
    emulator.behavior.intercept = answering(400, body)
    with pytest.raises(errors.BadRequestError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert (caught.value.code, caught.value.description) == (code, description)


def test_a_401_without_a_body_says_what_its_header_says(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = answering(401, b"", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    with pytest.raises(errors.AuthenticationError, match="invalid_token"):
        caller.to_list(lambda offers: offers.by_country("US"))


def test_a_missing_second_factor_has_an_error_and_a_hint_of_its_own(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = answering(401, {"code": 900421, "description": "MFA"})
    with pytest.raises(errors.MfaRequiredError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert "multi-factor" in str(caught.value.hint)
    assert len([request for request in emulator.requests if request.side == "api"]) == 1


def test_hints_depend_on_the_status_where_numbers_mean_different_things(caller: Caller, emulator: Emulator) -> None:
    hints = []
    for status in (400, 404, 403):
        emulator.behavior.intercept = answering(status, {"code": 3000, "description": "d"})
        with pytest.raises(errors.ApiError) as caught:
            caller.to_list(lambda offers: offers.by_country("US"))
        hints.append(caught.value.hint)
    assert len(set(hints)) == 3
    assert hints[2] is None


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("57", 57),
        ("Tue, 03 Nov 2015 08:14:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        (None, None),
    ],
)
def test_how_long_to_wait(caller: Caller, emulator: Emulator, retry_after: str | None, seconds: float | None) -> None:
    body = {"statusCode": 429, "message": "Rate limit is exceeded."}
    emulator.behavior.intercept = answering(429, body, {"Retry-After": retry_after} if retry_after else {})
    with pytest.raises(errors.ThrottledError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.retry_after == seconds


def test_a_date_to_wait_for(caller: Caller, emulator: Emulator) -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    emulator.behavior.intercept = answering(429, {"statusCode": 429}, {"Retry-After": in_an_hour})
    with pytest.raises(errors.ThrottledError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.retry_after == pytest.approx(3600, abs=60)


def test_a_fault_with_status_200_is_a_fault(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = answering(200, {"code": 400072, "description": "The item is not available."})
    with pytest.raises(errors.ApiError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert (caught.value.status, caught.value.code) == (200, "400072")


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"[1, 2]", b'"text"', b"null", b'{"items": "text"}'])
def test_a_good_answer_that_is_no_page_keeps_its_body(caller: Caller, emulator: Emulator, body: bytes) -> None:
    emulator.behavior.intercept = answering(200, body + b" " * 4000)
    with pytest.raises(errors.ResponseDecodeError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.body == (body + b" " * 4000)[:2048]
    assert caught.value.status == 200


def test_what_is_no_offer_is_reported_and_costs_no_other(
    caller: Caller, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    page = {"items": [{"id": "A"}, None, "text", {"id": "B"}], "totalCount": None, "links": None}
    emulator.behavior.intercept = answering(200, page)
    came = caller.first_page(lambda offers: offers.by_country("US"))
    assert [offer.id for offer in came.items] == ["A", "B"]
    assert len(came.problems) == 2
    assert came.resource.to_dict() == page
    assert [record.message for record in caplog.records if "not an object" in record.message]


def test_an_unknown_customer(caller: Caller) -> None:
    with pytest.raises(errors.NotFoundError):
        caller.to_list(lambda offers: offers.by_customer("00000000-0000-0000-0000-000000000000"))


def test_a_country_that_is_not_sold_in(caller: Caller) -> None:
    with pytest.raises(errors.BadRequestError):
        caller.to_list(lambda offers: offers.by_country("KP"))


def test_errors_cross_process_boundaries(caller: Caller) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        caller.to_list(lambda offers: offers.by_customer("00000000-0000-0000-0000-000000000000"))
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value)):  # noqa: S301  just pickled
        assert type(twin) is errors.NotFoundError
        assert str(twin) == str(caught.value)
        assert vars(twin) == vars(caught.value)


def test_the_printed_tree_is_the_tree() -> None:
    printed = {
        word
        for line in str(errors.__doc__).splitlines()
        for word in line.split()
        if word.endswith("Error") and "`" not in word
    }
    classes = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, PartnerCenterError)
    }
    assert printed == set(classes)
    assert set(classes) <= set(partner_center.__all__)
    depth = {}
    for line in str(errors.__doc__).splitlines():
        for name in classes:
            if name in line.split():
                depth[name] = len(line) - len(line.lstrip(" │├└─"))
    for name, kind in classes.items():
        if name != "PartnerCenterError":
            assert depth[name] == depth[kind.__mro__[1].__name__] + 4


@pytest.mark.parametrize(
    ("body", "code", "description"),
    [
        ({"Message": "An error has occurred."}, None, "An error has occurred."),
        ({"Code": 5, "Message": "M"}, "5", "M"),
        ({"error": {"code": "BadThing", "message": "It is bad."}}, "BadThing", "It is bad."),
        ({"error": {"code": "", "message": "It is bad.", "innererror": {"code": "x"}}}, None, "It is bad."),
        ({"error": "invalid_token", "error_description": "It has expired."}, "invalid_token", "It has expired."),
        ({"error": "It went wrong."}, None, "It went wrong."),
        ({"error": "Denied"}, "Denied", "Reason"),
        ({"errors": [{"code": 7, "message": "first"}, {"code": 8}]}, "7", "first"),
        ({"errors": [{"errorCode": "E7", "errorMessage": "first"}]}, "E7", "first"),
        ({"errors": []}, None, "Reason"),
        ({"errors": {"country": ["The field is required."]}, "title": "Invalid."}, None, "Invalid."),
        ({"type": "about:blank", "title": "Not here", "status": 404, "detail": "No such."}, None, "No such."),
        ({"type": "about:blank", "title": "Not here", "status": 404}, None, "Not here"),
        ({"code": 3000, "description": "ours", "error": {"code": 1}, "message": "theirs"}, "3000", "ours"),
        ({"statusCode": 404, "message": "Resource not found"}, None, "Resource not found"),
        (
            {"description": None, "message": ["a"], "code": {"a": 1}, "error": {"message": {"lang": "en"}}},
            None,
            "Reason",
        ),
    ],
)
def test_errors_in_other_shapes_fill_code_and_description(
    caller: Caller, emulator: Emulator, body: Any, code: str | None, description: str
) -> None:
    emulator.behavior.intercept = answering(404, body)
    with pytest.raises(errors.NotFoundError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    expected = "Not Found" if description == "Reason" else description
    assert (caught.value.code, caught.value.description) == (code, expected)
    assert expected.rstrip(".") in str(caught.value)
