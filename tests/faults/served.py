"""What a server serves, as bytes that can be compared."""

import base64
import json
import re

import requests

RESOURCES = {"Patient": "_id", "Coverage": "beneficiary", "ExplanationOfBenefit": "patient"}


def add_system_app(place):
    """Registers a backend that may read everybody: (client id, secret)."""
    done = place.run("app", "add", "--name", "Faults", "--kind", "system", check=True)
    return re.search(r"client_id +(\S+)\nclient_secret +(\S+)", done.stdout).groups()


def token(base, app):
    """An access token of that backend."""
    body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
    answer = requests.post(f"{base}/v3/o/token/", data=body, auth=app, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def of(base, app, people):
    """Every page of every person in `people` without what a page says of the moment it was asked."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token(base, app)}"
    return [page for person in people for resource in RESOURCES for page in pages(session, base, resource, person)]


def pages(session, base, resource, person):
    """The pages of one person's resources of one type, as canonical text."""
    url = f"{base}/v3/fhir/{resource}?{RESOURCES[resource]}={person}&_count=50"
    while url:
        answer = session.get(url, timeout=60)
        assert answer.status_code == 200, f"{url}: {answer.status_code} {answer.text}"
        page = answer.json()
        links = {link["relation"]: link["url"] for link in page.get("link", [])}
        url = links.get("next")
        entries = [entry["resource"] for entry in page.get("entry", [])]
        yield json.dumps([page.get("total"), entries], sort_keys=True)


def subject(identity_token):
    """What the claims of a signed token say."""
    part = identity_token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
