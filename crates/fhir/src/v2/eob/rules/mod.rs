//! The regular part of the mapping, as tables: which column becomes which element, in the order of output. One
//! [`RuleSet`] per type of claims.

#[macro_use]
mod macros;
mod carrier;
mod dme;
mod hha;
mod hospice;
mod inpatient;
mod institutional;
mod kinds;
mod outpatient;
mod pde;
mod professional;
mod snf;

pub use kinds::{
    Adjudication, Amount, Balance, BalanceValue, DiagnosisKind, Extension, ExtensionValue, Form, Info,
    InfoCategory, InfoValue, Part, Role, RuleSet, Source,
};

use bluestem_model::claim::ClaimKind;

/// The rules for claims of a kind; None for kinds that v2 does not know.
pub fn rules_for(kind: ClaimKind) -> Option<&'static RuleSet> {
    Some(match kind {
        ClaimKind::Pde => &pde::RULES,
        ClaimKind::Carrier => &carrier::RULES,
        ClaimKind::Dme => &dme::RULES,
        ClaimKind::Hha => &hha::RULES,
        ClaimKind::Hospice => &hospice::RULES,
        ClaimKind::Inpatient => &inpatient::RULES,
        ClaimKind::Snf => &snf::RULES,
        ClaimKind::Outpatient => &outpatient::RULES,
        ClaimKind::Ungrouped | ClaimKind::PriorAuth => return None,
    })
}
