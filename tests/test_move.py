"""An installation moves from a folder to PostgreSQL: tokens, claims and history with it, and nothing gets lost."""

import re
import shutil
import signal
import sqlite3
import threading

import pytest
import requests

from support import postgres, program, signin
from support.fhir import Fhir
from support.snapshot import bytes_served

MEMBER = 2
pytestmark = pytest.mark.postgres("a move ends there")


class Installation:
    """A data folder with members, an app and its tokens, and what was served from it."""

    def __init__(self, folder):
        self.data, self.port = folder / "data", program.free_port()
        with self.sandbox() as running:
            self.tokens = signin.token_for(running.base, *signin.member(MEMBER))
            self.system = signin.system_token(running.base)
            self.served = bytes_served(running.base, self.tokens, self.system)
            assert running.stop() == 0

    def sandbox(self):
        """The sandbox over it, by the real time."""
        flags = ["--port", self.port, f"--data={self.data}", "--members", 6, "--seed", 1]
        return program.Running("sandbox", *flags)

    def environment(self, database):
        """What makes the binary serve at the same address over a database with the same key."""
        return database.environment(self.data / "keys.master") | {
            "BLUESTEM_PUBLIC_URL": f"http://localhost:{self.port}",
            "BLUESTEM_LISTEN": f"127.0.0.1:{self.port}",
            "BLUESTEM_FILES__FOLDER": str(self.data / "files"),
        }

    def move(self, database, *options):
        """Runs `bluestem move`."""
        command = ["move", "--from", "embedded", "--to", "postgres", f"--data={self.data}", *options]
        return program.run(*command, env=self.environment(database))


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """An installation that is copied for each test."""
    return Installation(tmp_path_factory.mktemp("move"))


@pytest.fixture
def installation(original, tmp_path):
    """A copy of it that a test may change."""
    copy = object.__new__(Installation)
    copy.__dict__ |= original.__dict__ | {"data": tmp_path / "data"}
    shutil.copytree(original.data, copy.data)
    return copy


@pytest.fixture
def database(installation):
    """An empty database with the schema of this release."""
    with postgres.database() as made:
        program.run("migrate", env=installation.environment(made), check=True)
        yield made


def test_everything_that_was_served_is_served_from_the_database(installation, database):
    done = installation.move(database)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^verified +claims\.claim_body +\d+ rows [0-9a-f]{64}$", done.stdout, re.M), done.stdout
    with program.Running("serve", env=installation.environment(database)) as running:
        assert bytes_served(running.base, installation.tokens, installation.system) == installation.served
        body = {"grant_type": "refresh_token", "refresh_token": installation.tokens["refresh_token"]}
        client = (signin.CLIENT, signin.SECRET)
        fresh = requests.post(f"{running.base}/v3/o/token/", data=body, auth=client, timeout=30)
        assert fresh.status_code == 200, fresh.text
        assert fresh.json()["patient"] == installation.tokens["patient"]
        keys = requests.get(f"{running.base}/.well-known/jwks.json", timeout=30)
        assert keys.status_code in (200, 404)
    assert "already" in installation.move(database).stderr
    refused = program.run("app", "list", f"--data={installation.data}")
    assert refused.returncode == 1 and "was moved to PostgreSQL" in refused.stderr
    (installation.data / "moved").unlink()
    assert program.run("app", "list", f"--data={installation.data}").returncode == 0


def test_a_folder_in_use_is_copied_and_never_called_done(installation, database):
    with installation.sandbox() as running:
        done = installation.move(database)
        assert done.returncode == 3 and "NOT DONE" in done.stdout, done.stdout + done.stderr
        refused = program.run("app", "list", env=installation.environment(database))
        assert "not finished" in refused.stderr, "half an installation is not served"
        late = signin.token_for(running.base, *signin.member(4))
        assert running.stop() == 0
    done = installation.move(database)
    assert done.returncode == 0, done.stdout + done.stderr
    with program.Running("serve", env=installation.environment(database)) as running:
        assert Fhir(running.base, late["access_token"]).search("Patient")[0]["id"] == late["patient"]


def test_a_move_that_waits_ends_once_the_folder_is_free(installation, database):
    done = []
    with installation.sandbox() as running:
        waiting = threading.Thread(target=lambda: done.append(installation.move(database, "--wait")))
        waiting.start()
        copied = "SELECT count(*) FROM claims.claim"
        program.wait_until(lambda: int(database.sql(copied)[0][0]) > 0, seconds=60)
        late = signin.token_for(running.base, *signin.member(5))
        assert running.stop() == 0
    waiting.join(timeout=120)
    assert done and done[0].returncode == 0, done
    with program.Running("serve", env=installation.environment(database)) as running:
        assert Fhir(running.base, late["access_token"]).search("Patient")[0]["id"] == late["patient"]


def test_a_move_that_is_killed_goes_on(installation, database):
    command = ["move", "--from", "embedded", "--to", "postgres", f"--data={installation.data}"]
    slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;"
    database.sql(f"{slow} CREATE TRIGGER slow AFTER INSERT ON claims.person EXECUTE FUNCTION slow()")
    cut = program.begin(*command, env=installation.environment(database))
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    program.wait_until(lambda: database.sql(waits)[0][0] == "1", seconds=60)
    cut.send_signal(signal.SIGKILL)
    cut.wait()
    database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    database.sql("DROP TRIGGER slow ON claims.person")
    assert "not finished" in program.run("app", "list", env=installation.environment(database)).stderr
    before = int(database.sql("SELECT count(*) FROM claims.claim")[0][0])
    assert before > 0, "what was copied stays"
    done = installation.move(database)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"^copied +claims\.claim +{before} rows, 0 written$", done.stdout, re.M), done.stdout


def test_what_does_not_fit_together_is_refused(installation, database, tmp_path):
    other = tmp_path / "other.key"
    program.run("key", "master", other, check=True)
    key = installation.environment(database) | {"BLUESTEM_KEYS__MASTER": str(other)}
    refused = program.run("move", "--from", "embedded", "--to", "postgres", f"--data={installation.data}", env=key)
    assert refused.returncode == 1 and "is not the key" in refused.stderr
    with postgres.database() as empty:
        assert "bluestem migrate" in installation.move(empty).stderr
    program.run("app", "add", "--name", "Another", "--kind", "system", env=installation.environment(database), check=True)
    refused = installation.move(database)
    assert refused.returncode == 1 and re.search(r"not empty: \S+ holds rows", refused.stderr), refused.stderr


def test_verify_names_the_table_that_differs(installation, database):
    assert installation.move(database).returncode == 0
    same = installation.move(database, "--verify")
    assert same.returncode == 0 and "DIFFERS" not in same.stdout, same.stdout + same.stderr
    damage = "UPDATE claims.claim_body SET record = set_byte(record, 9, get_byte(record, 9) # 1) \
        WHERE number = (SELECT min(number) FROM claims.claim_body)"
    database.sql(damage)
    found = installation.move(database, "--verify")
    assert found.returncode == 1 and "1 of" in found.stderr
    assert re.findall(r"^DIFFERS +(\S+)", found.stdout, re.M) == ["claims.claim_body"]


def test_every_table_and_column_of_the_folder_arrives(installation, database):
    """The copy goes by the database's catalog: what a plane has in the folder alone would be forgotten."""
    # A claim names its record by number in the folder, by person and claim in the database.
    known = {("claims", "claim", "body"), ("claims", "claim_body", "id"), ("claims", "claim_body", "hash")}
    for plane in ("claims", "platform", "audit"):
        listed = database.sql(
            f"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '{plane}'"
        )
        there = {(plane, *row) for row in listed}
        file = sqlite3.connect(installation.data / f"{plane}.db")
        tables = "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
        here = {(plane, *row) for row in file.execute(tables) if not row[0].startswith("sqlite_")}
        file.close()
        assert here - there - known == set()
