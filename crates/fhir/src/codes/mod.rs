//! Code systems: names, built-in texts of codes, and texts that are loaded because others own them.

mod columns;
mod displays;
pub mod specialty;
pub mod state;
pub mod systems;
mod texts;
pub mod variables;

pub use columns::{Gap, gap};
pub use displays::{Displays, ProviderRegistry, UnknownSystem};

/// A code system that claims use.
#[derive(Debug)]
pub struct CodeSystem {
    /// Its canonical URL, or the URL that BFD v3 uses.
    pub url: &'static str,
    /// Where the texts of its codes come from.
    pub texts: Texts,
    /// What becomes of a code that is not among its codes.
    pub unknown: Unknown,
}

/// Where the texts of a system's codes come from.
#[derive(Debug, Clone, Copy)]
pub enum Texts {
    /// Its codes are served without texts.
    None,
    /// Built in: (code, text) in the order of the codes.
    BuiltIn(&'static [(&'static str, &'static str)]),
    /// Owned by a third party, so loaded by whoever may use them ([`Displays`]).
    Owned(Owned),
}

/// What becomes of a code that a system does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// It is served without a text.
    Keep,
    /// It is left out (BFD v3, for some systems).
    Drop,
}

/// Sets of texts that belong to third parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    /// NUBC revenue codes.
    Revenue = 0,
    /// NUBC condition codes.
    Condition = 1,
    /// NUBC patient discharge status.
    DischargeStatus = 2,
    /// NUBC point of origin.
    PointOfOrigin = 3,
    /// X12 claim adjustment group codes.
    AdjustmentGroup = 4,
    /// X12 claim adjustment reason codes.
    AdjustmentReason = 5,
    /// NUBC type of admission.
    AdmissionType = 6,
    /// ICD-10-CM diagnoses, by codes without dots.
    Icd10Diagnosis = 7,
    /// ICD-9-CM diagnoses and procedures, by codes without dots.
    Icd9 = 8,
    /// ICD-10-PCS procedures.
    Icd10Procedure = 9,
    /// Drugs, by National Drug Code.
    Drug = 10,
    /// NUCC provider taxonomy.
    Taxonomy = 11,
}

impl Owned {
    /// How many sets there are.
    pub(crate) const COUNT: usize = 12;

    /// Its place among the sets.
    pub(crate) const fn place(self) -> usize {
        self as usize
    }
}

impl CodeSystem {
    /// The text of `code`, built in or loaded.
    pub fn text<'d>(&'d self, code: &str, displays: &'d Displays) -> Option<&'d str> {
        match self.texts {
            Texts::None => None,
            Texts::BuiltIn(_) => self.built_in(code),
            Texts::Owned(owned) => displays.text(owned, code),
        }
    }

    /// The text of `code`, if it is built in.
    pub fn built_in(&self, code: &str) -> Option<&'static str> {
        let Texts::BuiltIn(pairs) = self.texts else { return None };
        let place = pairs.binary_search_by_key(&code, |(known, _)| known).ok()?;
        pairs.get(place).map(|(_, text)| *text).filter(|text| !text.is_empty())
    }

    /// Whether a coding with `code` is served.
    pub fn serves(&self, code: &str) -> bool {
        self.unknown == Unknown::Keep || self.has(code)
    }

    /// Whether `code` is on the system's list; of a system without a built-in list every code is.
    pub fn has(&self, code: &str) -> bool {
        match self.texts {
            Texts::BuiltIn(pairs) => pairs.binary_search_by_key(&code, |(known, _)| known).is_ok(),
            Texts::None | Texts::Owned(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_none_twice() {
        let variables = variables::ALL.iter().map(|variable| &variable.system);
        let all: Vec<&CodeSystem> =
            systems::ALL.iter().copied().chain(variables).chain([&variables::PRESENT_ON_ADMISSION]).collect();
        let mut urls: Vec<&str> = all.iter().map(|system| system.url).collect();
        for system in all {
            if let Texts::BuiltIn(pairs) = system.texts {
                assert!(!pairs.is_empty(), "{}", system.url);
                for pair in pairs.windows(2) {
                    assert!(pair[0].0 < pair[1].0, "{}: {} {}", system.url, pair[0].0, pair[1].0);
                }
            }
        }
        urls.sort_unstable();
        let count = urls.len();
        urls.dedup();
        assert_eq!(urls.len(), count);
    }

    #[test]
    fn a_system_that_drops_unknown_codes_knows_its_codes() {
        for system in systems::ALL {
            assert!(system.unknown == Unknown::Keep || matches!(system.texts, Texts::BuiltIn(_)));
        }
        assert!(systems::CLM_SBMT_FRMT_CD.serves("N"));
        assert!(!systems::CLM_SBMT_FRMT_CD.serves("?"));
        assert!(systems::CLM_QUERY_CD.serves("?"));
    }
}
