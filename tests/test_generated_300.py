"""Third-party IDR files, 300 people and 2,390 claims: nothing is lost, twice is once, a kill leaves no trace."""

import time

import pytest

from support import program, shared, signin, snapshot
from support.fhir import Fhir

CLOCK = "2026-11-01T00:00:00Z"
CLAIMS = 2390
PART_D_TYPES = {"1", "2", "3", "4"}
KILLED_AT = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)


@pytest.fixture(scope="module")
def source():
    """The folder of source files."""
    return shared.folder("data/idr/generated_300")


@pytest.fixture(scope="module")
def people(source):
    """The keys of everybody in it."""
    return sorted({row["BENE_SK"] for row in shared.rows(source / "SYNTHETIC_BENE_HSTRY.csv")})


def load(source, data):
    """One undisturbed load."""
    return program.run("load", "idr", source, "--data", data, "--clock", CLOCK)


@pytest.fixture(scope="module")
def undisturbed(source, people, tmp_path_factory):
    """A folder loaded once: its path, what the load printed, how long it took, and what is served from it."""
    data = tmp_path_factory.mktemp("undisturbed") / "data"
    began = time.monotonic()
    done = load(source, data)
    took = time.monotonic() - began
    assert done.returncode == 0, done.stdout + done.stderr
    return data, done.stdout + done.stderr, took, snapshot.of_folder(data, people)


def test_every_claim_is_accounted_for(undisturbed):
    _, printed, _, _ = undisturbed
    assert str(CLAIMS) in printed.replace(",", ""), printed


def test_every_served_claim_reads_back_by_id(source, undisturbed):
    """Served is the latest version of a claim, and every version of a Part D event (BFD v3 serves the same)."""
    data, _, _, _ = undisturbed
    claims = shared.rows(source / "SYNTHETIC_CLM.csv")
    assert len(claims) == CLAIMS
    wrong = []
    with program.sandbox(data, members=0) as running:
        fhir = Fhir(running.base, signin.system_token(running.base))
        for row in claims:
            served = row["CLM_LTST_CLM_IND"] == "Y" or row["CLM_TYPE_CD"] in PART_D_TYPES
            identifier = str(int(row["CLM_UNIQ_ID"]))
            answer = fhir.get(f"ExplanationOfBenefit/{identifier}")
            if answer.status_code != (200 if served else 404):
                wrong.append((identifier, row["CLM_TYPE_CD"], served, answer.status_code))
            elif served:
                assert answer.json()["id"] == identifier
    assert not wrong, f"{len(wrong)}: {wrong[:10]}"


def test_what_a_search_finds_is_what_reads_find(source, undisturbed):
    _, _, _, served = undisturbed
    rows = shared.rows(source / "SYNTHETIC_CLM.csv")
    expected = {
        f"ExplanationOfBenefit/{int(row['CLM_UNIQ_ID'])}"
        for row in rows
        if row["CLM_LTST_CLM_IND"] == "Y" or row["CLM_TYPE_CD"] in PART_D_TYPES
    }
    found = {name for name in served if name.startswith("ExplanationOfBenefit/")}
    assert found == expected, f"missing {sorted(expected - found)[:10]}, unexpected {sorted(found - expected)[:10]}"


def test_loading_again_changes_nothing(source, people, undisturbed):
    data, _, _, before = undisturbed
    later = program.run("load", "idr", source, "--data", data, "--clock", "2026-11-02T00:00:00Z")
    assert later.returncode == 0, later.stdout + later.stderr
    assert snapshot.of_folder(data, people) == before


@pytest.mark.parametrize("share", KILLED_AT)
def test_a_killed_load_run_again_ends_the_same(source, people, undisturbed, tmp_path, share):
    _, _, took, expected = undisturbed
    data = tmp_path / "data"
    program.run_and_kill("load", "idr", source, "--data", data, "--clock", CLOCK, after=took * share)
    again = load(source, data)
    assert again.returncode == 0, again.stdout + again.stderr
    assert snapshot.of_folder(data, people) == expected


def test_a_load_killed_again_and_again_ends_the_same(source, people, undisturbed, tmp_path):
    _, _, took, expected = undisturbed
    data = tmp_path / "data"
    kills = sum(
        program.run_and_kill("load", "idr", source, "--data", data, "--clock", CLOCK, after=took * share)
        for share in KILLED_AT
    )
    assert kills >= 2, "the load was too fast to be killed"
    again = load(source, data)
    assert again.returncode == 0, again.stdout + again.stderr
    assert snapshot.of_folder(data, people) == expected
