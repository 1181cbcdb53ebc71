"""The schema of the stores: what a migration would do, what it does, and who may run on what it made."""

import re
import sqlite3

import pytest

from support import postgres, program

ADDRESS = {"BLUESTEM_PUBLIC_URL": "http://localhost:1", "BLUESTEM_LISTEN": "127.0.0.1:1"}


class Embedded:
    """A new data folder."""

    name, nothing = "embedded", "x''"

    def __init__(self, folder):
        self.folder = folder / "data"
        self.env = ADDRESS | {"BLUESTEM_DATA": str(self.folder)}

    def sql(self, plane, text):
        """Runs SQL on a plane's file. Returns the first row's first value."""
        self.folder.mkdir(exist_ok=True)
        file = sqlite3.connect(self.folder / f"{plane}.db")
        try:
            row = file.execute(text).fetchone()
            file.commit()
            return str(row[0]) if row else None
        finally:
            file.close()

    def tables(self):
        """How many tables there are in the platform plane."""
        return self.sql("platform", "SELECT count(*) FROM sqlite_schema WHERE type = 'table'")


class Postgres:
    """A new database."""

    name, nothing = "postgres", "''"

    def __init__(self, folder, database):
        key = folder / "keys.master"
        program.run("key", "master", key, check=True)
        self.database, self.env = database, ADDRESS | database.environment(key)
        self.env["BLUESTEM_FILES__FOLDER"] = str(folder / "files")

    def sql(self, plane, text):
        """Runs SQL in a plane's schema. Returns the first row's first value."""
        rows = self.database.sql(f"SET search_path = {plane}; {text}")
        return rows[0][0] if rows else None

    def tables(self):
        """How many tables there are in the platform plane."""
        return self.sql("platform", "SELECT count(*) FROM pg_tables WHERE schemaname = 'platform'")


ON_POSTGRES = pytest.mark.postgres("its schemas are migrated")


@pytest.fixture(params=["embedded", pytest.param("postgres", marks=ON_POSTGRES)])
def stores(request, tmp_path):
    """New stores of either kind."""
    if request.param == "embedded":
        yield Embedded(tmp_path)
    else:
        with postgres.database() as database:
            yield Postgres(tmp_path, database)


def migrate(stores, *options):
    return program.run("migrate", *options, env=stores.env)


def status(stores):
    """Plane -> (version found, version known, state)."""
    lines = migrate(stores, "--status").stdout.splitlines()
    assert lines[0].split() == ["plane", "found", "known", "state"]
    rows = [re.fullmatch(r"(\w+) +(\d+) +(\d+)  (.+)", line).groups() for line in lines[1:]]
    return {plane: (int(found), int(known), state) for plane, found, known, state in rows}


def test_a_dry_run_says_what_would_run_and_changes_nothing(stores):
    before = status(stores)
    assert list(before) == ["claims", "platform", "audit"]
    assert all(found == 0 and state == f"{known} steps to run" for found, known, state in before.values())
    dry = migrate(stores, "--dry-run").stdout
    steps = re.findall(r"^-- (\w+ \d+): .+", dry, re.M)
    assert len(steps) == sum(known for _, known, _ in before.values())
    assert re.search(r"CREATE TABLE (platform\.)?app \(", dry)
    assert status(stores) == before and migrate(stores, "--dry-run").stdout == dry
    ran = migrate(stores).stdout.splitlines()
    assert len(ran) == len(steps) + 1 and ran[-1] == "The schema is up to date."
    assert all(found == known and state == "up to date" for found, known, state in status(stores).values())
    assert migrate(stores, "--dry-run").stdout == "-- nothing to do\n"
    assert migrate(stores).stdout == "The schema is up to date.\n"


def test_a_step_that_fails_leaves_the_old_state(stores):
    assert migrate(stores).returncode == 0
    # The last steps did not run yet, and something stands in the way of what they make.
    known = status(stores)["platform"][1]
    first = 4
    stores.sql("platform", "DROP TABLE pushed_request")
    stores.sql("platform", f"DELETE FROM schema_migration WHERE version >= {first}")
    tables = stores.tables()
    failed = migrate(stores)
    assert failed.returncode == 1 and "the schema stays as it was" in failed.stderr, failed.stderr
    assert status(stores)["platform"] == (first - 1, known, f"{known - first + 1} steps to run")
    assert stores.tables() == tables
    if stores.name == "postgres":
        served = program.run("serve", env=stores.env, seconds=60)
        assert served.returncode == 1 and "run `bluestem migrate`" in served.stderr


def test_a_later_schema_is_served_if_it_says_so_and_refused_if_not(stores):
    assert migrate(stores).returncode == 0
    known = status(stores)["platform"][1]
    later = f"INSERT INTO schema_migration (version, name, sha256, runs_from) VALUES ({known + 1}, 'later', {stores.nothing}, %s)"
    stores.sql("platform", "ALTER TABLE app ADD COLUMN of_a_later_release TEXT")
    stores.sql("platform", later % known)
    assert status(stores)["platform"] == (known + 1, known, "newer; this release can run on it")
    assert migrate(stores).returncode == 0
    assert program.run("app", "add", "--name", "App", "--kind", "system", env=stores.env).returncode == 0
    assert "App" in program.run("app", "list", env=stores.env, check=True).stdout
    stores.sql("platform", f"UPDATE schema_migration SET runs_from = {known + 1} WHERE version = {known + 1}")
    for command in (["serve"], ["migrate"], ["migrate", "--status"], ["app", "list"]):
        refused = program.run(*command, env=stores.env, seconds=60)
        assert refused.returncode == 1
        assert f"schema version {known + 1}; this release knows up to {known} and cannot run on it" in refused.stderr
