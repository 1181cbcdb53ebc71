//! What carrier and equipment claims share.

use bluestem_model::column::{ccw_clm, clm, clm_line_prfnl};

use super::ExtensionValue::{Coding, Identifier, TaxNumber};
use super::{Adjudication, Amount, Balance, Extension, Role};
use crate::codes::variables::{CLM_TOT_CHRG_AMT, LINE_PMT_80_100_CD};
use crate::v2::eob::Defect;

/// Extensions of the header.
pub(super) const EXTENSIONS: &[Extension] = &[
    extension!(clm::CLM_CNTRCTR_NUM, CARR_NUM, Identifier),
    extension!(clm::CLM_CNTL_NUM, CARR_CLM_CNTL_NUM, Identifier),
    extension!(clm_prfnl::CLM_CARR_PMT_DNL_CD, CARR_CLM_PMT_DNL_CD, Coding),
    extension!(clm_prfnl::CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW, ASGMNTCD, Coding),
    extension!(clm_prfnl::CLM_CLNCL_TRIL_NUM, CLM_CLNCL_TRIL_NUM, Identifier),
    extension!(clm::CLM_QUERY_CD, CARR_CLM_ENTRY_CD, Coding),
];

/// Balances.
pub(super) const BALANCE: &[Balance] = &[
    balance!(clm::CLM_MDCR_DDCTBL_AMT, CARR_CLM_CASH_DDCTBL_APLD_AMT),
    balance!(clm::CLM_PRVDR_PMT_AMT, NCH_CLM_PRVDR_PMT_AMT),
    balance!(clm::CLM_BENE_PMT_AMT, NCH_CLM_BENE_PMT_AMT),
    balance!(clm::CLM_SBMT_CHRG_AMT, NCH_CARR_CLM_SBMTD_CHRG_AMT),
    balance!(clm::CLM_ALOWD_CHRG_AMT, NCH_CARR_CLM_ALOWD_AMT),
];

/// The total.
pub(super) const TOTAL: &[Amount] = &[Amount {
    misnamed: Some((Defect::PrimaryPayerTotal, &CLM_TOT_CHRG_AMT)),
    ..amount!(clm_prfnl::CLM_MDCR_PRFNL_PRMRY_PYR_AMT, priorpayerpaid, CARR_CLM_PRMRY_PYR_PD_AMT)
}];

/// Who referred the patient.
pub(super) const REFERRING: Role = Role {
    npi: &[clm::PRVDR_RFRG_PRVDR_NPI_NUM],
    qualifier: None,
    upin: Some(ccw_clm::RFR_PHYSN_UPIN),
    code: "referring",
    json: carin_role!("referring", "Referring"),
    responsible: false,
    linked: false,
    specialty: None,
    extensions: &[],
};

/// Who performed the service of a line.
pub(super) const PERFORMING: Role = Role {
    npi: &[],
    upin: None,
    code: "performing",
    json: carin_role!("performing", "Performing provider"),
    responsible: true,
    linked: true,
    specialty: Some(clm_line_prfnl::CLM_PRVDR_SPCLTY_CD),
    ..REFERRING
};

/// Whether the performing provider takes part in Medicare.
pub(super) const PARTICIPATING: Extension =
    extension!(clm_line::CLM_RNDRG_PRVDR_PRTCPTG_CD, PRTCPTNG_IND_CD, Coding);

/// The provider's tax number, on each line.
pub(super) const TAX: &[Extension] = &[extension!(clm_line::CLM_RNDRG_PRVDR_TAX_NUM, TAX_NUM, TaxNumber)];

/// Extensions of each line.
pub(super) const LINE_EXTENSIONS: &[Extension] = &[
    extension!(ccw_clm_line::BETOS_CD, BETOS_CD, Coding),
    extension!(clm_line_prfnl::CLM_PRMRY_PYR_CD, LINE_BENE_PRMRY_PYR_CD, Coding),
    extension!(clm_line_prfnl::CLM_PRCSG_IND_CD, LINE_PRCSG_IND_CD, Coding),
    extension!(clm_line_prfnl::CLM_SRVC_DDCTBL_SW, LINE_SERVICE_DEDUCTIBLE, Coding),
];

/// Where a service was rendered, beside its place.
pub(super) const PLACE: &[Extension] = &[
    extension!(clm_line::GEO_RNDRG_SSA_STATE_CD, PRVDR_STATE_CD, Coding),
    extension!(ccw_clm_line::PRVDR_ZIP, PRVDR_ZIP, Coding),
];

/// Where a service of a carrier was rendered, beside its place.
pub(super) const CARRIER_PLACE: &[Extension] = &[
    extension!(clm_line_prfnl::CLM_PRCNG_LCLTY_CD, CARR_LINE_PRCNG_LCLTY_CD, Coding),
    extension!(clm_line_prfnl::CLM_LINE_CARR_CLNCL_LAB_NUM, CARR_LINE_CLIA_LAB_NUM, Identifier),
];

/// Amounts of each line.
pub(super) const LINE_AMOUNTS: &[Adjudication] = &[
    Adjudication::Amount(Amount {
        extension: Some((clm_line_prfnl::CLM_PMT_80_100_CD, &LINE_PMT_80_100_CD)),
        ..amount!(clm_line::CLM_LINE_CVRD_PD_AMT, benefit, LINE_NCH_PMT_AMT)
    }),
    line_amount!(clm_line::CLM_LINE_BENE_PD_AMT, paidtopatient, LINE_BENE_PMT_AMT),
    line_amount!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, LINE_PRVDR_PMT_AMT),
    line_amount!(clm_line::CLM_LINE_MDCR_DDCTBL_AMT, deductible, LINE_BENE_PTB_DDCTBL_AMT),
    line_amount!(clm_line_prfnl::CLM_BENE_PRMRY_PYR_PD_AMT, priorpayerpaid, LINE_BENE_PRMRY_PYR_PD_AMT),
    line_amount!(clm_line::CLM_LINE_MDCR_COINSRNC_AMT, coinsurance, LINE_COINSRNC_AMT),
    line_amount!(clm_line::CLM_LINE_SBMT_CHRG_AMT, submitted, LINE_SBMTD_CHRG_AMT),
    line_amount!(clm_line::CLM_LINE_ALOWD_CHRG_AMT, eligible, LINE_ALOWD_CHRG_AMT),
];
