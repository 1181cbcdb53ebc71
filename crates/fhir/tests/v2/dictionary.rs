//! CMS's dictionary of v2, row by row: what stands in the file must stand where the dictionary says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v2::eob::Defects;
use bluestem_fhir::v3::coverage::Part;
use bluestem_model::rif::{RifKind, RifType};
use serde_json::Value;

use crate::review::{REVIEW, Review};
use crate::rif::{RifClaim, SAMPLES};
use crate::source::shared;
use crate::{csv, path, people, rif};

/// What comes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Every value of the file is in the output.
    Match,
    /// Neither has a value.
    Blank,
    /// The row is of no column; the output has a value.
    Derived,
    /// The file has a value, the output has another.
    Differs,
    /// The file has a value, the output has none.
    Lost,
    /// The file has none, the output has one.
    Made,
    /// The dictionary names no place.
    Nowhere,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Claim(RifType),
    Patient,
    Coverage(Part),
}

/// A row for one subject.
struct Row {
    id: String,
    subject: Subject,
    column: Option<String>,
    path: String,
}

fn rows(text: &str) -> Vec<Row> {
    let table = csv::rows(text);
    let place = |name: &str| table[0].iter().position(|known| known == name).unwrap();
    let [id, applies, resolved, resource, fhirpath] =
        ["id", "applies_to", "rif_resolved", "resource", "fhirpath"].map(place);
    let mut found = Vec::new();
    for row in &table[1..] {
        let applies = if row[resource] == "Patient" { "Patient" } else { &row[applies] };
        for subject in applies.split('|').filter_map(subject_of) {
            let stem = format!("{}.", subject.file().name());
            let column = row[resolved].split('|').find_map(|one| one.strip_prefix(&stem)).map(str::to_owned);
            // Rows without a resource name no place, whatever else they say.
            let path = if row[resource].is_empty() { String::new() } else { row[fhirpath].clone() };
            found.push(Row { id: row[id].clone(), subject, column, path });
        }
    }
    found
}

fn subject_of(name: &str) -> Option<Subject> {
    Some(match name {
        "Patient" => Subject::Patient,
        "Part-A" => Subject::Coverage(Part::A),
        "Part-B" => Subject::Coverage(Part::B),
        "Part-C" => Subject::Coverage(Part::C),
        "Part-D" => Subject::Coverage(Part::D),
        name => Subject::Claim(RifType::from_name(&name.to_uppercase())?),
    })
}

impl Subject {
    /// The type of file that it is made of.
    fn file(self) -> RifType {
        match self {
            Self::Claim(kind) => kind,
            Self::Patient | Self::Coverage(_) => RifType::Beneficiary,
        }
    }
}

/// The dictionary writes every code as ICD-10, which is one of two systems, and takes the number in a column's name for
/// a place in the list, where the admitting and the repeated ones stand, too.
fn amended(path: &str, any_place: bool) -> String {
    let path = path
        .replace(".where(system='http://hl7.org/fhir/sid/icd-10-cm')", "")
        .replace(".where(system='http://www.cms.gov/Medicare/Coding/ICD10')", "");
    if !any_place {
        return path;
    }
    let mut parts = path.split('[');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |path, part| path + part.split_once(']').unwrap().1)
}

/// The values of a column in the file, as the output writes them.
fn inputs(claim: &RifClaim, name: &str) -> BTreeSet<String> {
    let column = claim.kind.column(name).unwrap();
    let rows = if column.line { claim.lines() } else { 1 };
    let cells = (0..rows).map(|row| claim.cell(row, name)).filter(|cell| !cell.is_empty());
    cells.map(|cell| said(name, column.kind, cell)).collect()
}

/// A value as v2 says it: the named transforms.
fn said(name: &str, kind: RifKind, cell: &str) -> String {
    let is_version = name.contains("VRSN_CD");
    match (kind, cell) {
        (RifKind::Date, _) => rif::iso(cell),
        (RifKind::Decimal(..), _) => number(cell),
        (_, "0") if is_version && name.contains("PRCDR") => {
            "http://www.cms.gov/Medicare/Coding/ICD10".to_owned()
        }
        (_, "0") if is_version => "http://hl7.org/fhir/sid/icd-10-cm".to_owned(),
        (_, "9") if is_version => "http://hl7.org/fhir/sid/icd-9-cm".to_owned(),
        (_, "F") if name == "FINAL_ACTION" => "active".to_owned(),
        (_, "1") if name == "CMPND_CD" => "RXDINV".to_owned(),
        (_, "01") if name == "SRVC_PRVDR_ID_QLFYR_CD" => "npi".to_owned(),
        (_, "1") if name == "BENE_SEX_IDENT_CD" => "male".to_owned(),
        _ => cell.to_owned(),
    }
}

fn number(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |value| value.to_string())
}

/// What a path selects, as text: of a period its start, of a moment its day.
fn outputs(resource: &Value, path: &str, any_place: bool) -> BTreeSet<String> {
    let text = |value: Value| match value {
        Value::String(text) => text.strip_suffix("T00:00:00+00:00").unwrap_or(&text).to_owned(),
        Value::Number(value) => number(&value.to_string()),
        Value::Object(period) => period["start"].as_str().unwrap().to_owned(),
        value => value.to_string(),
    };
    path::select(resource, &amended(path, any_place)).into_iter().map(text).collect()
}

fn status(row: &Row, claim: &RifClaim, resource: &Value) -> Status {
    if row.path.is_empty() {
        return Status::Nowhere;
    }
    let Some(column) = &row.column else {
        let found = !outputs(resource, &row.path, false).is_empty();
        return if found { Status::Derived } else { Status::Lost };
    };
    let inputs = inputs(claim, column);
    let outputs = outputs(resource, &row.path, !inputs.is_empty());
    match (inputs.is_empty(), outputs.is_empty()) {
        (true, true) => Status::Blank,
        (true, false) => Status::Made,
        (false, true) => Status::Lost,
        (false, false) if inputs.is_subset(&outputs) => Status::Match,
        (false, false) => Status::Differs,
    }
}

/// Every subject that the samples have, with its rows of the file and the resource that is made of them.
fn sampled(shared: &Path) -> Vec<(Subject, RifClaim, Value)> {
    let claims = SAMPLES.into_iter().map(|(sample, kind)| {
        let claim = rif::sample(shared, sample);
        let resource = rif::rendered(&rif::stored(&claim), &Displays::default(), true, Defects::default());
        (Subject::Claim(kind), claim, resource)
    });
    let file = people::as_sampled(shared);
    let person = || {
        let path = shared.join("data/rif/static/sample-a-beneficiaries.txt");
        rif::read(&path, RifType::Beneficiary).swap_remove(0)
    };
    let coverages = people::PARTS
        .into_iter()
        .map(|part| (Subject::Coverage(part), person(), people::rendered_coverage(&file, part)));
    let patient = (Subject::Patient, person(), people::rendered_patient(&file, true));
    claims.chain(coverages).chain([patient]).collect()
}

#[test]
fn every_row_of_the_dictionary_holds_or_is_on_the_review_list() {
    let Some(shared) = shared() else { return };
    let rows = rows(&std::fs::read_to_string(shared.join("data/mapping/v2_dictionary.csv")).unwrap());
    let mut counts = BTreeMap::new();
    let mut used = vec![false; REVIEW.len()];
    let mut unexplained = Vec::new();
    for (subject, source, resource) in sampled(&shared) {
        for row in rows.iter().filter(|row| row.subject == subject) {
            let status = status(row, &source, &resource);
            *counts.entry(status).or_insert(0) += 1;
            if matches!(status, Status::Match | Status::Blank | Status::Derived) {
                continue;
            }
            let column = row.column.as_deref().unwrap_or_default();
            match REVIEW.iter().position(|review| review.explains(column, subject.file(), status)) {
                Some(place) => used[place] = true,
                None => unexplained.push(format!("{} {subject:?} {column} {status:?} {}", row.id, row.path)),
            }
        }
    }
    assert!(unexplained.is_empty(), "{counts:?}\n{}", unexplained.join("\n"));
    let idle: Vec<&Review> =
        REVIEW.iter().zip(used).filter(|(_, used)| !used).map(|(review, _)| review).collect();
    assert!(idle.is_empty(), "{idle:?}");
    assert!(counts[&Status::Match] >= 853, "{counts:?}");
}
