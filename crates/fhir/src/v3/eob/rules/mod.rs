//! The regular part of the mapping, as tables: which column becomes which element, in the order of output.
//!
//! One [`RuleSet`] per family of claims. What is not regular (diagnoses, providers, products, ...) is named
//! code in `write`.

#[macro_use]
mod category;
#[macro_use]
mod kinds;
mod claim_type;
mod institutional;
mod institutional_line;
mod pharmacy;
mod professional;
mod professional_line;

pub use category::Category;
pub use claim_type::{ClaimType, claim_type};
pub use kinds::{
    Adjudication, Amount, Extension, ExtensionValue, Family, Info, InfoGroup, InfoValue, Role, RuleSet,
    Source, Unit,
};

use bluestem_model::claim::ClaimKind;

/// The rules for claims of a kind.
pub fn rules_for(kind: ClaimKind) -> &'static RuleSet {
    match kind {
        ClaimKind::Pde => &pharmacy::RULES,
        ClaimKind::Carrier | ClaimKind::Dme => &professional::RULES,
        ClaimKind::Hha
        | ClaimKind::Hospice
        | ClaimKind::Inpatient
        | ClaimKind::Snf
        | ClaimKind::Outpatient
        | ClaimKind::Ungrouped
        | ClaimKind::PriorAuth => &institutional::RULES,
    }
}

#[cfg(test)]
mod tests;
