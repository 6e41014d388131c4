"""``--verbose`` logs requests and responses to standard error, without customers."""

import pytest

from partner_center.emulator import Emulator, Response

from .conftest import Run


@pytest.mark.parametrize("before", [["-v"], []])
def test_verbose_shows_the_settings(run: Run, emulator: Emulator, before: list[str]) -> None:
    after = [] if before else ["--verbose"]
    result = run(*before, "offers", "list", "--country", "JP", "--output", "json", *after)
    assert result.returncode == 0
    lines = [line for line in result.stderr.splitlines() if " INFO " in line]
    assert len(lines) == 1
    assert lines[0].endswith(
        f"INFO Cloud global, base URL {emulator.base_url}, locale en-US, credential from the environment"
    )


@pytest.mark.parametrize("variables", [{}, {"PARTNER_CENTER_LOG": "debug"}])
def test_verbose_shows_each_request_and_response_without_its_customer(
    run: Run, emulator: Emulator, variables: dict[str, str]
) -> None:
    customer = emulator.catalog.customers[1]
    result = run(
        "offers", "list", "--customer", customer.id, "--output", "json", "--page-size", "20", "-v", **variables
    )
    assert result.returncode == 0
    requests = len([request for request in emulator.requests if request.side == "api"])
    assert requests > 1
    assert result.stderr.count(" is sent in attempt 1 (request id ") == requests
    assert result.stderr.count(" returned 200 after ") == requests
    assert customer.id not in result.stderr


def test_a_retry_is_shown_once(run: Run, emulator: Emulator) -> None:
    answers = iter([Response(503)])
    emulator.behavior.intercept = lambda request: next(answers, None) if request.side == "api" else None
    result = run("offers", "list", "--country", "JP", "--output", "json", "-v")
    assert result.returncode == 0
    assert result.stderr.count("WARNING") == 1
