"""CMS Aligned Networks from the outside: an app presents a person's identity token and reads that person's claims."""

import csv
import http.server
import json
import re
import threading
import time
import uuid

import pytest
import requests

from support import program, store
from support.fhir import Fhir, outcome
from support.signing import Pair

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPES = ["launch/patient", "patient/Patient.rs", "patient/ExplanationOfBenefit.rs", "patient/AuditEvent.rs"]
AUDIENCE = "our-app-at-the-provider"


@pytest.fixture(scope="module")
def provider():
    """A credential provider that publishes its keys: (issuer, key pair)."""
    pair = Pair()

    class Keys(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps(pair.jwks).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", pair
    server.shutdown()


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Loaded people: (data folder, their source rows by key)."""
    folder = tmp_path_factory.mktemp("networks")
    program.run("synth", "idr", "--members", 12, "--seed", 5, "--out", folder / "source", check=True)
    program.run("load", "idr", folder / "source", "--data", folder / "data", check=True)
    with (folder / "source" / "SYNTHETIC_BENE_HSTRY.csv").open(encoding="utf-8", newline="") as rows:
        return folder / "data", list(csv.DictReader(rows))


class App:
    """The app of the network, at a server that runs."""

    def __init__(self, base, client, pair, provider):
        self.base, self.client, self.pair, self.provider = base, client, pair, provider

    def person(self, row, **changes):
        """A good identity token's claims for the person of a source row."""
        now = int(time.time())
        claims = {
            "iss": self.provider[0],
            "sub": str(uuid.uuid4()),
            "aud": AUDIENCE,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "auth_time": now,
            "exp": now + 600,
            "identity_assurance_level": 2,
            "given_name": row["BENE_1ST_NAME"].upper(),
            "family_name": row["BENE_LAST_NAME"].lower(),
            "birthdate": row["BENE_BRTH_DT"][:10],
            "address": {"street_address": row["BENE_LINE_1_ADR"], "postal_code": row["GEO_ZIP5_CD"]},
        }
        return claims | changes

    def ask(self, id_token):
        smart = {"version": "1", "purpose_of_use": "PATRQT", "id_token": id_token}
        assertion = self.pair.sign(
            {
                "iss": self.client,
                "sub": self.client,
                "aud": f"{self.base}/v3/o/token/",
                "exp": int(time.time()) + 120,
                "jti": str(uuid.uuid4()),
                "extensions": {"cms_smart": smart},
            }
        )
        body = {
            "grant_type": "client_credentials",
            "scope": " ".join(["openid", *SCOPES]),
            "client_assertion_type": TYPE,
            "client_assertion": assertion,
        }
        return requests.post(f"{self.base}/v3/o/token/", data=body, timeout=60)


def add_app(folder, data):
    """Registers the app: (client id, key pair)."""
    pair = Pair()
    (folder / "keys.json").write_text(json.dumps(pair.jwks))
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    options = ["--kind", "system", "--jwks", folder / "keys.json", *scopes, "--data", data]
    added = program.run("app", "add", "--name", "Network app", *options, check=True)
    return re.search(r"client_id +(\S+)", added.stdout).group(1), pair


def configuration(folder, data, credentials=None):
    """A configuration file on a free port: (path, base URL)."""
    port = program.free_port()
    path = folder / f"bluestem-{port}.toml"
    text = f'public_url = "http://localhost:{port}"\nlisten = "127.0.0.1:{port}"\n{store.toml(data)}'
    path.write_text(text + (f'[networks]\ncredentials = "{credentials}"\n' if credentials else ""))
    return path, f"http://localhost:{port}"


def test_a_credential_opens_the_persons_claims_and_the_person_reads_the_match(people, provider, tmp_path):
    data, rows = people
    client, pair = add_app(tmp_path, data)
    enrolled = tmp_path / "credentials.csv"
    issuer = provider[0]
    enrolled.write_text(f"client_id,issuer,audience,jwks_uri\n{client},{issuer},{AUDIENCE},{issuer}/keys\n")
    path, base = configuration(tmp_path, data, enrolled)
    assert "1 enrolments" in program.run("check-config", "--config", path, check=True).stdout
    with program.Running("serve", "--config", path):
        app = App(base, client, pair, provider)
        # Person 1 of the synthetic people has claims under 42 CFR Part 2.
        row, other = rows[1], next(row for row in rows if row["BENE_XREF_EFCTV_SK"] != rows[1]["BENE_XREF_EFCTV_SK"])
        credential = provider[1].sign(app.person(row))
        answer = app.ask(credential)
        assert answer.status_code == 200, answer.text
        token = answer.json()
        person = row["BENE_XREF_EFCTV_SK"]
        assert token["patient"] == person and token["scope"] == " ".join(SCOPES) and token["refresh_token"]
        fhir = Fhir(base, token["access_token"])
        assert fhir.read("Patient", person)["birthDate"] == row["BENE_BRTH_DT"][:10]
        outcome(fhir.get(f"Patient/{other['BENE_XREF_EFCTV_SK']}"))
        claims = fhir.search("ExplanationOfBenefit", _count=50)
        assert claims and all("security" not in claim["meta"] for claim in claims), "Part 2 is withheld"
        events = fhir.search("AuditEvent")
        match = next(event for event in events if event.get("subtype", [{}])[0].get("code") == "patient-match-request")
        assert match["agent"][0]["who"]["identifier"]["value"] == client
        assert match["entity"][0]["detail"][0] == {"type": "matchAlgorithm", "valueString": "01"}

        for claims, status, told in [
            (credential, 400, "presented before"),
            (provider[1].sign(app.person(row, aud="another-app")), 400, "another app"),
            (provider[1].sign(app.person(row, auth_time=int(time.time()) - 400)), 400, "five minutes"),
            (provider[1].sign(app.person(row, identity_assurance_level=1)), 400, "identity_assurance_level"),
            (pair.sign(app.person(row)), 400, "signature"),
            (provider[1].sign(app.person(row, birthdate="1901-01-01")), 401, "cannot be found"),
        ]:
            refused = app.ask(claims)
            assert (refused.status_code, refused.json()["error"]) == (status, "invalid_grant"), refused.text
            assert told in refused.json()["error_description"]
            assert row["BENE_LAST_NAME"].lower() not in refused.text.lower()


def test_nobody_is_enrolled_unless_the_operator_says_so(people, provider, tmp_path):
    data, rows = people
    client, pair = add_app(tmp_path, data)
    path, base = configuration(tmp_path, data)
    with program.Running("serve", "--config", path):
        app = App(base, client, pair, provider)
        refused = app.ask(provider[1].sign(app.person(rows[1])))
        assert (refused.status_code, refused.json()["error"]) == (403, "unauthorized_client"), refused.text
    path, _ = configuration(tmp_path, data, tmp_path / "absent.csv")
    done = program.run("check-config", "--config", path)
    assert done.returncode != 0 and "absent.csv" in done.stderr
