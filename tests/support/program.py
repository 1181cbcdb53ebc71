"""Runs the real binary: single commands, and a sandbox or server that is started, waited for and stopped."""

import re
import signal
import subprocess
import threading
import time

from support import logbook, store
from support.binary import ROOT, binary, environment
from support.binary import run as command
from support.ports import free_port

__all__ = ["ROOT", "Running", "binary", "environment", "free_port", "run", "run_and_kill", "sandbox", "wait_until"]

# `sandbox` says it is ready; `serve` says what it serves.
READY = re.compile(r"^(?:ready|serving) (http\S+)")
START_SECONDS = 180


def run(*arguments, **options):
    """Runs one command to its end, as `binary.run` does, with `--data` where the stores are."""
    if arguments[:2] == ("load", "idr"):
        logbook.forbid_source(arguments[2])
    return command(*store.located(arguments, store.DIRECT), **options)


def begin(*arguments, env=None):
    """Starts a command and returns the process."""
    return subprocess.Popen(
        [binary(), *map(str, arguments)],
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run_and_kill(*arguments, after):
    """Starts a command and kills it (no clean-up possible) after so many seconds. Says whether it was still running."""
    with logbook.page() as log:
        process = subprocess.Popen(
            [binary(), *map(str, store.located(arguments, store.DIRECT))],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        process.wait(timeout=after)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


class Running:
    """A started `bluestem sandbox` or `bluestem serve`. Use as a context manager."""

    def __init__(self, *arguments, env=None, cwd=None, seconds=START_SECONDS):
        self.lines = []
        self.base = None
        self.data = None
        self._came_up = threading.Event()
        self.process = subprocess.Popen(
            [binary(), *map(str, store.located(arguments, store.POOLED))],
            cwd=cwd,
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read, self._read_log)]
        for reader in self._readers:
            reader.start()
        self._wait(seconds)

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            ready = READY.match(self.lines[-1])
            if ready:
                self.base = ready.group(1)
                self._came_up.set()
        self._came_up.set()

    def _read_log(self):
        with logbook.page() as log:
            for line in self.process.stderr:
                log.write(line)
                self.lines.append(line.rstrip("\n"))

    def _wait(self, seconds):
        self._came_up.wait(seconds)
        if self.base is None:
            self.stop(signal.SIGKILL)
            raise AssertionError("no ready line:\n" + self.output())

    def output(self):
        """Everything printed so far."""
        return "\n".join(self.lines)

    def greeting(self):
        """What was printed up to and including the ready line."""
        end = next(number for number, line in enumerate(self.lines) if READY.match(line))
        return self.lines[: end + 1]

    def stop(self, how=signal.SIGTERM, seconds=30):
        """Sends a signal if it still runs, waits, and returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            for reader in self._readers:
                reader.join(timeout=5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def sandbox(data, *arguments, port=None, members=30, seed=1, clock="2026-11-01T00:00:00Z", **options):
    """Starts a sandbox that keeps its data in `data`, on a free port unless one is named."""
    port = port or free_port()
    flags = ["--port", port, "--data", data, "--members", members, "--seed", seed]
    flags += ["--clock", clock] if clock else []
    flags += [] if "--log" in arguments else ["--log", logbook.LEVEL]
    if store.ON_POSTGRES and "--public-url" not in arguments:
        # The configuration that stands for the folder knows nothing of the port.
        flags += ["--public-url", f"http://localhost:{port}"]
    running = Running("sandbox", *flags, *arguments, **options)
    running.data = data
    return running


def wait_until(condition, seconds=10):
    """Polls until the condition holds; fails when it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("condition did not come true in time")
