"""The member's side: an app that may, reads what was done; the member sees it in words and stops sharing."""

import re
from urllib.parse import urljoin

import pytest
import requests

from support import program, signin
from support.fhir import Fhir

MEMBER = signin.member(13)
SCOPES = "patient/AuditEvent.rs patient/Coverage.rs offline_access"


@pytest.fixture
def running(tmp_path):
    """A sandbox of its own, with an app that was registered for AuditEvent: (base URL, client id, secret)."""
    data = tmp_path / "data"
    with program.sandbox(data) as sandbox:
        scopes = [part for scope in SCOPES.split() for part in ("--scope", scope)]
        added = program.run(
            "app", "add", "--name", "Budget", "--redirect-uri", signin.REDIRECT, *scopes, "--data", data, check=True
        )
        client, secret = re.search(r"client_id +(\S+)\nclient_secret +(\S+)", added.stdout).groups()
        yield sandbox.base, client, secret


def tokens(base, client, secret):
    """The app's token response for the member."""
    verifier, challenge = signin.pkce()
    callback = signin.approve(signin.authorize_url(base, challenge, client_id=client), *MEMBER)
    answer = signin.exchange(base, callback, verifier, client, secret)
    assert answer.status_code == 200, answer.text
    return answer.json()


def submit(session, page, button, **fields):
    """Sends the form of a page that has this button."""
    form = next(form for form in signin.Forms(page.text).forms if button in form.ids)
    return session.post(urljoin(page.url, form.action), data=form.fields | fields, timeout=30)


def test_what_an_app_did_is_told_and_stopping_stops(running):
    base, client, secret = running
    token = tokens(base, client, secret)
    fhir = Fhir(base, token["access_token"])
    patient = token["patient"]
    fhir.read("Coverage", f"part-a-{patient}")
    bundle = requests.get(
        f"{base}/v3/fhir/AuditEvent?patient={patient}",
        headers={"Authorization": f"Bearer {token['access_token']}"},
        timeout=30,
    ).json()
    events = [entry["resource"] for entry in bundle["entry"]]
    assert events[0]["entity"][1]["what"]["reference"] == f"Coverage/part-a-{patient}"
    assert all(event["resourceType"] == "AuditEvent" and event["recorded"] for event in events)

    browser = requests.Session()
    page = browser.get(f"{base}/connections", timeout=30)
    page = submit(browser, page, "login-button", username=MEMBER[0], password=MEMBER[1])
    assert page.url == f"{base}/connections" and "Budget" in page.text
    detail = re.search(r'href="(/connections/\d+)"', page.text).group(1)
    assert "Read your coverage." in browser.get(base + detail, timeout=30).text
    asked = browser.get(f"{base}{detail}/stop", timeout=30)
    done = submit(browser, asked, "stop-sharing")
    assert "You stopped sharing" in done.text and "Budget" not in done.text

    again = requests.get(
        f"{base}/v3/fhir/Coverage", headers={"Authorization": f"Bearer {token['access_token']}"}, timeout=30
    )
    assert again.status_code == 401
    body = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    refused = requests.post(f"{base}/v3/o/token/", data=body, auth=(client, secret), timeout=30)
    assert (refused.status_code, refused.json()["error"]) == (403, "invalid_grant")
