#!/usr/bin/env python3
"""Checks that the house stands as ARCHITECTURE.md draws it.

Imports between our crates run downwards only, and only `auth` makes an Access, the key to claims.
"""

import re

from workspace import ROOT, cargo_metadata, files, report

# Crate -> the crates of ours that it may import.
MAY_IMPORT = {
    "bluestem-model": set(),
    "bluestem-store": {"bluestem-model"},
    "bluestem-fhir": {"bluestem-model"},
    "bluestem-synth": {"bluestem-model"},
    "bluestem-ingest": {"bluestem-model", "bluestem-store", "bluestem-fhir"},
    "bluestem-auth": {"bluestem-model", "bluestem-store", "bluestem-fhir"},
    "bluestem-jobs": {"bluestem-model", "bluestem-store"},
    "bluestem-export": {"bluestem-model", "bluestem-store", "bluestem-fhir"},
    "bluestem-web": {
        "bluestem-model",
        "bluestem-store",
        "bluestem-fhir",
        "bluestem-ingest",
        "bluestem-auth",
        "bluestem-export",
    },
    "bluestem": {
        "bluestem-model",
        "bluestem-store",
        "bluestem-fhir",
        "bluestem-ingest",
        "bluestem-auth",
        "bluestem-export",
        "bluestem-jobs",
        "bluestem-synth",
        "bluestem-web",
    },
    # Measures from the outside; it may make its own input.
    "bluestem-bench": {"bluestem-fhir", "bluestem-model", "bluestem-store"},
}

# A floor's own tests may be fed by a neighbour, never by a crate that stands above.
FLOOR = {
    "bluestem-model": 1,
    "bluestem-store": 2,
    "bluestem-fhir": 2,
    "bluestem-synth": 2,
    "bluestem-ingest": 3,
    "bluestem-auth": 3,
    "bluestem-export": 3,
    "bluestem-jobs": 3,
    "bluestem-web": 4,
    "bluestem": 5,
    "bluestem-bench": 5,
}

GRANT = re.compile(r"\bAccess\s*::\s*grant\b|\bAccess\s+as\s+\w+")
TEST_MODULE = re.compile(r"^\s*#\[cfg\((?:all\()?test\b", re.MULTILINE)
TEST_FILE = re.compile(r"(^|/)(tests|benches)/|(^|/)\w*tests?\.rs$|(^|/)conformance(/|\.rs$)")


def wrong_imports(metadata):
    """Every import between our crates that runs sideways or upwards."""
    members = set(metadata["workspace_members"])
    for package in metadata["packages"]:
        if package["id"] not in members:
            continue
        importer = package["name"]
        if importer not in MAY_IMPORT:
            yield f"{importer} has no floor: give it one in tools/check_architecture.py and ARCHITECTURE.md"
            continue
        for dependency in package["dependencies"]:
            if "path" in dependency and not import_allowed(importer, dependency):
                yield f"{importer} must not import {dependency['name']}"


def import_allowed(importer, dependency):
    """Whether one dependency of one of our crates on another is in order."""
    imported = dependency["name"]
    if dependency["kind"] == "dev":
        return FLOOR.get(imported, 0) <= FLOOR[importer]
    return imported in MAY_IMPORT[importer]


def stray_grants(name, text):
    """Lines outside auth and outside tests that make an Access, or rename it so that this check would miss one."""
    if name.startswith("crates/auth/") or TEST_FILE.search(name):
        return
    tests = TEST_MODULE.search(text)
    code = text[: tests.start()] if tests else text
    for number, line in enumerate(code.splitlines(), start=1):
        if GRANT.search(line) and not line.lstrip().startswith("//"):
            yield f"{name}:{number}: only auth makes an Access"


def main():
    found = list(wrong_imports(cargo_metadata()))
    for name in files():
        if name.endswith(".rs"):
            found += stray_grants(name, (ROOT / name).read_text(encoding="utf-8"))
    report("architecture", found)


if __name__ == "__main__":
    main()
