"""A span for each call, with the attributes that OpenTelemetry's conventions for HTTP clients name."""

from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from partner_center.auth import AccessTokenCredential

from .answers import TOKEN, close, fault, good
from .clock import QuickClock
from .conftest import Ask
from .server import Certificates, FaultServer, Step

CUSTOMER = "1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921"


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    # The global provider can be set once only in a process.
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    yield exporter
    provider.shutdown()


def spans_of(
    script: list[Step], *, ask: Ask, certificates: Certificates, ca_bundle: str, exporter: InMemorySpanExporter
) -> tuple[tuple[ReadableSpan, ...], int]:
    with FaultServer(certificates.good, script) as server:
        ask(
            lambda offers: offers.by_customer(CUSTOMER),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
        )
    return exporter.get_finished_spans(), server.port


def test_a_call_is_a_span_with_all_its_attempts(
    ask: Ask, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock, exporter: InMemorySpanExporter
) -> None:
    script = [good("A", next_link="/offers?offset=1&token=x"), fault(503), close, good("B")]
    (first, second), port = spans_of(script, ask=ask, certificates=certificates, ca_bundle=ca_bundle, exporter=exporter)
    assert first.name == "GET /v1/customers/{customerId}/offers"
    assert first.kind is SpanKind.CLIENT
    assert dict(first.attributes or {}) == {
        "http.request.method": "GET",
        "server.address": "localhost",
        "server.port": port,
        "url.full": f"https://localhost:{port}/v1/customers/{{customerId}}/offers",
        "http.response.status_code": 200,
    }
    assert first.status.status_code is StatusCode.UNSET
    assert dict(second.attributes or {}) == {
        "http.request.method": "GET",
        "server.address": "localhost",
        "server.port": port,
        "url.full": f"https://localhost:{port}/v1/offers?offset=1&token=REDACTED",
        "http.response.status_code": 200,
        "http.request.resend_count": 2,
    }


@pytest.mark.parametrize(
    ("step", "error_type", "status"),
    [(fault(404), "404", 404), (close, "partner_center.errors.TransportError", None)],
)
def test_a_call_that_fails_is_a_span_that_failed(
    ask: Ask,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    exporter: InMemorySpanExporter,
    step: Step,
    error_type: str,
    status: int | None,
) -> None:
    (span,), _ = spans_of([step], ask=ask, certificates=certificates, ca_bundle=ca_bundle, exporter=exporter)
    attributes = dict(span.attributes or {})
    assert span.status.status_code is StatusCode.ERROR
    assert attributes["error.type"] == error_type
    assert attributes.get("http.response.status_code") == status
    assert attributes.get("http.request.resend_count") == (None if status else 3)
    assert CUSTOMER not in span.to_json()


def test_where_nobody_looks_there_is_no_span(ask: Ask, certificates: Certificates, ca_bundle: str) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        outcome = ask(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
        )
    assert isinstance(outcome, list)
