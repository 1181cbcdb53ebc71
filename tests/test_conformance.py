"""Every resource that is served is valid by two checkers, and the checkers see what is not.

The small sample sets are checked whole. Of the larger sets the first checker reads a share of each type of claim,
the second (which evaluates every invariant and is slow) a smaller one. BLUESTEM_CONFORMANCE=all checks everything.
"""

import csv
import json
import os
import random
import shutil
from collections import defaultdict

import pytest

from support import checkers, program, shared, signin, snapshot
from support.fhir import Fhir

CLOCK = "2026-11-01T00:00:00Z"
WHOLE = os.environ.get("BLUESTEM_CONFORMANCE") == "all"
MEMBERS = 1000
SEED = 20
EXAMPLES = 42
# How many claims of each type the checkers see, where not all.
WALKED, VALIDATED = 12, 2
SMALL = ("test_samples1", "test_samples2")
RESEARCH = ("static", "samhsa", "synthea")


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """The checkers with what they check against."""
    return checkers.Checkers(tmp_path_factory.mktemp("checkers"))


def people_of(folder):
    """The keys of everybody in the source files below a folder."""
    files = sorted(folder.rglob("SYNTHETIC_BENE_HSTRY.csv"))
    return sorted({row["BENE_SK"] for file in files for row in shared.rows(file)})


def served(source, data, people, kind="idr"):
    """Every resource that a server has about these people when the folder is loaded. Whatever they refer to is there."""
    done = program.run("load", kind, source, "--data", data, "--clock", CLOCK)
    assert done.returncode == 0, done.stdout + done.stderr
    with program.sandbox(data, members=0) as running:
        found = snapshot.of_server(running.base, people)
        named = set().union(*map(references, found.values()))
        fhir = Fhir(running.base, signin.system_token(running.base))
        dangling = [name for name in sorted(named - set(found)) if fhir.get(name).status_code != 200]
    assert not dangling, dangling[:20]
    return list(found.values())


def references(resource):
    """The other resources that one refers to. Those that it contains must be there."""
    contained = {f"#{each['id']}" for each in resource.get("contained", [])}
    named = set(referred(resource))
    inner = {name for name in named if name.startswith("#")}
    assert inner <= contained, (resource["id"], inner - contained)
    return named - inner


def referred(value):
    """Every `reference` below a value."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from referred(each)


def situation(resource):
    """What makes resources alike: type, kind of claim or coverage, and which elements are there."""
    codes = [coding["code"] for coding in resource.get("type", {}).get("coding", [])]
    profiles = resource.get("meta", {}).get("profile", [])
    return resource["resourceType"], tuple(codes[:1]), tuple(profiles)


def share(resources, most):
    """At most so many of each situation (all for None), chosen by chance that is the same each time."""
    if WHOLE or most is None:
        return resources
    chance, groups = random.Random(SEED), defaultdict(list)
    for resource in resources:
        groups[situation(resource)].append(resource)
    return [each for group in groups.values() for each in chance.sample(group, min(most, len(group)))]


def contained(resources):
    """The contained resources that declare profiles, each once, as the checkers want resources to be."""
    found = {}
    for resource in resources:
        for inner in resource.get("contained", []):
            if "profile" in inner.get("meta", {}):
                meta = inner["meta"] | {"lastUpdated": resource["meta"]["lastUpdated"]}
                found.setdefault(json.dumps(inner, sort_keys=True), inner | {"meta": meta})
    return list(found.values())


def check(tools, folder, resources, walked=WALKED, validated=VALIDATED):
    """No checker finds anything in the resources, nor in what they contain."""
    resources = resources + contained(resources)
    failures, checks = tools.walk(checkers.write(folder / "walked", share(resources, walked)))
    assert not failures and checks, failures
    failures, checks = tools.validate(checkers.write(folder / "validated", share(resources, validated)))
    assert not failures and checks, failures


@pytest.mark.parametrize("name", SMALL)
def test_small_sets_are_valid_whole(tools, name, tmp_path):
    source = shared.folder(f"data/idr/{name}")
    resources = served(source, tmp_path / "data", people_of(source))
    assert resources
    check(tools, tmp_path, resources, walked=None, validated=None)


def test_the_generated_set_is_valid(tools, tmp_path):
    source = shared.folder("data/idr/generated_300")
    check(tools, tmp_path, served(source, tmp_path / "data", people_of(source)))


def test_synthetic_people_are_valid(tools, tmp_path):
    source = tmp_path / "source"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 1, "--out", source, check=True)
    people = people_of(source)
    # Reading 80,000 claims over HTTP takes minutes; these people have every type of claim that is made.
    people = people if WHOLE else random.Random(SEED).sample(people, 60)
    check(tools, tmp_path, served(source, tmp_path / "data", people))


@pytest.mark.parametrize("dialect", ("bfd", "ccw"))
def test_synthetic_people_of_research_files_are_valid(tools, dialect, tmp_path):
    source, members = tmp_path / "source", MEMBERS if WHOLE else 12
    options = ("--members", members, "--seed", 1, "--dialect", dialect, "--out", source)
    program.run("synth", "rif", *options, check=True)
    resources = research_resources(source, tmp_path / "data")
    assert {resource["resourceType"] for resource in resources} == {"Patient", "Coverage", "ExplanationOfBenefit"}
    check(tools, tmp_path, resources)


@pytest.mark.parametrize("name", RESEARCH)
def test_research_files_are_valid(tools, name, tmp_path):
    source = tmp_path / "source"
    shutil.copytree(shared.folder(f"data/rif/{name}"), source)
    # Claims that fall under 42 CFR Part 2 come without their people, who are among the others.
    shutil.copy(shared.folder("data/rif/static") / "sample-a-beneficiaries.txt", source)
    resources = research_resources(source, tmp_path / "data")
    assert {resource["resourceType"] for resource in resources} == {"Patient", "Coverage", "ExplanationOfBenefit"}
    check(tools, tmp_path, resources)


def research_resources(source, data):
    """What `/v3` serves of the people in a folder of research files."""
    people = set()
    for file in source.rglob("*beneficiar*"):
        text = file.read_text(encoding="utf-8-sig")
        if text.startswith(("DML_IND|BENE_ID", "BENE_ID")):
            people |= {row["BENE_ID"] for row in csv.DictReader(text.splitlines(), delimiter="|")}
    return served(source, data, [f"ccw-{number}" for number in sorted(people)], kind="rif")


def test_official_examples_pass(tools):
    examples = tools.carin / "example"
    assert len(list(examples.glob("*.json"))) == EXAMPLES
    for checker in (tools.walk, tools.validate):
        failures, checks = checker(examples)
        assert not failures and checks >= EXAMPLES - 10, failures


def without(name):
    """A mutation that takes an element away."""
    return lambda resource: resource.pop(name)


def inside(name, key, value=None):
    """A mutation of the first of a list's elements: takes a key away or sets it."""

    def change(resource):
        element = resource[name][0] if isinstance(resource[name], list) else resource[name]
        if value is None:
            element.pop(key)
        else:
            element[key] = value

    return change


UNKNOWN_ROLE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claimcareteamrole", "code": "nobody"}]}

# Type of resource and what is done to it; each must be seen by a checker.
MUTATIONS = [
    ("ExplanationOfBenefit", without("status")),
    ("ExplanationOfBenefit", without("type")),
    ("ExplanationOfBenefit", without("use")),
    ("ExplanationOfBenefit", without("patient")),
    ("ExplanationOfBenefit", without("created")),
    ("ExplanationOfBenefit", without("insurer")),
    ("ExplanationOfBenefit", without("provider")),
    ("ExplanationOfBenefit", without("outcome")),
    ("ExplanationOfBenefit", without("insurance")),
    ("ExplanationOfBenefit", without("identifier")),
    ("ExplanationOfBenefit", without("total")),
    ("ExplanationOfBenefit", inside("billablePeriod", "start")),
    ("ExplanationOfBenefit", inside("meta", "lastUpdated")),
    ("ExplanationOfBenefit", inside("item", "productOrService")),
    ("ExplanationOfBenefit", inside("item", "sequence")),
    ("ExplanationOfBenefit", inside("insurance", "coverage")),
    ("ExplanationOfBenefit", inside("careTeam", "role", UNKNOWN_ROLE)),
    ("ExplanationOfBenefit", lambda resource: resource.update(status="finished")),
    ("Coverage", without("payor")),
    ("Coverage", without("relationship")),
    ("Coverage", without("beneficiary")),
    ("Patient", without("identifier")),
    ("Patient", without("name")),
    ("Patient", lambda resource: resource.update(gender="none")),
]


def test_mutations_of_valid_resources_fail(tools, tmp_path):
    valid = defaultdict(list)
    for path in sorted((tools.carin / "example").glob("*.json")):
        resource = json.loads(path.read_text(encoding="utf-8"))
        valid[resource["resourceType"]].append(resource)
    chance, mutants = random.Random(SEED), []
    for kind, change in MUTATIONS:
        whole = [each for each in valid[kind] if kind != "ExplanationOfBenefit" or is_whole(each)]
        mutant = json.loads(json.dumps(chance.choice(whole)))
        change(mutant)
        mutants.append(mutant)
    folder = checkers.write(tmp_path / "mutants", mutants)
    seen = tools.walk(folder)[0] | tools.validate(folder)[0]
    unseen = {path.name for path in folder.glob("*.json")} - set(seen)
    assert len(mutants) >= 20 and not unseen, unseen


def is_whole(resource):
    """Whether an example has all that the mutations change, and declares a profile with amounts."""
    profiles = resource["meta"]["profile"]
    return resource.get("careTeam") and resource.get("total") and not any("Basis" in profile for profile in profiles)
