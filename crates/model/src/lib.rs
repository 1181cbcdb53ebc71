//! The words of Bluestem: typed ids, dates, money, the source's columns, the claim record, people, labels and
//! [`Access`](access::Access). No input or output happens here.

pub mod access;
pub mod chance;
pub mod claim;
pub mod column;
pub mod hex;
pub mod id;
pub mod label;
pub mod matching;
pub mod metric;
pub mod number;
pub mod person;
pub mod query;
pub mod record;
pub mod reference;
pub mod rif;
pub mod time;
pub mod version;
