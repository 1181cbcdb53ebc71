//! The dictionary's rows of Patient and Coverage against what the resources are really made of: a cell that is taken
//! away changes no element but those whose row names its column.

use std::collections::{BTreeMap, BTreeSet};

use bluestem_fhir::dictionary::{elements, find};
use bluestem_fhir::v3::{coverage, patient};
use bluestem_model::column::{Column, View};
use bluestem_model::id::Namespace;
use serde_json::Value;

use crate::source::{Source, clock, shared};

/// Someone with every part, in the samples.
const PERSON: i64 = 405_764_107;

/// Columns that choose rows: without them other rows count, or none.
const CHOOSING: [&str; 12] = [
    "BENE_SK",
    "BENE_XREF_EFCTV_SK",
    "IDR_LTST_TRANS_FLG",
    "IDR_TRANS_EFCTV_TS",
    "BENE_MDCR_ENTLMT_TYPE_CD",
    "BENE_ENRLMT_PGM_TYPE_CD",
    "BENE_TP_TYPE_CD",
    "BENE_ENRLMT_BGN_DT",
    "BENE_RNG_BGN_DT",
    "BENE_MDCD_ELGBLTY_BGN_DT",
    "CNTRCT_PBP_SK",
    "BENE_ENRLMT_PDP_RX_INFO_BGN_DT",
];

/// Cells whose absence changes nothing about this person: they choose among rows of which there is one, stand in for
/// what is there, say that nothing has ended, or count with another value.
const NOT_TOLD_BY_ABSENCE: [&str; 14] = [
    "BENE_HSTRY.BENE_RACE_CD: Patient.extension:us-core-ethnicity",
    "CNTRCT_PBP_NUM.CNTRCT_NUM: Coverage.contained.name",
    "CNTRCT_PBP_NUM.CNTRCT_PBP_NUM: Coverage.contained.name",
    "CNTRCT_PBP_NUM.CNTRCT_PBP_SK_EFCTV_DT: Coverage.contained.name",
    "BENE_MAPD_ENRLMT.BENE_CNTRCT_NUM: Coverage.contained.name",
    "CNTRCT_PBP_CNTCT.CNTRCT_PLAN_CNTCT_OBSLT_DT: Coverage.contained.contact",
    "BENE_MDCR_STUS.MDCR_STUS_BGN_DT: Coverage.extension:BENE-MDCR-STUS-CD",
    "BENE_LIS_CMBND.BENE_CMBND_DEEMD_EFCTV_DT: Coverage.extension:BENE-LIS-PTD-PRM-PCT",
    "BENE_LIS_CMBND.BENE_CMBND_DEEMD_TRMNTN_DT: Coverage.extension:BENE-LIS-PTD-PRM-PCT",
    "BENE_MDCR_ENTLMT.BENE_RNG_END_DT: Coverage.status",
    "BENE_MAPD_ENRLMT.BENE_ENRLMT_END_DT: Coverage.status",
    "BENE_CMBND_DUAL_MDCR.BENE_MDCD_ELGBLTY_END_DT: Coverage.status",
    "BENE_MAPD_ENRLMT.BENE_ENRLMT_END_DT: Coverage.period",
    "BENE_CMBND_DUAL_MDCR.BENE_MDCD_ELGBLTY_END_DT: Coverage.period",
];

/// Every value of the person's resources by path with slices.
fn written(source: &Source) -> BTreeMap<String, Vec<String>> {
    let file = source.file(PERSON);
    let mut found = BTreeMap::new();
    let mut out = Vec::new();
    patient::write(&mut out, &file).unwrap();
    values("Patient", &serde_json::from_slice(&out).unwrap(), &mut found);
    for id in coverage::list(&file, clock()).unwrap() {
        let mut out = Vec::new();
        coverage::write(&mut out, &file, &id, clock()).unwrap();
        values("Coverage", &serde_json::from_slice(&out).unwrap(), &mut found);
        found.entry("Coverage.id".to_owned()).or_default().push(id.text(Namespace::Idr));
    }
    found
}

fn values(path: &str, value: &Value, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                values(&format!("{path}.{}", name.trim_start_matches('_')), field, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                let url = item["url"].as_str().and_then(|url| url.rsplit('/').next());
                let name = url.or_else(|| item["type"]["coding"][0]["code"].as_str());
                let slice = name.map(|name| format!("{path}:{name}")).unwrap_or_default();
                let known = !slice.is_empty() && find(&slice).is_some_and(|element| element.path == slice);
                values(if known { &slice } else { path }, item, found);
            }
        }
        other => found.entry(path.to_owned()).or_default().push(other.to_string()),
    }
}

/// The elements that differ.
fn changed(one: &BTreeMap<String, Vec<String>>, other: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing = paths.into_iter().filter(|path| one.get(*path) != other.get(*path));
    let element = |path: &String| find(path).map_or_else(|| path.clone(), |element| element.path.clone());
    differing.map(element).collect()
}

#[test]
fn a_cell_makes_the_elements_whose_rows_name_its_column_and_no_other() {
    let Some(shared) = shared() else { return };
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    let before = written(&source);
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    let views = View::all().filter(|spec| spec.view.number() >= View::BeneHstry.number());
    for spec in views.filter(|spec| spec.view != View::PrvdrHstry) {
        for place in 0..spec.columns.len() {
            let column = Column::new(spec.view, u8::try_from(place).unwrap());
            if CHOOSING.contains(&column.name()) {
                continue;
            }
            let without = written(&source.without(spec.view, column));
            for path in changed(&before, &without) {
                seen.insert((column, path.clone()));
                let named = elements().iter().any(|row| row.path == path && row.columns.contains(&column));
                if !named {
                    wrong.push(format!("{column:?}: {path}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let named = elements().iter().filter(|row| ["Patient", "Coverage"].contains(&row.resource()));
    let unseen = named.flat_map(|row| row.columns.iter().map(|column| (*column, row.path.clone())));
    let unseen: Vec<String> = unseen
        .filter(|pair| {
            source.has(PERSON, pair.0) && !CHOOSING.contains(&pair.0.name()) && !seen.contains(pair)
        })
        .map(|(column, path)| format!("{column:?}: {path}"))
        .collect();
    assert_eq!(unseen, NOT_TOLD_BY_ABSENCE, "named and without effect");
}
