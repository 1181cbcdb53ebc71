//! The versions of the API.

use crate::id::Namespace;

/// A version of the API: versions differ in the paths of endpoints and in the FHIR that they speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `/v2`: FHIR as BFD and Blue Button serve it of the Chronic Conditions Warehouse.
    V2,
    /// `/v3`: FHIR as BFD serves it of the Integrated Data Repository.
    V3,
}

impl Version {
    /// The first segment of its paths: `v3`.
    pub fn segment(self) -> &'static str {
        match self {
            Self::V2 => "v2",
            Self::V3 => "v3",
        }
    }

    /// Whose numbers stand bare in its ids.
    pub fn home(self) -> Namespace {
        match self {
            Self::V2 => Namespace::Ccw,
            Self::V3 => Namespace::Idr,
        }
    }
}
