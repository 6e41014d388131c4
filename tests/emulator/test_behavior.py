"""The switches, the intercept and the recorded requests."""

import asyncio
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import anyio.lowlevel
import attrs
import httpx
import pytest

from partner_center.emulator import (
    Behavior,
    Emulator,
    LinkForm,
    MfaDemand,
    MfaRefusal,
    MfaReport,
    ReceivedRequest,
    RefreshTokenReuse,
    Response,
    User,
)


def test_a_switch_refuses_an_invalid_value_when_it_is_set() -> None:
    behavior = Behavior()
    with pytest.raises(ValueError, match="sideways"):
        behavior.link_form = "sideways"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(ValueError, match="never"):
        behavior.refresh_token_reuse = "never"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(TypeError):
        behavior.user = "Adele"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(TypeError):
        behavior.token_lifetime = "long"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(AttributeError):
        behavior.link_from = LinkForm.PATH  # type: ignore[attr-defined]  # the mistake under test


def test_a_switch_accepts_the_value_of_an_enum_member() -> None:
    assert Behavior(link_form="absolute").link_form is LinkForm.ABSOLUTE


def test_a_reset_sets_every_switch_to_its_default(emulator: Emulator, client: httpx.Client) -> None:
    behavior = emulator.behavior
    behavior.token_lifetime = 5
    behavior.clock = lambda: 0.0
    behavior.link_form = LinkForm.RELATIVE
    behavior.next_links = False
    behavior.link_headers["MS-ContinuationToken"] = "bmV4dA=="
    behavior.intercept = lambda _request: None
    behavior.user = User(mfa=False)
    behavior.public_client = False
    behavior.secret_expired = True
    behavior.assertions_only_once = True
    behavior.refresh_token_reuse = RefreshTokenReuse.ALLOWED
    behavior.mfa_demand = MfaDemand.INVALID_GRANT
    behavior.device_code_interval = 5
    behavior.device_code_pending = 1
    behavior.mfa_required = False
    behavior.mfa_refusal = MfaRefusal.CHALLENGE
    behavior.mfa_report = MfaReport.BODY
    fresh = Behavior()
    untouched = [
        field.name for field in attrs.fields(Behavior) if getattr(behavior, field.name) == getattr(fresh, field.name)
    ]
    assert untouched == []
    client.get("/offers")
    emulator.reset()
    assert emulator.behavior is behavior
    assert behavior == Behavior()
    assert behavior.clock is time.time
    assert emulator.requests == []


class TestIntercept:
    def test_its_response_is_sent_with_no_headers_but_the_date_and_the_length(
        self, emulator: Emulator, api: httpx.Client
    ) -> None:
        body = b'{"statusCode":429,"message":"Rate limit is exceeded. Try again in 57 seconds."}'
        headers = {"Retry-After": "57", "Content-Type": "application/json"}
        emulator.behavior.intercept = lambda _request: Response(429, headers, body)
        response = api.get("/offers?country=US")
        assert (response.status_code, response.content) == (429, body)
        assert set(response.headers) == {"date", "content-length", "retry-after", "content-type"}
        assert emulator.requests[-1].status == 429

    def test_a_json_response_has_the_value_the_status_and_the_headers_that_were_given(
        self, emulator: Emulator, api: httpx.Client
    ) -> None:
        fault = {"code": 2000, "description": "Kaputt é"}
        emulator.behavior.intercept = lambda _request: Response.json(fault, status=429, headers={"Retry-After": "57"})
        response = api.get("/offers?country=US")
        assert (response.status_code, response.json()) == (429, fault)
        assert (response.headers["content-type"], response.headers["retry-after"]) == ("application/json", "57")
        emulator.behavior.intercept = lambda _request: Response.json([], headers={"Content-Type": "text/json"})
        response = api.get("/offers?country=US")
        assert (response.status_code, response.json(), response.headers["content-type"]) == (200, [], "text/json")

    def test_the_request_is_served_if_it_returns_none(self, emulator: Emulator, api: httpx.Client) -> None:
        seen: list[ReceivedRequest] = []
        emulator.behavior.intercept = seen.append
        assert api.get("/offers?country=IS").status_code == 200
        assert seen == emulator.requests

    def test_it_can_respond_to_some_requests_only(self, emulator: Emulator, api: httpx.Client) -> None:
        def broken_second_page(request: ReceivedRequest) -> Response | None:
            return Response(503) if request.query.get("offset") == "20" else None

        emulator.behavior.intercept = broken_second_page
        statuses = [api.get(f"/offers?country=US&size=20&offset={offset}").status_code for offset in (0, 20, 40)]
        assert statuses == [200, 503, 200]

    def test_it_is_called_on_both_sides_and_before_the_token_is_checked(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.behavior.intercept = lambda request: Response(
            502, {"Content-Type": "text/html"}, request.side.encode()
        )
        assert client.get("/offers?country=US").text == "api"
        assert client.get(f"{emulator.authority}/common/discovery/instance").text == "identity"

    def test_an_error_in_it_is_logged_and_fails_only_this_request(
        self, emulator: Emulator, api: httpx.Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        emulator.behavior.intercept = lambda request: Response(int(request.query["country"]))
        assert api.get("/offers?country=IS").status_code == 500
        assert "invalid literal for int" in caplog.text
        emulator.behavior.intercept = None
        assert api.get("/offers?country=IS").status_code == 200


class TestConcurrentIntercepts:
    @pytest.mark.parametrize("number", [1, 50])
    def test_functions_that_block_do_not_keep_other_requests_waiting(
        self, emulator: Emulator, api: httpx.Client, number: int
    ) -> None:
        all_blocked, released = threading.Barrier(number + 1), threading.Event()

        def block(request: ReceivedRequest) -> None:
            if request.query["country"] == "DE":
                all_blocked.wait(timeout=60)
                released.wait(timeout=60)

        emulator.behavior.intercept = block
        with ThreadPoolExecutor(number) as pool:
            blocked = [pool.submit(api.get, "/offers?country=DE&size=1", timeout=60) for _ in range(number)]
            try:
                all_blocked.wait(timeout=60)
                assert api.get("/offers?country=IS").status_code == 200
                assert not any(future.done() for future in blocked)
            finally:
                released.set()
            assert {future.result().status_code for future in blocked} == {200}

    def test_a_function_that_blocks_does_not_keep_the_emulator_from_stopping(self) -> None:
        started, released = threading.Event(), threading.Event()

        def block(_request: ReceivedRequest) -> None:
            started.set()
            released.wait(timeout=60)

        emulator = Emulator().start()
        emulator.behavior.intercept = block
        trust = ssl.create_default_context(cafile=emulator.ca_bundle)
        with ThreadPoolExecutor(1) as pool:
            request = pool.submit(httpx.get, f"{emulator.base_url}/offers", verify=trust, trust_env=False, timeout=60)
            try:
                started.wait(timeout=60)
                emulator.stop()
                assert isinstance(request.exception(timeout=60), httpx.TransportError)
            finally:
                released.set()

    def test_a_coroutine_function_is_awaited(self, emulator: Emulator, api: httpx.Client) -> None:
        async def intercept(request: ReceivedRequest) -> Response | None:
            await anyio.lowlevel.checkpoint()
            return Response(503) if request.query["country"] == "US" else None

        emulator.behavior.intercept = intercept
        assert [api.get(f"/offers?country={country}").status_code for country in ("US", "IS")] == [503, 200]

    def test_an_object_with_an_async_call_is_awaited(self, emulator: Emulator, api: httpx.Client) -> None:
        class Intercept:
            async def __call__(self, _request: ReceivedRequest) -> Response:
                await anyio.lowlevel.checkpoint()
                return Response(503)

        emulator.behavior.intercept = Intercept()
        assert api.get("/offers?country=IS").status_code == 503

    def test_coroutine_functions_wait_at_the_same_time(self, emulator: Emulator, api: httpx.Client) -> None:
        together = asyncio.Barrier(2)

        async def intercept(_request: ReceivedRequest) -> None:
            await asyncio.wait_for(together.wait(), timeout=60)

        emulator.behavior.intercept = intercept
        with ThreadPoolExecutor(2) as pool:
            responses = list(pool.map(lambda _: api.get("/offers?country=IS", timeout=60), range(2)))
        assert [response.status_code for response in responses] == [200, 200]


class TestDelay:
    def test_a_fast_response_overtakes_a_slow_one(self, emulator: Emulator, api: httpx.Client) -> None:
        slow_received = threading.Event()

        def intercept(request: ReceivedRequest) -> Response | None:
            if request.query["country"] != "DE":
                return None
            slow_received.set()
            return Response.json({}, delay=3600)

        emulator.behavior.intercept = intercept

        async def overtake() -> None:
            trust = ssl.create_default_context(cafile=emulator.ca_bundle)
            async with httpx.AsyncClient(verify=trust, trust_env=False, timeout=600) as client:
                slow = asyncio.create_task(client.get(f"{emulator.base_url}/offers?country=DE"))
                assert await asyncio.to_thread(slow_received.wait, 60)
                fast = await asyncio.to_thread(api.get, "/offers?country=IS")
                assert fast.status_code == 200
                assert not slow.done()
                slow.cancel()

        asyncio.run(overtake())
        assert [request.status for request in emulator.requests] == [None, 200]

    def test_a_response_is_sent_when_its_delay_is_over(self, emulator: Emulator, api: httpx.Client) -> None:
        emulator.behavior.intercept = lambda _request: Response(503, delay=0.05)
        response = api.post("/offers", content=b"x" * 200_000)
        assert response.status_code == 503
        assert response.elapsed.total_seconds() >= 0.05

    def test_a_slow_response_does_not_keep_the_emulator_from_stopping(self) -> None:
        received = threading.Event()

        def intercept(_request: ReceivedRequest) -> Response:
            received.set()
            return Response(delay=3600)

        emulator = Emulator().start()
        emulator.behavior.intercept = intercept
        trust = ssl.create_default_context(cafile=emulator.ca_bundle)
        with ThreadPoolExecutor(1) as pool:
            request = pool.submit(httpx.get, f"{emulator.base_url}/offers", verify=trust, trust_env=False, timeout=60)
            assert received.wait(timeout=60)
            emulator.stop()
            assert isinstance(request.exception(timeout=60), httpx.TransportError)

    def test_it_cannot_be_negative(self) -> None:
        with pytest.raises(ValueError, match="delay"):
            Response(delay=-1)


class TestRequests:
    def test_every_request_is_recorded(self, emulator: Emulator, api: httpx.Client) -> None:
        api.get("/offers", params={"country": "IS", "size": 5}, headers={"X-Locale": "fr-FR"})
        api.post("/offers")
        first, second = emulator.requests
        assert (first.side, first.method, first.path, first.status) == ("api", "GET", "/v1/offers", 200)
        assert dict(first.query) == {"country": "IS", "size": "5"}
        assert first.headers["x-locale"] == first.headers["X-LOCALE"] == "fr-FR"
        assert (second.method, second.status) == ("POST", 405)

    def test_they_can_be_cleared(self, emulator: Emulator, client: httpx.Client) -> None:
        client.get("/offers")
        emulator.requests.clear()
        client.get("/customers")
        assert [request.path for request in emulator.requests] == ["/v1/customers"]
