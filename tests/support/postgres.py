"""PostgreSQL beside a data folder, for tests that are about both: databases, and the server's own programs.

The arguments of commands name a folder as `--data=FOLDER`, which stays the folder in every run of the suite.
"""

import os
import shutil
import subprocess
import uuid
from contextlib import contextmanager
from pathlib import Path

from support import store


@contextmanager
def database():
    """An empty database, dropped with the block."""
    made = Database(f"bluestem_test_{uuid.uuid4().hex}")
    store.psql("postgres", f"CREATE DATABASE {made.name}")
    try:
        yield made
    finally:
        store.psql("postgres", f"DROP DATABASE IF EXISTS {made.name} WITH (FORCE)")


class Database:
    """A database."""

    def __init__(self, name):
        self.name, self.url = name, f"{store.server('TEST_POSTGRES_URL')}/{name}"

    def sql(self, text):
        """Runs SQL. Returns the rows as lists of texts."""
        return store.psql(self.name, text)

    def environment(self, key):
        """What makes the binary work on this database, its master key in the file `key`."""
        return {
            "BLUESTEM_STORE__KIND": "postgres",
            "BLUESTEM_STORE__URL": self.url,
            "BLUESTEM_STORE__CA_FILE": os.environ["TEST_POSTGRES_CA"],
            "BLUESTEM_KEYS__MASTER": str(key),
        }


def run(name, *arguments):
    """Runs one of PostgreSQL's own programs to its end; it must end well."""
    done = subprocess.run(
        [_find(name), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{name} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done


def _find(name):
    """The newest of Debian's, else the one that is on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    chosen = found[-1] if found else shutil.which(name)
    assert chosen, f"{name} is not installed: run tools/postgres.sh start"
    return chosen
