"""The database stops, restarts, refuses, stalls and loses connections under traffic and under loads."""

import random
import threading
import time

import pytest
import requests

from faults import members, served
from faults.members import Connection
from faults.place import Postgres, Server
from faults.proxy import Proxy
from faults.stored import State, hold, people
from support import payer, program

# Short deadlines, so that the tests need not wait for the usual ones.
TIMES = "connect_seconds = 1\nstatement_seconds = 2\n"
# No request takes longer, whatever the database does: the deadlines of the steps of one, on a busy machine.
LONGEST = 15
FAULT_SECONDS = 2.5
HEALED_SECONDS = 30
MEMBERS = 12
CLOCK = "2026-10-01T00:00:00Z"


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL server that keeps what it was given, also through a crash."""
    server = Server("fsync=on synchronous_commit=on full_page_writes=on")
    yield server
    server.stop()


@pytest.fixture
def proxy(server):
    """What stands before it."""
    proxy = Proxy(program.free_port(), server.address)
    yield proxy
    proxy.close()


def at(folder, server, proxy, more=""):
    """An installation that reaches its database through the proxy."""
    place = Postgres(folder, server, TIMES + more, proxy.address).create()
    place.run("migrate", check=True)
    return place


FAULTS = {
    "refuses": lambda server, proxy: proxy.refuse(),
    "stalls": lambda server, proxy: proxy.stall(),
    "is slow": lambda server, proxy: proxy.slow(),
    "loses connections": lambda server, proxy: proxy.cut(),
    "stalls at commits": lambda server, proxy: proxy.stall_at_commit(),
    "loses them before commits": lambda server, proxy: proxy.cut_before_commit(),
    "loses the answers of commits": lambda server, proxy: proxy.cut_after_commit(),
    "is stopped": lambda server, proxy: server.halt("fast"),
    "crashes": lambda server, proxy: server.halt("immediate"),
    "has a full disk": lambda server, proxy: server.fill(),
}
# In these nothing can be answered, so everybody must be told; in those nothing that takes a transaction.
DOWN = ("refuses", "stalls", "is stopped", "crashes")
NO_COMMIT = ("stalls at commits", "loses them before commits", "loses the answers of commits", "has a full disk")


def end(name, server, proxy):
    """Ends a fault."""
    proxy.heal()
    if name in ("is stopped", "crashes"):
        server.resume()
    if name == "has a full disk":
        server.empty()


class Traffic:
    """Readers and apps, each on a thread of its own; every answer is right, or says when to come back."""

    def __init__(self, base, app, person, connections):
        self.base, self.wrong, self.stop = base, [], threading.Event()
        self.token, self.person, self.app = served.token(base, app), person, app
        # Answers, and the threads that were asked to come back.
        self.good, self.refused = 0, set()
        self.expected = {path: self.ask(path).json() for path in self.paths()}
        works = [lambda path=path: self.read(path) for path in self.paths()]
        works += [lambda connection=connection: self.step(connection) for connection in connections]
        works.append(self.client_credentials)
        self.threads = [threading.Thread(target=self.repeat, args=[work]) for work in works]
        self.rotating = self.threads[len(self.expected) : -1]
        for thread in self.threads:
            thread.start()

    def paths(self):
        return [f"Patient/{self.person}", f"ExplanationOfBenefit?patient={self.person}&_count=10"]

    def ask(self, path):
        header = {"Authorization": f"Bearer {self.token}"}
        return requests.get(f"{self.base}/v3/fhir/{path}", headers=header, timeout=60)

    def read(self, path):
        answer = self.ask(path)
        if self.judge(answer):
            found, expected = answer.json(), self.expected[path]
            # A Bundle says when it was made.
            for moment in ("meta", "timestamp", "id"):
                if found["resourceType"] == "Bundle":
                    found.pop(moment, None), expected.pop(moment, None)
            assert found == expected, f"{path}: another answer"

    def client_credentials(self):
        body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
        self.judge(requests.post(f"{self.base}/v3/o/token/", data=body, auth=self.app, timeout=60))

    def step(self, connection):
        connection.step(connection.chance)
        self.judge(connection.last)

    def judge(self, answer):
        """Whether it is the answer; fails unless it is that or asks to come back."""
        assert answer.elapsed.total_seconds() < LONGEST, f"{answer.url}: {answer.elapsed}"
        if answer.status_code == 503:
            assert int(answer.headers.get("Retry-After", 0)) > 0, f"{answer.url}: no Retry-After"
            self.refused.add(threading.current_thread())
            return False
        assert answer.status_code == 200, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
        self.good += 1
        return True

    def repeat(self, work):
        try:
            while not self.stop.is_set() and not self.wrong:
                work()
                time.sleep(0.01)
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def told(self, threads):
        """Whether none of these waits for ever: all have been asked to come back."""
        return self.refused.issuperset(threads) or self.wrong

    def healed(self):
        """Waits until everything is answered again, with nobody's help."""
        program.wait_until(lambda: all(self.ask(path).status_code == 200 for path in self.paths()), HEALED_SECONDS)
        good = self.good
        program.wait_until(lambda: self.good > good + 10 or self.wrong, HEALED_SECONDS)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def test_requests_get_an_answer_or_503_and_nothing_answered_is_lost(server, proxy, tmp_path, request):
    seed = request.config.getoption("--fault-seed")
    port = program.free_port()
    place = at(tmp_path / "site", server, proxy, members.configuration(tmp_path / "site", port))
    logins = members.load(place, tmp_path / "idr")
    app, system = members.add_app(place), served.add_system_app(place)
    person = people(place)[0]
    with payer.slsx(port, logins), place.serve() as running:
        connections = [Connection(place.base, app, login) for login in logins]
        for connection in connections:
            connection.connect()
            connection.chance = random.Random(f"{seed}/{connection.login}")
        for name, begin in FAULTS.items():

            def say(what, name=name):
                return f"the database {name}: {what}; repeat with --fault-seed {seed}"

            traffic = Traffic(place.base, system, person, connections)
            begin(server, proxy)
            try:
                if name in DOWN:
                    program.wait_until(lambda traffic=traffic: traffic.told(traffic.threads), LONGEST)
                elif name in NO_COMMIT:
                    program.wait_until(lambda traffic=traffic: traffic.told(traffic.rotating), LONGEST)
                else:
                    time.sleep(FAULT_SECONDS)
                end(name, server, proxy)
                traffic.healed()
            except AssertionError as error:
                raise AssertionError(say(f"{error} {traffic.wrong}")) from error
            finally:
                traffic.end()
            assert not traffic.wrong, say(traffic.wrong)
            assert running.process.poll() is None, say("the server has ended")
            broken = [line for line in running.lines if "the store failed" in line or "damaged" in line]
            assert not broken, say(f"told as an error of ours: {broken[:3]}")
            for connection in connections:
                connection.verify(say)


# How many of the faults `make test` lets happen to loads; a seed draws which. `make faults` takes them all.
FEW = 3


def test_loads_end_with_the_reason_and_go_on_where_they_were(server, proxy, tmp_path, request):
    chance = random.Random(request.config.getoption("--fault-seed"))
    faults = [name for name in FAULTS if name != "is slow"]
    if not request.config.getoption("--fault-all"):
        faults = chance.sample(faults, FEW)
    source = tmp_path / "idr"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 1, "--out", source, check=True)
    load = ("load", "idr", source, "--clock", CLOCK)
    undisturbed = at(tmp_path / "undisturbed", server, proxy)
    app = served.add_system_app(undisturbed)
    begun = time.monotonic()
    undisturbed.run(*load, check=True)
    whole = time.monotonic() - begun
    asked = people(undisturbed)
    expected = State(undisturbed, app, asked)
    refused = 0
    for number, name in enumerate(faults):
        place = at(tmp_path / f"load{number}", server, proxy)
        app = served.add_system_app(place)
        moment = chance.random() * whole

        def say(what, name=name, moment=moment):
            return f"the database {name} {moment:.2f} s after the start of a load: {what}"

        fault = threading.Timer(moment, FAULTS[name], [server, proxy])
        fault.start()
        done = place.run(*load)
        fault.join()
        end(name, server, proxy)
        if done.returncode != 0:
            refused += 1
            assert "the store is not available" in done.stderr, say(done.stderr)
            assert "new" not in done.stdout, say(f"something is reported: {done.stdout}")
            hold(place, say)
            place.run(*load, check=True)
        State(place, app, asked).compare(expected, say)
    assert refused > 0, "no load met its fault"
