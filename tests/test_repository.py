"""The checks of tools/ hold, and can fail: each is also run on input that breaks its rule."""

import copy
import sys

import pytest

from support.program import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import check_architecture  # noqa: E402
import check_dependencies  # noqa: E402
import check_text  # noqa: E402
import workspace  # noqa: E402


@pytest.fixture(scope="module")
def metadata():
    """The resolved graph of all crates."""
    return workspace.cargo_metadata()


@pytest.fixture
def changed(metadata):
    """A copy of it to break."""
    return copy.deepcopy(metadata)


def package(metadata, name):
    """One package of the graph."""
    return next(found for found in metadata["packages"] if found["name"] == name)


def test_imports_run_downwards(metadata):
    assert not list(check_architecture.wrong_imports(metadata))


@pytest.mark.parametrize(
    ("importer", "imported", "kind"),
    [
        ("bluestem-model", "bluestem-store", None),
        ("bluestem-fhir", "bluestem-store", None),
        ("bluestem-store", "bluestem-fhir", None),
        ("bluestem-ingest", "bluestem-auth", None),
        ("bluestem-auth", "bluestem-web", None),
        ("bluestem-web", "bluestem-synth", None),
        ("bluestem-synth", "bluestem-store", "build"),
        ("bluestem-store", "bluestem-web", "dev"),
    ],
)
def test_an_import_that_runs_the_wrong_way_is_found(changed, importer, imported, kind):
    package(changed, importer)["dependencies"].append({"name": imported, "path": "crates/x", "kind": kind})
    assert list(check_architecture.wrong_imports(changed)) == [f"{importer} must not import {imported}"]


def test_only_auth_makes_an_access():
    for name in workspace.files():
        if name.endswith(".rs"):
            assert not list(check_architecture.stray_grants(name, (ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("crates/web/src/fhir/read.rs", "let a = Access::grant(agent);", 1),
        ("crates/web/src/fhir/read.rs", "use model::access::Access as Key;", 1),
        ("crates/store/src/claims/mod.rs", "fn x() {}\n#[cfg(test)]\nmod tests { Access::grant(agent) }", 0),
        ("crates/store/tests/claims.rs", "Access::grant(agent)", 0),
        ("crates/auth/src/token.rs", "Access::grant(agent)", 0),
    ],
)
def test_an_access_made_elsewhere_is_found(name, text, found):
    assert len(list(check_architecture.stray_grants(name, text))) == found


def test_dependencies_are_in_order(metadata):
    ledger = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert not list(check_dependencies.findings(metadata, workspace.built_crates(), ledger))


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT OR Apache-2.0", True),
        ("MIT/Apache-2.0", True),
        ("GPL-3.0-only OR Apache-2.0", True),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR GPL-3.0-only) AND GPL-3.0-only", False),
        ("AGPL-3.0", False),
        ("", False),
    ],
)
def test_licence_expressions(expression, allowed):
    assert check_dependencies.licence_allowed(expression) is allowed


def test_an_unwanted_dependency_is_found(changed):
    ledger = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    package(changed, "serde")["license"] = "GPL-3.0-only"
    package(changed, "serde_json")["source"] = "git+https://example.org/serde_json"
    package(changed, "csv").update(name="openssl-sys", version="0.9.0")
    package(changed, "bluestem-web")["dependencies"].append({"name": "left-pad", "kind": None})
    text = "\n".join(check_dependencies.findings(changed, {"openssl-sys 0.9.0"}, ledger))
    for word in ("GPL-3.0-only", "git+https", "openssl-sys", "left-pad"):
        assert word in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a path /ro" + "ot/x", 1),
        ("see /wo" + "rk/main", 1),
        ("in /tm" + "p/abc", 1),
        ("https://registry.npm" + "js.org/x", 1),
        ("// TO" + "DO later", 1),
        ("#[ig" + "nore]", 1),
        ("https://example.org/work/", 0),
        ("a todo list", 0),
    ],
)
def test_unwanted_text_is_found(text, found):
    assert len(list(check_text.text_findings("file.rs", text))) == found


def test_a_long_file_and_a_tied_lock_file_are_found():
    assert list(check_text.length_finding("crates/web/src/x.rs", "\n" * 601))
    assert not list(check_text.length_finding("crates/fhir/src/codes/x.rs", "\n" * 5000))
    lock = '{"packages": {"": {}, "node_modules/x": {"resolved": "somewhere", "integrity": "sha512-x"}}}'
    assert len(list(check_text.lock_findings("package-lock.json", lock))) == 1
