"""The switches refuse what they do not know, and go back; the hook for bad days answers in the emulator's place."""

import time

import attrs
import httpx
import pytest

from partner_center.emulator import (
    Answer,
    Behaviour,
    Emulator,
    LinkForm,
    MfaDemand,
    MfaRefusal,
    MfaReport,
    ReceivedRequest,
    RefreshTokenReuse,
    User,
)


def test_a_value_that_a_switch_does_not_know_is_refused_where_it_is_set() -> None:
    behaviour = Behaviour()
    with pytest.raises(ValueError, match="sideways"):
        behaviour.link_form = "sideways"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(ValueError, match="never"):
        behaviour.refresh_token_reuse = "never"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(TypeError):
        behaviour.user = "Adele"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(TypeError):
        behaviour.token_lifetime = "long"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(AttributeError):
        behaviour.link_from = LinkForm.PATH  # type: ignore[attr-defined]  # the mistake under test


def test_the_value_of_a_link_form_will_do() -> None:
    assert Behaviour(link_form="absolute").link_form is LinkForm.ABSOLUTE


def test_a_reset_sets_every_switch_back(emulator: Emulator, client: httpx.Client) -> None:
    behaviour = emulator.behaviour
    behaviour.token_lifetime = 5
    behaviour.clock = lambda: 0.0
    behaviour.link_form = LinkForm.RELATIVE
    behaviour.next_links = False
    behaviour.link_headers["MS-ContinuationToken"] = "bmV4dA=="
    behaviour.intercept = lambda _request: None
    behaviour.user = User(mfa=False)
    behaviour.public_client = False
    behaviour.secret_expired = True
    behaviour.assertions_only_once = True
    behaviour.refresh_token_reuse = RefreshTokenReuse.ALLOWED
    behaviour.mfa_demand = MfaDemand.INVALID_GRANT
    behaviour.device_code_interval = 5
    behaviour.device_code_pending = 1
    behaviour.mfa_required = False
    behaviour.mfa_refusal = MfaRefusal.CHALLENGE
    behaviour.mfa_report = MfaReport.BODY
    fresh = Behaviour()
    untouched = [
        field.name for field in attrs.fields(Behaviour) if getattr(behaviour, field.name) == getattr(fresh, field.name)
    ]
    assert untouched == []
    client.get("/offers")
    emulator.reset()
    assert emulator.behaviour is behaviour
    assert behaviour == Behaviour()
    assert behaviour.clock is time.time
    assert emulator.requests == []


class TestIntercept:
    def test_its_answer_is_sent_as_it_is(self, emulator: Emulator, api: httpx.Client) -> None:
        body = b'{"statusCode":429,"message":"Rate limit is exceeded. Try again in 57 seconds."}'
        headers = {"Retry-After": "57", "Content-Type": "application/json"}
        emulator.behaviour.intercept = lambda _request: Answer(429, headers, body)
        answer = api.get("/offers?country=US")
        assert (answer.status_code, answer.content) == (429, body)
        assert set(answer.headers) == {"date", "content-length", "retry-after", "content-type"}
        assert emulator.requests[-1].status == 429

    def test_none_lets_the_request_through(self, emulator: Emulator, api: httpx.Client) -> None:
        seen: list[ReceivedRequest] = []
        emulator.behaviour.intercept = seen.append
        assert api.get("/offers?country=IS").status_code == 200
        assert seen == emulator.requests

    def test_it_can_tell_requests_apart(self, emulator: Emulator, api: httpx.Client) -> None:
        def broken_second_page(request: ReceivedRequest) -> Answer | None:
            return Answer(503) if request.query.get("offset") == "20" else None

        emulator.behaviour.intercept = broken_second_page
        statuses = [api.get(f"/offers?country=US&size=20&offset={offset}").status_code for offset in (0, 20, 40)]
        assert statuses == [200, 503, 200]

    def test_it_comes_before_the_token_is_looked_at_and_on_the_identity_side_too(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.behaviour.intercept = lambda request: Answer(502, {"Content-Type": "text/html"}, request.side.encode())
        assert client.get("/offers?country=US").text == "api"
        assert client.get(f"{emulator.authority}/common/discovery/instance").text == "identity"

    def test_a_mistake_in_it_is_shown_and_costs_only_that_request(
        self, emulator: Emulator, api: httpx.Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        emulator.behaviour.intercept = lambda request: Answer(int(request.query["country"]))
        assert api.get("/offers?country=IS").status_code == 500
        assert "invalid literal for int" in caplog.text
        emulator.behaviour.intercept = None
        assert api.get("/offers?country=IS").status_code == 200


class TestRequests:
    def test_every_request_is_written_down(self, emulator: Emulator, api: httpx.Client) -> None:
        api.get("/offers", params={"country": "IS", "size": 5}, headers={"X-Locale": "fr-FR"})
        api.post("/offers")
        first, second = emulator.requests
        assert (first.side, first.method, first.path, first.status) == ("api", "GET", "/v1/offers", 200)
        assert dict(first.query) == {"country": "IS", "size": "5"}
        assert first.headers["x-locale"] == first.headers["X-LOCALE"] == "fr-FR"
        assert (second.method, second.status) == ("POST", 405)

    def test_they_can_be_forgotten(self, emulator: Emulator, client: httpx.Client) -> None:
        client.get("/offers")
        emulator.requests.clear()
        client.get("/customers")
        assert [request.path for request in emulator.requests] == ["/v1/customers"]
