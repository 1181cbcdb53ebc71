"""The binary under test, and what it is started with."""

import os
import subprocess
from pathlib import Path

from support import logbook

ROOT = Path(__file__).resolve().parents[2]
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
    # No proxy stands before the program, so nobody needs time to turn away from it.
    return kept | {"BLUESTEM_LIMITS__UNREADY_SECONDS": "0", "BLUESTEM_LOG": logbook.LEVEL} | (extra or {})


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
    logbook.keep(done.stderr)
    assert not check or done.returncode == 0, f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done
