"""Events and log records of requests and responses, and the response of a page."""

import asyncio
import json
import logging
import os
import subprocess
import sys

import httpx
import pytest

from partner_center import (
    AsyncPartnerCenter,
    Event,
    PartnerCenter,
    RequestSent,
    ResponseReceived,
    RetryPolicy,
    RetryScheduled,
    ServerError,
)
from partner_center.auth import AccessTokenCredential

PAGE = {"items": [{"id": "A", "unknown": 1}]}
CUSTOMER = "8f2b7a52-9d0c-4b7e-9a53-0d4c5a1f3f77"
TOKEN = "a-token-that-must-not-be-logged"


def respond(request: httpx.Request) -> httpx.Response:
    if request.url.params.get("country") == "US":
        return httpx.Response(500)
    return httpx.Response(200, json=PAGE, headers={"X-Locale": "en-US"})


def client(**settings: object) -> PartnerCenter:
    credential = AccessTokenCredential(token=TOKEN)
    return PartnerCenter(credential, transport=httpx.MockTransport(respond), **settings)  # type: ignore[arg-type]


def test_each_request_and_each_response_is_an_event() -> None:
    events: list[Event] = []
    with client(on_event=events.append, retry=RetryPolicy(max_attempts=2, backoff=0)) as partner:
        with pytest.raises(ServerError):
            partner.offers.by_country("US").to_list()
        partner.offers.by_customer(CUSTOMER).to_list()
    kinds = [type(event) for event in events]
    failed = [RequestSent, ResponseReceived, RetryScheduled, RequestSent, ResponseReceived]
    assert kinds == [*failed, RequestSent, ResponseReceived]
    received = [event for event in events if isinstance(event, ResponseReceived)]
    assert [(event.status, event.attempt) for event in received] == [(500, 1), (500, 2), (200, 1)]
    assert all(event.seconds >= 0 for event in received)
    assert events[0].request_id == events[1].request_id != events[-1].request_id
    assert CUSTOMER not in str(events[-1])


def test_requests_and_responses_are_logged_at_level_debug(caplog: pytest.LogCaptureFixture) -> None:
    with client() as partner, caplog.at_level(logging.DEBUG, "partner_center"):
        partner.offers.by_customer(CUSTOMER).to_list()
    assert [record.levelname for record in caplog.records if record.name == "partner_center"] == ["DEBUG", "DEBUG"]
    sent, received = (record.getMessage() for record in caplog.records if record.name == "partner_center")
    assert sent.startswith("GET https://api.partnercenter.microsoft.com/v1/customers/")
    assert "is sent in attempt 1 (request id" in sent
    assert " returned 200 after " in received
    assert CUSTOMER not in caplog.text
    assert TOKEN not in caplog.text


def test_requests_are_not_logged_at_level_info(caplog: pytest.LogCaptureFixture) -> None:
    with client() as partner, caplog.at_level(logging.INFO, "partner_center"):
        partner.offers.by_country("DE").to_list()
    assert not [record for record in caplog.records if record.name == "partner_center"]


PROGRAM = """
import httpx
from partner_center import PartnerCenter
from partner_center.auth import AccessTokenCredential

transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"items": []}))
with PartnerCenter(AccessTokenCredential(token="a-token-of-a-test"), transport=transport) as partner:
    partner.offers.by_country("DE").to_list()
"""


def run(level: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PARTNER_CENTER_LOG": level}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize(("level", "lines"), [("debug", 2), ("INFO", 0), ("", 0)])
def test_an_environment_variable_turns_the_log_on(level: str, lines: int) -> None:
    result = run(level)
    assert result.returncode == 0
    assert result.stderr.count("partner_center: GET https://") == lines, result.stderr


def test_an_unknown_log_level_is_rejected() -> None:
    result = run("all")
    assert "ValueError: PARTNER_CENTER_LOG must be debug or info, got 'all'" in result.stderr


def test_the_user_agent_names_the_application() -> None:
    agents: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        agents.append(request.headers["User-Agent"])
        return httpx.Response(200, json=PAGE)

    credential = AccessTokenCredential(token=TOKEN)
    for application in (None, "quoting 2.1"):
        transport = httpx.MockTransport(handle)
        with PartnerCenter(credential, transport=transport, application=application) as partner:
            partner.offers.by_country("DE").to_list()
    assert "(" not in agents[0]
    assert agents[1] == f"{agents[0]} (quoting 2.1)"


def test_a_page_has_its_response() -> None:
    with client() as partner:
        page = partner.offers.by_country("DE").first_page()
    assert page.status == 200
    assert page.headers["X-Locale"] == "en-US"
    assert json.loads(page.body) == PAGE


def test_an_asynchronous_pager_cannot_be_awaited_or_iterated_over_with_for() -> None:
    async def main() -> None:
        credential = AccessTokenCredential(token=TOKEN)
        async with AsyncPartnerCenter(credential, transport=httpx.MockTransport(respond)) as partner:
            pager = partner.offers.by_country("DE")
            with pytest.raises(TypeError, match="async for"):
                await pager  # type: ignore[misc]
            with pytest.raises(TypeError, match="async for"):
                list(pager)  # type: ignore[call-overload]

    asyncio.run(main())


def test_an_asynchronous_client_needs_async_with() -> None:
    partner = AsyncPartnerCenter(AccessTokenCredential(token=TOKEN))
    with pytest.raises(TypeError, match="async with"), partner:  # type: ignore[attr-defined]
        pass
