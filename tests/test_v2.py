"""`/v2` next to `/v3`, with people of the Chronic Conditions Warehouse."""

import hashlib
import re

import pytest
from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement

from support import rif, signin
from support.fhir import Fhir, outcome
from test_fhirclient import MODELS, parse

CLAIM_ID = re.compile(r"(carrier|dme|hha|hospice|inpatient|outpatient|pde|snf)--?[0-9]+")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Synthetic people as research files."""
    return rif.make(tmp_path_factory.mktemp("v2") / "out")


@pytest.fixture(scope="module")
def base(folder):
    """A sandbox with these people alone."""
    with rif.sandbox(folder.parent / "data", folder) as running:
        yield running.base


@pytest.fixture(scope="module")
def people(folder):
    """BENE_ID and MBI of everybody."""
    return rif.people(folder)


@pytest.fixture(scope="module")
def token(base, people):
    """The token response for the first of them, from `/v2`."""
    return signin.token_for(base, *rif.credentials(next(iter(people.values()))), version=2)


@pytest.fixture(scope="module")
def system(base):
    """`/v2` as the system client sees it."""
    return Fhir(base, signin.system_token(base), version=2)


def test_every_resource_of_everybody_parses_strictly(system, people):
    CapabilityStatement(system.get("metadata").json(), strict=True)
    kinds = set()
    for person in people:
        found = {"Patient": {"_id": person}, "Coverage": {"beneficiary": person}, "ExplanationOfBenefit": {"patient": person}}
        for resource in MODELS:
            pages = list(system.pages(resource, _count=20, **found[resource]))
            for page in pages:
                Bundle(page, strict=True)
            resources = [entry["resource"] for page in pages for entry in page["entry"]]
            assert len(resources) == pages[0]["total"]
            for each in resources:
                parse(each)
                assert system.read(resource, each["id"]) == each
                if resource == "ExplanationOfBenefit":
                    assert CLAIM_ID.fullmatch(each["id"]), each["id"]
                    assert each["patient"]["reference"] == f"Patient/{person}"
                    kinds.add(each["id"].split("-")[0])
    assert len(kinds) >= 6, kinds


def test_one_consent_serves_both_versions(base, people, token):
    person, mbi = next(iter(people.items()))
    assert token["patient"] == person
    second = Fhir(base, token["access_token"], version=2)
    third = Fhir(base, token["access_token"], version=3)
    assert [each["id"] for each in second.search("Patient")] == [person]
    [patient] = third.search("Patient")
    assert any(identifier["value"] == mbi for identifier in patient["identifier"])
    ids = [{claim["id"] for claim in fhir.search("ExplanationOfBenefit", _count=50)} for fhir in (second, third)]
    assert ids[0] == ids[1] and ids[0]
    # The reverse: a token from /v3 reads /v2.
    other = signin.token_for(base, *rif.credentials(mbi), version=3)
    assert other["patient"] == f"ccw-{person}"
    for fhir in (Fhir(base, other["access_token"], version=2), Fhir(base, other["access_token"], version=3)):
        assert len(fhir.search("Coverage"))
        assert {claim["id"] for claim in fhir.search("ExplanationOfBenefit", _count=50)} == ids[0]


def test_the_front_of_v2_names_v2(base):
    for path in ("v2/connect/.well-known/openid-configuration", ".well-known/openid-configuration-v2"):
        document = Fhir(base).session.get(f"{base}/{path}", timeout=60).json()
        assert document["token_endpoint"] == f"{base}/v2/o/token"
        assert document["fhir_metadata_uri"] == f"{base}/v2/fhir/metadata"
    smart = Fhir(base, version=2).get(".well-known/smart-configuration").json()
    assert smart["authorization_endpoint"] == f"{base}/v2/o/authorize"


def test_userinfo_names_the_person_as_each_version_does(base, people):
    person, mbi = list(people.items())[1]
    token = signin.token_for(base, *rif.credentials(mbi), version=2)["access_token"]
    told = {}
    for version in (2, 3):
        answer = Fhir(base, token).session.get(f"{base}/v{version}/connect/userinfo", timeout=60)
        assert answer.status_code == 200, answer.text
        told[version] = answer.json()
    assert (told[2]["patient"], told[3]["patient"]) == (person, f"ccw-{person}")
    assert told[2]["sub"] == told[3]["sub"]


def test_a_system_finds_people_by_mbi_and_by_its_hash(system, people):
    person, mbi = next(iter(people.items()))
    # The sandbox hashes with the pepper of BFD's test vectors.
    hashed = hashlib.pbkdf2_hmac("sha256", mbi.encode(), b"nottherealpepper", 1000).hex()
    for identifier in (
        f"http://hl7.org/fhir/sid/us-mbi|{mbi}",
        f"https://bluebutton.cms.gov/resources/identifier/mbi-hash|{hashed}",
    ):
        form = {"identifier": identifier}
        answer = system.session.post(f"{system.base}/Patient/_search", data=form, timeout=60)
        assert answer.status_code == 200, answer.text
        assert [entry["resource"]["id"] for entry in answer.json()["entry"]] == [person]
    assert mbi not in answer.request.url


def test_somebody_else_is_absent(base, people):
    # A new consent to the same app ends the tokens of the earlier one: a member of this test's own.
    token = signin.token_for(base, *rif.credentials(list(people.values())[2]), version=2)
    fhir = Fhir(base, token["access_token"], version=2)
    other = list(people)[1]
    for path in (f"Patient/{other}", f"Coverage/part-a-{other}"):
        answer = fhir.get(path)
        assert answer.status_code == 404
        outcome(answer)
    assert not fhir.search("ExplanationOfBenefit", patient=other)
