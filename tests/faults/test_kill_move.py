"""`kill -9` in the midst of a move into PostgreSQL: one side serves at most, and in the end all is there."""

import itertools
import shutil

import pytest

from faults import served
from faults.place import PLANES, Embedded, Postgres
from faults.stored import State, people
from support import program

MEMBERS = 12
CLOCK = "2026-10-01T00:00:00Z"


@pytest.fixture
def source(tmp_path):
    """A loaded folder with keys, an app and a token: (place, app)."""
    place, files = Embedded(tmp_path / "source"), tmp_path / "idr"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 1, "--out", files, check=True)
    place.run("load", "idr", files, "--clock", CLOCK, check=True)
    place.run("key", "rotate", check=True)
    app = served.add_system_app(place)
    with place.serve() as server:
        served.token(server.base, app)
    return place, app


def opens(place):
    """Whether commands work on the stores."""
    return place.run("app", "list").returncode == 0


def begun(new):
    """Whether a move into the database has begun; before it is empty, and may be used."""
    return new.number("platform", "SELECT count(*) FROM main.transfer") > 0


def moved(old, new):
    """Whether it has ended."""
    return begun(new) and opens(new) and not opens(old)


def test_killed_moves_end_as_undisturbed_ones(source, postgres_server, killer, tmp_path):
    killer = killer("move", 0.07)
    place, app = source
    asked = people(place)
    expected = State(place, app, asked)
    empty = Postgres(tmp_path / "empty", postgres_server).create()
    empty.run("migrate", check=True)

    def target(name):
        made = empty.copy(tmp_path / name)
        shutil.copy(place.data / "keys.master", made.folder / "keys.master")
        return made

    undisturbed, first = target("undisturbed"), place.copy(tmp_path / "first")
    killer.calibrate(undisturbed.command("move", "--from", "embedded", "--to", "postgres", "--data", first.data))
    whole = {plane: undisturbed.dump(plane) for plane in PLANES}
    for number in itertools.count():
        old, new = place.copy(tmp_path / f"old{number}"), target(f"new{number}")

        command = new.command("move", "--from", "embedded", "--to", "postgres", "--data", old.data)
        # One that was killed when all was done is not done again: the command refuses it.
        while not moved(old, new) and killer.more() and killer.strike(command):
            new.settle()
            assert not (begun(new) and opens(old) and opens(new)), killer.say("both sides can be served from")
        if not moved(old, new):
            done = program.run(*command)
            assert done.returncode == 0, killer.say(done.stdout + done.stderr)
        assert opens(new) and not opens(old), killer.say("not moved in the end")
        for plane in PLANES:
            assert new.dump(plane) == whole[plane], killer.say(f"{plane}: other rows than of an undisturbed move")
        assert State(new, app, asked).pages == expected.pages, killer.say("other bytes are served")
        new.settle()
        new.remove()
        if not killer.more():
            break
