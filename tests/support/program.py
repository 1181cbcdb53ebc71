"""Runs the real binary: single commands, and a sandbox or server that is started, waited for and stopped."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# `sandbox` says it is ready; `serve` says what it serves.
READY = re.compile(r"^(?:ready|serving) (http\S+)")
START_SECONDS = 180
COMMAND_SECONDS = 600


def binary():
    """The binary under test: BLUESTEM_BIN, else the debug build of this repository."""
    path = Path(os.environ.get("BLUESTEM_BIN") or "target/debug/bluestem")
    path = path if path.is_absolute() else ROOT / path
    assert path.is_file(), f"{path} is missing: build it with `cargo build --workspace --all-targets --locked`"
    return path


def environment(extra=None):
    """This process's environment without BLUESTEM_*, which would configure the program under test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLUESTEM_")}
    return kept | (extra or {})


def free_port():
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments, env=None, cwd=None, check=False, seconds=COMMAND_SECONDS):
    """Runs one command to its end. Returns the completed process with its output as text."""
    done = subprocess.run(
        [binary(), *map(str, arguments)],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=seconds,
    )
    assert not check or done.returncode == 0, f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done


def run_and_kill(*arguments, after):
    """Starts a command and kills it (no clean-up possible) after so many seconds. Says whether it was still running."""
    process = subprocess.Popen(
        [binary(), *map(str, arguments)],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
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
            [binary(), *map(str, arguments)],
            cwd=cwd,
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._wait(seconds)

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            ready = READY.match(self.lines[-1])
            if ready:
                self.base = ready.group(1)
                self._came_up.set()
        self._came_up.set()

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
            self._reader.join(timeout=5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def sandbox(data, *arguments, port=None, members=30, seed=1, clock="2026-11-01T00:00:00Z", **options):
    """Starts a sandbox that keeps its data in `data`, on a free port unless one is named."""
    flags = ["--port", port or free_port(), "--data", data, "--members", members, "--seed", seed]
    flags += ["--clock", clock] if clock else []
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
