//! Situations beyond the goldens, in rows of our own.

use bluestem_fhir::codes::{Displays, systems};
use bluestem_fhir::v3::coverage::CoverageId;
use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_model::claim::{StoredClaim, claim_index};
use bluestem_model::column::View;
use bluestem_model::id::Namespace;
use bluestem_model::record::{ClaimRecord, Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;
use serde_json::{Value, json};

/// A claim of type `kind` with `rows`: view, then `COLUMN=value` for each cell.
fn render(kind: &str, rows: &[(View, &str)], displays: &Displays) -> Value {
    render_under(kind, rows, displays, &[])
}

/// The same for someone who has these coverages.
fn render_under(kind: &str, rows: &[(View, &str)], displays: &Displays, coverages: &[CoverageId]) -> Value {
    let header = format!("CLM_UNIQ_ID=7 CLM_TYPE_CD={kind} BENE_SK=9 CLM_FROM_DT=2024-01-02");
    let own = rows.iter().filter(|(view, _)| *view == View::Clm).map(|(_, cells)| *cells);
    let header = own.fold(header, |header, cells| format!("{header} {cells}"));
    let others = rows.iter().copied().filter(|(view, _)| *view != View::Clm);
    let mut builder = RecordBuilder::default();
    for ((view, cells), line) in std::iter::once((View::Clm, header.as_str())).chain(others).zip(2..) {
        let cells = cells.split(' ').map(|cell| cell.split_once('=').unwrap());
        let mut cells: Vec<_> = cells.map(|(name, text)| (view.column(name).unwrap(), text)).collect();
        cells.sort_unstable_by_key(|(column, _)| *column);
        builder.push(SourceRow::new(view, Origin { file: 0, line }, cells));
    }
    let record = builder.encode();
    let index = claim_index(&ClaimRecord::new(&Record::parse(&record).unwrap())).unwrap();
    let claim = StoredClaim { subject: index.person, index, updated: Timestamp::default(), record };
    let mut out = Vec::new();
    eob::write(&mut out, &claim, &EobOptions { tax_numbers: false, displays, coverages }).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn written(kind: &str, rows: &[(View, &str)]) -> Value {
    render(kind, rows, &Displays::default())
}

/// The values at `pointer` in each element of `list`.
fn each<'v>(list: &'v Value, pointer: &str) -> Vec<&'v Value> {
    list.as_array().unwrap().iter().filter_map(|item| item.pointer(pointer)).collect()
}

#[test]
fn each_condition_stands_for_itself() {
    let member = |number, code| {
        format!("CLM_RLT_COND_SGNTR_SK=77 CLM_RLT_COND_SGNTR_SQNC_NUM={number} CLM_RLT_COND_CD={code}")
    };
    let (second, first) = (member(2, "C5"), member(1, "09"));
    let rows = [(View::ClmRltCondSgntrMbr, second.as_str()), (View::ClmRltCondSgntrMbr, first.as_str())];
    let claim = written("60", &rows);
    let info = claim["supportingInfo"].as_array().unwrap().iter();
    let conditions = info.filter(|info| info["category"]["coding"][0]["code"] == "CLM_RLT_COND_CD");
    let codes: Vec<&Value> = conditions.map(|info| &info["code"]["coding"][0]["code"]).collect();
    assert_eq!(codes, ["09", "C5"]);
}

#[test]
fn a_line_points_at_the_diagnosis_with_its_code() {
    let diagnosis = |number, code| {
        format!("CLM_PROD_TYPE_CD=D CLM_VAL_SQNC_NUM={number} CLM_DGNS_PRCDR_ICD_IND=0 CLM_DGNS_CD={code}")
    };
    let (one, two) = (diagnosis(1, "E0170"), diagnosis(2, "W213"));
    let claim = written(
        "71",
        &[
            (View::ClmLine, "CLM_LINE_NUM=1 CLM_LINE_DGNS_CD=W213"),
            (View::ClmLine, "CLM_LINE_NUM=2 CLM_LINE_DGNS_CD=Z999"),
            (View::ClmProd, &one),
            (View::ClmProd, &two),
        ],
    );
    assert_eq!(claim["item"][0]["diagnosisSequence"], json!([2]));
    assert_eq!(claim["item"][1].get("diagnosisSequence"), None);
    assert_eq!(claim["item"][0]["locationCodeableConcept"]["coding"][0]["code"], "99");
}

#[test]
fn members_of_the_care_team_never_share_a_number() {
    let claim = written(
        "71",
        &[
            (View::Clm, "PRVDR_RFRG_PRVDR_NPI_NUM=2"),
            (View::ClmLine, "CLM_LINE_NUM=1"),
            (View::ClmLine, "CLM_LINE_NUM=2 PRVDR_RNDRNG_PRVDR_NPI_NUM=1"),
            (View::PrvdrHstry, "PRVDR_NPI_NUM=1 PRVDR_1ST_NAME=A PRVDR_LAST_NAME=B"),
            (View::PrvdrHstry, "PRVDR_NPI_NUM=2 PRVDR_LGL_NAME=C"),
        ],
    );
    assert_eq!(each(&claim["careTeam"], "/sequence"), [&json!(2), &json!(3)]);
    assert_eq!(each(&claim["careTeam"], "/provider/reference"), ["#1", "#2-person"]);
    assert_eq!(each(&claim["careTeam"], "/provider/display"), ["B, A", "C"]);
    assert_eq!(claim["item"][1]["careTeamSequence"], json!([2]));
    assert_eq!(claim["item"][0].get("careTeamSequence"), None);
}

#[test]
fn diagnoses_have_their_dots() {
    let codes =
        [("9", "30495"), ("9", "E8889"), ("9", "V1005"), ("9", "W5813XD"), ("0", "W5541XA"), ("0", "A40")];
    let rows: Vec<String> = codes
        .iter()
        .zip(1..)
        .map(|((version, code), number)| {
            format!(
                "CLM_PROD_TYPE_CD=D CLM_VAL_SQNC_NUM={number} CLM_DGNS_PRCDR_ICD_IND={version} CLM_DGNS_CD={code}"
            )
        })
        .collect();
    let rows: Vec<(View, &str)> = rows.iter().map(|row| (View::ClmProd, row.as_str())).collect();
    let claim = written("60", &rows);
    let written = each(&claim["diagnosis"], "/diagnosisCodeableConcept/coding/0/code");
    assert_eq!(written, ["304.95", "E888.9", "V10.05", "W5813XD", "W55.41XA", "A40"]);
}

#[test]
fn what_the_profile_demands_and_the_source_lacks_is_said_to_be_unknown() {
    let claim = written("60", &[]);
    let unknown = json!([{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]);
    assert_eq!(claim["diagnosis"][0]["diagnosisCodeableConcept"]["extension"], unknown);
    assert_eq!(claim["item"][0]["revenue"]["extension"], unknown);
    assert_eq!(claim["provider"]["extension"], unknown);
    assert_eq!(claim["total"][0]["amount"]["extension"], unknown);
    assert_eq!(claim["adjudication"][1]["amount"]["extension"], unknown);
    let info = claim["supportingInfo"].as_array().unwrap();
    assert_eq!(info.last().unwrap()["timingPeriod"], json!({"start": "2024-01-02"}));
}

#[test]
fn an_absent_amount_is_absent_and_a_zero_is_zero() {
    let claim = written("60", &[(View::Clm, "CLM_SBMT_CHRG_AMT=0 CLM_MDCR_DDCTBL_AMT=391.985")]);
    let amounts = each(&claim["total"], "/amount/value");
    assert_eq!(amounts, [&json!(0), &json!(391.99)]);
}

#[test]
fn an_outpatient_line_has_a_day_and_an_inpatient_line_a_period() {
    let line = [(View::ClmLine, "CLM_LINE_NUM=1 CLM_LINE_FROM_DT=2024-01-02 CLM_LINE_THRU_DT=2024-01-05")];
    assert_eq!(written("40", &line)["item"][0]["servicedDate"], "2024-01-02");
    assert_eq!(written("60", &line)["item"][0]["servicedPeriod"]["end"], "2024-01-05");
}

#[test]
fn a_pharmacy_number_that_is_no_npi_is_not_called_one() {
    let claim = written("1", &[(View::Clm, "CLM_SRVC_PRVDR_GNRC_ID_NUM=4455667 PRVDR_SRVC_ID_QLFYR_CD=07")]);
    let pharmacy = claim["contained"].as_array().unwrap().last().unwrap();
    assert_eq!(pharmacy["id"], "billing-provider");
    assert_eq!(
        each(&pharmacy["identifier"], "/system"),
        ["http://bluebutton.cms.gov/fhir/identifiers/GenericIdNum"]
    );
    assert_eq!(claim["provider"]["reference"], "#billing-provider");
}

#[test]
fn a_claim_refers_to_a_coverage_that_is_there_and_to_no_other() {
    let has = |ids: &[&str]| {
        ids.iter().map(|id| CoverageId::parse(id, Namespace::Idr).unwrap()).collect::<Vec<_>>()
    };
    let reference = |kind: &str, cells: &str, coverages: &[&str]| {
        let claim = render_under(kind, &[(View::Clm, cells)], &Displays::default(), &has(coverages));
        claim["insurance"][0]["coverage"]["reference"].as_str().map(str::to_owned)
    };
    let all = ["part-a-7", "part-b-7", "part-d-7-S0001-002", "part-b-8"];
    let person = "BENE_SK=7 CLM_SBMTR_CNTRCT_NUM=S0001 CLM_SBMTR_CNTRCT_PBP_NUM=002";
    assert_eq!(reference("60", person, &all).as_deref(), Some("Coverage/part-a-7"));
    assert_eq!(reference("71", person, &all).as_deref(), Some("Coverage/part-b-7"));
    assert_eq!(reference("1", person, &all).as_deref(), Some("Coverage/part-d-7-S0001-002"));
    assert_eq!(reference("1", &person.replace("002", "003"), &all), None);
    assert_eq!(reference("1", "BENE_SK=7", &all), None);
    assert_eq!(reference("71", "BENE_SK=7", &["part-a-7", "part-b-8"]), None);
}

#[test]
fn texts_of_third_parties_appear_when_they_are_loaded() {
    let line = [(View::ClmLine, "CLM_LINE_NUM=1 CLM_LINE_REV_CTR_CD=0300")];
    let coding = |claim: &Value| claim["item"][0]["revenue"]["coding"][0].clone();
    assert_eq!(coding(&written("60", &line)).get("display"), None);
    let mut displays = Displays::default();
    displays.add(systems::CLM_REV_CNTR_CD.url, "0300", "A text").unwrap();
    assert_eq!(coding(&render("60", &line, &displays))["display"], "A text");
}

/// The codes of the `supportingInfo` with this category.
fn information<'v>(claim: &'v Value, category: &str) -> Vec<&'v Value> {
    let info = claim["supportingInfo"].as_array().into_iter().flatten();
    let wanted = info.filter(|info| info["category"]["coding"][0]["code"] == category);
    wanted.map(|info| &info["code"]["coding"][0]["code"]).collect()
}

#[test]
fn a_claim_in_process_tells_how_far_it_is() {
    let trail = |kind: &str, rows: &[(View, &str)]| {
        let claim = written(kind, rows);
        assert_eq!(claim["meta"]["tag"][0]["code"], "SharedSystem", "{kind}");
        information(&claim, "CLM_AUDT_TRL_STUS_CD").into_iter().cloned().collect::<Vec<_>>()
    };
    let moved = (View::ClmLctnHstry, "CLM_LCTN_CD_SQNC_NUM=2 CLM_AUDT_TRL_STUS_CD=P CLM_AUDT_TRL_LCTN_CD=09");
    let began = (View::ClmLctnHstry, "CLM_LCTN_CD_SQNC_NUM=1 CLM_AUDT_TRL_STUS_CD=S");
    let equipment =
        (View::ClmLctnHstry, "CLM_LCTN_CD_SQNC_NUM=1 CLM_AUDT_TRL_STUS_CD=01 CLM_AUDT_TRL_LCTN_CD=09");
    let unknown = (View::ClmLctnHstry, "CLM_LCTN_CD_SQNC_NUM=1 CLM_AUDT_TRL_STUS_CD=?");
    assert_eq!(trail("1013", &[moved, began]), ["FP"]);
    assert_eq!(trail("2900", &[moved]), ["FP"]);
    assert_eq!(trail("1019", &[moved]), ["FP"]);
    assert_eq!(trail("1700", &[moved]), ["MP"]);
    assert_eq!(trail("2800", &[equipment]), ["V0109"]);
    assert_eq!(trail("1700", &[equipment]), [""; 0]);
    assert_eq!(trail("1013", &[unknown]), [""; 0]);
}

#[test]
fn a_claim_in_process_has_its_own_amounts_and_outcome() {
    let header =
        "CLM_PD_STUS_CD=S CLM_RIC_CD=M CLM_TOT_CNTRCTL_AMT=1.5 CLM_OTHR_TP_PD_AMT=2 CLM_BLOOD_CHRG_AMT=3";
    let claim =
        written("1013", &[(View::Clm, header), (View::ClmLine, "CLM_LINE_NUM=1 CLM_LINE_OTAF_AMT=4")]);
    assert_eq!(claim["outcome"], "partial");
    assert_eq!(information(&claim, "CLM_PD_STUS_CD"), ["S"]);
    assert_eq!(claim["insurance"][0]["coverage"]["display"], "Part B");
    let header = each(&claim["adjudication"], "/category/coding/0/code");
    assert_eq!(header, ["benefitpaymentstatus", "CLM_TOT_CNTRCTL_AMT", "submitted"]);
    assert_eq!(each(&claim["total"], "/category/coding/0/code"), ["priorpayerpaid"]);
    assert_eq!(each(&claim["item"][0]["adjudication"], "/category/coding/0/code"), ["CLM_LINE_OTAF_AMT"]);
    let election = written("1900", &[]);
    assert_eq!(election["type"]["coding"][2]["code"], "HOSPICE");
    let nameless = written("1019", &[]);
    assert_eq!(nameless["type"]["coding"].as_array().unwrap().len(), 1);
    assert_eq!(nameless["meta"].get("profile"), None);
}

#[test]
fn a_professional_claim_in_process_has_a_supervisor_and_points_at_its_prescriptions() {
    let claim = written(
        "1700",
        &[
            (View::Clm, "PRVDR_OTHR_PRVDR_NPI_NUM=4 CLM_RIC_CD=O"),
            (View::ClmLine, "CLM_LINE_NUM=1"),
            (View::ClmLine, "CLM_LINE_NUM=2 CLM_LINE_RX_NUM=77"),
            (View::ClmLineDcmtn, "CLM_LINE_NUM=2 CLM_LINE_PA_UNIQ_TRKNG_NUM=UTN1"),
            (View::PrvdrHstry, "PRVDR_NPI_NUM=4 PRVDR_1ST_NAME=A PRVDR_LAST_NAME=B"),
        ],
    );
    assert_eq!(each(&claim["careTeam"], "/role/coding/0/code"), ["supervisor"]);
    let values = each(&claim["supportingInfo"], "/valueString");
    assert_eq!(values, ["UTN1", "77"]);
    assert_eq!(claim["item"][1]["informationSequence"], json!([1, 2]));
    assert_eq!(claim["item"][0].get("informationSequence"), None);
}

#[test]
fn every_kind_of_claim_has_an_amount_where_its_profile_demands_one() {
    let types = |list: &Value| {
        each(list, "/category/coding/0/code")
            .iter()
            .map(|code| code.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let header = [(View::Clm, "CLM_SBMT_CHRG_AMT=7"), (View::ClmLine, "CLM_LINE_NUM=1")];
    for kind in ["40", "60", "1013"] {
        let claim = written(kind, &header);
        assert_eq!(types(&claim["adjudication"]), ["benefitpaymentstatus", "submitted"], "{kind}");
        assert_eq!(claim["adjudication"][1]["amount"]["value"], 7, "{kind}");
    }
    for kind in ["71", "1700", "82", "1"] {
        assert!(
            types(&written(kind, &header)["item"][0]["adjudication"]).contains(&"submitted".to_owned()),
            "{kind}"
        );
    }
    let line = [(View::ClmLine, "CLM_LINE_NUM=1 CLM_LINE_CVRD_PD_AMT=0")];
    assert_eq!(types(&written("60", &line)["adjudication"]), ["benefitpaymentstatus"]);
    assert_eq!(types(&written("71", &line)["item"][0]["adjudication"]), ["benefit", "benefitpaymentstatus"]);
}

#[test]
fn bad_input_harms_nothing() {
    let lines: Vec<String> = (1..=600)
        .map(|number| {
            format!(
                "CLM_LINE_NUM={number} PRVDR_RNDRNG_PRVDR_NPI_NUM={} CLM_LINE_HCPCS_CD=00{number}",
                number % 7
            )
        })
        .collect();
    let providers: Vec<String> =
        (0..7).map(|npi| format!("PRVDR_NPI_NUM={npi} PRVDR_LGL_NAME=Jos\u{e9}\u{1}\u{301}")).collect();
    for kind in ["60", "40", "1013", "71", "1700", "82"] {
        let rows = lines.iter().map(|line| (View::ClmLine, line.as_str()));
        let rows: Vec<_> = rows.chain(providers.iter().map(|row| (View::PrvdrHstry, row.as_str()))).collect();
        let claim = written(kind, &rows);
        assert_eq!(claim["item"].as_array().unwrap().len(), 600, "{kind}");
        assert_eq!(claim["careTeam"].as_array().unwrap().len(), 600, "{kind}");
        assert_eq!(claim["contained"].as_array().unwrap().len(), 8, "{kind}");
        assert_eq!(claim["item"][4]["productOrService"]["coding"][0]["code"], "005", "{kind}");
        let display = &claim["careTeam"][0]["provider"]["display"];
        assert_eq!(display, "Jos\u{e9}\u{301}", "{kind}");
    }
    let claim = written(
        "60",
        &[
            (View::Clm, "CLM_THRU_DT=2024-02-31 CLM_SBMT_CHRG_AMT=-12.5 CLM_QUERY_CD=?? CLM_CNTL_NUM=0007"),
            (View::ClmDtSgntr, "CLM_SUBMSN_DT=9999-12-31 CLM_CMS_PROC_DT=2024-13-01"),
            (View::ClmLine, "CLM_LINE_NUM=1 CLM_LINE_FROM_DT=2024-02-30 CLM_LINE_SRVC_UNIT_QTY=-3"),
        ],
    );
    assert_eq!(claim["billablePeriod"], json!({"start": "2024-01-02"}));
    assert_eq!(claim["total"][0]["amount"]["value"], -12.5);
    assert_eq!(claim["item"][0]["quantity"]["value"], -3);
    assert_eq!(information(&claim, "CLM_QUERY_CD"), ["??"]);
    assert_eq!(claim["identifier"][1]["value"], "0007");
    assert!(information(&claim, "clmrecvddate").is_empty() && !claim.to_string().contains("2024-13"));
    let dropped = written("1", &[(View::Clm, "CLM_SBMT_FRMT_CD=?")]);
    assert!(information(&dropped, "CLM_SBMT_FRMT_CD").is_empty());
}
