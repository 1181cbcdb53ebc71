"""Jobs from the outside: workers that are started and stopped, and what `bluestem job` says."""

import json
import re
import signal
import subprocess
import uuid

from support import logbook, program, store
from support.binary import binary, environment

LEASE_SECONDS = 3
WAIT_SECONDS = 120


class Worker:
    """A started `bluestem worker`, with a lease that ends soon after its death. Use as a context manager."""

    def __init__(self, data, config=None, **keys):
        env = {f"BLUESTEM_WORKER__{name.upper()}": str(value) for name, value in keys.items()}
        env.setdefault("BLUESTEM_WORKER__LEASE_SECONDS", str(LEASE_SECONDS))
        self.log = open(log_of(data), "ab")
        self.data = data
        if config is None:
            # Its own: the one for commands is written anew with each of them.
            config = data.with_name(f"{data.name}.{uuid.uuid4().hex}.toml")
            config.write_text(store.config(data, store.DIRECT).read_text())
        self.process = subprocess.Popen(
            [binary(), "worker", "--config", config],
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )

    def said(self):
        """What workers on these stores have logged."""
        return log_of(self.data).read_text()

    def has(self, job):
        """Whether it is the one that has a job, or had it last."""
        return (job["worker"] or "").endswith(f"/{self.process.pid}")

    def kill(self):
        """Ends it without a chance to say anything."""
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(timeout=60) == 0
        self.log.close()
        logbook.keep(self.said())


def log_of(data):
    """The file into which workers on these stores log."""
    return data.with_name(f"{data.name}.workers.log")


def queue(*arguments):
    """Runs a command with `--queue`; the number of its job."""
    done = program.run(*arguments, "--queue", check=True)
    return int(re.fullmatch(r"job (\d+)\n", done.stdout).group(1))


def show(data, number):
    """All there is to say about a job."""
    return json.loads(program.run("job", "show", number, "--json", "--data", data, check=True).stdout)


def listed(data, *arguments):
    """Jobs, those ordered last first."""
    return json.loads(program.run("job", "list", "--json", *arguments, "--data", data, check=True).stdout)


def wait(data, number, condition):
    """Waits until a job is as asked, and returns it."""
    seen = []

    def come():
        seen[:] = [show(data, number)]
        return condition(seen[0])

    try:
        program.wait_until(come, WAIT_SECONDS)
    except AssertionError as error:
        log = log_of(data).read_text() if log_of(data).exists() else ""
        raise AssertionError(f"{seen}\n{log}") from error
    return seen[0]


def wait_for(data, number, state):
    """Waits until a job is in a state, and returns it."""
    return wait(data, number, lambda job: job["state"] == state)
