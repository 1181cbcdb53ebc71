"""Installations of older releases: their schemas by the numbered steps, their data from one of today."""

import hashlib
import re
import shutil
import sqlite3

from faults.place import PLANES
from support.program import ROOT

STEP = re.compile(r'Migration\s*{\s*name:\s*"([^"]+)",\s*sql:\s*include_str!\("([^"]+)"\)')


def steps(kind, plane):
    """The steps of a plane on a backend, in order: (name, SQL)."""
    folder = ROOT / f"crates/store/src/{kind}/{plane}"
    found = STEP.findall((folder / "mod.rs").read_text())
    assert found, f"{folder}/mod.rs lists no migrations that this reads"
    return [(name, (folder / file).read_text()) for name, file in found]


def build(place, today, versions):
    """Makes the schema of each plane as of its version in `versions`, filled with what `today` has of it."""
    for plane in PLANES:
        done = steps(place.kind, plane)[: versions[plane]]
        place.script(plane, begin(place.kind, plane) + "".join(sql for _, sql in done) + mark(place.kind, plane, done))
    {"embedded": fill_embedded, "postgres": fill_postgres}[place.kind](place, today)


def begin(kind, plane):
    """The place of the steps that were run."""
    if kind == "embedded":
        return "CREATE TABLE schema_migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL);"
    columns = "version bigint PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL"
    return f"CREATE SCHEMA {plane}; CREATE TABLE {plane}.schema_migration ({columns});"


def mark(kind, plane, done):
    """Notes the steps as run."""
    table, bytes_of = ("schema_migration", "x'{}'") if kind == "embedded" else (f"{plane}.schema_migration", "'\\x{}'")
    rows = [
        f"({version}, '{name}', {bytes_of.format(hashlib.sha256(sql.encode()).hexdigest())})"
        for version, (name, sql) in enumerate(done, 1)
    ]
    return f"INSERT INTO {table} (version, name, sha256) VALUES {', '.join(rows)};"


def fill_embedded(place, today):
    """Copies the columns that the old tables have, and the key that is made with the stores."""
    shutil.copy(today.data / "keys.master", place.data)
    for plane in PLANES:
        with sqlite3.connect(place.file(plane)) as connection:
            connection.execute("ATTACH ? AS today", [str(today.file(plane))])
            tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                if table != "schema_migration":
                    names = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
                    connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM today.{table}")


def fill_postgres(place, today):
    """Likewise; without the triggers, which ran when the rows came."""
    for plane in PLANES:
        for table, columns in place.columns(plane).items():
            if table != "schema_migration":
                names = ", ".join(columns)
                rows = today.server.psql(today.database, "-c", f"COPY (SELECT {names} FROM {plane}.{table}) TO STDOUT")
                copy = f"SET session_replication_role = replica; COPY {plane}.{table} ({names}) FROM STDIN;\n{rows}\\.\n"
                place.script(plane, copy)
        # The numbers that the server hands out go on behind those that came.
        numbered = f"SELECT table_name FROM information_schema.columns WHERE table_schema = '{plane}' AND is_identity = 'YES'"
        for (table,) in place.rows(plane, numbered):
            number = f"pg_get_serial_sequence('{plane}.{table}', 'id')"
            place.script(plane, f"SELECT setval({number}, coalesce(max(id), 0) + 1) FROM {plane}.{table}")
