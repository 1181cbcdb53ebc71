"""The digital insurance card of many members, held against the C4DIC 1.1.0 profiles by an independent checker."""

import html
import json
import subprocess
import sys
from urllib.parse import urljoin

import pytest
import requests

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


@pytest.mark.parametrize(("language", "title", "number"), [("en", "My insurance card", "Medicare number"), ("es", "Mi tarjeta de seguro", "Número de Medicare")])
def test_the_page_shows_what_the_operation_gives(base, language, title, number):
    username, password = signin.member(9)
    token = signin.token_for(base, username, password)
    entries = Fhir(base, token["access_token"]).get("Patient/$generate-insurance-card").json()["entry"]
    given = [entry["resource"] for entry in entries]
    browser = requests.Session()
    assert browser.get(f"{base}/card", allow_redirects=False, timeout=30).status_code == 303
    page = browser.get(f"{base}/connections/sign-in", timeout=30)
    form = next(form for form in signin.Forms(page.text).forms if "login-button" in form.ids)
    fields = form.fields | {"username": username, "password": password}
    browser.post(urljoin(page.url, form.action), data=fields, timeout=30)
    page = html.unescape(browser.get(f"{base}/card?lang={language}", timeout=30).text)
    patient = next(resource for resource in given if resource["resourceType"] == "Patient")
    assert title in page and patient["name"][0]["family"] in page
    coverages = [resource for resource in given if resource["resourceType"] == "Coverage"]
    assert page.count('class="bs-idcard"') == len(coverages) > 1
    assert page.count(number) == len(coverages)
    for resource in given:
        if resource["resourceType"] == "Organization":
            assert resource["name"] in page
        if resource["resourceType"] == "Coverage":
            back = {note["valueAnnotation"]["_text"]["extension"][0]["valueCode"]: note["valueAnnotation"]["text"] for note in resource["extension"]}
            assert back[language] in page and resource["subscriberId"] in page
            for named in resource["class"]:
                assert named["type"]["coding"][0]["code"] == "plan" or named["value"] in page


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
