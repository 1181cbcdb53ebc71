//! Tells a load which codes the rendering knows.

use bluestem_fhir::codes::{Gap, gap};
use bluestem_ingest::{Codes, Fate};
use bluestem_model::column::Column;

/// The codes that resources are made with.
pub(crate) struct Rendered;

impl Codes for Rendered {
    fn fate(&self, column: Column, code: &str) -> Fate {
        match gap(column, code) {
            None => Fate::Known,
            Some(Gap::Served) => Fate::Served,
            Some(Gap::LeftOut) => Fate::LeftOut,
        }
    }
}
