"""The digital insurance card of many members, held against the C4DIC 1.1.0 profiles by an independent checker."""

import json
import subprocess
import sys

from support import shared, signin
from support.fhir import Fhir

MEMBERS = range(8, 20)


def test_every_card_is_valid(base, tmp_path):
    guides = shared.folder("data/igs")
    checker = shared.folder("tools") / "profwalk.py"
    written = 0
    for number in MEMBERS:
        token = signin.token_for(base, *signin.member(number))
        fhir = Fhir(base, token["access_token"])
        answer = fhir.get("Patient/$generate-insurance-card")
        if answer.status_code == 404:
            assert not any(coverage["status"] == "active" for coverage in fhir.search("Coverage")), number
            continue
        assert answer.status_code == 200, answer.text
        entries = answer.json()["entry"]
        urls = {entry["fullUrl"] for entry in entries}
        for place, entry in enumerate(entries):
            resource = entry["resource"]
            assert references(resource) <= urls | {f"Patient/{token['patient']}"}, "a reference leads nowhere"
            (tmp_path / f"{number}-{place}.json").write_text(json.dumps(resource), encoding="utf-8")
            written += 1
    assert written > 3 * len(MEMBERS), "most members have a card"
    profiles = guides / "c4dic-1.1.0"
    command = [sys.executable, checker, profiles, profiles, tmp_path]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert checked.strip().splitlines()[-1] == str({"ok": written, "bad": 0}), checked


def references(resource):
    """Every reference of a resource but the links to merged identities."""
    found = set()

    def walk(value):
        if isinstance(value, dict):
            found.update([value["reference"]] if isinstance(value.get("reference"), str) else [])
            for name, member in value.items():
                if name != "link":
                    walk(member)
        elif isinstance(value, list):
            for member in value:
                walk(member)

    walk(resource)
    return found
