"""Third-party IDR files, 300 people and 2,390 claims: nothing is lost, twice is once, a kill leaves no trace."""

import time
from collections import defaultdict

import pytest

from support import program, shared, signin, snapshot
from support.fhir import Fhir

CLOCK = "2026-11-01T00:00:00Z"
CLAIMS = 2390
# Prior authorizations have no number in the source; theirs begin here.
FIRST_PRIOR_AUTH = 2**62
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


def hidden_people(source):
    """People behind an identifier that somebody else has, too, without a trusted cross-reference between them.

    BFD v3 hides all of them, since nobody can tell whose data it is. Kill credit 2 makes a reference trusted.
    """
    trusted = {
        (row["BENE_SK"], row["BENE_XREF_SK"])
        for row in shared.rows(source / "SYNTHETIC_BENE_XREF.csv")
        if row["BENE_KILL_CRED_CD"] == "2"
    }
    holders = defaultdict(set)
    for row in shared.rows(source / "SYNTHETIC_BENE_HSTRY.csv"):
        if row["IDR_LTST_TRANS_FLG"] == "Y":
            holders[row["BENE_MBI_ID"]].add(row["BENE_SK"])
    linked = {person for pair in trusted for person in pair}
    return {person for people in holders.values() if len(people) > 1 for person in people if person not in linked}


def served_claims(source):
    """The ids of all claims that must be served, and of all others.

    Served is the latest version of a claim, and every version of a Part D event, as BFD v3 serves them.
    """
    hidden = hidden_people(source)
    served, others = set(), set()
    for row in shared.rows(source / "SYNTHETIC_CLM.csv"):
        current = row["CLM_LTST_CLM_IND"] == "Y" or row["CLM_TYPE_CD"] in PART_D_TYPES
        (served if current and row["BENE_SK"] not in hidden else others).add(str(int(row["CLM_UNIQ_ID"])))
    assert len(served) + len(others) == CLAIMS
    return served, others


def prior_authorizations(source):
    """Identifier and tracking number of every prior authorization of those who are not hidden."""
    hidden = hidden_people(source)
    history = shared.rows(source / "SYNTHETIC_BENE_HSTRY.csv")
    identifiers = {row["BENE_MBI_ID"] for row in history if row["BENE_SK"] in hidden}
    rows = [(row["MBI_NUM"], row["UTN"]) for row in shared.rows(source / "SYNTHETIC_PRAUC.csv")]
    return {row for row in rows if row[0] not in identifiers}


def test_every_served_claim_reads_back_by_id(source, undisturbed):
    data, _, _, _ = undisturbed
    served, others = served_claims(source)
    with program.sandbox(data, members=0) as running:
        fhir = Fhir(running.base, signin.system_token(running.base))
        for identifier in served:
            assert fhir.read("ExplanationOfBenefit", identifier)["id"] == identifier
        there = [each for each in others if fhir.get(f"ExplanationOfBenefit/{each}").status_code != 404]
    assert not there


def test_what_searches_find_is_what_must_be_served(source, undisturbed):
    _, _, _, found = undisturbed
    prefix = "ExplanationOfBenefit/"
    everything = {name.removeprefix(prefix) for name in found if name.startswith(prefix)}
    claims = {name for name in everything if int(name) < FIRST_PRIOR_AUTH}
    assert len(everything - claims) == len(prior_authorizations(source))
    served, _ = served_claims(source)
    assert claims == served, f"missing {sorted(served - claims)[:10]}, unexpected {sorted(claims - served)[:10]}"


def test_loading_again_changes_nothing(source, people, undisturbed):
    data, _, _, before = undisturbed
    later = program.run("load", "idr", source, "--data", data, "--clock", "2026-11-02T00:00:00Z")
    assert later.returncode == 0, later.stdout + later.stderr
    assert snapshot.of_folder(data, people) == before


@pytest.mark.parametrize("share", (0.2, 0.8))
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
