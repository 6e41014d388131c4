"""Events and log records: each retry is one event and one log record, and names no customer."""

import logging

import attrs
import pytest

from partner_center import CallDelayed, Event, ItemSkipped, RetryScheduled
from partner_center.auth import AccessTokenCredential

from ..events import without_traffic
from .clock import QuickClock
from .conftest import ReadOffers
from .fault import RETRY
from .responses import TOKEN, fault, good, page, respond, throttled
from .server import Certificates, FaultServer

CUSTOMER = "1F3B2C77-52A0-4A43-8F0F-D4F3B0B9C921"


def test_a_retry_is_reported_once_and_without_the_customer(
    read_offers: ReadOffers,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    events: list[Event] = []
    link = f"/Customers/{CUSTOMER.lower()}/offers?size=1&continuation={CUSTOMER}"
    script = [good("A", next_link=link), throttled({"Retry-After": "7"}), fault(503), good("B")]
    with FaultServer(certificates.good, script) as server:
        read_offers(
            lambda offers: offers.by_customer(CUSTOMER, category_id="Enterprise"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            on_event=without_traffic(events.append),
        )
        ids = [request.values("MS-RequestId")[0] for request in server.requests]
        correlation_ids = [request.values("MS-CorrelationId")[0] for request in server.requests]
        url = f"https://localhost:{server.port}/v1/customers/{{customer_id}}/offers?size=1"
    assert ids[0] != ids[1] == ids[2] == ids[3]
    assert events == [
        RetryScheduled(
            method="GET",
            url=url,
            status=status,
            error=error,
            attempt=attempt,
            wait=quick_clock.waits[attempt - 1],
            request_id=ids[1],
            correlation_id=correlation_ids[0],
        )
        for attempt, status, error in ((1, 429, "ThrottledError"), (2, 503, "ServerError"))
    ]
    records = [record for record in caplog.records if record.name == "partner_center"]
    assert [record.levelno for record in records] == [logging.WARNING] * 2
    assert [vars(record)["partner_center_event"] for record in records] == events
    for record, event in zip(records, events, strict=True):
        assert isinstance(event, RetryScheduled)
        for part in ("GET", event.url, str(event.status), f"attempt {event.attempt}", f"{event.wait:.1f} s", ids[1]):
            assert part in record.getMessage()
        assert CUSTOMER.lower() not in record.getMessage().lower()


def test_no_event_names_a_customer_of_a_link_or_an_item(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, caplog: pytest.LogCaptureFixture
) -> None:
    reported: list[str] = []
    first = page(
        items=[{"id": "A"}, f"/v1/customers/{CUSTOMER}/offers"],
        next_link=f"/v1/customers/{CUSTOMER.upper()}/offers?{CUSTOMER}&seek=1",
    )
    with FaultServer(certificates.good, [respond(200, first), fault(503), good("B")]) as server:
        read_offers(
            lambda offers: offers.by_customer(CUSTOMER),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            on_event=without_traffic(lambda event: reported.append(repr(event))),
            retry=attrs.evolve(RETRY, backoff=0),
        )
    assert len(reported) == 2
    assert CUSTOMER.lower() not in "".join([*reported, caplog.text]).lower()


def test_a_skipped_item_is_reported(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, caplog: pytest.LogCaptureFixture
) -> None:
    events: list[Event] = []
    with FaultServer(certificates.good, [respond(200, b'{"items":[7,{"id":"A"}]}')]) as server:
        read_offers(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            on_event=without_traffic(events.append),
        )
    (event,) = events
    assert isinstance(event, ItemSkipped)
    assert event.problem == "Item 0 of the page is a number, not an object."
    assert [record.getMessage() for record in caplog.records if record.name == "partner_center"] == [str(event)]


def test_many_items_that_are_not_offers_are_summarized(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str
) -> None:
    events: list[Event] = []
    body = b'{"items":[' + b"1," * 100_000 + b'{"id":"A"}]}'
    with FaultServer(certificates.good, [respond(200, body)]) as server:
        outcome = read_offers(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            on_event=without_traffic(events.append),
        )
    assert isinstance(outcome, list)
    assert [offer.id for offer in outcome] == ["A"]
    problems = [event.problem for event in events if isinstance(event, ItemSkipped)]
    assert problems == [
        *(f"Item {place} of the page is a number, not an object." for place in range(20)),
        "99980 more items are not objects.",
    ]


def test_an_error_in_on_event_is_logged_and_does_not_fail_the_call(
    read_offers: ReadOffers,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def hook(event: Event) -> None:
        raise RuntimeError("A bug in the hook")

    with FaultServer(certificates.good, [fault(500), good("A")]) as server:
        outcome = read_offers(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            on_event=without_traffic(hook),
        )
    assert isinstance(outcome, list)
    assert "on_event failed on RetryScheduled" in caplog.text
    assert "A bug in the hook" in caplog.text


def test_the_text_of_a_delayed_call() -> None:
    delayed = CallDelayed(method="GET", url="https://localhost/v1/offers", wait=3, request_id="r", correlation_id="c")
    assert str(delayed) == (
        "GET https://localhost/v1/offers waits 3.0 s, because the service asked this client to slow down (request id r)"
    )
