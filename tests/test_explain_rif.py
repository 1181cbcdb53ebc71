"""`$explain` of claims from RIF files: every cell that it names stands in that file, line and column."""

import csv
from collections import Counter
from datetime import datetime
from urllib.parse import quote

import pytest
import requests

from support import program, signin

TYPES = ("CARRIER", "DME", "HHA", "HOSPICE", "INPATIENT", "OUTPATIENT", "PDE", "SNF")


@pytest.fixture(scope="module", params=["bfd", "ccw"])
def folder(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("explained") / "rif"
    program.run("synth", "rif", "--members", 40, "--seed", 2, "--dialect", request.param, "--out", folder, check=True)
    return folder


@pytest.fixture(scope="module")
def explained(folder, tmp_path_factory):
    """The sources that the explanation of one claim of each type names, by type."""
    found = {}
    data = tmp_path_factory.mktemp("explained-data") / "data"
    with program.sandbox(data, "--load", f"rif:{folder}", members=0) as running:
        headers = {"Authorization": f"Bearer {signin.system_token(running.base)}"}
        for kind in TYPES:
            claim = claim_id(folder, kind)
            url = f"{running.base}/v3/fhir/ExplanationOfBenefit/{quote(claim)}/$explain"
            answer = requests.get(url, headers=headers, timeout=30)
            assert answer.status_code == 200, (claim, answer.text)
            found[kind] = [source for element in answer.json()["parameter"] for source in sources(element)]
    return found


def claim_id(folder, kind):
    """The claim of most rows in the type's file, the first of them."""
    key = "PDE_ID" if kind == "PDE" else "CLM_ID"
    with (folder / f"{kind.lower()}.csv").open(encoding="utf-8", newline="") as text:
        numbers = [row[key] for row in csv.DictReader(text, delimiter="|")]
    return f"{kind.lower()}-{max(numbers, key=Counter(numbers).__getitem__)}"


def sources(element):
    for part in element["part"]:
        if part["name"] == "source":
            yield {inner["name"]: next(value for key, value in inner.items() if key != "name") for inner in part["part"]}


def normal(text):
    """A cell as it is kept: dates in the form of ISO 8601."""
    try:
        return datetime.strptime(text, "%d-%b-%Y").date().isoformat()
    except ValueError:
        return text


@pytest.mark.parametrize("kind", TYPES)
def test_every_cell_stands_where_the_explanation_says(folder, explained, kind):
    files = {}
    columns = set()
    for source in explained[kind]:
        if source["view"] not in TYPES:
            continue
        path = folder / source["file"].rsplit("/", 1)[-1]
        if path not in files:
            with path.open(encoding="utf-8", newline="") as text:
                files[path] = list(csv.reader(text, delimiter="|"))
        rows = files[path]
        cell = rows[source["line"] - 1][rows[0].index(source["column"])]
        kept = {normal(cell), cell[:2], cell[2:]} if "ANSI" in source["column"] else {normal(cell)}
        if source["column"] == "FINAL_ACTION":
            kept = {"N" if cell == "N" else "Y"}
        if source["column"] == "ADJSTMT_DLTN_CD":
            kept = {{"A": "2", "D": "3"}.get(cell, "1")}
        assert source["value"] in kept, source
        columns.add(source["column"])
    assert len(columns) > 5


def test_each_diagnosis_names_its_own_column(explained):
    codes = {source["column"] for source in explained["INPATIENT"]}
    assert {"PRNCPAL_DGNS_CD", "ICD_DGNS_CD2", "ICD_DGNS_CD3"} <= codes


# What no cell of the file holds: the type and place of a diagnosis, which are in the column's name, and the number of
# an event's one line.
MADE = {("V2_MDCR_CLM_PROD", "CLM_PROD_TYPE_CD"), ("V2_MDCR_CLM_PROD", "CLM_VAL_SQNC_NUM")}
MADE_OF_EVENTS = {("V2_MDCR_CLM_LINE", "CLM_LINE_NUM"), ("V2_MDCR_CLM_LINE_RX", "CLM_LINE_NUM")}
# The public research files hold final claims only, and do not say so.
MADE_OF_PUBLIC = {("V2_MDCR_CLM", "CLM_FINL_ACTN_IND")}


@pytest.mark.parametrize("kind", TYPES)
def test_cells_go_by_the_names_of_the_file(folder, explained, kind):
    says_final = "|FINAL_ACTION|" in (folder / f"{kind.lower()}.csv").read_text(encoding="utf-8")
    made = MADE | (MADE_OF_EVENTS if kind == "PDE" else set()) | (set() if says_final else MADE_OF_PUBLIC)
    other = {(source["view"], source["column"]) for source in explained[kind] if source["view"] not in TYPES}
    assert other <= made
