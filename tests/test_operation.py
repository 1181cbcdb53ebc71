"""What those see who run the server: metrics, readiness, the stop, and stores that are away for a while."""

import contextlib
import re
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from support import program, signin, store

OPERATIONS = program.ROOT / "docs/operations.md"
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<type>\w+) \| (?P<labels>[^|]*) \|", re.MULTILINE)
SERIES = re.compile(r"^(?P<name>\w+?)(?:_bucket|_sum|_count)?(?:\{(?P<labels>.*)\})? \S+$")


class Served:
    """A payer's server with four synthetic members and a system app."""

    def __init__(self, folder):
        self.data, source = folder / "data", folder / "idr"
        program.run("synth", "idr", "--members", 4, "--seed", 1, "--out", source, check=True)
        program.run("load", "idr", source, "--data", self.data, check=True)
        app = program.run("app", "add", "--name", "System", "--kind", "system", "--data", self.data, check=True).stdout
        self.app = re.search(r"client_id +(\S+)\nclient_secret +(\S+)", app).groups()
        self.callback = "https://app.example.org/callback"
        app = ("app", "add", "--name", "App", "--redirect-uri", self.callback, "--data", self.data)
        self.client = re.search(r"client_id +(\S+)", program.run(*app, check=True).stdout).group(1)
        self.port, self.watch = program.free_port(), program.free_port()
        self.base = f"http://localhost:{self.port}"
        self.config = folder / "bluestem.toml"
        self.config.write_text(
            f'public_url = "{self.base}"\nlisten = "127.0.0.1:{self.port}"\n'
            f'metrics.listen = "127.0.0.1:{self.watch}"\n' + store.toml(self.data)
        )

    def start(self, **environment):
        """The server."""
        return program.Running("serve", "--config", self.config, env=environment)

    def token(self):
        """The answer to a system's request for a token."""
        body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
        return requests.post(f"{self.base}/v3/o/token/", data=body, auth=self.app, timeout=60)

    def read(self, token):
        """The answer to a search with it."""
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{self.base}/v3/fhir/Patient", {"_id": "-1"}, headers=headers, timeout=60)

    def authorize(self):
        """The answer to a browser that an app sent."""
        _, challenge = signin.pkce()
        url = signin.authorize_url(self.base, challenge, client_id=self.client, redirect_uri=self.callback)
        return requests.get(url, timeout=60, allow_redirects=False)

    def metrics(self):
        """The lines of the metrics that are no comments."""
        text = requests.get(f"http://127.0.0.1:{self.watch}/metrics", timeout=30).text
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    def value(self, series):
        """The value of a series; 0 when there is none."""
        return next((float(line.rsplit(" ", 1)[1]) for line in self.metrics() if line.rsplit(" ", 1)[0] == series), 0.0)


@pytest.fixture(scope="module")
def payer(tmp_path_factory):
    return Served(tmp_path_factory.mktemp("served"))


@contextlib.contextmanager
def away(payer):
    """Meanwhile the stores cannot be used: nobody may connect, or another process holds the file for writing."""
    if store.ON_POSTGRES:
        name = store.database(payer.data)
        store.psql("postgres", f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        store.psql("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            yield
        finally:
            store.psql("postgres", f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        return
    with contextlib.closing(sqlite3.connect(payer.data / "platform.db", isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")
        yield
        file.execute("ROLLBACK")


def test_while_a_store_is_away_each_door_says_when_to_come_again(payer):
    with payer.start():
        token = payer.token().json()["access_token"]
        assert requests.get(f"{payer.base}/health/ready", timeout=30).json() == {"status": "ready"}
        with away(payer):
            with ThreadPoolExecutor() as both:
                answers = [asked.result() for asked in [both.submit(payer.token), both.submit(payer.authorize)]]
            if store.ON_POSTGRES:
                answers.append(payer.read(token))
                ready = requests.get(f"{payer.base}/health/ready", timeout=30)
                assert ready.status_code == 503 and "platform" in ready.json()["silent"], ready.text
                assert payer.base not in ready.text and "bluestem" not in ready.text
            else:
                assert payer.read(token).status_code == 200, "what is only read does not need the writer"
            refused, browser, *read = answers
            # Without its store nobody knows where the app may send people back to: then they read a page.
            for answer in [refused, *read] + ([browser] if store.ON_POSTGRES else []):
                assert answer.status_code == 503, answer.text
                assert 1 <= int(answer.headers["Retry-After"]) <= 30
                assert not re.search(r"sqlite|postgres|database|\.db", answer.text, re.IGNORECASE), answer.text
            assert refused.json()["error"] == "temporarily_unavailable"
            assert all(answer.json()["issue"][0]["code"] == "transient" for answer in read)
            if not store.ON_POSTGRES:
                # The app is known and waits for an answer: it is told, not the person.
                assert "error=temporarily_unavailable" in browser.headers["Location"], browser.headers
            assert requests.get(f"{payer.base}/health/live", timeout=30).status_code == 200
            assert any('outcome="unavailable"' in line for line in payer.metrics())
        # The process went on; nobody had to start it anew.
        program.wait_until(lambda: payer.token().status_code == 200, seconds=60)
        assert payer.read(token).status_code == 200
        program.wait_until(lambda: requests.get(f"{payer.base}/health/ready", timeout=30).ok)


def test_what_is_shown_is_what_the_page_for_operators_says(payer):
    told = {row["name"]: set(re.findall(r"`(\w+)`", row["labels"])) for row in ROW.finditer(OPERATIONS.read_text())}
    with payer.start():
        token = payer.token().json()["access_token"]
        before = payer.value('bluestem_events_total{event="search",outcome="success"}')
        assert payer.read(token).ok and payer.read("nonsense").status_code == 401
        assert payer.value('bluestem_events_total{event="search",outcome="success"}') == before + 1
        assert payer.value('bluestem_refusals_total{door="fhir",reason="login"}') == 1
        assert payer.value('bluestem_http_requests_total{route="/v3/fhir/Patient",method="GET",status="401"}') == 1
        for line in payer.metrics():
            series = SERIES.match(line)
            labels = set(re.findall(r'(\w+)="', series["labels"] or "")) - {"le"}
            assert labels == told.get(series["name"], None), line
        assert requests.get(f"{payer.base}/metrics", timeout=30).status_code == 404, "not for the public"
        mine = " ".join(payer.metrics())
        assert payer.app[0] not in mine and token not in mine


def test_a_process_that_is_to_stop_turns_nobody_away_before_the_proxy_knows(payer):
    with payer.start(BLUESTEM_LIMITS__UNREADY_SECONDS="4") as running:
        token = payer.token().json()["access_token"]
        running.process.send_signal(signal.SIGTERM)
        program.wait_until(lambda: requests.get(f"{payer.base}/health/ready", timeout=30).status_code == 503)
        statuses, began = set(), time.monotonic()
        with contextlib.suppress(requests.ConnectionError):
            while True:
                answer = payer.read(token)
                statuses.add(answer.status_code)
                assert answer.headers["Connection"] == "close"
        assert statuses == {200} and time.monotonic() - began > 1
        assert running.stop() == 0
