"""Fixtures of the fault tests: the seed, the number of kills, and both backends."""

import pytest

from faults.kill import Killer
from faults.place import Embedded, Postgres, Server


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server for the databases of these tests. It loses nothing: only our processes are killed."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(params=["embedded", "postgres"])
def make(request, tmp_path):
    """Makes an empty installation of a backend: `make(name)`; with `migrate=False` without a schema."""

    def embedded(name, more="", **_):
        return Embedded(tmp_path / name, more)

    def postgres(name, more="", migrate=True, **options):
        server = request.getfixturevalue("postgres_server")
        place = Postgres(tmp_path / name, server, more, **options).create()
        if migrate:
            place.run("migrate", check=True)
        return place

    chosen = {"embedded": embedded, "postgres": postgres}[request.param]
    chosen.kind = request.param
    return chosen


@pytest.fixture
def killer(request):
    """Makes what kills: `killer(activity, share)` has that share of all kills."""
    seed = request.config.getoption("--fault-seed")
    kills = request.config.getoption("--fault-kills")
    return lambda activity, share: Killer(seed, activity, max(2, round(kills * share)))
