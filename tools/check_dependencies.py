#!/usr/bin/env python3
"""Checks what Bluestem is built from: licences, crates that must stay out, pinned sources, the ledger.

Fails on a licence outside the list, a banned crate, a crate from anywhere but the registry or this repository,
and a direct dependency that docs/dependencies.md does not explain. Crates present in several versions are listed.
"""

import re
from collections import defaultdict

from workspace import ROOT, built_crates, cargo_metadata, report

ALLOWED_LICENCES = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
}

# Crate -> why it must not enter the graph.
BANNED = {
    "native-tls": "one TLS and crypto provider: aws-lc-rs",
    "openssl": "one TLS and crypto provider: aws-lc-rs",
    "openssl-sys": "one TLS and crypto provider: aws-lc-rs",
    "ring": "one TLS and crypto provider: aws-lc-rs",
    "rsa": "RUSTSEC-2023-0071 has no patched release",
    "sqlx": "links sqlite3 a second time",
}

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def licence_allowed(expression):
    """Whether an SPDX expression leaves a choice that the list allows.

    AND binds tighter than OR; the old "MIT/Apache-2.0" form means OR.
    """
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))
    position = 0

    def peek():
        return tokens[position] if position < len(tokens) else None

    def take():
        nonlocal position
        position += 1
        return tokens[position - 1]

    def term():
        if peek() == "(":
            take()
            inner = either()
            take()
            return inner
        name = take()
        if peek() == "WITH":
            take()
            name = f"{name} WITH {take()}"
        return name in ALLOWED_LICENCES

    def both():
        result = term()
        while peek() == "AND":
            take()
            result = term() and result
        return result

    def either():
        result = both()
        while peek() == "OR":
            take()
            result = both() or result
        return result

    return bool(tokens) and either()


def findings(metadata, built, ledger):
    """Every reason to refuse the graph. `built` is what is really built, `ledger` the text of docs/dependencies.md."""
    members = set(metadata["workspace_members"])
    for package in metadata["packages"]:
        name = f"{package['name']} {package['version']}"
        if package["id"] in members:
            yield from unexplained(package, ledger)
        elif package["source"] != REGISTRY:
            yield f"{name} comes from {package['source']}, not from the registry"
        if package["name"] in BANNED and name in built:
            yield f"{name} must stay out: {BANNED[package['name']]}"
        if not licence_allowed(package["license"] or ""):
            yield f"{name} has the licence {package['license']!r}, which is not in the list"


def unexplained(package, ledger):
    """The direct dependencies of one of our crates that the ledger does not name."""
    for dependency in package["dependencies"]:
        if "path" not in dependency and f"| `{dependency['name']}` |" not in ledger:
            yield f"{package['name']} depends on {dependency['name']}, which docs/dependencies.md does not explain"


def several_versions(built):
    """Crate name -> versions, for those that are built more than once."""
    versions = defaultdict(set)
    for crate in built:
        name, version = crate.split()
        versions[name].add(version)
    return {name: sorted(found) for name, found in sorted(versions.items()) if len(found) > 1}


def main():
    built = built_crates()
    for name, versions in several_versions(built).items():
        print(f"several versions: {name} {', '.join(versions)}")
    ledger = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    report("dependencies", sorted(set(findings(cargo_metadata(), built, ledger))))


if __name__ == "__main__":
    main()
