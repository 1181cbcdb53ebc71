"""`kill -9` under token traffic: what was answered holds, and no client is left without a way on."""

import random
import signal
import threading
import time

import pytest
import requests

from faults import members
from faults.members import Connection
from support import payer, program

LONGEST = 1.0


@pytest.fixture
def site(make, tmp_path):
    """A place with members, its app, and who signs in."""
    port = program.free_port()
    place = make("tokens", members.configuration(tmp_path / "tokens", port))
    people = members.load(place, tmp_path / "idr")
    with payer.slsx(port, people):
        yield place, members.add_app(place), list(people)


def traffic(connections, seed, stop, wrong):
    """One thread a connection, each step after the other, until the server is gone or `stop` is set."""

    def work(connection):
        chance = random.Random(f"{seed}/{connection.login}")
        try:
            while not stop.is_set():
                connection.step(chance)
        except requests.exceptions.RequestException:
            return
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=[connection]) for connection in connections]
    for thread in threads:
        thread.start()
    return threads


def test_what_was_answered_about_tokens_holds_after_a_kill(site, killer, make):
    killer = killer(f"tokens {make.kind}", 0.09)
    place, app, logins = site
    connections = [Connection(place.base, app, login) for login in logins]
    with place.serve():
        for connection in connections:
            connection.connect()
    for kill in range(killer.kills):
        wrong, stop = [], threading.Event()
        with place.serve() as server:
            for connection in connections:
                connection.verify(killer.say)
            threads = traffic(connections, f"{killer.seed}/{kill}", stop, wrong)
            moment = killer.chance.random() * LONGEST
            killer.moments.append(f"{moment:.3f} s")
            time.sleep(moment)
            server.stop(signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
        assert not wrong, killer.say(str(wrong))
        killer.done += 1
    with place.serve():
        for connection in connections:
            connection.verify(killer.say)
