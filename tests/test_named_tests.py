"""The documents that say where something is tested name tests that exist."""

import re

import pytest

from support import shared
from support.program import ROOT

PLACES = {
    "protocol": "crates/auth/tests/protocol",
    "key": "crates/auth/src/key",
    "src": "crates/auth/src",
    "doors": "crates/web/tests/doors",
    "platform": "crates/store/tests/platform",
    "fetch": "crates/bluestem/src/fetch",
    "simulation": "crates/auth/tests/simulation",
    "box": "tests",
}
NAMED = re.compile(r"`(\w+)/([\w/]+\.(?:rs|py))::(\w+)`")


def missing(text):
    """The tests that a text names and that do not exist."""
    for place, file, test in NAMED.findall(text):
        path = ROOT / PLACES[place] / file
        if not path.is_file() or not re.search(rf"(fn|def) {test}\(", path.read_text()):
            yield f"{place}/{file}::{test}"


@pytest.mark.parametrize(("document", "least"), [("threat-model", 40), ("smart-conformance", 15)])
def test_every_named_test_exists(document, least):
    text = (ROOT / f"docs/{document}.md").read_text()
    assert len(NAMED.findall(text)) >= least
    assert not list(missing(text))


def test_a_missing_test_is_found():
    assert list(missing("`protocol/attacks.rs::no_such_test`")) == ["protocol/attacks.rs::no_such_test"]


def test_every_title_of_the_smart_suite_is_met():
    titles = (shared.folder("data/igs/inferno-titles") / "smart_stu2_2.txt").read_text()
    named = (ROOT / "docs/smart-conformance.md").read_text()
    identifiers = set(re.findall(r"\[(\w+)\]$", titles, re.MULTILINE)) - {"None"}
    assert len(identifiers) > 30
    assert not [identifier for identifier in identifiers if f"`{identifier}`" not in named]
