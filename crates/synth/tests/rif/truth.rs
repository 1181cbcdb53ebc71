//! Both formats tell of the same people and claims.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use bluestem_model::number::Decimal;
use bluestem_synth::rif::Dialect;
use bluestem_synth::{Options, idr};

use crate::data_set::{File, files};

const MEMBERS: u64 = 150;
const SEED: u64 = 11;

/// Rows of an IDR file, each cell by name; no cell that is asked for holds a comma.
fn idr_rows(dir: &Path, stem: &str) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(dir.join(format!("SYNTHETIC_{stem}.csv"))).unwrap();
    let header: Vec<String> = text.lines().next().unwrap().split(',').map(str::to_owned).collect();
    text.lines()
        .skip(1)
        .map(|line| header.iter().cloned().zip(line.split(',').map(str::to_owned)).collect())
        .collect()
}

struct Both {
    idr: tempfile::TempDir,
    rif: BTreeMap<String, File>,
}

fn both() -> &'static Both {
    static BOTH: OnceLock<Both> = OnceLock::new();
    BOTH.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let options = Options::new(MEMBERS, SEED);
        idr::write(dir.path(), &options, &mut |_| {}).unwrap();
        Both { idr: dir, rif: files(&options, Dialect::BackEnd) }
    })
}

/// Number and latest payment of every claim, from the files of all kinds.
fn rif_claims(files: &BTreeMap<String, File>) -> BTreeMap<String, &BTreeMap<String, String>> {
    let claims = files.values().filter(|file| file.kind.claim_kind().is_some());
    claims.flat_map(|file| file.rows.iter().map(|row| (row[file.kind.key()].clone(), row))).collect()
}

#[test]
fn all_settled_claims_and_no_others_are_there() {
    let Both { idr, rif } = both();
    let claims = rif_claims(rif);
    let settled: BTreeMap<String, BTreeMap<String, String>> = idr_rows(idr.path(), "CLM")
        .into_iter()
        .filter(|row| row["CLM_TYPE_CD"].parse::<u16>().unwrap() < 1000)
        .map(|row| (row["CLM_UNIQ_ID"].clone(), row))
        .collect();
    assert!(settled.len() > 5000);
    assert!(claims.keys().eq(settled.keys()));
    for (number, row) in &claims {
        let twin = &settled[number];
        let is_final = if twin["CLM_FINL_ACTN_IND"] == "Y" { "F" } else { "N" };
        assert_eq!(row["FINAL_ACTION"], is_final, "{number}");
        let amount = |row: &BTreeMap<String, String>, name: &str| Decimal::parse(&row[name]);
        if row.contains_key("CLM_PMT_AMT") {
            assert_eq!(amount(row, "CLM_PMT_AMT"), amount(twin, "CLM_PMT_AMT"), "{number}");
            assert_eq!(row["NCH_CLM_TYPE_CD"], twin["CLM_TYPE_CD"], "{number}");
        }
    }
    // Versions of one claim are one group.
    let groups: BTreeSet<&str> = claims.values().map(|row| row["CLM_GRP_ID"].as_str()).collect();
    assert!(groups.len() < claims.len());
}

#[test]
fn lines_are_as_many_and_cost_as_much() {
    let Both { idr, rif } = both();
    let mut expected: BTreeMap<String, (usize, i64)> = BTreeMap::new();
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    for row in idr_rows(idr.path(), "CLM_LINE") {
        let (lines, charge) = expected.entry(row["CLM_UNIQ_ID"].clone()).or_default();
        *lines += 1;
        *charge += cents(&row["CLM_LINE_SBMT_CHRG_AMT"]);
    }
    for file in rif.values().filter(|file| file.kind.line_number().is_some()) {
        let charge = if file.header.iter().any(|name| name == "LINE_SBMTD_CHRG_AMT") {
            "LINE_SBMTD_CHRG_AMT"
        } else {
            "REV_CNTR_TOT_CHRG_AMT"
        };
        let mut found: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
        for row in &file.rows {
            let (lines, sum) = found.entry(&row["CLM_ID"]).or_default();
            *lines += 1;
            *sum += cents(&row[charge]);
        }
        assert!(!found.is_empty());
        for (number, sums) in found {
            assert_eq!(sums, expected[number], "{number}");
        }
    }
}

#[test]
fn everybody_is_there_once_a_year_and_claims_have_an_owner() {
    let Both { idr, rif } = both();
    let merged: BTreeSet<String> =
        idr_rows(idr.path(), "BENE_XREF").into_iter().map(|row| row["BENE_XREF_SK"].clone()).collect();
    let expected: BTreeSet<String> = idr_rows(idr.path(), "BENE_HSTRY")
        .into_iter()
        .map(|row| row["BENE_SK"].clone())
        .filter(|key| !merged.contains(key))
        .collect();
    assert!(!merged.is_empty());
    let mut inserted = BTreeSet::new();
    for (name, file) in rif.iter().filter(|(name, _)| name.starts_with("beneficiary_2")) {
        let mut seen = BTreeSet::new();
        for row in &file.rows {
            assert_eq!(format!("beneficiary_{}.csv", row["RFRNC_YR"]), *name);
            assert!(seen.insert(&row["BENE_ID"]));
            // The first row of a person inserts, the others update.
            assert_eq!(row["DML_IND"] == "INSERT", inserted.insert(row["BENE_ID"].clone()), "{name}");
        }
    }
    assert_eq!(inserted, expected);
    assert!(rif_claims(rif).values().all(|row| inserted.contains(&row["BENE_ID"])));
}

#[test]
fn months_follow_coverage() {
    let Both { rif, .. } = both();
    let first = bluestem_synth::person_key(SEED, 0).to_string();
    let rows = &rif["beneficiary_2025.csv"].rows;
    let row = rows.iter().find(|row| row["BENE_ID"] == first).unwrap();
    // The first person has every coverage, Medicaid and the subsidy included.
    for (column, value) in [
        ("A_MO_CNT", "12"),
        ("B_MO_CNT", "12"),
        ("DUAL_MO_CNT", "12"),
        ("PLAN_CVRG_MO_CNT", "12"),
        ("HMO_12_IND", "C"),
        ("MDCR_ENTLMT_BUYIN_7_IND", "C"),
        ("PTD_SGMT_SEPT_ID", "000"),
    ] {
        assert_eq!(row[column], value, "{column}");
    }
    assert!(row["PTD_CNTRCT_JUN_ID"].starts_with('Z') && row["PTC_CNTRCT_JUN_ID"].starts_with('Z'));
    assert!(["01", "02", "03"].contains(&row["CST_SHR_GRP_MAR_CD"].as_str()));
    // Months without any coverage are of people who came or went.
    assert!(rows.iter().any(|row| row["MDCR_STUS_JAN_CD"] == "00" || row["MDCR_STUS_DEC_CD"] == "00"));
}
