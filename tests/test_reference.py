"""`load reference` from the outside: texts appear in a running server, versions change, ids do not."""

import time

import pytest

from support import program, signin
from support.fhir import Fhir

DRUGS = "PRODUCTID\tPRODUCTNDC\tPROPRIETARYNAME\tSUBSTANCENAME\n1\t{}-{}\tMeadowcillin\tMEADOWINE\n"
NDC = "http://hl7.org/fhir/sid/ndc"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A sandbox with one member: its data folder and a client with the member's token."""
    data = tmp_path_factory.mktemp("reference") / "data"
    with program.sandbox(data, members=1) as running:
        token = signin.token_for(running.base, *signin.member(0))
        yield data, Fhir(running.base, token["access_token"])


def load(data, kind, text, **options):
    """Loads a source file with this text."""
    source = data.parent / "source.txt"
    source.write_text(text, encoding="utf-8")
    extra = [part for name, value in options.items() for part in (f"--{name}", value)]
    return program.run("load", "reference", kind, source, "--data", data, *extra)


def ask(fhir, path, header, value):
    """The status of a conditional read."""
    return fhir.session.get(f"{fhir.base}/{path}", headers={header: value}, timeout=60).status_code


def codings(resource, system):
    """Every coding of a system in a resource."""
    if isinstance(resource, dict):
        if resource.get("system") == system and "code" in resource:
            yield resource
        resource = list(resource.values())
    if isinstance(resource, list):
        for each in resource:
            yield from codings(each, system)


def claim_with(fhir, system):
    """The first claim with a coding of the system, and the coding."""
    claims = fhir.search("ExplanationOfBenefit", _count=50)
    return next((claim, coding) for claim in claims for coding in codings(claim, system))


def shown(fhir, claim, system, text):
    """Waits until the claim shows the text; the answer that does."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        answer = fhir.get(f"ExplanationOfBenefit/{claim['id']}")
        if any(coding.get("display") == text for coding in codings(answer.json(), system)):
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{text} did not appear")


def test_a_running_server_shows_what_is_loaded_as_another_version_of_the_same_resource(place):
    data, fhir = place
    claim, coding = claim_with(fhir, NDC)
    assert "display" not in coding
    path = f"ExplanationOfBenefit/{claim['id']}"
    before = fhir.get(path)
    tag = before.headers["ETag"]
    assert ask(fhir, path, "If-None-Match", tag) == 304
    done = load(data, "ndc", DRUGS.format(coding["code"][:5], coding["code"][5:9]), edition="first")
    assert done.returncode == 0, done.stderr
    assert "ndc first: 1 codes" in done.stdout and "in place of nothing" in done.stdout
    after = shown(fhir, claim, NDC, "Meadowcillin - MEADOWINE")
    assert after.headers["ETag"] != tag
    assert ask(fhir, path, "If-None-Match", tag) == 200
    assert ask(fhir, path, "If-Modified-Since", before.headers["Last-Modified"]) == 200
    assert after.json()["id"] == claim["id"]
    assert after.json()["meta"] == before.json()["meta"]
    again = load(data, "ndc", DRUGS.format("00000", "0000"), edition="second")
    assert "in place of first with 1 codes" in again.stdout


def test_diagnoses_are_found_by_codes_without_dots(place):
    data, fhir = place
    claim, coding = claim_with(fhir, ICD)
    done = load(data, "icd-10-cm", f"{coding['code'].replace('.', ''):8}Trouble with grass\n")
    assert done.returncode == 0, done.stderr
    shown(fhir, claim, ICD, "Trouble with grass")


def test_what_is_no_such_file_is_refused_and_changes_nothing(place):
    data, _ = place
    load(data, "ndc", DRUGS.format("00000", "0000"))
    kept = (data / "reference" / "ndc.ref").read_bytes()
    done = load(data, "ndc", "Code,Display Name\nA,B\n")
    assert done.returncode != 0
    assert "PRODUCTNDC" in done.stderr and "stays as it was" in done.stderr
    assert (data / "reference" / "ndc.ref").read_bytes() == kept
    assert program.run("load", "reference", "licd", "x", "--data", data).returncode == 2
