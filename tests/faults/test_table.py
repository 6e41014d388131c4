"""Every fault of the table, through the public API of both clients, against a real socket over TLS."""

import traceback
from collections.abc import Callable
from itertools import count

import pytest

from partner_center import PartnerCenterError
from partner_center.auth import AccessToken, AccessTokenCredential

from .clock import QuickClock
from .conftest import ReadOffers
from .fault import SETTINGS, Fault
from .responses import TOKEN
from .server import Certificates, FaultServer
from .table import FAULTS


class RenewingCredential:
    """Returns a new token each time."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def get_token(self, *_scopes: str) -> AccessToken:
        return AccessToken(f"{TOKEN}.{next(self._numbers)}", 2**40)


def test_the_table_has_many_faults_with_unique_names() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault(
    fault: Fault,
    read_offers: ReadOffers,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("fault", fault.name)
    caplog.set_level("DEBUG")  # for all loggers: httpcore logs the headers of responses
    certificate = getattr(certificates, fault.certificate)
    with FaultServer(certificate, fault.script, handshakes=fault.handshakes) as server:
        outcome = read_offers(
            fault.query,
            credential=RenewingCredential() if fault.renews else AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            **{**SETTINGS, **fault.settings},
        )
        requests = list(server.requests)
    assert server.failures == []

    fault.expected.check(outcome)
    assert len(requests) == fault.requests
    assert fault.connections in {None, server.connections}
    assert fault.waits is None or quick_clock.waits == list(fault.waits)
    assert fault.check_requests(requests)

    # For every fault: no token is shown, attempts are counted, and a call keeps its ids.
    assert TOKEN not in caplog.text
    if isinstance(outcome, PartnerCenterError):
        assert TOKEN not in "".join(traceback.format_exception(outcome))
        assert TOKEN not in repr(vars(outcome))
        assert not [error for error in _causes_of(outcome) if TOKEN in f"{error} {error.args!r}"]
        assert len(str(outcome)) <= 2000
        assert str(outcome).isprintable()
        attempts = getattr(outcome, "attempts", None)
        ids = [request.values("MS-RequestId")[0] for request in requests]
        assert attempts is None or not requests or attempts == ids.count(ids[-1])
        assert all(getattr(outcome, name, "none") for name in ("request_id", "correlation_id"))
    assert len({tuple(request.values("MS-CorrelationId")) for request in requests}) <= 1
    assert all(value == f"localhost:{server.port}" for request in requests for value in request.values("Host"))


def _causes_of(error: BaseException) -> list[BaseException]:
    """Return all causes and contexts of an error, also hidden ones, and check that there is no cycle."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error.__cause__, error.__context__]
    while waiting:
        earlier = waiting.pop()
        assert earlier is not error
        if earlier is not None and earlier not in found:
            found.append(earlier)
            waiting += [earlier.__cause__, earlier.__context__]
    return found
