"""One truth, two formats: what `synth idr` and `synth rif` of one seed read as in `/v3`, element by element.

`format-differences.csv` lists where the two may differ, and why. Nothing else may, and every row must still be needed.
"""

import csv
import json
import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from support import program, signin, snapshot
from support.fhir import Fhir

MEMBERS, SEED = 11, 1
LIST = Path(__file__).with_name("format-differences.csv")
KINDS = {"CARRIER", "DME", "HHA", "HOSPICE", "INPATIENT", "OUTPATIENT", "PDE", "SNF"}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The source files of the same people in both formats."""
    folder = tmp_path_factory.mktemp("formats")
    for kind in ("idr", "rif"):
        program.run("synth", kind, "--members", MEMBERS, "--seed", SEED, "--out", folder / kind, check=True)
    return folder


def people(folder):
    """Number and member number of everybody in the RIF files."""
    found = {}
    for file in sorted((folder / "rif").glob("beneficiary_2*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            found |= {row["BENE_ID"]: row["MBI_NUM"] for row in csv.DictReader(text, delimiter="|")}
    return found


@pytest.fixture(scope="module")
def served(folders):
    """Every resource of these people by format and by its name without the word of its source."""
    numbers, found = people(folders), {}
    for kind, word in (("idr", ""), ("rif", "ccw-")):
        with program.sandbox(folders / f"data-{kind}", "--load", f"{kind}:{folders / kind}", members=0) as running:
            resources = snapshot.of_server(running.base, [word + number for number in numbers])
        text = json.dumps(list(resources.values())).replace("ccw-", "")
        found[kind] = {name(resource): resource for resource in json.loads(text)}
    return found


def name(resource):
    """Type and number: claims of the CCW have their type in front."""
    return resource["resourceType"], re.sub(r"^[a-z]+-(?=-?\d)", "", resource["id"]) if is_claim(resource) else resource["id"]


def is_claim(resource):
    return resource["resourceType"] == "ExplanationOfBenefit"


def kind_of(resource):
    """The type of a claim, else the type of the resource."""
    if not is_claim(resource):
        return resource["resourceType"]
    codes = {coding["code"] for coding in resource["type"]["coding"]}
    return next(iter(codes & KINDS), "OTHER")


def label(entry):
    """What tells an entry of a list from the others: its coded kind or its URL."""
    if not isinstance(entry, dict):
        return ""
    concepts = [entry.get(key) for key in ("category", "type", "role")]
    for concept in concepts:
        if isinstance(concept, dict) and "coding" in concept:
            return "/".join(coding.get("code", "") for coding in concept["coding"])
    return entry.get("url", "").rsplit("/", 1)[-1]


def leaves(value, path, found):
    """Every value of a resource with its path, counted."""
    if isinstance(value, dict):
        for key, inner in value.items():
            leaves(inner, f"{path}.{key}" if path else key, found)
    elif isinstance(value, list):
        for inner in value:
            leaves(inner, f"{path}:{label(inner)}", found)
    else:
        found[path, json.dumps(value)] += 1
    return found


def differences(served):
    """Kind and path of every difference, with an example."""
    found = {}
    for key in served["idr"].keys() & served["rif"].keys():
        one, other = served["idr"][key], served["rif"][key]
        left, right = leaves(one, "", Counter()), leaves(other, "", Counter())
        for sign, only in (("idr", left - right), ("rif", right - left)):
            for path, value in only:
                found.setdefault((kind_of(one), path), (sign, value, key))
    return found


def listed():
    """Kinds, pattern and reason of each row."""
    with LIST.open(encoding="utf-8", newline="") as text:
        return [(row["kinds"].split(), row["path"], row["why"]) for row in csv.DictReader(text)]


def allows(row, kind, path):
    kinds, pattern, _ = row
    return ("*" in kinds or kind in kinds) and fnmatchcase(path, pattern)


def test_both_formats_have_the_same_people_coverages_and_settled_claims(served):
    idr, rif = set(served["idr"]), set(served["rif"])
    for kind in ("Patient", "Coverage"):
        assert {each for each in idr if each[0] == kind} == {each for each in rif if each[0] == kind}
    assert {kind_of(resource) for resource in served["rif"].values()} >= KINDS
    # Claims in process and prior authorizations are not in the warehouse.
    for key in idr - rif:
        assert "SharedSystem" in json.dumps(served["idr"][key]["meta"]) or served["idr"][key]["use"] != "claim", key
    # What was replaced is served with its status alone where the source has no flag of the latest version.
    for key in rif - idr:
        assert "NotFinalAction" in json.dumps(served["rif"][key]["meta"]), key


def test_they_differ_only_where_the_list_says_and_why(served):
    rows, used, surprises = listed(), set(), []
    for (kind, path), example in sorted(differences(served).items()):
        places = [place for place, row in enumerate(rows) if allows(row, kind, path)]
        used.update(places)
        if not places:
            surprises.append(f"{kind} {path}: {example}")
    assert not surprises, "\n".join(surprises)
    stale = [rows[place] for place in range(len(rows)) if place not in used]
    assert not stale, stale
    assert all(why for _, _, why in rows)


def test_people_of_research_files_sign_in_and_read_both_versions(folders):
    number, mbi = next((number, mbi) for number, mbi in people(folders).items() if mbi)
    with program.sandbox(folders / "signing", "--load", f"rif:{folders / 'rif'}", members=0) as running:
        token = signin.token_for(running.base, mbi, "sandbox")
        fhir = Fhir(running.base, token["access_token"])
        assert fhir.search("Patient")[0]["id"] == f"ccw-{number}"
        assert {kind_of(claim) for claim in fhir.search("ExplanationOfBenefit", _count=50)} >= KINDS
        old = fhir.session.get(f"{running.base}/v2/fhir/ExplanationOfBenefit", timeout=60)
        assert old.status_code == 200, old.text
        first = old.json()["entry"][0]["resource"]
        assert first["patient"]["reference"] == f"Patient/{number}"
