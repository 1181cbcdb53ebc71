"""`Patient/$idi-match` from the outside: every member of the sandbox, asked for as people write names and addresses."""

import csv
import unicodedata

import pytest
import requests

from support import program, signin
from support.fhir import Fhir

MBI = "http://hl7.org/fhir/sid/us-mbi"
SSN = "http://hl7.org/fhir/sid/us-ssn"
CALLER = {"X-CLIENT-ID": "their-app", "X-CLIENT-NAME": "Their App", "X-CLIENT-IP": "192.0.2.7"}


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """The source rows of the sandbox's members: the same seed makes the same people."""
    folder = tmp_path_factory.mktemp("match") / "idr"
    program.run("synth", "idr", "--members", 30, "--seed", 1, "--out", folder, check=True)
    with (folder / "SYNTHETIC_BENE_HSTRY.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def ask(base):
    """Asks for a person; the answer's Patient, or None."""
    token = signin.system_token(base)

    def asked(**patient):
        resource = {"resourceType": "Patient"} | patient
        body = {"resourceType": "Parameters", "parameter": [{"name": "IDIPatient", "resource": resource}]}
        headers = CALLER | {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
        answer = requests.post(f"{base}/v3/fhir/Patient/$idi-match", json=body, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text
        bundle = answer.json()
        assert bundle["id"] == "IDI-Match" and bundle["entry"][0]["resource"]["resourceType"] == "Organization"
        found = [entry["resource"] for entry in bundle["entry"][1:]]
        assert len(found) <= 1
        return found[0] if found else None

    return asked


def plain(text):
    """As a form without accents has it, in small letters and with other separators."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.lower().replace("'", "\u2019").replace("-", " ")


def known(row):
    return {
        "name": [{"family": f"{plain(row['BENE_LAST_NAME'])} Jr.", "given": [plain(row["BENE_1ST_NAME"])]}],
        "birthDate": row["BENE_BRTH_DT"][:10],
    }


def ways(row):
    """What identifies the member of a row, once for each combination."""
    street = row["BENE_LINE_1_ADR"].upper().replace("STREET", "St.").replace("ROAD", "RD").replace("LANE", "Ln")
    yield {"address": [{"line": [street], "postalCode": row["GEO_ZIP5_CD"] + "-1234"}]}
    yield {"identifier": [{"system": SSN, "value": row["BENE_SSN_NUM"][-4:]}]}
    yield {"identifier": [{"system": MBI, "value": row["BENE_MBI_ID"].lower()}]}


def test_every_member_is_found_by_each_combination_however_written(rows, ask):
    merged = {row["BENE_SK"]: row["BENE_XREF_EFCTV_SK"] for row in rows}
    assert any(not name.isascii() for row in rows for name in (row["BENE_1ST_NAME"], row["BENE_LAST_NAME"]))
    for row in rows:
        for way in ways(row):
            found = ask(**known(row), **way)
            assert found and found["id"] == merged[row["BENE_SK"]], (row["BENE_SK"], way)


def test_another_birth_date_or_a_part_alone_finds_nobody(rows, ask):
    row = rows[0]
    for way in ways(row):
        assert ask(**known(row) | {"birthDate": "1900-01-01"}, **way) is None
        assert ask(birthDate=known(row)["birthDate"], **way) is None
    assert ask(**known(row)) is None


def test_contradicting_parts_find_nobody(rows, ask):
    one, other = rows[0], next(row for row in rows if row["BENE_1ST_NAME"] != rows[0]["BENE_1ST_NAME"])
    address, _, _ = ways(one)
    _, _, mbi = ways(other)
    both = {"birthDate": one["BENE_BRTH_DT"][:10], "name": known(one)["name"] + known(other)["name"]}
    assert ask(**both, **address)["id"] == one["BENE_XREF_EFCTV_SK"]
    assert ask(**both | {"birthDate": other["BENE_BRTH_DT"][:10]}, **mbi)["id"] == other["BENE_XREF_EFCTV_SK"]


def test_the_member_reads_the_match_and_a_members_token_cannot_ask(base, rows, ask):
    token = signin.token_for(base, *signin.member(27))
    row = next(row for row in rows if row["BENE_SK"] == token["patient"])
    assert ask(**known(row), **next(ways(row)))["id"] == token["patient"]
    path = f"{base}/v3/fhir/Patient/$idi-match"
    denied = requests.post(path, headers=CALLER | {"Authorization": f"Bearer {token['access_token']}"}, timeout=60)
    assert denied.status_code == 403 and "system/Patient.rs" in denied.headers["WWW-Authenticate"]
    statement = Fhir(base).get("metadata").json()
    patient = next(found for found in statement["rest"][0]["resource"] if found["type"] == "Patient")
    assert "idi-match" in [operation["name"] for operation in patient["operation"]]
