"""Logs: one JSON line a request, that leads from the answer to the log and names nobody."""

import json

import pytest
import requests

from support import logbook, program, signin

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def logged(sandbox):
    """Finds the line of the request whose answer this is."""

    def find(answer):
        def lines():
            entries = (json.loads(line) for line in sandbox.lines if line.startswith("{"))
            return [entry for entry in entries if entry.get("span", {}).get("id") == answer.headers["X-Request-Id"]]

        program.wait_until(lambda: any(entry["message"] == "answered" for entry in lines()))
        [line] = [entry for entry in lines() if entry["message"] == "answered"]
        return line

    return find


def test_a_request_is_one_line_with_its_id_route_status_and_time(base, member_fhir, logged):
    [claim] = member_fhir.search("ExplanationOfBenefit", _count=1)[:1]
    answer = member_fhir.get(f"ExplanationOfBenefit/{claim['id']}")
    line = logged(answer)
    assert line["span"]["route"] == "/v3/fhir/ExplanationOfBenefit/{id}"
    assert (line["span"]["method"], line["status"], line["level"]) == ("GET", 200, "INFO")
    assert line["milliseconds"] > 0 and line["timestamp"].endswith("Z")
    assert logged(requests.get(f"{base}/no/such/page", timeout=10))["span"]["route"] == "-"


def test_a_callers_trace_is_taken_up_and_its_request_id_is_not(base, logged):
    given = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "X-Request-Id": "chosen-by-the-caller"}
    answer = requests.get(f"{base}/v3/fhir/metadata", headers=given, timeout=10)
    assert len(answer.headers["X-Request-Id"]) == 32
    assert logged(answer)["span"]["trace"] == TRACE
    nonsense = requests.get(f"{base}/v3/fhir/metadata", headers={"traceparent": "00-me"}, timeout=10)
    assert logged(nonsense)["span"]["trace"] == nonsense.headers["X-Request-Id"]


def test_the_check_at_the_end_of_the_session_finds_what_it_must(tmp_path):
    (tmp_path / "forbidden-1").write_text("1EG4-TE5-MK73\nHUGHES\n-1000012345\n12 OAK STREET\ncode-value\n1950-03-04\n327019\n")
    clean = '{"timestamp":"1950-03-04T00:00:00Z","message":"answered","milliseconds":1.327019,"route":"/v3/o/token"}\n'
    (tmp_path / "log-clean").write_text(clean)
    assert logbook.check(tmp_path) == ([], 1)
    for number, line in enumerate(
        [
            '{"message":"read /v3/fhir/Patient/-1000012345"}',
            '{"message":"x","person":-1000012345}',
            '{"message":"GET /callback?code=code-value"}',
            "thread panicked at HUGHES: 1EG4-TE5-MK73",
            '{"message":"lives at 12 OAK STREET"}',
            '{"message":"born 1950-03-04"}',
        ]
    ):
        (tmp_path / "log-leak").write_text(line + "\n")
        assert logbook.check(tmp_path)[0], (number, line)


def test_what_goes_over_the_wire_is_what_the_check_looks_for(base, member_token, member_fhir):
    [patient] = member_fhir.search("Patient")
    noted = set()
    for path in logbook.Path(logbook.os.environ[logbook.FOLDER]).glob("forbidden-*"):
        noted |= set(path.read_text().splitlines())
    assert {member_token["access_token"], patient["birthDate"], signin.SECRET} <= noted
    assert {identifier["value"] for identifier in patient["identifier"]} & noted
