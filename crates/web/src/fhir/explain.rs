//! `ExplanationOfBenefit/{id}/$explain`: where each value of that very resource comes from.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_fhir::v3::eob::EobOptions;
use bluestem_fhir::v3::eob::explain::{Explained, explain, parameters};

use super::answer;
use super::claim::{coverages, find_by_id};
use super::error::FhirError;
use super::request::Asked;
use crate::state::App;

/// Bytes that the explanation of a claim takes, about.
const EXPLANATION_BYTES: usize = 256 * 1024;

/// `GET ExplanationOfBenefit/{id}/$explain`: for whom the read is, and nobody else.
pub(super) async fn get(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, FhirError> {
    let tax_numbers = asked.tax_numbers()?;
    let claim = find_by_id(&app, &asked, id).await?;
    let coverages = coverages(&app, &asked, std::slice::from_ref(&claim)).await?;
    let options = EobOptions { tax_numbers, displays: &app.displays(), coverages: &coverages };
    let explained = explain(&claim, &options)?;
    let paths = app.claims().source_files(&asked.access, &files(&explained)).await?;
    let mut body = Vec::with_capacity(EXPLANATION_BYTES);
    parameters(&mut body, &explained, |file| paths.get(&file).map(String::as_str));
    Ok(answer::json(body))
}

/// The source files that the explanation names, each once.
fn files(explained: &[Explained]) -> Vec<u32> {
    let cells = explained.iter().flat_map(|one| &one.cells);
    cells.map(|cell| cell.origin.file).collect::<BTreeSet<_>>().into_iter().collect()
}
