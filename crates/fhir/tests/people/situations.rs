//! Situations of people and coverage beyond the goldens.

use bluestem_fhir::v3::{coverage, patient};
use bluestem_model::column::View;
use bluestem_model::id::Namespace;
use bluestem_model::time::Timestamp;
use serde_json::{Value, json};

use crate::source::{Source, clock, ours, shared};

const EXTENSION: &str = "https://bluebutton.cms.gov/fhir/StructureDefinition";

/// A person of our own making with these cells in their one version.
fn someone(cells: &[(&str, &str)]) -> Source {
    let mut source = Source::default();
    let fixed = [("BENE_SK", "-1"), ("IDR_LTST_TRANS_FLG", "Y")];
    source.add(View::BeneHstry, &[&fixed, cells].concat());
    source
}

fn ids(source: &Source, key: i64, now: Timestamp) -> Vec<String> {
    let ids = coverage::list(&source.file(key), now).unwrap();
    ids.iter().map(|id| id.text(Namespace::Idr)).collect()
}

fn extension<'v>(resource: &'v Value, name: &str) -> Option<&'v Value> {
    let url = format!("{EXTENSION}/{name}");
    resource["extension"].as_array()?.iter().find(|extension| extension["url"] == url.as_str())
}

#[test]
fn the_public_test_people_have_the_coverage_they_are_known_for() {
    let Some(shared) = shared() else { return };
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    let cases: [(i64, &[&str]); 14] = [
        (
            405_764_107,
            &[
                "part-a-405764107",
                "part-b-405764107",
                "part-c-405764107-H1234-003",
                "part-d-405764107-H1234-003",
                "dual-405764107",
            ],
        ),
        (178_083_966, &["part-a-178083966"]),
        (365_359_727, &["part-b-365359727"]),
        (441_149_422, &["part-c-441149422-G1234-002"]),
        (547_437_476, &["part-d-547437476-S0001-003"]),
        (353_816_020, &["part-c-353816020-H1234-003", "part-d-353816020-H1234-003"]),
        (319_785_798, &["part-c-319785798-H1234-002", "part-d-319785798-H1234-002"]),
        (657_388_415, &["part-c-657388415-H1234-002", "part-d-657388415-H1234-002"]),
        (184_043_356, &["dual-184043356"]),
        (421_056_595, &["part-a-421056595", "part-b-421056595"]),
        (971_050_241, &["part-c-971050241-G1234-003", "part-d-971050241-G1234-003"]),
        (289_169_129, &[]),
        (848_484_848, &[]),
        (181_968_400, &[]),
    ];
    for (key, expected) in cases {
        assert_eq!(ids(&source, key, clock()), expected, "{key}");
    }
    let status = |id: &str| ours(&source, "Coverage", id, clock()).unwrap()["status"].clone();
    assert_eq!(status("part-a-421056595"), "cancelled");
    assert_eq!(status("dual-184043357"), "cancelled");
    assert_eq!(status("part-c-971050241"), "active", "coverage to come");
    let alone = ours(&source, "Coverage", "part-a-451482106", clock()).unwrap();
    assert_eq!(extension(&alone, "BENE-BUYIN-CD"), None, "no third party");
    let dual = ours(&source, "Coverage", "dual-184043356", clock()).unwrap();
    assert_eq!(dual["period"], json!({ "start": "2020-04-01" }), "the latest version in force");
}

#[test]
fn a_merged_key_is_a_pointer_and_nothing_else() {
    let Some(shared) = shared() else { return };
    let source = Source::read(&shared.join("data/idr/test_samples2/merged_benes"));
    let mut out = Vec::new();
    patient::write(&mut out, &source.file(121_212_121)).unwrap();
    let expected = json!({
        "resourceType": "Patient",
        "id": "121212121",
        "link": [{
            "other": { "reference": "Patient/517782585", "display": "517782585" },
            "type": "replaced-by"
        }]
    });
    assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), expected);
    // Kill credit 1: the cross-reference is not to be trusted.
    assert!(!source.file(232_323_232).is_superseded());
}

#[test]
fn a_person_of_whom_little_is_known_is_still_a_valid_patient() {
    let patient = ours(&someone(&[]), "Patient", "-1", clock()).unwrap();
    let unknown = json!([{
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode": "unknown"
    }]);
    assert_eq!(patient["name"], json!([{ "extension": unknown }]));
    assert_eq!(patient["gender"], "unknown");
    assert_eq!(patient["identifier"][0]["_value"], json!({ "extension": unknown }));
    assert_eq!(patient["identifier"][0]["system"], "http://hl7.org/fhir/sid/us-mbi");
    assert_eq!(patient["extension"][0]["extension"][0]["valueCoding"]["code"], "UNK");
    assert_eq!(patient["extension"].as_array().unwrap().len(), 1, "no sex");
    for absent in ["address", "birthDate", "deceasedDateTime", "link"] {
        assert_eq!(patient.get(absent), None, "{absent}");
    }
}

#[test]
fn the_version_that_the_source_marks_is_in_force() {
    let mut source = Source::default();
    for (flag, since, name) in [
        ("N", "2024-05-01 00:00:00", "Superseded"),
        ("Y", "2024-01-02 12:00:00", "Noon"),
        ("Y", "2024-01-02T06:00:00", "Morning"),
    ] {
        source.add(
            View::BeneHstry,
            &[
                ("BENE_SK", "-1"),
                ("IDR_LTST_TRANS_FLG", flag),
                ("IDR_TRANS_EFCTV_TS", since),
                ("BENE_LAST_NAME", name),
                ("BENE_MBI_ID", "1S00AA0AA01"),
            ],
        );
    }
    for (flag, since, end) in [("N", "2024-05-01", "2024-06-30"), ("Y", "2024-01-01", "9999-12-31")] {
        source.add(
            View::BeneMbiId,
            &[
                ("BENE_MBI_ID", "1S00AA0AA01"),
                ("BENE_MBI_EFCTV_DT", "2020-04-01"),
                ("BENE_MBI_OBSLT_DT", end),
                ("IDR_LTST_TRANS_FLG", flag),
                ("IDR_TRANS_EFCTV_TS", since),
            ],
        );
    }
    let patient = ours(&source, "Patient", "-1", clock()).unwrap();
    assert_eq!(patient["name"], json!([{ "family": "Noon" }]));
    assert_eq!(patient["identifier"].as_array().unwrap().len(), 1);
    assert_eq!(patient["identifier"][0]["period"], json!({ "start": "2020-04-01T00:00:00+00:00" }));
}

#[test]
fn race_codes_go_where_us_core_has_room_for_them() {
    // The source's codes as US Core codes them; "other" is no OMB category, Hispanic is an ethnicity.
    for (code, name, part, cdc) in [
        ("1", "us-core-race", "ombCategory", "2106-3"),
        ("2", "us-core-race", "ombCategory", "2054-5"),
        ("3", "us-core-race", "detailed", "2131-1"),
        ("4", "us-core-race", "ombCategory", "2028-9"),
        ("5", "us-core-ethnicity", "ombCategory", "2135-2"),
        ("6", "us-core-race", "ombCategory", "1002-5"),
        ("0", "us-core-race", "ombCategory", "UNK"),
    ] {
        let patient = ours(&someone(&[("BENE_RACE_CD", code)]), "Patient", "-1", clock()).unwrap();
        let race = &patient["extension"][0];
        assert_eq!(race["url"], format!("http://hl7.org/fhir/us/core/StructureDefinition/{name}"), "{code}");
        assert_eq!(race["extension"][0]["url"], part, "{code}");
        assert_eq!(race["extension"][0]["valueCoding"]["code"], cdc, "{code}");
        assert_eq!(race["extension"][1]["valueString"], race["extension"][0]["valueCoding"]["display"]);
    }
}

#[test]
fn deaths_count_only_when_the_day_is_verified() {
    let died = |switch: &str| {
        let cells = [("BENE_DEATH_DT", "2024-05-06"), ("BENE_VRFY_DEATH_DAY_SW", switch)];
        ours(&someone(&cells), "Patient", "-1", clock()).unwrap().get("deceasedDateTime").cloned()
    };
    assert_eq!(died("Y"), Some(json!("2024-05-06")));
    assert_eq!(died("N"), None);
    assert_eq!(died("~"), None);
}

#[test]
fn languages() {
    for (code, expected) in [("ENG", "en"), ("SPA", "es"), ("FRE", "unknown"), ("~", "unknown")] {
        let patient = ours(&someone(&[("CNTCT_LANG_CD", code)]), "Patient", "-1", clock()).unwrap();
        assert_eq!(patient["communication"][0]["language"]["coding"][0]["code"], expected);
    }
}

/// Someone with a Part A span.
fn entitled(begin: &str, end: &str) -> Source {
    let mut source = someone(&[]);
    add_entitlement(&mut source, begin, end, "Y");
    source
}

fn add_entitlement(source: &mut Source, begin: &str, end: &str, flag: &str) {
    source.add(
        View::BeneMdcrEntlmt,
        &[
            ("BENE_SK", "-1"),
            ("BENE_MDCR_ENTLMT_TYPE_CD", "A"),
            ("BENE_RNG_BGN_DT", begin),
            ("BENE_RNG_END_DT", end),
            ("IDR_LTST_TRANS_FLG", flag),
        ],
    );
}

#[test]
fn a_day_begins_when_it_has_begun_anywhere_on_earth() {
    let source = entitled("2025-01-02", "2025-01-31");
    let at = |text: &str| Timestamp::parse(text).unwrap();
    assert!(ids(&source, -1, at("2025-01-02T11:59:59Z")).is_empty());
    assert_eq!(ids(&source, -1, at("2025-01-02T12:00:00Z")), ["part-a--1"]);
    let status = |now: &str| ours(&source, "Coverage", "part-a--1", at(now)).unwrap()["status"].clone();
    assert_eq!(status("2025-02-01T11:59:59Z"), "active");
    assert_eq!(status("2025-02-01T12:00:00Z"), "cancelled");
}

#[test]
fn entitlement_starts_with_the_first_span_and_ends_with_the_last() {
    let mut source = entitled("2010-03-01", "2012-03-01");
    add_entitlement(&mut source, "2020-01-01", "9999-12-31", "Y");
    add_entitlement(&mut source, "2001-01-01", "2002-01-01", "N");
    add_entitlement(&mut source, "2030-01-01", "2031-01-01", "Y");
    let coverage = ours(&source, "Coverage", "part-a--1", clock()).unwrap();
    assert_eq!(coverage["period"], json!({ "start": "2010-03-01" }));
    assert_eq!(coverage["status"], "active");
    assert_eq!(coverage["subscriberId"], Value::Null);
    assert!(coverage["_subscriberId"].is_object(), "C4BB-Coverage requires it");
}

#[test]
fn a_medicare_status_tells_of_kidneys_and_disability_or_is_dropped() {
    let with = |code: &str| {
        let mut source = entitled("2020-01-01", "9999-12-31");
        let cells = [("BENE_SK", "-1"), ("BENE_MDCR_STUS_CD", code), ("IDR_LTST_TRANS_FLG", "Y")];
        source.add(View::BeneMdcrStus, &cells);
        let coverage = ours(&source, "Coverage", "part-a--1", clock()).unwrap();
        ["BENE-MDCR-STUS-CD", "BENE-ESRD-STUS-ID", "BENE-DSBLD-STUS-ID"].map(|name| {
            extension(&coverage, name).map(|found| found["valueCoding"]["code"].as_str().unwrap().to_owned())
        })
    };
    for (code, renal, disabled) in [
        ("00", "U", "U"),
        ("10", "N", "N"),
        ("11", "Y", "N"),
        ("20", "N", "Y"),
        ("21", "Y", "Y"),
        ("31", "Y", "N"),
        ("40", "N", "N"),
    ] {
        assert_eq!(with(code), [code, renal, disabled].map(|text| Some(text.to_owned())));
    }
    assert_eq!(with("99"), [None, None, None]);
}

/// Someone who was, is and will be enrolled in a drug plan.
fn enrolled() -> Source {
    let mut source = enrolled_until("2019-12-31");
    add_enrolment(&mut source, "2021-01-01", "9999-12-31");
    add_enrolment(&mut source, "2026-01-01", "9999-12-31");
    source
}

/// Someone enrolled in a drug plan from 2019 to `end`.
fn enrolled_until(end: &str) -> Source {
    let mut source = someone(&[("BENE_MBI_ID", "1S00AA0AA01")]);
    add_enrolment(&mut source, "2019-01-01", end);
    source
}

fn add_enrolment(source: &mut Source, begin: &str, end: &str) {
    source.add(
        View::BeneMapdEnrlmt,
        &[
            ("BENE_SK", "-1"),
            ("CNTRCT_PBP_SK", "007"),
            ("BENE_CNTRCT_NUM", "S0001"),
            ("BENE_PBP_NUM", "002"),
            ("BENE_ENRLMT_BGN_DT", begin),
            ("BENE_ENRLMT_END_DT", end),
            ("BENE_ENRLMT_PGM_TYPE_CD", "2"),
            ("IDR_LTST_TRANS_FLG", "Y"),
        ],
    );
}

#[test]
fn an_enrolment_without_plan_and_card_is_told_by_its_contract() {
    let coverage = ours(&enrolled(), "Coverage", "part-d--1", clock()).unwrap();
    assert_eq!(coverage["id"], "part-d--1-S0001-002");
    assert_eq!(coverage["period"], json!({ "start": "2021-01-01" }), "neither the past one nor the next");
    assert_eq!(ours(&enrolled(), "Coverage", "part-d--1-S0001-003", clock()), None, "another plan");
    assert_eq!(coverage["contained"][0]["name"], "S0001");
    assert_eq!(coverage["contained"][0].get("contact"), None);
    assert_eq!(coverage["identifier"][0]["value"], "1S00AA0AA01");
    assert_eq!(coverage["class"].as_array().unwrap().len(), 1);
}

#[test]
fn a_past_enrolment_is_no_longer_shown() {
    let ended = |now: &str| ids(&enrolled_until("2019-12-31"), -1, Timestamp::parse(now).unwrap());
    assert_eq!(ended("2020-01-01T11:59:59Z"), ["part-d--1-S0001-002"]);
    assert!(ended("2020-01-01T12:00:00Z").is_empty());
}

#[test]
fn a_past_enrolment_is_found_by_its_full_id_for_claims_refer_to_it() {
    let mut source = enrolled_until("2019-12-31");
    source.add(
        View::BeneCmbndLis,
        &[
            ("BENE_SK", "-1"),
            ("IDR_LTST_TRANS_FLG", "Y"),
            ("BENE_CMBND_DEEMD_EFCTV_DT", "2020-01-01"),
            ("BENE_CMBND_DEEMD_COPMT_LVL_ID", "4"),
        ],
    );
    let past = ours(&source, "Coverage", "part-d--1-S0001-002", clock()).unwrap();
    assert_eq!(past["id"], "part-d--1-S0001-002");
    assert_eq!(past["status"], "cancelled");
    assert_eq!(past["period"], json!({ "start": "2019-01-01", "end": "2019-12-31" }));
    assert_eq!(extension(&past, "BENE-LIS-COPMT-LVL-CD"), None, "a later subsidy");
    assert_eq!(ours(&source, "Coverage", "part-d--1", clock()), None);
    assert_eq!(ours(&source, "Coverage", "part-c--1-S0001-002", clock()), None, "another part");
    let known = coverage::known(&source.file(-1), clock()).unwrap();
    assert_eq!(known.iter().map(|id| id.text(Namespace::Idr)).collect::<Vec<_>>(), ["part-d--1-S0001-002"]);
}

#[test]
fn a_plan_gives_name_segment_and_telephone_numbers() {
    let mut source = enrolled();
    source.add(View::CntrctPbpNum, &[("CNTRCT_PBP_SK", "007"), ("CNTRCT_PBP_NAME", "Prairie Rx")]);
    source.add(View::CntrctPbpSgmt, &[("CNTRCT_PBP_SK", "007"), ("CNTRCT_PBP_SGMT_NUM", "000")]);
    source.add(
        View::CntrctPbpCntct,
        &[
            ("CNTRCT_PBP_SK", "007"),
            ("CNTRCT_PLAN_CNTCT_FREE_NUM", "8005550100"),
            ("CNTRCT_PLAN_CNTCT_TEL_NUM", "5550100"),
            ("CNTRCT_PLAN_CNTCT_EXTNSN_NUM", "12"),
        ],
    );
    let coverage = ours(&source, "Coverage", "part-d--1-S0001-002", clock()).unwrap();
    let payer = &coverage["contained"][0];
    assert_eq!(payer["name"], "Prairie Rx");
    let telecom = json!([
        { "system": "phone", "value": "800-555-0100" },
        { "system": "phone", "value": "5550100 ext. 12" }
    ]);
    assert_eq!(payer["contact"][0]["telecom"], telecom);
    assert_eq!(extension(&coverage, "CNTRCT-PBP-SGMT-NUM").unwrap()["valueString"], "000");
}

#[test]
fn the_subsidy_in_force_counts() {
    let mut source = enrolled();
    for (begin, end, level) in [("2020-01-01", "2023-12-31", "1"), ("2024-01-01", "9999-12-31", "4")] {
        source.add(
            View::BeneCmbndLis,
            &[
                ("BENE_SK", "-1"),
                ("BENE_CMBND_DEEMD_EFCTV_DT", begin),
                ("BENE_CMBND_DEEMD_TRMNTN_DT", end),
                ("BENE_CMBND_DEEMD_COPMT_LVL_ID", level),
                ("BENE_CMBND_DEEMD_PRM_PCT", "075"),
                ("IDR_LTST_TRANS_FLG", "Y"),
            ],
        );
    }
    let at = |now: &str| {
        let coverage = ours(&source, "Coverage", "part-d--1", Timestamp::parse(now).unwrap()).unwrap();
        let level = extension(&coverage, "BENE-LIS-COPMT-LVL-CD").unwrap()["valueCoding"]["code"].clone();
        (level, extension(&coverage, "BENE-LIS-PTD-PRM-PCT").unwrap()["valueDecimal"].clone())
    };
    assert_eq!(at("2023-06-01T00:00:00Z"), (json!("1"), json!(75)));
    assert_eq!(at("2025-06-01T00:00:00Z"), (json!("4"), json!(75)));
}
