"""The wire of /v3/fhir, byte by byte: codings, versions, conditions, HEAD, other origins, and every kind of refusal."""

import contextlib
import csv
import gzip
import http.client
import json
from urllib.parse import urlsplit

import pytest

from support import program, signin, store
from support.fhir import Fhir

ZSTD = b"\x28\xb5\x2f\xfd"


class Answer:
    """What came over the wire, undecoded."""

    def __init__(self, response):
        self.status = response.status
        self.body = response.read()
        self.headers = response.headers

    def __getitem__(self, name):
        return ", ".join(self.headers.get_all(name, []))

    def outcome(self):
        """The one issue of the OperationOutcome that this must be."""
        assert self["content-type"].startswith("application/fhir+json"), (self.status, self.headers.items())
        outcome = json.loads(self.body)
        assert outcome["resourceType"] == "OperationOutcome" and len(outcome["issue"]) == 1
        text = outcome["issue"][0]["diagnostics"]
        assert not any(word in text for word in ("rs:", "panicked", "sqlite", "SQL", "/home", "claims.db")), text
        return outcome["issue"][0]


class Wire:
    """Raw requests to one server with one token."""

    def __init__(self, base, token=None):
        self.at = urlsplit(base).netloc
        self.token = token

    def send(self, method, path, headers=(), body=None):
        with contextlib.closing(http.client.HTTPConnection(self.at, timeout=60)) as connection:
            connection.putrequest(method, f"/v3/fhir/{path}", skip_accept_encoding=True)
            given = dict(headers) | ({"Content-Length": str(len(body))} if body is not None else {})
            if self.token:
                given["Authorization"] = f"Bearer {self.token}"
            for name, value in given.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return Answer(connection.getresponse())

    def get(self, path, **headers):
        return self.send("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture(scope="module")
def wire(base, member_token):
    return Wire(base, member_token["access_token"])


@pytest.fixture(scope="module")
def paths(member_fhir, member_token):
    """A resource of each type, a search of each, and every operation: what GET answers with 200."""
    patient = member_token["patient"]
    claim = member_fhir.get("ExplanationOfBenefit", _count=1).json()["entry"][0]["resource"]["id"]
    coverage = member_fhir.get("Coverage", _count=1).json()["entry"][0]["resource"]["id"]
    reads = [f"Patient/{patient}", f"Coverage/{coverage}", f"ExplanationOfBenefit/{claim}"]
    others = ["Patient", "Coverage", "ExplanationOfBenefit", f"Patient/{patient}/$everything", "metadata"]
    return reads, others + [f"ExplanationOfBenefit/{claim}/$explain"]


def test_the_coding_that_the_client_weighs_most_is_sent_and_reads_back(wire, paths):
    for path in paths[0] + ["metadata"]:
        plain = wire.get(path)
        assert plain.status == 200 and not plain["content-encoding"]
        assert int(plain["content-length"]) == len(plain.body)
        for accepted, coding in [
            ("gzip", "gzip"),
            ("zstd", "zstd"),
            ("gzip, zstd", "zstd"),
            ("zstd;q=0.1, gzip;q=0.9, br", "gzip"),
            ("gzip;q=0", ""),
            ("br, deflate", ""),
            ("identity;q=0, br", ""),
            ("*;q=0", ""),
        ]:
            answer = wire.get(path, Accept_Encoding=accepted)
            assert (answer.status, answer["content-encoding"]) == (200, coding), accepted
            assert "accept-encoding" in answer["vary"].lower()
            if coding == "gzip":
                assert gzip.decompress(answer.body) == plain.body
            elif coding == "zstd":
                assert answer.body.startswith(ZSTD) and len(answer.body) < len(plain.body)
            else:
                assert answer.body == plain.body


def test_a_version_has_one_tag_whatever_its_coding_and_is_not_sent_twice(wire, paths):
    for path in paths[0]:
        whole = wire.get(path)
        tag, date = whole["etag"], whole["last-modified"]
        assert tag.startswith('W/"') and date.endswith(" GMT")
        for accepted in ("gzip", "zstd", "identity"):
            coded = wire.get(path, Accept_Encoding=accepted)
            assert (coded["etag"], coded["last-modified"]) == (tag, date)
            conditions = [{"If_None_Match": tag}, {"If_None_Match": f'"x", {tag.removeprefix("W/")}'}]
            # A coverage changes with the calendar, too: its date tells nothing.
            conditions += [] if path.startswith("Coverage") else [{"If_Modified_Since": date}]
            for condition in conditions:
                known = wire.get(path, Accept_Encoding=accepted, **condition)
                assert (known.status, known.body) == (304, b""), (path, condition)
                assert known["etag"] == tag and "accept-encoding" in known["vary"].lower()
                assert not known["content-encoding"] and known["cache-control"] == coded["cache-control"]
        for stale in ({"If_None_Match": 'W/"0"'}, {"If_Modified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"}):
            assert wire.get(path, **stale).body == whole.body
        # The tag counts more than the date.
        assert wire.get(path, If_None_Match='"0"', If_Modified_Since=date).status == 200


def test_head_is_get_without_the_body_on_every_route(wire, paths):
    changing = {"date", "x-request-id", "content-length", "transfer-encoding", "connection"}
    for path in paths[0] + paths[1]:
        for accepted in ("identity", "gzip", "zstd"):
            got = wire.get(path, Accept_Encoding=accepted)
            head = wire.send("HEAD", path, {"Accept-Encoding": accepted})
            assert (got.status, head.status, head.body) == (200, 200, b""), path

            def told(answer):
                return {name.lower(): value for name, value in answer.headers.items() if name.lower() not in changing}

            assert told(head) == told(got), path
            if head["content-length"]:
                assert int(head["content-length"]) == len(got.body), (path, accepted)
    assert wire.send("HEAD", "Patient/1").status == 404
    assert wire.send("HEAD", "Patient/$idi-match").status == 405


def test_apps_in_browsers_of_any_origin_may_call_and_read_what_they_need(wire, paths):
    origin = {"Origin": "https://app.example"}
    for path in paths[0] + paths[1] + ["Patient/_search", "Patient/$idi-match"]:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type,dpop"}
        preflight = Wire(f"http://{wire.at}").send("OPTIONS", path, origin | asked)
        assert preflight.status == 200 and preflight["access-control-allow-origin"] == "*", path
        assert {"authorization", "content-type", "dpop"} <= set(preflight["access-control-allow-headers"].lower().split(","))
        assert {"GET", "POST"} <= set(preflight["access-control-allow-methods"].replace(" ", "").split(","))
        assert "access-control-allow-credentials" not in preflight.headers
    for token, path in [(wire.token, paths[0][0]), (wire.token, "Patient/1"), (None, paths[0][0])]:
        answer = Wire(f"http://{wire.at}", token).send("GET", path, origin)
        assert answer["access-control-allow-origin"] == "*", path
        exposed = answer["access-control-expose-headers"].lower()
        assert all(name in exposed for name in ("etag", "last-modified", "www-authenticate", "x-request-id"))


def test_every_refusal_is_an_operation_outcome(wire, paths):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    read = paths[0][0]
    for status, code, answer in [
        (404, "not-found", wire.get("Observation")),
        (404, "not-found", wire.get("Patient/1")),
        (404, "not-found", wire.get("Patient/1/_history/1")),
        (400, "processing", wire.get("Patient/x")),
        (400, None, wire.get("Patient/%ff")),
        (405, "not-supported", wire.send("PUT", read, body=b"{}")),
        (405, "not-supported", wire.send("DELETE", read)),
        (405, "not-supported", wire.send("PATCH", "Patient", body=b"[]")),
        (405, "not-supported", wire.get("Patient/$idi-match")),
        (406, "not-supported", wire.get(read, Accept="application/fhir+xml")),
        (406, "not-supported", wire.get(f"{read}?_format=xml")),
        (413, "too-long", wire.send("POST", "Patient/_search", form, b"a=" + b"b" * 70_000)),
        (415, "not-supported", wire.send("POST", "Patient/_search", {"Content-Type": "application/json"}, b"{}")),
        (401, "login", Wire(f"http://{wire.at}").get(read)),
        (401, "login", Wire(f"http://{wire.at}", "x").get(read)),
    ]:
        assert answer.status == status, (status, answer.status, answer.body)
        issue = answer.outcome()
        assert code is None or issue["code"] == code, issue
        assert len(answer["x-request-id"]) == 32
        assert status != 405 or "GET" in answer["allow"] or "POST" in answer["allow"]


def test_what_is_damaged_inside_tells_nothing_of_it(tmp_path):
    with program.sandbox(tmp_path / "data", members=3) as running:
        wire = Wire(running.base, signin.system_token(running.base))
        key, nonsense = ("number", "'\\x63'") if store.ON_POSTGRES else ("body", "x'63'")
        of_claim = f"SELECT number, {key} FROM main.claim WHERE served = 1 LIMIT 1"
        [[number, body]] = store.query(tmp_path / "data", "claims", of_claim)
        assert wire.get(f"ExplanationOfBenefit/{number}").status == 200
        column = "number" if store.ON_POSTGRES else "id"
        damage = f"UPDATE main.claim_body SET record = {nonsense} WHERE {column} = {body}"
        store.query(tmp_path / "data", "claims", damage)
        answer = wire.get(f"ExplanationOfBenefit/{number}")
        assert (answer.status, answer.outcome()["code"]) == (500, "exception")


def test_a_tag_changes_with_the_content_and_with_nothing_else(tmp_path):
    source, data = tmp_path / "source", tmp_path / "data"
    program.run("synth", "idr", "--members", 4, "--seed", 3, "--out", source, check=True)
    program.run("load", "idr", source, "--data", data, "--clock", "2026-10-01T00:00:00Z", check=True)

    def versions(paths=None):
        with program.sandbox(data, members=0) as running:
            token = signin.system_token(running.base)
            if paths is None:
                found = Fhir(running.base, token).search("ExplanationOfBenefit", patient=people[0], _count=50)
                paths = [f"ExplanationOfBenefit/{claim['id']}" for claim in found] + [f"Patient/{people[0]}"]
            answers = {path: Wire(running.base, token).get(path) for path in paths}
            assert all(answer.status == 200 for answer in answers.values())
            return {path: (answer["etag"], answer["last-modified"], answer.body) for path, answer in answers.items()}

    with (source / "SYNTHETIC_BENE_HSTRY.csv").open(encoding="utf-8", newline="") as rows:
        people = [row["BENE_SK"] for row in csv.DictReader(rows)]
    before = versions()
    assert len(before) > 5
    # The same delivery again, and another start of the server, change nothing.
    program.run("load", "idr", source, "--data", data, "--clock", "2026-10-02T00:00:00Z", check=True)
    assert versions(before) == before
    changed = change_one_charge(source, next(iter(before)).split("/")[1])
    program.run("load", "idr", source, "--data", data, "--clock", "2026-10-03T00:00:00Z", check=True)
    after = versions(before)
    assert {path for path in before if before[path] != after[path]} == {changed}
    for told in range(3):
        assert before[changed][told] != after[changed][told], "tag, date and content"
    assert after[changed][1] == "Sat, 03 Oct 2026 00:00:00 GMT"


def change_one_charge(source, number):
    """Adds a dollar to what was charged for a claim; the path of its resource."""
    file = source / "SYNTHETIC_CLM.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        reader = csv.DictReader(rows)
        names, rows = reader.fieldnames, list(reader)
    row = next(row for row in rows if row["CLM_UNIQ_ID"] == number)
    row["CLM_SBMT_CHRG_AMT"] = f"{float(row['CLM_SBMT_CHRG_AMT']) + 1:.2f}"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return f"ExplanationOfBenefit/{number}"
