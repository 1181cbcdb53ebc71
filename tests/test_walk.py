"""The walks that the sandbox prints and the README shows work as pasted into bash."""

import json
import re
import subprocess

import pytest

from support import store
from support.program import ROOT, binary, environment


def paste(script, cwd):
    """Runs lines in bash as if they were pasted, and returns what they printed."""
    done = subprocess.run(
        ["bash"], input=script, cwd=cwd, env=environment(), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def resources(printed):
    """The JSON documents in a stream of them."""
    decoder, place, found = json.JSONDecoder(), 0, []
    while place < len(printed):
        if printed[place].isspace():
            place += 1
            continue
        document, place = decoder.raw_decode(printed, place)
        found.append(document)
    return found


def printed_walk(lines):
    """What stands between the heading of the walk and the ready line."""
    begin = next(number for number, line in enumerate(lines) if re.search(r"walk", line, re.IGNORECASE))
    return "\n".join(lines[begin + 1 : -1]) + "\n"


def check(printed):
    """A walk ends with a person's Patient, Coverage and claims."""
    bundles = resources(printed)
    kinds = [{entry["resource"]["resourceType"] for entry in bundle["entry"]} for bundle in bundles]
    assert kinds == [{"Patient"}, {"Coverage"}, {"ExplanationOfBenefit"}]


def test_the_printed_walk(sandbox, tmp_path):
    check(paste(printed_walk(sandbox.greeting()), tmp_path))


def blocks(document, sandbox):
    """All fenced `sh` blocks of a document that talk to the sandbox, as one script for this one."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = [block for block in re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if "curl" in block]
    assert found
    script = "\n".join(found).replace("http://localhost:8000", sandbox.base)
    place = " ".join(map(str, store.located(["--data", sandbox.data], store.DIRECT)))
    return script.replace("--data sandbox-data", place).replace("bluestem app", f"{binary()} app")


@pytest.mark.parametrize("document", ["README.md", "docs/app-developers.md"])
def test_the_walk_of_the_documents(document, sandbox, tmp_path):
    """The blocks, pasted one after the other."""
    printed = paste(blocks(document, sandbox), tmp_path)
    assert "ExplanationOfBenefit" in printed


def test_the_guide_leads_from_registration_to_the_first_claim(sandbox, tmp_path):
    printed = paste(blocks("docs/app-developers.md", sandbox), tmp_path)
    assert "client_secret" in printed and "authorization_endpoint" in printed
    assert '"resourceType":"ExplanationOfBenefit"' in printed
    assert "with the new token: 200" in printed and "after revocation: 401" in printed
    assert "not for us" not in printed
