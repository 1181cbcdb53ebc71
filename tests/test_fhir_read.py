"""Reads and searches with a person's token and with a system token: what is there, and what must look absent."""

import pytest

from support import signin
from support.fhir import Fhir, link, outcome

TYPES = ("Patient", "Coverage", "ExplanationOfBenefit")
NOBODYS = {"Patient": "-1", "Coverage": "part-a--1", "ExplanationOfBenefit": "-1"}


@pytest.mark.parametrize("resource", TYPES)
def test_everything_found_reads_back_by_id(member_fhir, resource):
    found = member_fhir.search(resource)
    assert found, f"no {resource} at all"
    identifiers = [each["id"] for each in found]
    assert len(identifiers) == len(set(identifiers)), "a resource appeared on two pages"
    for each in found[:20]:
        assert each["resourceType"] == resource
        assert member_fhir.read(resource, each["id"]) == each


@pytest.mark.parametrize("resource", TYPES)
def test_the_first_page_is_a_searchset_with_the_links_that_clients_follow(base, member_fhir, resource):
    for path in (resource, f"{resource}/"):
        answer = member_fhir.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("application/fhir+json")
        bundle = answer.json()
        assert bundle["type"] == "searchset"
        assert isinstance(bundle["link"], list)
        assert link(bundle, "self").startswith(f"{base}/v3/fhir/{resource}")
        assert len(bundle.get("entry", [])) <= 10
        for entry in bundle.get("entry", []):
            assert entry["fullUrl"] == f"{base}/v3/fhir/{resource}/{entry['resource']['id']}"
            assert entry["search"]["mode"] == "match"


def test_pages_of_any_size_hold_the_same_claims(member_fhir):
    whole = [claim["id"] for claim in member_fhir.search("ExplanationOfBenefit", _count=50)]
    by_threes = [claim["id"] for claim in member_fhir.search("ExplanationOfBenefit", _count=3)]
    assert whole == by_threes
    first = next(member_fhir.pages("ExplanationOfBenefit", _count=3))
    assert first["total"] == len(whole)


def test_every_claim_has_a_line_and_names_its_person(member_fhir, member_token):
    for claim in member_fhir.search("ExplanationOfBenefit"):
        assert claim["item"], claim["id"]
        assert claim["patient"]["reference"] == f"Patient/{member_token['patient']}"


def test_somebody_else_looks_absent(base, member_fhir, system_fhir):
    other = signin.token_for(base, *signin.member(3))
    stranger = Fhir(base, other["access_token"])
    for resource in TYPES:
        theirs = stranger.search(resource)[0]["id"]
        denied = member_fhir.get(f"{resource}/{theirs}")
        absent = member_fhir.get(f"{resource}/{NOBODYS[resource]}")
        assert denied.status_code == absent.status_code == 404
        assert outcome(denied) == outcome(absent)
        assert system_fhir.read(resource, theirs)["id"] == theirs
    for parameters in ({"patient": other["patient"]}, {"patient": f"Patient/{other['patient']}"}):
        answer = member_fhir.get("ExplanationOfBenefit", **parameters)
        claims = answer.json().get("entry", []) if answer.status_code == 200 else []
        assert answer.status_code in (200, 403, 404), answer.text
        assert not claims, "claims of somebody else"


def test_a_narrow_scope_sees_only_what_it_names(base):
    token = signin.token_for(base, *signin.member(4), scope="patient/Coverage.s")
    fhir = Fhir(base, token["access_token"])
    found = fhir.get("Coverage")
    assert found.status_code == 200
    one = found.json()["entry"][0]["resource"]["id"]
    for path in (f"Coverage/{one}", "Patient", "ExplanationOfBenefit"):
        answer = fhir.get(path)
        assert answer.status_code == 403, f"{path}: {answer.status_code}"
        outcome(answer)


@pytest.mark.parametrize("token", [None, "never-issued", "x" * 5000])
@pytest.mark.parametrize("resource", TYPES)
def test_no_or_a_wrong_token_is_unauthorised(base, resource, token):
    answer = Fhir(base, token).get(resource)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    outcome(answer)


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("ExplanationOfBenefit", {"_count": "many"}),
        ("ExplanationOfBenefit", {"_count": "-1"}),
        ("ExplanationOfBenefit", {"startIndex": "x"}),
        ("ExplanationOfBenefit", {"_lastUpdated": "yesterday"}),
        ("ExplanationOfBenefit", {"_lastUpdated": "ge2020-13-40"}),
        ("ExplanationOfBenefit", {"service-date": "soon"}),
    ],
    ids=str,
)
def test_a_malformed_parameter_is_named(member_fhir, path, parameters):
    answer = member_fhir.get(path, **parameters)
    assert answer.status_code == 400, answer.text
    text = str(outcome(answer))
    assert next(iter(parameters)) in text, text


@pytest.mark.parametrize(
    "path",
    ["ExplanationOfBenefit/%00", "ExplanationOfBenefit/..%2f..", "ExplanationOfBenefit/" + "9" * 400, "Coverage/part-z-1"],
)
def test_a_malformed_id_is_absent_or_refused(member_fhir, path):
    answer = member_fhir.get(path)
    assert answer.status_code in (400, 404), answer.status_code
    outcome(answer)


def test_an_unknown_type_answers_fast_with_an_outcome(member_fhir):
    answer = member_fhir.get("Observation")
    assert 400 <= answer.status_code < 500
    outcome(answer)


def test_headers_that_sdks_leave_on_a_get_do_no_harm(member_fhir):
    headers = {"content-type": "multipart/form-data; boundary=left-over", "Accept-Charset": "UTF-8"}
    answer = member_fhir.session.get(f"{member_fhir.base}/Patient/", headers=headers, timeout=30)
    assert answer.status_code == 200


def test_metadata_needs_no_token(base):
    answer = Fhir(base).get("metadata")
    assert answer.status_code == 200
    assert answer.json()["resourceType"] == "CapabilityStatement"
    assert answer.json()["fhirVersion"] == "4.0.1"


def test_an_answer_can_be_compressed(member_fhir):
    answer = member_fhir.session.get(
        f"{member_fhir.base}/ExplanationOfBenefit", headers={"Accept-Encoding": "gzip"}, timeout=30
    )
    assert answer.headers.get("Content-Encoding") == "gzip"
    assert answer.json()["resourceType"] == "Bundle"
