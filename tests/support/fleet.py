"""Several `bluestem serve` on one PostgreSQL with a replica, behind the proxy that docs/operations.md configures."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

import requests

from support import payer, program

NAMES = ("one", "two", "three")
# What is configured by nobody: time for a proxy to turn away, which other tests do without.
UNREADY = {"BLUESTEM_LIMITS__UNREADY_SECONDS": "5"}
CONFIGURATION = re.compile(r"^```haproxy\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Database:
    """A PostgreSQL of its own, with a pooler and a streaming replica. Use as a context manager."""

    def __enter__(self):
        # Not in a folder of the tests, which the server's user may not enter.
        self.folder = Path(tempfile.gettempdir()) / f"bluestem-fleet-{uuid.uuid4().hex}"
        try:
            self.urls = self._run("start") | self._run("replica")
        except BaseException:
            self._run("stop")
            raise
        return self

    def __exit__(self, *_):
        self._run("stop")

    def _run(self, command):
        done = subprocess.run(
            [program.ROOT / "tools/postgres.sh", command, self.folder], capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return dict(re.findall(r"export TEST_POSTGRES_(\w+)=(\S+)", done.stdout))

    def on_replica(self, sql):
        """Runs a statement on the replica."""
        subprocess.run(["psql", self.urls["REPLICA_URL"], "-qAtc", sql], check=True, capture_output=True, timeout=60)


class Fleet:
    """The processes, the payer's people and app, and the proxy before them all."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.port, self.provider = program.free_port(), program.free_port()
        self.base = f"http://localhost:{self.port}"
        self.ports = {name: program.free_port() for name in NAMES}
        self.processes = {}
        program.run("key", "master", folder / "keys.master", check=True)
        (folder / "client.secret").write_text(payer.CLIENT["client_secret"])
        self.command("migrate")
        source = folder / "idr"
        program.run("synth", "idr", "--members", 8, "--seed", 1, "--out", source, check=True)
        self.command("load", "idr", source)
        self.mbis = payer.mbis(source)

    def config(self, name):
        """The configuration of a process: the first reaches the database directly and with TLS, others by the pooler."""
        urls = self.database.urls
        store = [f'url = "{urls["POOLER_URL"]}"', 'tls = "off"', "named_statements = false"]
        if name == NAMES[0]:
            store = [f'url = "{urls["URL"]}"', f'ca_file = "{urls["CA"]}"']
        lines = [
            f'public_url = "{self.base}"',
            f'listen = "127.0.0.1:{self.ports[name]}"',
            f'data = "{self.folder}"',
            'trusted_proxies = "127.0.0.1"',
            f'keys.master = "{self.folder / "keys.master"}"',
            "[store]",
            'kind = "postgres"',
            f'reader_url = "{urls["REPLICA_URL"]}"',
            *store,
            "[identity]",
            f'name = "{payer.NAME}"',
            'provider = "oidc"',
            f'issuer = "http://localhost:{self.provider}"',
            f'client_id = "{payer.CLIENT["client_id"]}"',
            f'client_secret_file = "{self.folder / "client.secret"}"',
            'mbi_claim = "mbi"',
            "userinfo = true",
        ]
        path = self.folder / f"{name}.toml"
        path.write_text("\n".join(lines) + "\n")
        return path

    def command(self, *arguments):
        """Runs a command on the database, directly, and returns what it prints."""
        return program.run(*arguments, "--config", self.config(NAMES[0]), check=True).stdout

    def app(self, *arguments):
        """Registers an app: (client id, secret)."""
        return re.search(r"client_id +(\S+)\nclient_secret +(\S+)", self.command("app", "add", *arguments)).groups()

    def at(self, name):
        """The address of one process, past the proxy."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def start(self, name):
        self.processes[name] = program.Running("serve", "--config", self.config(name), env=UNREADY)

    def stop(self, name):
        """Ends a process as a service manager does, and returns its exit code."""
        return self.processes.pop(name).stop(seconds=60)

    @contextlib.contextmanager
    def running(self):
        """All of it: the members' provider, the processes, the proxy."""
        people = {f"member-{number}": {"mbi": mbi} for number, mbi in enumerate(self.mbis)}
        with payer.openid_provider(self.provider, self.base, people):
            try:
                for name in NAMES:
                    self.start(name)
                with self._proxy():
                    yield self
            finally:
                for process in self.processes.values():
                    process.stop(signal.SIGKILL)

    @contextlib.contextmanager
    def _proxy(self):
        path = os.environ["PATH"] + ":/usr/sbin"
        binary = shutil.which("haproxy", path=path)
        assert binary, "haproxy is missing: run tests/setup.sh"
        config = self.folder / "haproxy.cfg"
        config.write_text(self._proxy_config())
        with subprocess.Popen([binary, "-db", "-f", config], stdin=subprocess.DEVNULL) as process:
            try:
                program.wait_until(lambda: all(self.is_up(name) for name in NAMES), seconds=60)
                yield
            finally:
                process.terminate()
                process.wait(timeout=60)
                self.socket.unlink(missing_ok=True)

    def _proxy_config(self):
        """That of the document, with the ports of this fleet in place of the addresses, and a socket that tells."""
        [text] = CONFIGURATION.findall((program.ROOT / "docs/operations.md").read_text(encoding="utf-8"))
        text, binds = re.subn(r"bind :443 .*", f"bind 127.0.0.1:{self.port}", text)
        servers = iter(self.ports.values())
        address = re.compile(r"^(    server \w+) \S+", re.MULTILINE)
        text, found = address.subn(lambda line: f"{line[1]} 127.0.0.1:{next(servers)}", text)
        assert (binds, found) == (1, len(NAMES)), text
        # The path of a socket is short.
        self.socket = Path(tempfile.gettempdir()) / f"bluestem-{uuid.uuid4().hex[:12]}.sock"
        # And a machine of the tests may allow few open files.
        return re.sub(r"maxconn \d+", f"maxconn 200\n    stats socket {self.socket}", text)

    def statistics(self):
        """What the proxy knows of each process: (state, requests that were answered by it)."""
        try:
            with socket.socket(socket.AF_UNIX) as asked:
                asked.settimeout(10)
                asked.connect(str(self.socket))
                asked.sendall(b"show stat\n")
                answer = b"".join(iter(lambda: asked.recv(65536), b"")).decode()
        except OSError:
            return {}
        names, *lines = [line.split(",") for line in answer.removeprefix("# ").splitlines() if line]
        rows = [dict(zip(names, line, strict=False)) for line in lines]
        return {row["svname"]: (row["status"], int(row["stot"])) for row in rows if row["svname"] in NAMES}

    def is_up(self, name):
        """Whether the proxy sends requests to a process."""
        return self.statistics().get(name, ("",))[0] == "UP"

    def system_token(self, client):
        """An access token of an organisation's backend."""
        body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
        answer = requests.post(f"{self.base}/v3/o/token/", data=body, auth=client, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]
