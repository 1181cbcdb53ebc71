//! Deliveries in the research format (RIF) of the Chronic Conditions Warehouse: one file a type, one row a line of
//! a claim or a year of a person.
//!
//! Two passes, as for the IDR. The first ([`read`]) streams every file once, checks every row and puts it aside with
//! the record that it belongs to. The second ([`load`]) takes one partition of that at a time, judges what a row
//! wants (`INSERT`, `UPDATE`) by what is there, puts people and claims together by the tables of
//! [`bluestem_model::rif`] and stores them in parts.

mod cells;
mod claims;
mod delivery;
mod header;
mod load;
mod manifest;
mod people;
mod read;
mod row;
mod sets;
mod value;

pub use manifest::ManifestFault;
pub use sets::{SetOutcome, SetReport, load};
