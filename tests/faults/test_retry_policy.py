"""When a retry follows a failed attempt, which values a policy refuses, and the defaults of a client.

This is the only place that asserts the defaults. All other tests set the values that they depend on.
"""

from inspect import signature
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_center import AsyncPartnerCenter, PartnerCenter, RetryPolicy, ServerError
from partner_center.auth import AccessTokenCredential
from partner_center.retry import is_retryable_status, next_delay

from .clock import QuickClock
from .conftest import ReadOffers

SECONDS = st.floats(0, 1e6)
POLICIES = st.builds(
    RetryPolicy,
    max_attempts=st.integers(1, 100),
    backoff=SECONDS,
    max_backoff=SECONDS,
    max_wait=SECONDS,
    deadline=st.none() | SECONDS.filter(bool),
)


def test_the_backoff_doubles_up_to_max_backoff() -> None:
    policy = RetryPolicy(max_attempts=100, backoff=0.5, max_backoff=30, deadline=None)
    waits = [next_delay(policy, attempt, elapsed=0, retry_after=None, jitter=1) for attempt in range(1, 10)]
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert next_delay(policy, 99, elapsed=0, retry_after=None, jitter=1) == 30
    assert next_delay(policy, 5, elapsed=0, retry_after=None, jitter=0.25) == 2


def test_the_backoff_is_random(
    read_offers: ReadOffers, quick_clock: QuickClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([0.25, 0.75, 1.0, 0.5])
    monkeypatch.setattr("random.random", lambda: next(drawn))
    outcome = read_offers(
        lambda offers: offers.by_country("US"),
        credential=AccessTokenCredential(token="made-up"),
        transport=httpx.MockTransport(lambda _: httpx.Response(503)),
        retry=RetryPolicy(max_attempts=4, backoff=0.5, max_backoff=30),
    )
    assert isinstance(outcome, ServerError)
    assert quick_clock.waits == [0.125, 0.75, 2.0]


def test_there_are_at_most_max_attempts() -> None:
    policy = RetryPolicy(max_attempts=4)
    assert next_delay(policy, 3, elapsed=0, retry_after=None, jitter=0) == 0
    assert next_delay(policy, 4, elapsed=0, retry_after=None, jitter=0) is None


@settings(deadline=None)
@given(POLICIES, st.integers(1, 200), SECONDS, st.none() | st.floats(0, 1e300), st.floats(0, 1))
def test_a_wait_keeps_every_limit_of_the_policy(
    policy: RetryPolicy, attempt: int, elapsed: float, retry_after: float | None, jitter: float
) -> None:
    wait = next_delay(policy, attempt, elapsed=elapsed, retry_after=retry_after, jitter=jitter)
    if wait is None:
        return
    assert attempt < policy.max_attempts
    assert wait >= (retry_after or 0)
    assert wait <= max(policy.max_wait if retry_after else 0, policy.max_backoff)
    assert policy.deadline is None or elapsed + wait < policy.deadline


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_attempts": 0}, "max_attempts must be .*got 0"),
        ({"max_attempts": 101}, "max_attempts must be .*got 101"),
        ({"max_attempts": True}, "max_attempts must be .*got True"),
        ({"max_attempts": 2.5}, "max_attempts must be .*got 2.5"),
        ({"backoff": -1}, "backoff must be .*got -1"),
        ({"max_backoff": "30"}, "max_backoff must be .*got '30'"),
        ({"max_wait": float("nan")}, "max_wait must be .*got nan"),
        ({"deadline": float("inf")}, "deadline must be .*got inf"),
        ({"deadline": False}, "deadline must be .*got False"),
        ({"deadline": 0}, "deadline must be .*got 0"),
        ({"max_wait": 10**400}, "max_wait must be .*got 10{400}"),
    ],
)
def test_an_invalid_policy_is_a_value_error(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        RetryPolicy(**arguments)


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"retry": 3}, TypeError, "retry must be .*got 3"),
        ({"max_concurrency": 0}, ValueError, "max_concurrency must be .*got 0"),
        ({"max_concurrency": 101}, ValueError, "max_concurrency must be .*got 101"),
        ({"max_response_bytes": 0}, ValueError, "max_response_bytes must be .*got 0"),
        ({"max_pages": -1}, ValueError, "max_pages must be .*got -1"),
        ({"max_pages": 1.5}, ValueError, "max_pages must be .*got 1.5"),
    ],
)
def test_an_invalid_limit_of_a_client_is_an_error(
    arguments: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        PartnerCenter(AccessTokenCredential(token="made-up"), **arguments)


@pytest.mark.parametrize("client", [PartnerCenter, AsyncPartnerCenter])
def test_the_defaults_of_a_client(client: Any) -> None:
    given = {name: parameter.default for name, parameter in signature(client).parameters.items()}
    assert given["retry"] == RetryPolicy(max_attempts=4, backoff=0.5, max_backoff=30.0, max_wait=120.0, deadline=300.0)
    assert (given["max_concurrency"], given["max_response_bytes"], given["max_pages"]) == (8, 16 * 2**20, 10_000)
    assert (given["timeout"].connect, given["timeout"].read) == (10, 60)
    assert (given["strict"], given["validate_mfa"]) == (False, False)


def test_which_statuses_are_retryable() -> None:
    assert [status for status in range(100, 500) if is_retryable_status(status)] == [408, 429]
    assert [status for status in range(500, 1000) if not is_retryable_status(status)] == [
        501,
        505,
        511,
        *range(600, 1000),
    ]
