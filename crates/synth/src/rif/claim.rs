//! What claims of all kinds begin with.

use super::sheet::{On, Sheet};
use crate::truth::claim::Claim;

/// `CLM_GRP_ID`: the versions of a claim have it in common. It is the number of the first of them.
#[derive(Clone, Copy)]
pub(super) struct Group(pub(super) i64);

/// Operation, owner and group.
pub(super) fn identity(sheet: &mut Sheet, claim: &Claim<'_>, person: i64, group: Group) {
    sheet
        .set("DML_IND", "INSERT")
        .set("BENE_ID", person)
        .set("CLM_GRP_ID", group.0)
        .set("FINAL_ACTION", if claim.version.final_action { "F" } else { "N" });
}

/// What claims other than pharmacy have.
pub(super) fn medical_header(sheet: &mut Sheet, claim: &Claim<'_>) {
    sheet
        .set("CLM_ID", claim.number)
        .set("NCH_CLM_TYPE_CD", claim.type_code)
        .set("CLM_FROM_DT", On(claim.days.from))
        .set("CLM_THRU_DT", On(claim.days.thru))
        .set("NCH_WKLY_PROC_DT", On(claim.days.paid))
        .set("CLM_PMT_AMT", claim.amounts.paid);
}
