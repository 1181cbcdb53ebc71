//! FHIR as v2 has it, against what BFD v2 serves for the same source rows and against CMS's own dictionary of it.

// What helps the tests may fail as they do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code)] // the tests of v3 also look at the values
#[path = "../compatible/compare.rs"]
mod compare;
#[path = "../eob/csv.rs"]
mod csv;
mod defects;
mod dictionary;
mod differences;
mod goldens;
mod path;
mod people;
mod review;
mod rif;
mod situations;
#[allow(dead_code)] // the tests of v3 use more of it
#[path = "../eob/source.rs"]
mod source;
mod texts;
