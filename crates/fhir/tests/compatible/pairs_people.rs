//! Patient and Coverage beside BFD's design-time maps.

use std::path::Path;

use bluestem_model::column::View;
use bluestem_model::time::Timestamp;
use serde_json::{Map, Value};

use crate::compare;
use crate::differences::Seen;
use crate::pairs::{cells, read, sorted};
use crate::people_source::{Source, ours};

/// Samples of coverage, what was made of them, and our id.
const COVERAGE: [(&str, &str, &str); 5] = [
    ("FFS-Sample", "FFS", "part-a-123456789"),
    ("FFS-Sample-PartB", "FFS-PartB", "part-b-123456789"),
    ("PartC-Sample", "PartC", "part-c-123456789"),
    ("PartD-Sample", "PartD", "part-d-123456789"),
    ("Dual-Sample", "Dual", "dual-123456789"),
];

/// The views of a part of Medicare.
fn views(part: &str) -> &'static [View] {
    match part {
        "A" | "B" => &[
            View::BeneHstry,
            View::BeneTp,
            View::BeneMdcrStus,
            View::BeneMdcrEntlmt,
            View::BeneMdcrEntlmtRsn,
        ],
        "DUAL" => &[View::BeneHstry, View::BeneCmbndDualMdcr],
        _ => &[
            View::BeneHstry,
            View::BeneMapdEnrlmt,
            View::BeneMapdEnrlmtRx,
            View::BeneCmbndLis,
            View::CntrctPbpNum,
            View::CntrctPbpCntct,
            View::CntrctPbpSgmt,
        ],
    }
}

/// Compares the pair of a person and those of coverage.
pub(crate) fn compare(shared: &Path, seen: &mut Seen) {
    let now = Timestamp::parse("2025-03-30T00:00:00Z").unwrap();
    let sample = read(shared, "input/Beneficiary-Sample");
    let mut source = Source::default();
    let verified = [("BENE_VRFY_DEATH_DAY_SW", "Y")];
    add(&mut source, View::BeneHstry, sample.as_object().unwrap(), &verified);
    for mbi in sample["mbi"].as_array().unwrap() {
        add(&mut source, View::BeneMbiId, mbi.as_object().unwrap(), &[]);
        let own = [("BENE_MBI_ID", mbi["BENE_MBI_ID"].as_str().unwrap()), ("IDR_LTST_TRANS_FLG", "N")];
        add(&mut source, View::BeneHstry, sample.as_object().unwrap(), &own);
    }
    let theirs = sorted(read(shared, "output/Patient"));
    let patient = sorted(ours(&source, "Patient", "123456789", now).unwrap());
    seen.add("Patient", "", compare::differences(&patient, &theirs));
    for (input, output, id) in COVERAGE {
        let sample = read(shared, &format!("input/Coverage-{input}"));
        let source = source_of(sample.as_object().unwrap());
        let theirs = sorted(read(shared, &format!("output/Coverage-{output}")));
        let coverage = sorted(ours(&source, "Coverage", id, now).unwrap_or_else(|| panic!("no {output}")));
        seen.add("Coverage", output, compare::differences(&coverage, &theirs));
    }
}

/// The rows of the source that a sample of coverage was made of: the keys and times that it does not tell are ours.
fn source_of(sample: &Map<String, Value>) -> Source {
    let mut source = Source::default();
    let part = sample["coveragePart"].as_str().unwrap();
    let text = |name: &str| sample.get(name).and_then(Value::as_str).unwrap_or_default();
    let program = if part == "C" { "1" } else { "2" };
    let drugs = if part == "C" { "N" } else { "Y" };
    let more = [
        ("BENE_TP_TYPE_CD", part),
        ("BENE_MDCR_ENTLMT_TYPE_CD", part),
        ("MDCR_STUS_BGN_DT", text("BENE_RNG_BGN_DT")),
        ("MDCR_STUS_END_DT", text("BENE_RNG_END_DT")),
        ("BENE_ENRLMT_PGM_TYPE_CD", program),
        ("BENE_ENRLMT_PDP_RX_INFO_BGN_DT", text("BENE_ENRLMT_BGN_DT")),
        ("CNTRCT_PBP_SK", "1"),
        ("BENE_CMBND_DEEMD_EFCTV_DT", text("BENE_ENRLMT_BGN_DT")),
        ("BENE_CMBND_DEEMD_TRMNTN_DT", text("BENE_ENRLMT_END_DT")),
        ("BENE_CMBND_DEEMD_COPMT_LVL_ID", text("BENE_LIS_COPMT_LVL_CD")),
        ("BENE_CMBND_DEEMD_PRM_PCT", text("BENE_LIS_PTD_PRM_PCT")),
        ("CNTRCT_DRUG_PLAN_IND_CD", drugs),
        ("CNTRCT_NUM", text("BENE_CNTRCT_NUM")),
        ("CNTRCT_PBP_NUM", text("BENE_PBP_NUM")),
        ("CNTRCT_PBP_SK_OBSLT_DT", "9999-12-31"),
        ("CNTRCT_PBP_BGN_DT", text("BENE_ENRLMT_BGN_DT")),
        ("CNTRCT_PBP_END_DT", "9999-12-31"),
        ("CNTRCT_PLAN_CNTCT_OBSLT_DT", "9999-12-31"),
        ("CNTRCT_PLAN_CNTCT_TYPE_CD", "62"),
    ];
    let more: Vec<_> = more.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    for view in views(part) {
        add(&mut source, *view, sample, &more);
    }
    source
}

/// Adds the row of a view that a sample was made of.
fn add(source: &mut Source, view: View, sample: &Map<String, Value>, more: &[(&str, &str)]) {
    let mut row = cells(sample);
    let key = row.get("XREF_EFCTV_BENE_SK").cloned().unwrap_or_default();
    for name in ["BENE_SK", "BENE_XREF_EFCTV_SK"] {
        row.insert(name.to_owned(), key.clone());
    }
    row.insert("IDR_LTST_TRANS_FLG".to_owned(), "Y".to_owned());
    row.insert("IDR_TRANS_OBSLT_TS".to_owned(), "9999-12-31T00:00:00.000000".to_owned());
    row.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let row: Vec<(&str, &str)> = row
        .iter()
        .filter(|(name, _)| view.column(name).is_some())
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    source.add(view, &row);
}
