"""Claims as no payer should send them, from the file to the answer: nothing falls over and nothing is lost silently."""

import csv

import pytest

from support import program, signin
from support.fhir import Fhir

CLOCK = "2026-11-01T00:00:00Z"
PERSON = "-4611"
KEY = {"GEO_BENE_SK": "77", "CLM_DT_SGNTR_SK": "700", "CLM_NUM_SK": "1"}
LINES = 600


def header(number, kind, **cells):
    """A claim's header by its number; its keys follow from it."""
    dates = {"CLM_FROM_DT": "2024-01-02", "CLM_THRU_DT": "2024-01-03", "CLM_IDR_LD_DT": "2024-02-01"}
    flags = {"CLM_LTST_CLM_IND": "Y", "CLM_FINL_ACTN_IND": "Y", "META_SRC_SK": "7"}
    own = {"CLM_UNIQ_ID": number, "CLM_TYPE_CD": kind, "BENE_SK": PERSON, "CLM_NUM_SK": str(int(number))}
    return KEY | dates | flags | own | cells


def line(number, kind, place, **cells):
    """A line of that claim."""
    return KEY | {"CLM_NUM_SK": str(int(number)), "CLM_TYPE_CD": kind, "CLM_LINE_NUM": str(place)} | cells


FILES = {
    "BENE_HSTRY": [
        {
            "BENE_SK": PERSON,
            "BENE_XREF_EFCTV_SK": PERSON,
            "BENE_MBI_ID": "1S00A00AA77",
            "BENE_LAST_NAME": "Nu\u00f1ez\u0007\u0001",
            "BENE_1ST_NAME": "Zo\u00eb \u674e",
            "IDR_LTST_TRANS_FLG": "Y",
            "IDR_TRANS_EFCTV_TS": "2024-01-01 00:00:00",
        }
    ],
    "CLM": [
        header("000501", "60", CLM_CNTL_NUM="0007", CLM_SBMT_CHRG_AMT="-12.5", CLM_QUERY_CD="?"),
        header("502", "71", CLM_CNTL_NUM="a\u0002b", CLM_THRU_DT="2024-02-30"),
        header("503", "71", CLM_CNTL_NUM="\u00e9\u674e"),
        header("504", "40", CLM_CNTL_NUM="many"),
        header("505", "1", CLM_SBMT_FRMT_CD="?", META_SRC_SK="1"),
        header("506", "60", CLM_THRU_DT="2023-01-01"),
    ],
    "CLM_LINE": [
        line("501", "60", 1, CLM_LINE_SRVC_UNIT_QTY="-3", CLM_LINE_HCPCS_CD="00100", CLM_LINE_FROM_DT="9999-12-31"),
        line("999", "60", 1, CLM_LINE_HCPCS_CD="99213"),
        *[line("504", "40", place, CLM_LINE_HCPCS_CD=f"{place:05}") for place in range(1, LINES + 1)],
        line("505", "1", 1, CLM_LINE_NDC_CD="00071015523"),
    ],
}


def write(folder):
    """The files of the delivery."""
    folder.mkdir()
    for view, rows in FILES.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        with open(folder / f"SYNTHETIC_{view}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names, restval="~", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What the load printed, and a reader of what is served."""
    folder = tmp_path_factory.mktemp("bad")
    done = program.run("load", "idr", write(folder / "source"), "--data", folder / "data", "--clock", CLOCK)
    assert done.returncode == 0, done.stdout + done.stderr
    with program.sandbox(folder / "data", members=0) as running:
        yield done.stdout, Fhir(running.base, signin.system_token(running.base))


def test_every_row_is_stored_or_refused_by_name(loaded):
    printed, fhir = loaded
    assert "SYNTHETIC_CLM.csv:3: CLM_THRU_DT: is not a date" in printed
    assert "SYNTHETIC_CLM_LINE.csv:3: no claim header has this key" in printed
    assert "claims in the delivery: 6, used 5, refused 1" in printed
    found = {claim["id"] for claim in fhir.search("ExplanationOfBenefit", patient=PERSON)}
    assert found == {"501", "503", "504", "505", "506"}
    assert fhir.get("ExplanationOfBenefit/502").status_code == 404


def test_unknown_codes_are_counted_by_column_and_never_shown(loaded):
    printed, fhir = loaded
    assert "unknown codes: CLM.CLM_QUERY_CD: 1 served without a text" in printed
    assert "unknown codes: CLM.CLM_SBMT_FRMT_CD: 1 left out" in printed
    codes = {}
    for number in ("501", "505"):
        for info in fhir.read("ExplanationOfBenefit", number)["supportingInfo"]:
            codes[info["category"]["coding"][0]["code"]] = info.get("code", {}).get("coding")
    assert codes["CLM_QUERY_CD"][0]["code"] == "?" and "display" not in codes["CLM_QUERY_CD"][0]
    assert "CLM_SBMT_FRMT_CD" not in codes


def test_numbers_keep_their_sign_and_ids_lose_their_zeros(loaded):
    _, fhir = loaded
    claim = fhir.read("ExplanationOfBenefit", "501")
    assert fhir.read("ExplanationOfBenefit", "000501") == claim
    assert claim["total"][0]["amount"]["value"] == -12.5
    assert claim["item"][0]["quantity"]["value"] == -3
    assert claim["item"][0]["productOrService"]["coding"][0]["code"] == "00100"
    assert claim["item"][0]["servicedPeriod"] == {"start": "2024-01-02", "end": "2024-01-03"}
    control = "https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM"
    assert {"system": control, "value": "0007"} in claim["identifier"]
    by_number = fhir.search("ExplanationOfBenefit", patient=PERSON, identifier=f"{control}|0007")
    assert [each["id"] for each in by_number] == ["501"]
    assert not fhir.search("ExplanationOfBenefit", patient=PERSON, identifier=f"{control}|7")


def test_a_claim_may_have_no_lines_or_six_hundred(loaded):
    _, fhir = loaded
    assert len(fhir.read("ExplanationOfBenefit", "503")["item"]) == 1
    many = fhir.read("ExplanationOfBenefit", "504")["item"]
    assert [item["sequence"] for item in many] == list(range(1, LINES + 1))
    assert many[-1]["productOrService"]["coding"][0]["code"] == f"{LINES:05}"


def test_text_is_any_text_and_control_characters_are_not_served(loaded):
    _, fhir = loaded
    person = fhir.read("Patient", PERSON)
    assert person["name"][0] == {"family": "Nu\u00f1ez", "given": ["Zo\u00eb \u674e"]}
    control = fhir.read("ExplanationOfBenefit", "503")["identifier"][1]["value"]
    assert control == "\u00e9\u674e"
    system = "https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM"
    found = fhir.search("ExplanationOfBenefit", patient=PERSON, identifier=f"{system}|{control}")
    assert [each["id"] for each in found] == ["503"]


def test_an_end_before_the_start_is_left_out_for_no_period_may_have_one(loaded):
    _, fhir = loaded
    assert fhir.read("ExplanationOfBenefit", "506")["billablePeriod"] == {"start": "2024-01-02"}


def test_a_file_that_is_no_text_stores_nothing(tmp_path):
    folder = write(tmp_path / "source")
    path = folder / "SYNTHETIC_CLM.csv"
    path.write_bytes(path.read_bytes().replace(b"many", b"\xff\xfe"))
    done = program.run("load", "idr", folder, "--data", tmp_path / "data", "--clock", CLOCK)
    assert "SYNTHETIC_CLM.csv:5: " in done.stdout and "is not UTF-8" in done.stdout, done.stdout
    assert done.returncode != 0 and "nothing was stored" in done.stdout, done.stdout
