"""docs/search.md: every example is asked of a running server and answered as the page says."""

import re

import pytest

from support.fhir import Fhir, outcome
from support.program import ROOT

EXAMPLE = re.compile(r"^GET (?P<path>\S+)(?: -> (?P<status>\d{3}))?$", re.MULTILINE)
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = ROOT / "docs/search.md"


def examples():
    """Path and expected status of every example on the page."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    found = [(match["path"], int(match["status"] or 200)) for block in blocks for match in EXAMPLE.finditer(block)]
    lines = sum(len(block.strip().splitlines()) for block in blocks)
    assert len(found) == lines > 20, "a line of an example is none"
    return found


@pytest.mark.parametrize(("path", "status"), examples())
def test_the_example_is_answered_as_documented(member_fhir, member_token, path, status):
    claim = member_fhir.get("ExplanationOfBenefit", _count=1).json()["entry"][0]["resource"]["id"]
    path = path.replace("{patient}", member_token["patient"]).replace("{claim}", claim)
    base = member_fhir.base.removesuffix("/v3/fhir") if path.startswith("/") else f"{member_fhir.base}/"
    answer = member_fhir.session.get(f"{base}{path}", timeout=60)
    assert answer.status_code == status, answer.text
    if status == 200:
        bundle = answer.json()
        assert bundle["resourceType"] == "Bundle"
        assert bundle.get("entry") or "_summary" in path or "_source=MCS" in path, "the example finds nothing"
    else:
        outcome(answer)


def test_a_post_finds_what_a_get_finds(member_fhir):
    form = {"type": "carrier,pde", "_count": "3"}
    posted = member_fhir.session.post(f"{member_fhir.base}/ExplanationOfBenefit/_search", data=form, timeout=60)
    found = member_fhir.get("ExplanationOfBenefit", **form)
    ids = [[entry["resource"]["id"] for entry in answer.json()["entry"]] for answer in (posted, found)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("version", [2, 3])
def test_every_parameter_of_the_server_is_on_the_page(base, version):
    page = PAGE.read_text(encoding="utf-8")
    page = page.partition("## v2\n")[2] if version == 2 else page.partition("## v2\n")[0]
    statement = Fhir(base, version=version).get("metadata").json()
    for resource in statement["rest"][0]["resource"]:
        if resource["type"] in ("Patient", "Coverage", "ExplanationOfBenefit"):
            for parameter in resource["searchParam"]:
                assert f"`{parameter['name']}`" in page, (resource["type"], parameter["name"])
