"""``partner-center doctor``: a line for each thing that may be wrong, and what to do about it."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from partner_center.auth import Claims
from partner_center.emulator import Emulator, ReceivedRequest, Response

from .conftest import Run

ALL = ["settings", "authority", "api", "clock", "token", "mfa", "expiry", "call"]


def report(run: Run, **variables: str) -> tuple[int, dict[str, tuple[str, str]]]:
    ended = run("doctor", "--output", "json", **variables)
    assert ended.stderr == ""
    checks = json.loads(ended.stdout)
    return ended.returncode, {check["name"]: (check["outcome"], check["says"]) for check in checks}


def test_all_is_well(run: Run, emulator: Emulator) -> None:
    status, checks = report(run)
    assert status == 0
    assert list(checks) == ALL
    assert {outcome for outcome, _ in checks.values()} == {"ok"}
    assert "app only" in checks["token"][1]
    assert "https://api.partnercenter.microsoft.com" in checks["token"][1]
    assert f"{len(emulator.catalog.offers('US'))} offers in US" in checks["call"][1]


def test_it_can_be_read_as_a_table(run: Run) -> None:
    ended = run("doctor")
    assert ended.returncode == 0
    assert [line.split()[0] for line in ended.stdout.splitlines() if " ok " in line] == ALL


@pytest.mark.parametrize(
    ("variables", "failing", "says"),
    [
        (lambda _: {"PARTNER_CENTER_CLIENT_SECRET": ""}, ["settings"], "PARTNER_CENTER_CLIENT_SECRET"),
        (
            lambda _: {"PARTNER_CENTER_CLOUD": "mars"},
            ["settings"],
            "PARTNER_CENTER_CLOUD must be one of global, us_government, china, got 'mars'",
        ),
        (lambda _: {"PARTNER_CENTER_CLIENT_SECRET": "wrong"}, ["token", "call"], "AADSTS7000215"),
        (lambda _: {"PARTNER_CENTER_TENANT_ID": "nowhere.example"}, ["authority", "token", "call"], "knows no tenant"),
        (
            lambda _: {"PARTNER_CENTER_AUTHORITY": "https://localhost:9"},
            ["authority", "token", "call"],
            "https://localhost:9 cannot be reached",
        ),
        (
            lambda _: {"PARTNER_CENTER_BASE_URL": "https://localhost:9/v1"},
            ["api", "call"],
            "https://localhost:9/v1 cannot be reached",
        ),
        (lambda _: {"PARTNER_CENTER_CA_BUNDLE": "missing.pem"}, ["settings"], "missing.pem"),
        (lambda _: {"ALL_PROXY": "socks5://localhost:9", "NO_PROXY": "", "no_proxy": ""}, ["settings"], "httpx[socks]"),
        (
            lambda emulator: {"PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token(claims={"exp": 0})},
            ["expiry", "call"],
            "Get a new one",
        ),
        (
            lambda emulator: {"PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token(mfa=False)},
            ["mfa", "call"],
            "sign in again",
        ),
        (
            lambda emulator: {
                "PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token(claims={"aud": "https://graph.windows.net"})
            },
            ["token", "call"],
            "wants the audience https://api.partnercenter.microsoft.com",
        ),
    ],
)
def test_what_fails_says_what_to_do(
    run: Run, emulator: Emulator, variables: Callable[[Emulator], dict[str, str]], failing: list[str], says: str
) -> None:
    status, checks = report(run, **variables(emulator))
    assert status == 1
    assert [name for name, (outcome, _) in checks.items() if outcome == "failure"] == failing
    assert says in checks[failing[0]][1]


@pytest.mark.parametrize(
    ("date", "outcome"), [("Tue, 03 Nov 2015 08:15:00 GMT", "failure"), ("yesterday", "warning"), (None, "ok")]
)
def test_the_clock(run: Run, emulator: Emulator, date: str | None, outcome: str) -> None:
    def intercept(request: ReceivedRequest) -> Response | None:
        if request.path in {"/v1", "/v1/"} and date is not None:
            return Response(404, {"Date": date})
        return None

    emulator.behavior.intercept = intercept
    status, checks = report(run)
    assert checks["clock"][0] == outcome
    assert status == (1 if outcome == "failure" else 0)


def test_a_clock_that_is_right_in_any_zone_and_any_form_of_a_date(run: Run, emulator: Emulator) -> None:
    def intercept(request: ReceivedRequest) -> Response | None:
        return Response(404, {"Date": time.asctime(time.gmtime())}) if request.path in {"/v1", "/v1/"} else None

    emulator.behavior.intercept = intercept
    assert report(run, TZ="XYZ-9")[1]["clock"][0] == "ok"


def test_no_token_shows(run: Run, emulator: Emulator) -> None:
    token = emulator.issue_token(claims={"exp": 0})
    for output in ("json", "table"):
        ended: Any = run("doctor", "--output", output, PARTNER_CENTER_ACCESS_TOKEN=token)
        assert token not in ended.stdout + ended.stderr
        assert emulator.client_secret not in ended.stdout + ended.stderr


@pytest.mark.parametrize("expires_on", [float("inf"), 1e300, 10**400, "soon", None])
def test_a_time_that_makes_no_sense_is_none(expires_on: object) -> None:
    assert Claims({"exp": expires_on}).expires_on is None


def test_a_country_that_is_none(run: Run, emulator: Emulator) -> None:
    ended = run("doctor", "--country", "USA")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "country must be a two-letter code such as 'US', got 'USA'" in ended.stderr
    assert emulator.requests == []


def test_an_authority_with_a_slash_at_its_end(run: Run, emulator: Emulator) -> None:
    status, checks = report(run, PARTNER_CENTER_AUTHORITY=f"{emulator.authority}/")
    assert (status, checks["authority"][0]) == (0, "ok")


def test_an_api_whose_root_cannot_be_read_answers_all_the_same(run: Run, emulator: Emulator) -> None:
    emulator.behavior.intercept = lambda request: (
        Response(200, {"Content-Encoding": "br"}, b"?") if request.path.rstrip("/") == "/v1" else None
    )
    status, checks = report(run)
    assert (status, checks["api"][0]) == (0, "ok")
