"""Error responses become errors with a code, a description and a hint."""

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


def respond_with(status: int, body: Any, headers: dict[str, str] | None = None) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def intercept(request: ReceivedRequest) -> Response | None:
        if request.side == "identity":
            return None
        return Response(status, {"Content-Type": "application/json", **(headers or {})}, content)

    return intercept


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
def test_the_status_selects_the_class_of_the_error(caller: Caller, emulator: Emulator, status: int, kind: str) -> None:
    fault = {"code": 123456, "description": "It &amp; that went wrong", "data": ["a", {"b": 1}], "source": "PartnerFD"}
    emulator.behavior.intercept = respond_with(status, fault, {"MS-RequestId": "r-1", "MS-CorrelationId": "c-1"})
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
    assert error.attempts == (2 if status == 401 else 1)  # a 401 is retried once with a new token
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
def test_the_code_and_description_are_read_from_every_form_of_body(
    caller: Caller, emulator: Emulator, body: Any, code: str | None, description: str
) -> None:
    emulator.behavior.intercept = respond_with(400, body)
    with pytest.raises(errors.BadRequestError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert (caught.value.code, caught.value.description) == (code, description)


def test_the_message_of_a_401_without_a_body_has_its_header(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = respond_with(401, b"", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    with pytest.raises(errors.AuthenticationError, match="invalid_token"):
        caller.to_list(lambda offers: offers.by_country("US"))


def test_missing_mfa_has_its_own_error_and_hint(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = respond_with(401, {"code": 900421, "description": "MFA"})
    with pytest.raises(errors.MfaRequiredError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert "multi-factor" in str(caught.value.hint)
    assert len([request for request in emulator.requests if request.side == "api"]) == 1


def test_the_hint_of_a_code_depends_on_the_status(caller: Caller, emulator: Emulator) -> None:
    hints = []
    for status in (400, 404, 403):
        emulator.behavior.intercept = respond_with(status, {"code": 3000, "description": "d"})
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
def test_retry_after_is_in_seconds(
    caller: Caller, emulator: Emulator, retry_after: str | None, seconds: float | None
) -> None:
    body = {"statusCode": 429, "message": "Rate limit is exceeded."}
    emulator.behavior.intercept = respond_with(429, body, {"Retry-After": retry_after} if retry_after else {})
    with pytest.raises(errors.ThrottledError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.retry_after == seconds


def test_retry_after_can_be_a_date(caller: Caller, emulator: Emulator) -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    emulator.behavior.intercept = respond_with(429, {"statusCode": 429}, {"Retry-After": in_an_hour})
    with pytest.raises(errors.ThrottledError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.retry_after == pytest.approx(3600, abs=60)


def test_a_fault_with_status_200_is_an_error(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = respond_with(200, {"code": 400072, "description": "The item is not available."})
    with pytest.raises(errors.ApiError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert (caught.value.status, caught.value.code) == (200, "400072")


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"[1, 2]", b'"text"', b"null", b'{"items": "text"}'])
def test_a_decode_error_has_the_body_excerpt(caller: Caller, emulator: Emulator, body: bytes) -> None:
    emulator.behavior.intercept = respond_with(200, body + b" " * 4000)
    with pytest.raises(errors.ResponseDecodeError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.body == (body + b" " * 4000)[:2048]
    assert caught.value.status == 200


def test_an_item_that_is_not_an_offer_is_reported_and_skipped(
    caller: Caller, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    page = {"items": [{"id": "A"}, None, "text", {"id": "B"}], "totalCount": None, "links": None}
    emulator.behavior.intercept = respond_with(200, page)
    read = caller.first_page(lambda offers: offers.by_country("US"))
    assert [offer.id for offer in read.items] == ["A", "B"]
    assert len(read.problems) == 2
    assert read.resource.to_dict() == page
    assert [record.message for record in caplog.records if "not an object" in record.message]


def test_an_unknown_customer_is_not_found(caller: Caller) -> None:
    with pytest.raises(errors.NotFoundError):
        caller.to_list(lambda offers: offers.by_customer("00000000-0000-0000-0000-000000000000"))


def test_an_unsupported_country_is_a_bad_request(caller: Caller) -> None:
    with pytest.raises(errors.BadRequestError):
        caller.to_list(lambda offers: offers.by_country("KP"))


def test_errors_can_be_pickled_and_copied(caller: Caller) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        caller.to_list(lambda offers: offers.by_customer("00000000-0000-0000-0000-000000000000"))
    for clone in (pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value)):  # noqa: S301 - pickled on this line
        assert type(clone) is errors.NotFoundError
        assert str(clone) == str(caught.value)
        assert vars(clone) == vars(caught.value)


def test_the_documented_tree_has_every_error() -> None:
    documented = {
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
    assert documented == set(classes)
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
def test_the_code_and_description_are_read_from_other_forms_of_errors(
    caller: Caller, emulator: Emulator, body: Any, code: str | None, description: str
) -> None:
    emulator.behavior.intercept = respond_with(404, body)
    with pytest.raises(errors.NotFoundError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    expected = "Not Found" if description == "Reason" else description
    assert (caught.value.code, caught.value.description) == (code, expected)
    assert expected.rstrip(".") in str(caught.value)
