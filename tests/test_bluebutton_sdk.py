"""cms-bluebutton-sdk 1.1.0, version 3: patient, coverage, all claims, profile, refresh, as published."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from support import program, signin
from support.fhir import Fhir

HERE = Path(__file__).parent
SDK_PYTHON = HERE / ".venv-sdk/bin/python"


@pytest.fixture(scope="module")
def got(base):
    """What the SDK got from the sandbox."""
    done = subprocess.run(
        [SDK_PYTHON, HERE / "clients/bluebutton_sdk.py", base, *signin.member(5)],
        env=program.environment({"PYTHONPATH": str(HERE), "PATH": os.environ["PATH"]}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def claims(base):
    """The ids of the same member's claims, read without the SDK."""
    token = signin.token_for(base, *signin.member(5))
    return [claim["id"] for claim in Fhir(base, token["access_token"]).search("ExplanationOfBenefit", _count=50)]


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
