"""``partner-center doctor``: checks of everything that a call needs, with what to do if one fails."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from partner_center.auth import Claims
from partner_center.emulator import Emulator, ReceivedRequest, Response

from .conftest import Run

ALL = ["settings", "api", "clock", "token", "mfa", "expiry", "call"]


def report(run: Run, **variables: str) -> tuple[int, dict[str, tuple[str, str]]]:
    result = run("doctor", "--output", "json", **variables)
    assert result.stderr == ""
    checks = json.loads(result.stdout)
    return result.returncode, {check["name"]: (check["outcome"], check["message"]) for check in checks}


def test_all_checks_pass(run: Run, emulator: Emulator) -> None:
    status, checks = report(run)
    assert status == 0
    assert list(checks) == ALL
    assert {outcome for outcome, _ in checks.values()} == {"ok"}
    assert "app only" in checks["token"][1]
    assert "https://api.partnercenter.microsoft.com" in checks["token"][1]
    assert f"{len(emulator.catalog.offers('US'))} offers in US" in checks["call"][1]


def test_the_report_is_a_table_by_default(run: Run) -> None:
    result = run("doctor")
    assert result.returncode == 0
    assert [line.split()[0] for line in result.stdout.splitlines() if " ok " in line] == ALL


@pytest.mark.parametrize(
    ("variables", "failing", "message"),
    [
        (lambda _: {"PARTNER_CENTER_CLIENT_SECRET": ""}, ["settings"], "PARTNER_CENTER_CLIENT_SECRET"),
        (
            lambda _: {"PARTNER_CENTER_CLOUD": "mars"},
            ["settings"],
            "PARTNER_CENTER_CLOUD must be one of global, us_government, china, got 'mars'",
        ),
        (lambda _: {"PARTNER_CENTER_CLIENT_SECRET": "wrong"}, ["token", "call"], "AADSTS7000215"),
        (lambda _: {"PARTNER_CENTER_TENANT_ID": "nowhere.example"}, ["token", "call"], "The tenant does not exist"),
        (
            lambda _: {"PARTNER_CENTER_AUTHORITY": "https://localhost:9"},
            ["token", "call"],
            "https://localhost:9 could not be reached",
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
            "Run 'partner-center login'",
        ),
        (
            lambda emulator: {
                "PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token(claims={"aud": "https://graph.windows.net"})
            },
            ["token", "call"],
            "The audience must be https://api.partnercenter.microsoft.com",
        ),
    ],
)
def test_a_check_that_fails_says_what_to_do(
    run: Run, emulator: Emulator, variables: Callable[[Emulator], dict[str, str]], failing: list[str], message: str
) -> None:
    status, checks = report(run, **variables(emulator))
    assert status == 1
    assert [name for name, (outcome, _) in checks.items() if outcome == "failure"] == failing
    assert message in checks[failing[0]][1]


@pytest.mark.parametrize(
    ("date", "outcome"), [("Tue, 03 Nov 2015 08:15:00 GMT", "failure"), ("yesterday", "warning"), (None, "ok")]
)
def test_the_clock_is_compared_with_the_date_of_a_response(
    run: Run, emulator: Emulator, date: str | None, outcome: str
) -> None:
    def intercept(request: ReceivedRequest) -> Response | None:
        is_first = request.side == "api" and not any(earlier.side == "identity" for earlier in emulator.requests)
        return Response(401, {"Date": date}) if is_first and date is not None else None

    emulator.behavior.intercept = intercept
    status, checks = report(run)
    assert checks["clock"][0] == outcome
    assert status == (1 if outcome == "failure" else 0)


def test_the_clock_is_compared_in_any_time_zone_and_any_form_of_a_date(run: Run, emulator: Emulator) -> None:
    def intercept(request: ReceivedRequest) -> Response | None:
        is_first = request.side == "api" and not any(earlier.side == "identity" for earlier in emulator.requests)
        return Response(401, {"Date": time.asctime(time.gmtime())}) if is_first else None

    emulator.behavior.intercept = intercept
    assert report(run, TZ="XYZ-9")[1]["clock"][0] == "ok"


def test_the_settings_name_the_variables_that_store_tools_read_too(run: Run, emulator: Emulator) -> None:
    names = "PARTNER_CENTER_TENANT_ID, PARTNER_CENTER_CLIENT_ID, PARTNER_CENTER_CLIENT_SECRET"
    status, checks = report(run)
    assert (status, checks["settings"][0]) == (0, "ok")
    assert f"Tools for the Microsoft Store also read {names}: here" in checks["settings"][1]
    status, checks = report(run, PARTNER_CENTER_SELLER_ID="12345")
    assert (status, checks["settings"][0]) == (0, "warning")
    assert f"also read {names}, and PARTNER_CENTER_SELLER_ID is set" in checks["settings"][1]
    nothing = dict.fromkeys(names.split(", "), "")
    status, checks = report(run, PARTNER_CENTER_ACCESS_TOKEN=emulator.issue_token(), **nothing)
    assert checks["settings"] == ("ok", "cloud global, credential from the environment")


def test_the_report_contains_no_token(run: Run, emulator: Emulator) -> None:
    token = emulator.issue_token(claims={"exp": 0})
    for output in ("json", "table"):
        result: Any = run("doctor", "--output", output, PARTNER_CENTER_ACCESS_TOKEN=token)
        assert token not in result.stdout + result.stderr
        assert emulator.client_secret not in result.stdout + result.stderr


@pytest.mark.parametrize("expires_on", [float("inf"), 1e300, 10**400, "soon", None])
def test_an_invalid_expiry_is_ignored(expires_on: object) -> None:
    assert Claims({"exp": expires_on}).expires_on is None


def test_an_invalid_country_is_a_usage_error(run: Run, emulator: Emulator) -> None:
    result = run("doctor", "--country", "USA")
    assert (result.returncode, result.stdout) == (2, "")
    assert "country must be a two-letter code such as 'US', got 'USA'" in result.stderr
    assert emulator.requests == []


def test_an_authority_may_end_with_a_slash(run: Run, emulator: Emulator) -> None:
    status, checks = report(run, PARTNER_CENTER_AUTHORITY=f"{emulator.authority}/")
    assert (status, checks["token"][0]) == (0, "ok")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Response(200, {"Content-Type": "text/html"}, b"<html>Sign in to the guest network</html>"), "such as a proxy"),
        (Response(503), "answers with status 503. Try again later."),
    ],
)
def test_a_response_that_is_not_from_the_api_fails_the_check(
    run: Run, emulator: Emulator, answer: Response, message: str
) -> None:
    emulator.behavior.intercept = lambda request: answer if request.side == "api" else None
    status, checks = report(run)
    assert (status, checks["api"][0], checks["call"][0]) == (1, "failure", "failure")
    assert message in checks["api"][1]
