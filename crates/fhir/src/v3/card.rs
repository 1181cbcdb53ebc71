//! The digital insurance card: CARIN Digital Insurance Card (C4DIC) 1.1.0 as one Bundle of type collection.

use bluestem_model::person::{PersonFile, Slice};
use bluestem_model::record::RecordError;
use bluestem_model::time::Timestamp;

use super::coverage::{self, CardCoverage, CoverageId};
use super::patient;
use crate::datatype::meta;
use crate::json::Json;

const PATIENT: &str = "http://hl7.org/fhir/us/insurance-card/StructureDefinition/C4DIC-Patient";
const ORGANIZATION: &str = "http://hl7.org/fhir/us/insurance-card/StructureDefinition/C4DIC-Organization";

/// Writes the card of a person at `now`: the Patient, then each coverage that has not ended and who pays for it.
/// With `only`, that coverage alone. `uuid` gives a fresh UUID for each call. Returns the number of coverages;
/// at 0 nothing is written. Fails only on a damaged record.
pub fn write(
    out: &mut Vec<u8>,
    file: &PersonFile,
    only: Option<&CoverageId>,
    now: Timestamp,
    mut uuid: impl FnMut() -> String,
) -> Result<usize, RecordError> {
    let mut coverages = coverage::on_card(file, now)?;
    coverages.retain(|shown| only.is_none_or(|only| only.covers(&shown.id)));
    if coverages.is_empty() {
        return Ok(0);
    }
    let mut urn = || format!("urn:uuid:{}", uuid());
    let mut bundle = Entries::begin(out, now);
    let person = urn();
    bundle.entry(&person, |out| patient::write_as(out, file, &[PATIENT]))?;
    let mut payors: Vec<(&CardCoverage, String)> = Vec::new();
    for shown in &coverages {
        let known = payors.iter().find(|(other, _)| other.payor == shown.payor).map(|(_, url)| url.clone());
        let payor = if let Some(url) = known {
            url
        } else {
            let url = urn();
            bundle.entry(&url, |out| {
                organization(out, file, shown);
                Ok(())
            })?;
            payors.push((shown, url.clone()));
            url
        };
        bundle.entry(&urn(), |out| shown.write(out, file, now, &person, &payor))?;
    }
    bundle.end();
    Ok(coverages.len())
}

fn organization(out: &mut Vec<u8>, file: &PersonFile, shown: &CardCoverage) {
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Organization");
    let updated = coverage::updated(file, shown.id.part).max(file.asked.updated(Slice::Patient));
    meta(&mut json, &updated.to_instant(), &[ORGANIZATION]);
    shown.payor.body(&mut json);
    json.end_object();
}

/// The entries of the collection.
struct Entries<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl<'o> Entries<'o> {
    fn begin(out: &'o mut Vec<u8>, now: Timestamp) -> Self {
        let mut json = Json::new(out);
        json.begin_object();
        json.text("resourceType", "Bundle");
        json.text("type", "collection");
        json.text("timestamp", &now.to_instant());
        out.extend_from_slice(b",\"entry\":[");
        Self { out, first: true }
    }

    fn entry(
        &mut self,
        full_url: &str,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        self.out.extend_from_slice(if self.first { b"{\"fullUrl\":" } else { b",{\"fullUrl\":" });
        self.first = false;
        Json::new(self.out).string(full_url);
        self.out.extend_from_slice(b",\"resource\":");
        write(self.out)?;
        self.out.push(b'}');
        Ok(())
    }

    fn end(self) {
        self.out.extend_from_slice(b"]}");
    }
}
