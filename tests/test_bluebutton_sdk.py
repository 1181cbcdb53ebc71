"""cms-bluebutton-sdk 1.1.0, as published: patient, coverage, all claims, profile, refresh.

Version 2 with people of the Chronic Conditions Warehouse, version 3 with those of the Integrated Data Repository.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from support import program, rif, signin
from support.fhir import Fhir

HERE = Path(__file__).parent
# Among the synthetic people, one with more than one page of claims.
MEMBER = 0
SDK_PYTHON = HERE / ".venv-sdk/bin/python"


@pytest.fixture(scope="module", params=[2, 3])
def version(request):
    """The version of the API."""
    return request.param


@pytest.fixture(scope="module")
def member(version, request, tmp_path_factory):
    """Base URL, user name and password of a member with more than one page of claims."""
    if version == 3:
        yield request.getfixturevalue("base"), *signin.member(5)
        return
    folder = tmp_path_factory.mktemp("rif")
    mbis = list(rif.people(rif.make(folder / "out")).values())
    with rif.sandbox(folder / "data", folder / "out") as running:
        yield running.base, *rif.credentials(mbis[MEMBER])


@pytest.fixture(scope="module")
def got(member, version):
    """What the SDK got from the sandbox."""
    done = subprocess.run(
        [SDK_PYTHON, HERE / "clients/bluebutton_sdk.py", *member, str(version)],
        env=program.environment({"PYTHONPATH": str(HERE), "PATH": os.environ["PATH"]}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def claims(member, version):
    """The ids of the same member's claims, read without the SDK."""
    token = signin.token_for(*member, version=version)
    fhir = Fhir(member[0], token["access_token"], version)
    return [claim["id"] for claim in fhir.search("ExplanationOfBenefit", _count=50)]


def ids(pages):
    """The ids of all resources of some Bundles."""
    return [entry["resource"]["id"] for page in pages for entry in page.get("entry", [])]


def test_the_token_response_has_what_the_sdk_reads(got):
    assert got["token"]["patient"]
    assert got["token"]["refresh_token"]
    assert got["token"]["scope"]


def test_patient_coverage_and_profile_are_the_members(got):
    patient = got["token"]["patient"]
    assert ids([got["patient"]]) == [patient]
    assert ids([got["coverage"]])
    assert got["profile"]["patient"] == patient


def test_all_pages_hold_all_claims_once(got, claims):
    assert len(claims) > 10, "this member must have more than one page"
    assert ids(got["claim_pages"]) == claims
    assert len(got["claim_pages"]) == -(-len(claims) // 10)


def test_the_value_in_the_next_link_wins_over_the_repeated_one(got, claims):
    assert ids(got["small_pages"]) == claims


def test_an_expired_token_is_refreshed_and_each_page_may_refresh_again(got, claims):
    assert got["refreshed"]
    assert ids(got["pages_after_expiry"]) == claims


def test_the_same_state_and_challenge_serve_again(got):
    assert got["second_authorization"]["patient"] == got["token"]["patient"]
