#!/usr/bin/env python3
"""Checks the repository's text: nothing of one machine, no registry hosts, no unfinished marks, short files."""

import json
import re
from fnmatch import fnmatch

from workspace import ROOT, files, report

# The marks are written so that this file does not contain what it looks for.
FORBIDDEN = [
    (re.compile(r"(?<![\w.~-])/(?:work|root|home/\w+)/"), "a path of one machine"),
    (re.compile(r"(?<![\w.~-])/tmp/[\w.-]+"), "a path of one machine"),
    (
        re.compile(
            r"\b(?:registry\.npmjs\.org|registry\.yarnpkg\.com|(?:static|index)\.crates\.io|(?:test\.)?pypi\.org"
            r"|files\.pythonhosted\.org|proxy\.golang\.org|repo1?\.maven\.(?:org|apache\.org)"
            r"|(?:deb|security|ftp)\.debian\.org)\b"
        ),
        "a package registry's host",
    ),
    (re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HAC[K])\b|\b(?:todo|unimplemented)!\s*\("), "an unfinished mark"),
    (re.compile(r"#\[ignore\b"), "a test that never runs"),
]

LINES_TO_WARN = 200
LINES_TO_FAIL = 600

# Files that are one long table, where length is the subject's and not the writer's.
TABLES = ["crates/fhir/src/codes/*", "crates/model/src/column/*", "crates/model/src/label/*_codes.rs"]

BYTES_TO_FAIL = 512 * 1024
GENERATED = {"Cargo.lock", "crates/web/ui/package-lock.json"}


def text_findings(name, text):
    """Forbidden words of one file, with their lines."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, what in FORBIDDEN:
            found = pattern.search(line)
            if found:
                yield f"{name}:{number}: {what}: {found.group(0)!r}"


def length_finding(name, text):
    """A Rust file that is too long to have one subject."""
    lines = text.count("\n")
    if not name.endswith(".rs") or lines <= LINES_TO_WARN or any(fnmatch(name, table) for table in TABLES):
        return
    if lines > LINES_TO_FAIL:
        yield f"{name}: {lines} lines, more than {LINES_TO_FAIL}: split it by subject"
    else:
        print(f"long file: {name} has {lines} lines")


def lock_findings(name, text):
    """A lock file that ties the installation to one registry, or leaves a package unchecked."""
    for path, package in json.loads(text)["packages"].items():
        if "resolved" in package:
            yield f"{name}: {path} names the host it was resolved from"
        if path and "integrity" not in package:
            yield f"{name}: {path} has no integrity hash"


def file_findings(name):
    """Everything wrong with one file."""
    data = (ROOT / name).read_bytes()
    if len(data) > BYTES_TO_FAIL and name not in GENERATED:
        yield f"{name}: {len(data)} bytes, too large for this repository"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if name.endswith("package-lock.json"):
        yield from lock_findings(name, text)
    if name not in GENERATED:
        yield from text_findings(name, text)
        yield from length_finding(name, text)


def main():
    report("text", [finding for name in files() for finding in file_findings(name)])


if __name__ == "__main__":
    main()
