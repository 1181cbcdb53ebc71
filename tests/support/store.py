"""Where what belongs to a data folder is kept: in the folder itself, or in a PostgreSQL database of its own.

The whole suite runs on either. With BLUESTEM_TEST_STORE=postgres and what `tools/postgres.sh env` prints, every data
folder gets a database, made by `bluestem migrate`; commands reach it directly and with TLS, servers through PgBouncer
in transaction mode, as in production, where a load is a process of its own beside the servers.
"""

import contextlib
import os
import sqlite3
import subprocess
import uuid

from support import binary

ON_POSTGRES = os.environ.get("BLUESTEM_TEST_STORE") == "postgres"
DIRECT, POOLED = "direct", "pooled"
PATIENCE = 300
_databases = {}
_drops = []


def server(variable):
    """A URL of the PostgreSQL of the tests, without the database."""
    url = os.environ.get(variable)
    assert url, f'{variable} is not set: run `eval "$(tools/postgres.sh start)"`'
    return url.rpartition("/")[0]


def psql(database, sql):
    """Runs statements and returns their rows as lists of text."""
    command = ["psql", f"{server('TEST_POSTGRES_URL')}/{database}", "-v", "ON_ERROR_STOP=1", "-qAtF", "\t", "-c", sql]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def keys(database, how=DIRECT):
    """The `store` keys of a configuration that reaches a database, directly or through the pooler."""
    variable = {DIRECT: "TEST_POSTGRES_URL", POOLED: "TEST_POSTGRES_POOLER_URL"}[how]
    lines = ['store.kind = "postgres"', f'store.url = "{server(variable)}/{database}"']
    if how == DIRECT:
        lines.append(f'store.ca_file = "{os.environ["TEST_POSTGRES_CA"]}"')
    else:
        lines += ['store.tls = "off"', "store.named_statements = false"]
    return lines


def toml(data, how=POOLED):
    """The lines of a configuration that say where a data folder keeps what."""
    if not ON_POSTGRES:
        return f'data = "{data}"\n'
    lines = [f'data = "{data}"', f'keys.master = "{data / "keys.master"}"', *keys(database(data), how)]
    return "\n".join(lines) + "\n"


def database(data):
    """The database of a data folder, made when first asked for."""
    if data not in _databases:
        _databases[data] = name = f"bluestem_test_{uuid.uuid4().hex}"
        psql("postgres", f"CREATE DATABASE {name}")
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        binary.run("key", "master", data / "keys.master", check=True)
        binary.run("migrate", "--config", config(data, DIRECT), check=True)
    return _databases[data]


def config(data, how):
    """A configuration file for commands on a data folder, and for a sandbox."""
    path = data.with_name(f"{data.name}.{how}.toml")
    own = 'public_url = "http://localhost:8000"\nlisten = "127.0.0.1:8000"\nsandbox.sign_in = true\n'
    path.write_text(own + toml(data, how))
    return path


def located(arguments, how):
    """Arguments of the program, in which `--data FOLDER` has become the configuration of the folder's database."""
    arguments = list(arguments)
    if ON_POSTGRES and "--data" in arguments:
        place = arguments.index("--data")
        arguments[place : place + 2] = ["--config", config(arguments[place + 1], how)]
    return arguments


def query(data, plane, sql):
    """Runs SQL in a plane of a data folder; its rows as lists of text. Tables are named `main.table`."""
    if ON_POSTGRES:
        return psql(database(data), sql.replace("main.", f"{plane}."))
    with contextlib.closing(sqlite3.connect(data / f"{plane}.db", timeout=30)) as file:
        rows = [list(map(str, row)) for row in file.execute(sql)]
        file.commit()
        return rows


def drop(folder):
    """Begins to drop the databases of the data folders below a folder: on a busy server that takes a while."""
    for data in [data for data in _databases if data.is_relative_to(folder)]:
        statement = f"DROP DATABASE {_databases.pop(data)} WITH (FORCE)"
        command = ["psql", f"{server('TEST_POSTGRES_URL')}/postgres", "-qc", statement]
        _drops.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))


def drop_all():
    """Drops every database that is left, and waits until all are gone."""
    drop("/")
    for process in _drops:
        assert process.wait(timeout=PATIENCE) == 0, process.args
