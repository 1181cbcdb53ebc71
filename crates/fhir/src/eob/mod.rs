//! What the ExplanationOfBenefits of every version share.

pub(crate) mod cells;
pub(crate) mod coding;
pub(crate) mod items;
