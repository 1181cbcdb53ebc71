"""What the checks share: the repository's root, its files, its cargo metadata, and how a finding is told."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cargo_metadata():
    """The resolved graph of all crates, from the committed lock file alone."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def built_crates():
    """Every "name version" that some target of ours is really built from.

    The metadata's graph also holds optional crates that no chosen feature turns on; this one does not.
    """
    command = ["cargo", "tree", "--workspace", "--locked", "--target", "all", "--edges", "normal,build,dev"]
    command += ["--prefix", "none", "--format", "{p}"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    words = (line.split() for line in done.stdout.splitlines() if line)
    return {f"{name} {version.removeprefix('v')}" for name, version, *_ in words}


def files():
    """Every file that is, or is about to be, part of the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    names = sorted(set(done.stdout.splitlines()))
    return [name for name in names if (ROOT / name).is_file()]


def report(check, findings):
    """Prints the findings and ends the process: 0 without any, 1 otherwise."""
    for finding in findings:
        print(f"{check}: {finding}", file=sys.stderr)
    if findings:
        sys.exit(1)
    print(f"{check}: nothing found")
