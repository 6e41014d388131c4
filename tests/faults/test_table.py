"""Every fault of the table, through the public API of both clients, against a real socket over TLS."""

import traceback
from collections.abc import Callable
from itertools import count

import pytest

from partner_center import PartnerCenterError
from partner_center.auth import AccessToken, AccessTokenCredential

from .answers import TOKEN
from .clock import QuickClock
from .conftest import Ask
from .fault import SETTINGS, Fault
from .server import Certificates, FaultServer
from .table import FAULTS


class RenewingCredential:
    """Has another token each time it is asked."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def get_token(self, *_scopes: str) -> AccessToken:
        return AccessToken(f"{TOKEN}.{next(self._numbers)}", 2**40)


def test_the_table_is_long_enough_and_no_name_comes_twice() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault(
    fault: Fault,
    ask: Ask,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("fault", fault.name)
    caplog.set_level("DEBUG")  # of all loggers: httpcore shows the headers of responses
    certificate = getattr(certificates, fault.certificate)
    with FaultServer(certificate, fault.script, greetings=fault.greetings) as server:
        outcome = ask(
            fault.ask,
            credential=RenewingCredential() if fault.renews else AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            **{**SETTINGS, **fault.settings},
        )
        requests = list(server.requests)
    assert server.failures == []

    fault.sees.check(outcome)
    assert len(requests) == fault.requests
    assert fault.connections in {None, server.connections}
    assert fault.waits is None or quick_clock.waits == list(fault.waits)
    assert fault.also(requests)

    # What holds of every fault: no token is shown, attempts are counted right, and one call keeps its ids.
    assert TOKEN not in caplog.text
    if isinstance(outcome, PartnerCenterError):
        assert TOKEN not in "".join(traceback.format_exception(outcome))
        assert TOKEN not in repr(vars(outcome))
        assert not [error for error in _behind(outcome) if TOKEN in f"{error} {error.args!r}"]
        assert len(str(outcome)) <= 2000
        assert str(outcome).isprintable()
        attempts = getattr(outcome, "attempts", None)
        ids = [request.values("MS-RequestId")[0] for request in requests]
        assert attempts is None or not requests or attempts == ids.count(ids[-1])
        assert all(getattr(outcome, name, "none") for name in ("request_id", "correlation_id"))
    assert len({tuple(request.values("MS-CorrelationId")) for request in requests}) <= 1
    assert all(value == f"localhost:{server.port}" for request in requests for value in request.values("Host"))


def _behind(error: BaseException) -> list[BaseException]:
    """Return what led to an error, also what a traceback does not show: others do. None of it may lead to itself."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error.__cause__, error.__context__]
    while waiting:
        earlier = waiting.pop()
        assert earlier is not error
        if earlier is not None and earlier not in found:
            found.append(earlier)
            waiting += [earlier.__cause__, earlier.__context__]
    return found
