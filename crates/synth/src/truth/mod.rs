//! The synthetic truth: people, their coverage and their claims, in no source's format. The writers of source
//! files render it, so that one truth can be read through several formats.

pub(crate) mod authorization;
pub(crate) mod claim;
mod claim_code;
pub(crate) mod coverage;
pub(crate) mod history;
pub(crate) mod making;
pub(crate) mod person;
pub(crate) mod plan;
pub(crate) mod provider;

/// Whose stream of chance it is: adding a draw to one subject leaves the others as they were.
pub(crate) mod subject {
    pub(crate) const PERSON: u64 = 1;
    pub(crate) const COVERAGE: u64 = 2;
    pub(crate) const HISTORY: u64 = 3;
    pub(crate) const CLAIM: u64 = 4;
    pub(crate) const PROVIDER: u64 = 5;
    pub(crate) const SURROGATE: u64 = 6;
    pub(crate) const AUTHORIZATION: u64 = 7;
}
