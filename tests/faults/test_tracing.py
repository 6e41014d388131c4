"""A span and a measurement for each attempt, as OpenTelemetry's conventions for HTTP clients describe them."""

from collections.abc import Iterator

import pytest
from opentelemetry import metrics, trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from partner_center.auth import AccessTokenCredential

from .clock import QuickClock
from .conftest import ReadOffers
from .fault import RETRY
from .responses import TOKEN, close, fault, good
from .server import Certificates, FaultServer, Step

CUSTOMER = "1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921"


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    # The global provider can be set only once in a process.
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    yield exporter
    provider.shutdown()


def spans_of(
    script: list[Step],
    *,
    read_offers: ReadOffers,
    certificates: Certificates,
    ca_bundle: str,
    exporter: InMemorySpanExporter,
) -> tuple[tuple[ReadableSpan, ...], int]:
    with FaultServer(certificates.good, script) as server:
        read_offers(
            lambda offers: offers.by_customer(CUSTOMER),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
        )
    return exporter.get_finished_spans(), server.port


def test_each_attempt_is_a_span(
    read_offers: ReadOffers,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    exporter: InMemorySpanExporter,
) -> None:
    script = [good("A", next_link="/offers?offset=1&token=x"), fault(503), close, good("B")]
    spans, port = spans_of(
        script, read_offers=read_offers, certificates=certificates, ca_bundle=ca_bundle, exporter=exporter
    )
    address = f"https://localhost:{port}/v1/customers/{{customer_id}}/offers"
    expected = [
        {"url.full": address, **response_attributes(200)},
        {"url.full": f"{address}?offset=1", **response_attributes(503), "error.type": "503"},
        {"url.full": f"{address}?offset=1", "http.request.resend_count": 1, "error.type": "httpx.RemoteProtocolError"},
        {"url.full": f"{address}?offset=1", "http.request.resend_count": 2, **response_attributes(200)},
    ]
    assert {span.name for span in spans} == {"GET /v1/customers/{customer_id}/offers"}
    assert {span.kind for span in spans} == {SpanKind.CLIENT}
    common = {"http.request.method": "GET", "server.address": "localhost", "server.port": port}
    assert [dict(span.attributes or {}) for span in spans] == [{**common, **attributes} for attributes in expected]
    assert [span.status.status_code for span in spans] == [
        StatusCode.ERROR if "error.type" in attributes else StatusCode.UNSET for attributes in expected
    ]
    assert not any(CUSTOMER in span.to_json() for span in spans)


def response_attributes(status: int) -> dict[str, str | int]:
    return {"http.response.status_code": status, "network.protocol.version": "1.1"}


def test_a_request_has_one_traceparent_header(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, exporter: InMemorySpanExporter
) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        read_offers(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
        )
        (traceparent,) = server.requests[0].values("traceparent")
    (span,) = exporter.get_finished_spans()
    assert span.context is not None
    assert traceparent.startswith(f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-")


def test_the_instrumentation_of_httpx_adds_no_second_span(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, exporter: InMemorySpanExporter
) -> None:
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=trace.get_tracer_provider())
    try:
        spans, _ = spans_of(
            [good("A")], read_offers=read_offers, certificates=certificates, ca_bundle=ca_bundle, exporter=exporter
        )
    finally:
        instrumentor.uninstrument()
    assert [span.instrumentation_scope.name for span in spans if span.instrumentation_scope] == ["partner_center"]


def test_each_attempt_is_a_measurement(
    read_offers: ReadOffers,
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader])
    # The global provider can be set only once in a process.
    monkeypatch.setattr(metrics, "get_meter_provider", lambda: provider)
    monkeypatch.setattr(metrics, "get_meter", provider.get_meter)
    with FaultServer(certificates.good, [fault(503), good("A")]) as server:
        read_offers(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            retry=RETRY,
        )
        port = server.port
    data = reader.get_metrics_data()
    assert data is not None
    (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
    assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
    common = {"http.request.method": "GET", "server.address": "localhost", "server.port": port}
    measured = {str(point.attributes.get("http.response.status_code")): point for point in metric.data.data_points}
    assert {status: dict(point.attributes or {}) for status, point in measured.items()} == {
        "503": {**common, **response_attributes(503), "error.type": "503"},
        "200": {**common, **response_attributes(200)},
    }
    assert [point.count for point in measured.values()] == [1, 1]
    provider.shutdown()


def test_calls_work_without_a_tracer_provider(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str
) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        outcome = read_offers(
            lambda offers: offers.by_country("US"),
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
        )
    assert isinstance(outcome, list)
