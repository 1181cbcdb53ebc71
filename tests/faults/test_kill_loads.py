"""`kill -9` in the midst of loads and re-labelling: nothing twice, nothing lost, and in the end the same bytes."""

import contextlib
import itertools

import pytest
import requests

from faults import served
from faults.stored import State, hold, people
from support import program

MEMBERS = 20
CLOCKS = ("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")
# A list under which most labels of the built-in list fall away and others come.
CODES = "version,1001\nsystem,code,start,end\nhcpcs,99213,,\nicd-10-cm,I10,,\n"


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory):
    """format -> two deliveries; the second changes claims of the first and brings others."""
    folder, found = tmp_path_factory.mktemp("deliveries"), {}
    for format in ("idr", "rif"):
        found[format] = [folder / f"{format}-{seed}" for seed in (1, 2)]
        for seed, path in enumerate(found[format], 1):
            program.run("synth", format, "--members", MEMBERS, "--seed", seed, "--out", path, check=True)
    return found


def chains(base, killer):
    """Copies of an installation, one after the other, as long as there are kills to come."""
    for number in itertools.count():
        place = base.copy(base.folder.with_name(f"chain{number}"))
        yield number, place
        place.settle()
        place.remove()
        if not killer.more():
            return


@pytest.mark.parametrize("format", ["idr", "rif"])
def test_killed_loads_end_as_undisturbed_ones(make, deliveries, killer, format):
    killer = killer(f"load {format} {make.kind}", 0.11)
    loads = [("load", format, path, "--clock", clock) for path, clock in zip(deliveries[format], CLOCKS, strict=True)]
    first = make("undisturbed")
    app = served.add_system_app(first)
    empty = first.copy(first.folder.with_name("empty"))
    for load in loads:
        killer.calibrate(first.command(*load))
    asked = people(first)
    expected = State(first, app, asked)
    for number, place in chains(empty, killer):
        # Every other time a server runs beside, and answers all the while.
        with place.serve() if number % 2 else contextlib.nullcontext() as server:

            def between(place=place, server=server):
                if server:
                    assert requests.get(f"{server.base}/health", timeout=60).status_code == 200, killer.say("no answer")
                hold(place, killer.say)

            for load in loads:
                killer.until_done(place.command(*load), between)
        State(place, app, asked).compare(expected, killer.say)


def test_killed_relabelling_ends_as_undisturbed(make, deliveries, killer, tmp_path):
    killer = killer(f"relabel {make.kind}", 0.06)
    codes = tmp_path / "codes.csv"
    codes.write_text(CODES)
    first = make("undisturbed")
    app = served.add_system_app(first)
    for format in ("idr", "rif"):
        first.run("load", format, deliveries[format][0], "--clock", CLOCKS[0], check=True)
    loaded = first.copy(first.folder.with_name("loaded"))
    command = ("relabel", "--labels", codes)
    killer.calibrate(first.command(*command))
    asked = people(first)
    expected = State(first, app, asked, any_time=True)
    for _, place in chains(loaded, killer):
        killer.until_done(place.command(*command), lambda place=place: hold(place, killer.say))
        State(place, app, asked, any_time=True).compare(expected, killer.say)
