//! The header parts of claims of physicians and suppliers.

use bluestem_model::column::{clm, clm_prfnl as prfnl};
use bluestem_model::number::Money;

use super::claim::{Key, keyed, medical_header};
use super::facility::referring;
use super::table::{Moment, Table};
use super::tables::Tables;
use crate::SynthError;
use crate::truth::claim::{Claim, ProfessionalClaim};

/// Columns of the claim header that physicians and suppliers fill.
pub(super) fn header(row: &mut Table, claim: &Claim<'_>, professional: &ProfessionalClaim<'_>) {
    medical_header(row, claim);
    row.set(clm::CLM_BENE_PD_AMT, Money(0)).set(clm::CLM_BENE_INTRST_PD_AMT, Money(0));
    if let Some(provider) = professional.referring {
        referring(row, provider);
    }
}

/// The professional part.
pub(super) fn write(
    tables: &mut Tables,
    claim: &Claim<'_>,
    professional: &ProfessionalClaim<'_>,
    key: Key,
) -> Result<(), SynthError> {
    keyed!(tables.prfnl, prfnl, key)
        .set(prfnl::CLM_CARR_PMT_DNL_CD, if professional.denied { "0" } else { "1" })
        .set(prfnl::CLM_CLNCL_TRIL_NUM, professional.trial.as_ref())
        .set(prfnl::CLM_MDCR_PRFNL_PRMRY_PYR_AMT, Money(0))
        .set(prfnl::CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW, "A")
        .set(prfnl::IDR_INSRT_TS, Moment(claim.days.loaded))
        .end()?;
    Ok(())
}
