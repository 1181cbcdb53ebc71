//! Provider specialties (`CLM_PRVDR_SPCLTY_CD`).

use super::texts::specialty::SPECIALTIES;

/// What a provider with a specialty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// A person.
    Individual,
    /// An organization.
    Organization,
    /// Either.
    Unknown,
}

/// One specialty.
#[derive(Debug)]
pub struct Specialty {
    /// CMS code.
    pub code: &'static str,
    /// CMS text.
    pub text: &'static str,
    /// NUCC taxonomy code; empty where there is none.
    pub taxonomy: &'static str,
    /// What has it.
    pub kind: ProviderKind,
}

impl Specialty {
    pub(super) const fn new(
        code: &'static str,
        text: &'static str,
        taxonomy: &'static str,
        kind: ProviderKind,
    ) -> Self {
        Self { code, text, taxonomy, kind }
    }
}

/// The specialty with this code.
pub fn specialty(code: &str) -> Option<&'static Specialty> {
    let place = SPECIALTIES.binary_search_by_key(&code, |known| known.code).ok()?;
    SPECIALTIES.get(place)
}

/// The texts of the specialties as a code system has them.
pub(super) const TEXTS: &[(&str, &str)] = &texts();

#[allow(clippy::indexing_slicing)] // evaluated at compile time
const fn texts() -> [(&'static str, &'static str); SPECIALTIES.len()] {
    let mut pairs = [("", ""); SPECIALTIES.len()];
    let mut place = 0;
    while place < SPECIALTIES.len() {
        pairs[place] = (SPECIALTIES[place].code, SPECIALTIES[place].text);
        place += 1;
    }
    pairs
}
