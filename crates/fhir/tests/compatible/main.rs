//! `/v3` beside BFD v3: the resources that it is known to serve, what its design-time maps make, the tables of what it
//! emits, the lists of its codes.
//! Where we differ on purpose stands in one list, `listed.rs`, of which docs/differences.md is made.

// What helps the tests may fail as they do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod claims;
mod codes;
mod compare;
#[path = "../eob/csv.rs"]
mod csv;
mod differences;
#[path = "../support/document.rs"]
mod document;
mod listed;
mod mapping;
mod pairs;
mod pairs_people;
mod people;
#[allow(dead_code)] // the tests of people use more of it
#[path = "../people/source.rs"]
mod people_source;
#[allow(dead_code)] // the tests of claims use more of it
#[path = "../eob/source.rs"]
mod source;
