"""An installation under test, on either backend: its configuration, and what its tables hold."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from glob import glob

from support import program

PLANES = ("claims", "platform", "audit")
# Tables that tell how the schema came to be, not what is stored.
HISTORY = ("schema_migration", "transfer")
LOADS = {
    "load": "SELECT fingerprint, format, parts, stamp, finished FROM main.load",
    "load_part": "SELECT l.fingerprint, p.part FROM main.load_part AS p JOIN main.load AS l ON l.id = p.load",
}


class Place:
    """A folder with a configuration; the backends say where the stores are and how to look into them."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.config = folder / "bluestem.toml"
        self.port = program.free_port()
        self.base = f"http://localhost:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)

    def configure(self, store, more=""):
        """Writes the configuration; the environment is not used."""
        self.config.write_text(
            f'public_url = "{self.base}"\nlisten = "127.0.0.1:{self.port}"\ndata = "{self.data}"\n{store}\n{more}'
        )

    def command(self, *words):
        """A command on these stores."""
        return [*map(str, words), "--config", str(self.config)]

    def run(self, *words, **options):
        """Runs one to its end."""
        return program.run(*self.command(*words), **options)

    def serve(self, **options):
        """Starts the server."""
        return program.Running(*self.command("serve"), **options)

    def number(self, plane, query):
        """The one number that a query answers."""
        ((number,),) = self.rows(plane, query)
        return int(number)

    def dump(self, plane):
        """Every table with what is stored: its name -> its rows, sorted. Two stores that were given the same have the same."""
        queries = self.queries(plane)
        # Loads are told by what they load: a later one may have another number.
        if plane == "claims":
            queries |= LOADS
        return {name: sorted(self.rows(plane, query)) for name, query in queries.items() if name not in HISTORY}


class Embedded(Place):
    """Stores in SQLite files."""

    kind = "embedded"

    def __init__(self, folder, more=""):
        super().__init__(folder)
        self.configure("", more)

    def file(self, plane):
        """The file of a plane."""
        return self.data / f"{plane}.db"

    def rows(self, plane, query):
        """What a query answers; `main.` stands for the plane."""
        with sqlite3.connect(self.file(plane), timeout=60) as connection:
            return connection.execute(query).fetchall()

    def queries(self, plane):
        """A query for each table, whole: a killed write leaves not even a number behind."""
        tables = self.rows(plane, "SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name: f"SELECT * FROM {name}" for (name,) in tables if not name.startswith("sqlite_stat")}

    def shape(self, plane):
        """Every table, index and trigger of a plane, in words."""
        return self.rows(plane, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")

    def script(self, plane, text):
        """Runs SQL."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        with sqlite3.connect(self.file(plane)) as connection:
            connection.executescript(text)

    def copy(self, folder):
        """The same stores once more."""
        other = type(self)(folder)
        if self.data.exists():
            shutil.copytree(self.data, other.data)
        return other

    def settle(self):
        """Nothing goes on behind a killed process."""

    def remove(self):
        """Gives the room back."""
        shutil.rmtree(self.folder)


class Postgres(Place):
    """Stores in a database of a PostgreSQL server."""

    kind = "postgres"

    def __init__(self, folder, server, more="", address=None):
        super().__init__(folder)
        self.server, self.database = server, f"faults_{uuid.uuid4().hex}"
        key = folder / "keys.master"
        if not key.exists():
            program.run("key", "master", key, check=True)
        url = f"postgres://bluestem@{address or server.address}/{self.database}"
        store = f'keys.master = "{key}"\n[store]\nkind = "postgres"\nurl = "{url}"\ntls = "off"'
        self.configure(store, more)

    def create(self, template="template0"):
        """Makes the database."""
        self.server.run("postgres", f"CREATE DATABASE {self.database} TEMPLATE {template}")
        return self

    def rows(self, plane, query):
        """What a query answers, as texts; `main.` stands for the plane."""
        return self.server.rows(self.database, query.replace("main.", f"{plane}."))

    def queries(self, plane):
        """A query for each table. Numbers that the server hands out have gaps after a killed write, so rows are told
        by what they hold; records name files by such numbers, and their hashes do not."""
        found = {}
        for table, columns in self.columns(plane).items():
            kept = [name for name in columns if name not in ("id", "record")]
            found[table] = f"SELECT {', '.join(kept)} FROM {plane}.{table}"
        return found

    def columns(self, plane):
        """The columns of every table of a plane."""
        query = (
            "SELECT table_name, string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns "
            "JOIN pg_class ON oid = format('%I.%I', table_schema, table_name)::regclass AND NOT relispartition "
            f"WHERE table_schema = '{plane}' GROUP BY 1 ORDER BY 1"
        )
        return {table: names.split(",") for table, names in self.server.rows(self.database, query)}

    def shape(self, plane):
        """Every table, column and index of a plane, in words."""
        indexes = f"SELECT indexdef FROM pg_indexes WHERE schemaname = '{plane}' ORDER BY 1"
        return self.columns(plane), self.server.rows(self.database, indexes)

    def script(self, _, text):
        """Runs SQL."""
        self.server.run(self.database, text)

    def copy(self, folder):
        """The same stores once more."""
        self.settle()
        other = type(self)(folder, self.server)
        shutil.copy(self.folder / "keys.master", other.folder)
        return other.create(self.database)

    def settle(self):
        """Waits until the server has noticed that a killed process is gone."""
        program.wait_until(lambda: not self.server.connections(self.database), seconds=60)

    def remove(self):
        """Gives the room back."""
        self.server.drop(self.database)
        shutil.rmtree(self.folder)


# One table after the other, each for itself: who holds several locks can be in the way of who waits for one.
FULL = """
CREATE OR REPLACE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
SELECT format('CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON %I.%I
  EXECUTE FUNCTION public.full_disk()', schemaname, tablename)
  FROM pg_tables WHERE schemaname IN ('claims', 'platform', 'audit') \\gexec
"""
EMPTY = """
SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgname = 'full_disk' \\gexec
"""


class Server:
    """A PostgreSQL server of the tests' own, made by tools/postgres.sh."""

    TOOL = program.ROOT / "tools/postgres.sh"

    def __init__(self, settings=""):
        # Not below the tests' folders: the server runs as a user of its own, who may not look into them.
        self.folder = f"{tempfile.gettempdir()}/bluestem-faults-{uuid.uuid4().hex}"
        done = subprocess.run(
            [self.TOOL, "start", self.folder],
            env=program.environment({"PG_SETTINGS": settings}),
            stdout=subprocess.PIPE,
            text=True,
            timeout=600,
            check=True,
        )
        (url,) = [line.partition("=")[2] for line in done.stdout.splitlines() if "POSTGRES_URL" in line]
        self.address = url.removeprefix("postgres://bluestem@").removesuffix("/postgres")

    def psql(self, database, *words, **options):
        """Runs psql; its output."""
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", f"postgres://bluestem@{self.address}/{database}", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, database, text):
        """Runs SQL."""
        self.psql(database, input=text)

    def rows(self, database, query):
        """The rows of an answer as texts."""
        printed = self.psql(database, "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-c", query).removesuffix("\n")
        return [tuple(row.split("\x1f")) for row in printed.split("\x1e") if row] if printed else []

    def connections(self, database):
        """How many connections a database has, besides the one that asks."""
        query = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        ((count,),) = self.rows("postgres", query)
        return int(count)

    def drop(self, database):
        """Removes a database, whoever is connected to it."""
        self.run("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def halt(self, how):
        """Stops the server itself: `fast` as an administrator does, `immediate` as a crash does."""
        self._control("stop", "-m", how)

    def resume(self):
        """Starts it again on what it kept."""
        self._control("start", "-l", f"{self.folder}/server.log", "-t", "60")

    def fill(self):
        """Answers every write of the stores as it does when its disk is full, without their reads noticing."""
        for database in self._stores():
            self.run(database, FULL)

    def empty(self):
        """Takes writes again."""
        for database in self._stores():
            self.run(database, EMPTY)

    def _stores(self):
        return [name for (name,) in self.rows("postgres", "SELECT datname FROM pg_database WHERE datname ~ '^faults_'")]

    def _control(self, *words):
        programs = os.environ.get("PG_BIN") or sorted(glob("/usr/lib/postgresql/*/bin"), key=version)[-1]
        command = [f"{programs}/pg_ctl", "-D", f"{self.folder}/data", "-w", *words]
        # As tools/postgres.sh: PostgreSQL does not run as root.
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        subprocess.run(owner + command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=120, check=True)

    def stop(self):
        """Stops it and removes what it kept."""
        subprocess.run([self.TOOL, "stop", self.folder], timeout=120, check=True)


def version(programs):
    """The version of PostgreSQL whose programs are in a folder of Debian's."""
    return int(programs.split("/")[4])
