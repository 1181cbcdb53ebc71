"""Traces, as a collector gets them: read by the message definitions that OpenTelemetry publishes."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from support import program, store

TRACE, STEP = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
KEY = "a-key-of-the-provider"


class Collector:
    """Takes what is sent to it, or answers that it is away."""

    def __init__(self):
        self.sent, self.away, self.refused = [], False, 0
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if collector.away:
                    collector.refused += 1
                else:
                    assert self.path == "/v1/traces" and self.headers["x-provider-key"] == KEY
                    assert self.headers["Content-Type"] == "application/x-protobuf"
                    collector.sent.append(body)
                self.send_response(503 if collector.away else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def spans(self):
        """Every span, with the attributes of who sent it."""
        batches = [ExportTraceServiceRequest.FromString(body) for body in self.sent]
        return [
            (span, attributes(sender.resource))
            for batch in batches
            for sender in batch.resource_spans
            for scope in sender.scope_spans
            for span in scope.spans
        ]

    def of(self, request):
        """The spans of the trace that a request of this id is in, once the request's own is there."""
        program.wait_until(lambda: any(attributes(span).get("bluestem.request_id") == request for span, _ in self.spans()))
        (own,) = [span for span, _ in self.spans() if attributes(span).get("bluestem.request_id") == request]
        return own, [span for span, _ in self.spans() if span.trace_id == own.trace_id and span != own]


def attributes(holder):
    """As a dictionary."""
    return {each.key: each.value.string_value or each.value.int_value for each in holder.attributes}


@pytest.fixture(scope="module")
def collector():
    return Collector()


class Site:
    """An installation with one member, that tells the collector, and a system app that reads."""

    def __init__(self, folder, collector):
        self.data, self.collector = folder / "data", collector
        program.run("synth", "idr", "--members", 1, "--seed", 1, "--out", folder / "idr", check=True)
        program.run("load", "idr", folder / "idr", "--data", self.data, check=True)
        app = ("app", "add", "--name", "System", "--kind", "system", "--data", self.data)
        added = program.run(*app, check=True).stdout.split()
        self.app = tuple(added[added.index(name) + 1] for name in ("client_id", "client_secret"))
        self.config, self.base = folder / "bluestem.toml", None

    def serve(self, delay, more=""):
        """A server that sends what it has every so many milliseconds."""
        port = program.free_port()
        self.base = f"http://localhost:{port}"
        self.config.write_text(
            f'public_url = "{self.base}"\nlisten = "127.0.0.1:{port}"\n'
            f'traces.endpoint = "{self.collector.endpoint}"\n{more}' + store.toml(self.data)
        )
        told = {"OTEL_EXPORTER_OTLP_HEADERS": f"x-provider-key={KEY}", "OTEL_BSP_SCHEDULE_DELAY": str(delay)}
        return program.Running("serve", "--config", self.config, env=told)


@pytest.fixture(scope="module")
def site(tmp_path_factory, collector):
    return Site(tmp_path_factory.mktemp("traced"), collector)


@pytest.fixture
def server(site):
    """A server that traces for callers alone; and a way to read with their `traceparent`."""
    with site.serve(200, "traces.one_in = 0\n") as running:
        body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
        token = requests.post(f"{site.base}/v3/o/token/", data=body, auth=site.app, timeout=60).json()["access_token"]

        def read(traceparent=None, path="Patient/-1000000001"):
            """The answer to a read with it."""
            headers = {"Authorization": f"Bearer {token}"} | ({"traceparent": traceparent} if traceparent else {})
            return requests.get(f"{site.base}/v3/fhir/{path}", headers=headers, timeout=60)

        running.read = read
        yield running


def test_a_request_is_a_span_of_its_callers_trace_with_what_it_asked_of_the_stores(server, collector):
    found = server.read(f"00-{TRACE}-{STEP}-01", "Patient?_id=-1")
    request = found.headers["X-Request-Id"]
    own, others = collector.of(request)
    assert own.trace_id.hex() == TRACE and own.parent_span_id.hex() == STEP and own.span_id.hex() == request[:16]
    assert own.name == "GET /v3/fhir/Patient" and own.kind == Span.SPAN_KIND_SERVER
    told = attributes(own)
    assert (told["http.request.method"], told["http.route"]) == ("GET", "/v3/fhir/Patient")
    assert told["http.response.status_code"] == found.status_code == 200
    # The token first, then the person.
    others.sort(key=lambda span: span.start_time_unix_nano)
    assert [span.name.split()[0] for span in others][:2] == ["platform", "claims"], [span.name for span in others]
    for span in others:
        assert span.parent_span_id == own.span_id and span.kind == Span.SPAN_KIND_INTERNAL
        assert own.start_time_unix_nano <= span.start_time_unix_nano <= span.end_time_unix_nano <= own.end_time_unix_nano
    assert collector.spans()[0][1]["service.name"] == "bluestem"


def test_only_what_is_wanted_is_recorded_and_nobody_is_named(server, collector):
    unwanted = [server.read(), server.read(f"00-{'1' * 32}-{STEP}-00")]
    wanted = server.read(f"00-{'2' * 32}-{STEP}-01")
    collector.of(wanted.headers["X-Request-Id"])
    recorded = {attributes(span).get("bluestem.request_id") for span, _ in collector.spans()}
    assert recorded.isdisjoint(answer.headers["X-Request-Id"] for answer in unwanted)
    assert not any(b"1000000001" in body or b"127.0.0.1" in body for body in collector.sent)


def test_requests_do_not_wait_for_a_collector_that_is_away(server, collector):
    collector.away = True
    try:
        for step in range(3):
            assert server.read(f"00-{'3' * 32}-{step + 1:016x}-01").status_code in (200, 404)
        program.wait_until(lambda: collector.refused > 0)
        program.wait_until(lambda: "the collector does not take spans" in server.output())
    finally:
        collector.away = False
    collector.of(server.read(f"00-{'4' * 32}-{STEP}-01").headers["X-Request-Id"])
    program.wait_until(lambda: "the collector takes spans again" in server.output())


def test_without_a_caller_who_says_every_request_is_traced_and_the_stop_sends_what_is_left(site, collector):
    with site.serve(3_600_000, "limits.unready_seconds = 0\n"):
        request = requests.get(f"{site.base}/v3/fhir/metadata", timeout=60).headers["X-Request-Id"]
    own, _ = collector.of(request)
    assert own.trace_id.hex() == request and not own.parent_span_id
