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
mod shared_institutional;
mod shared_professional;

pub use category::Category;
pub use claim_type::{ClaimType, claim_type};
pub use kinds::{
    Adjudication, Amount, Extension, ExtensionValue, Family, Info, InfoGroup, InfoValue, Role, RuleSet,
    Source, Unit,
};

use bluestem_model::claim::{ClaimKind, Phase};

/// The rules for claims of a kind in a phase.
pub fn rules_for(kind: ClaimKind, phase: Phase) -> &'static RuleSet {
    let adjudicated = phase == Phase::Adjudicated;
    match kind {
        ClaimKind::Pde => &pharmacy::RULES,
        ClaimKind::Carrier | ClaimKind::Dme if adjudicated => &professional::RULES,
        ClaimKind::Carrier | ClaimKind::Dme => &shared_professional::RULES,
        _ if adjudicated => &institutional::RULES,
        _ => &shared_institutional::RULES,
    }
}

/// Every family's rules with the family's name, for what is made of the tables themselves.
pub fn all() -> impl Iterator<Item = (&'static str, &'static RuleSet)> {
    [
        ("institutional", &institutional::RULES),
        ("institutional in process", &shared_institutional::RULES),
        ("professional", &professional::RULES),
        ("professional in process", &shared_professional::RULES),
        ("pharmacy", &pharmacy::RULES),
    ]
    .into_iter()
}

#[cfg(test)]
mod tests;
