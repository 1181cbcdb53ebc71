//! Texts of the codes that v2 serves under the names of the Chronic Conditions Warehouse. Where its codebook
//! has two texts for a code, there is none here.

pub(in crate::codes) mod institutional;
pub(in crate::codes) mod person;
pub(in crate::codes) mod pharmacy;
pub(in crate::codes) mod professional;
