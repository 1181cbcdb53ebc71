"""fhirclient 4.4.0: its own standalone launch, and strict parsing of every resource it reads."""

import warnings

import pytest
from fhirclient import client
from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement
from fhirclient.models.coverage import Coverage
from fhirclient.models.explanationofbenefit import ExplanationOfBenefit
from fhirclient.models.patient import Patient

from support import program, shared, signin, snapshot
from support.fhir import Fhir

MODELS = {"Patient": Patient, "Coverage": Coverage, "ExplanationOfBenefit": ExplanationOfBenefit}
SCOPE = "openid profile offline_access patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs"


def launch(base, app_id, app_secret, member):
    """A client that has been through the whole launch."""
    smart = client.FHIRClient(
        settings={
            "app_id": app_id,
            "app_secret": app_secret,
            "api_base": f"{base}/v3/fhir",
            "redirect_uri": signin.REDIRECT,
            "scope": SCOPE,
        }
    )
    smart.prepare()
    callback = signin.approve(smart.authorize_url, *member)
    smart.handle_callback(f"{signin.REDIRECT}?code={callback['code']}&state={callback['state']}")
    assert smart.ready
    return smart


@pytest.mark.parametrize(("app_id", "app_secret"), [(signin.CLIENT, signin.SECRET), (signin.PUBLIC_CLIENT, None)])
def test_the_standalone_launch_reads_everything(base, app_id, app_secret):
    smart = launch(base, app_id, app_secret, signin.member(6))
    assert smart.patient_id
    assert smart.patient.id == smart.patient_id
    for model in (Coverage, ExplanationOfBenefit):
        parameters = {"beneficiary" if model is Coverage else "patient": smart.patient_id}
        found = list(model.where(struct=parameters).perform_resources_iter(smart.server))
        assert found
        assert all(isinstance(each, model) for each in found)


def test_refresh_goes_on_with_the_same_person(base):
    smart = launch(base, signin.CLIENT, signin.SECRET, signin.member(6))
    before, patient = smart.server.auth.access_token, smart.patient_id
    assert smart.reauthorize()
    assert smart.server.auth.access_token != before
    assert Patient.read(patient, smart.server).id == patient


def parse(resource):
    """Parses strictly: an unknown, missing or mistyped element is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        parsed = MODELS[resource["resourceType"]](resource, strict=True)
    assert parsed.as_json()["id"] == resource["id"]


def test_the_capability_statement_parses_strictly(base):
    statement = CapabilityStatement(Fhir(base).get("metadata").json(), strict=True)
    assert statement.rest[0].security.extension


@pytest.mark.parametrize("number", range(29))
def test_everything_of_every_synthetic_member_parses_strictly(base, number):
    token = signin.token_for(base, *signin.member(number))
    fhir = Fhir(base, token["access_token"])
    for resource in MODELS:
        for page in fhir.pages(resource, _count=50):
            Bundle(page, strict=True)
            for entry in page.get("entry", []):
                parse(entry["resource"])


@pytest.mark.parametrize("sample", ["test_samples1", "test_samples2", "generated_300"])
def test_everything_of_the_third_party_samples_parses_strictly(sample, tmp_path):
    source = shared.folder(f"data/idr/{sample}")
    people = {row["BENE_SK"] for path in source.rglob("*BENE_HSTRY.csv") for row in shared.rows(path)}
    assert people
    data = tmp_path / "data"
    done = program.run("load", "idr", source, "--data", data)
    assert done.returncode == 0, done.stdout + done.stderr
    for resource in snapshot.of_folder(data, sorted(people)).values():
        parse(resource)
