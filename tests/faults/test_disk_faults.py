"""The disk of the embedded stores is full, returns errors, is locked by somebody else, or holds damaged files."""

import contextlib
import os
import random
import re
import resource
import sqlite3
import subprocess
import time

import pytest
import requests

from faults import served
from faults.place import Embedded
from faults.stored import State, hold, people
from support import program

MEMBERS = 12
CLOCK = "2026-10-01T00:00:00Z"
HEALED_SECONDS = 30
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
READS = "SELECT count(*) FROM main.event WHERE kind = 'read'"
PAGE = 4096


@pytest.fixture(scope="module")
def delivery(tmp_path_factory):
    """Source files."""
    folder = tmp_path_factory.mktemp("delivery") / "idr"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 1, "--out", folder, check=True)
    return folder


@pytest.fixture
def place(tmp_path, delivery):
    """A loaded installation."""
    place = Embedded(tmp_path / "place")
    place.run("load", "idr", delivery, "--clock", CLOCK, check=True)
    return place


@pytest.fixture(autouse=True)
def limit(tmp_path, monkeypatch):
    """`limit(bytes)`: no file of a program started from now on grows beyond that; it sees an error, as of a disk."""
    wrapper, real = tmp_path / "limited", program.binary()

    def set_to(size=None):
        blocks = "unlimited" if size is None else size // 1024
        # The signal that comes with the error would end the program.
        wrapper.write_text(f"#!/usr/bin/env bash\ntrap '' XFSZ\nulimit -S -f {blocks}\nexec {real} \"$@\"\n")
        wrapper.chmod(0o755)

    set_to()
    monkeypatch.setenv("BLUESTEM_BIN", str(wrapper))
    return set_to


def ask_token(base, app):
    """The answer to a request that writes."""
    body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
    return requests.post(f"{base}/v3/o/token/", data=body, auth=app, timeout=60)


def later(answer):
    """Whether an answer asks to come back."""
    return answer.status_code == 503 and int(answer.headers.get("Retry-After", 0)) > 0


def reader(base, token, person):
    """Reads one person's record."""
    header = {"Authorization": f"Bearer {token}"}
    return lambda: requests.get(f"{base}/v3/fhir/Patient/{person}", headers=header, timeout=60)


def test_who_cannot_have_the_lock_in_time_is_asked_to_come_back(place):
    app, person = served.add_system_app(place), people(place)[0]
    with place.serve() as server:
        read = reader(server.base, served.token(server.base, app), person)
        with contextlib.closing(sqlite3.connect(place.file("platform"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held, meanwhile = ask_token(server.base, app), read()
        assert later(held), f"{held.status_code} {held.text}"
        assert meanwhile.status_code == 200, "a read needs no lock"
        assert ask_token(server.base, app).status_code == 200


def test_a_server_whose_disk_takes_nothing_reads_on_and_loses_no_record_of_it(place):
    app, person = served.add_system_app(place), people(place)[0]
    with place.serve() as server:
        read = reader(server.base, served.token(server.base, app), person)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        answered = [read().status_code for _ in range(20)]
        refused = [ask_token(server.base, app) for _ in range(5)]
        # Long enough for the audit trail to be tried and kept.
        program.wait_until(lambda: any("cannot write the audit trail" in line for line in server.lines))
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)
        assert answered == [200] * 20
        assert all(later(answer) for answer in refused), [answer.text for answer in refused]
        assert any("the disk returns errors" in line for line in server.lines), server.output()
        program.wait_until(lambda: ask_token(server.base, app).status_code == 200, HEALED_SECONDS)
        program.wait_until(lambda: place.number("audit", READS) == 20, HEALED_SECONDS)


def test_a_load_that_finds_no_room_ends_with_the_reason_and_goes_on_later(place, delivery, limit, tmp_path, request):
    seed = request.config.getoption("--fault-seed")
    chance = random.Random(seed)
    app, asked = served.add_system_app(place), people(place)
    expected = State(place, app, asked)
    whole = place.file("claims").stat().st_size
    again = Embedded(tmp_path / "again")
    app, refused = served.add_system_app(again), 0
    # Ever more room, as somebody makes it; the write-ahead log and the file are bound alike.
    for size in sorted(chance.randrange(200 << 10, whole) for _ in range(4)):

        def say(what, size=size):
            return f"with files of {size} bytes: {what}; repeat with --fault-seed {seed}"

        limit(size)
        done = again.run("load", "idr", delivery, "--clock", CLOCK)
        if done.returncode != 0:
            refused += 1
            reasons = ("the disk returns errors", "cannot write to the temporary folder")
            assert any(reason in done.stderr for reason in reasons), say(done.stderr)
            assert "claims" not in done.stdout, say(f"something is reported: {done.stdout}")
    assert refused > 0, "nothing was refused"
    limit()
    again.run("load", "idr", delivery, "--clock", CLOCK, check=True)
    State(again, app, asked).compare(expected, say)


def test_a_full_disk_is_told_and_what_was_stored_stays(delivery, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here ({mounted.stderr.strip()}); limits of files stand in for it")
    try:
        place = Embedded(folder / "place")
        app = served.add_system_app(place)
        reserve = folder / "reserve"
        reserve.write_bytes(b"x" * (1 << 20))
        with place.serve() as server:
            # The load takes all that is left, and the server finds nothing any more.
            done = place.run("load", "idr", delivery, "--clock", CLOCK, env={"TMPDIR": str(tmp_path)})
            assert done.returncode != 0 and "the disk is full" in done.stderr, done.stdout + done.stderr
            with contextlib.suppress(OSError), open(folder / "rest", "wb", buffering=0) as file:
                while file.write(b"x" * PAGE):
                    pass
            answers = [ask_token(server.base, app) for _ in range(40)]
            reserve.unlink()
            program.wait_until(lambda: ask_token(server.base, app).status_code == 200, HEALED_SECONDS)
        assert any(map(later, answers)), "the disk was not full"
        assert all(later(answer) or answer.status_code == 200 for answer in answers)
        hold(place, str)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_log_that_was_cut_gives_the_last_whole_commit(place, tmp_path):
    with place.serve() as server:
        app = served.add_system_app(place)
        assert ask_token(server.base, app).status_code == 200
        server.stop(9)
    log = place.data / "platform.db-wal"
    size = log.stat().st_size
    assert size > PAGE, "no log to cut"
    os.truncate(log, size - random.Random(1).randrange(1, PAGE))
    with place.serve() as server:
        assert ask_token(server.base, app).status_code == 200


def test_damaged_pages_are_an_error_and_never_another_answer(place, request):
    chance = random.Random(request.config.getoption("--fault-seed"))
    app, asked = served.add_system_app(place), people(place)
    with place.serve() as server:
        before = served.of(server.base, app, asked)
    with contextlib.closing(sqlite3.connect(place.file("claims"))) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = place.file("claims").read_bytes()
    for number in sorted(chance.sample(range(1, len(whole) // PAGE), 5)):
        with open(place.file("claims"), "r+b") as file:
            file.seek(number * PAGE)
            file.write(b"\xa5" * PAGE)
    with place.serve() as server:
        token, right = served.token(server.base, app), set(before)
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {token}"
        met = 0
        for person in asked:
            for resource_type in served.RESOURCES:
                try:
                    pages = list(served.pages(session, server.base, resource_type, person))
                except AssertionError as error:
                    assert ": 500 " in str(error), error
                    met += 1
                else:
                    assert set(pages) <= right, f"another answer about {resource_type} of {person}"
        assert met > 0, "nobody met the damage"
        assert ask_token(server.base, app).status_code == 200, "the other planes are whole"
