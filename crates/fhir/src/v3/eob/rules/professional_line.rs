//! Lines of professional claims.

use bluestem_model::column::{clm_line, clm_line_prfnl};

use super::kinds::ExtensionValue::{Coding, Decimal, TaxNumber};
use super::{Adjudication, Extension, Role};
use crate::codes::systems::{
    CLM_FED_TYPE_SRVC_CD, CLM_LINE_CARR_HPSA_SCRCTY_CD, CLM_MTUS_IND_CD, CLM_PHYSN_ASTNT_CD,
    CLM_PMT_80_100_CD, CLM_PRCNG_LCLTY_CD, CLM_PRCSG_IND_CD, CLM_PRMRY_PYR_CD, CLM_PRVDR_SPCLTY_CD,
    CLM_PRVDR_TYPE_CD, CLM_SRVC_DDCTBL_SW,
};

/// Amounts of a line.
pub(super) const LINE_ADJUDICATION: &[Adjudication] = &[
    amount!(money!(clm_line_prfnl::CLM_LINE_CARR_PSYCH_OT_LMT_AMT, "Therapy Amount Applied to Limit")),
    amount!(money!(clm_line::CLM_LINE_MDCR_COINSRNC_AMT, coinsurance, "Coinsurance Amount")),
    amount!(money!(clm_line::CLM_LINE_ALOWD_CHRG_AMT, eligible, "Line Allowed Charge Amount")),
    amount!(money!(clm_line::CLM_LINE_MDCR_DDCTBL_AMT, deductible, "Cash Deductible Amount")),
    amount!(money!(clm_line::CLM_LINE_BENE_PD_AMT, paidtopatient, "Payment Amount to Beneficiary")),
    amount!(money!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, "Line Provider Payment Amount")),
    amount!(money!(clm_line::CLM_LINE_CVRD_PD_AMT, benefit, "Payment Amount")),
    amount!(money!(clm_line_prfnl::CLM_LINE_PRFNL_DME_PRICE_AMT, "Purchase Price Amount")),
    amount!(money!(clm_line::CLM_LINE_SBMT_CHRG_AMT, submitted, "Line Submitted Charge Amount")),
    Adjudication::PaymentStatus,
    amount!(money!(clm_line_prfnl::CLM_LINE_PRFNL_INTRST_AMT, "Professional Interest Amount")),
    amount!(money!(clm_line_prfnl::CLM_MDCR_PRMRY_PYR_ALOWD_AMT, "Line Primary Payer Allowed Amount")),
    amount!(money!(
        clm_line_prfnl::CLM_BENE_PRMRY_PYR_PD_AMT,
        priorpayerpaid,
        "Line Primary Payer Paid Amount"
    )),
    amount!(money!(clm_line_prfnl::CLM_LINE_DMERC_SCRN_SVGS_AMT, discount, "Screen Savings Amount")),
];

/// Extensions of a line.
pub(super) const LINE_EXTENSIONS: &[Extension] = &[
    extension!(clm_line_prfnl::CLM_SUPLR_TYPE_CD, "CLM-PRVDR-TYPE-CD", Coding(&CLM_PRVDR_TYPE_CD)),
    extension!(clm_line_prfnl::CLM_FED_TYPE_SRVC_CD, "CLM-FED-TYPE-SRVC-CD", Coding(&CLM_FED_TYPE_SRVC_CD)),
    extension!(clm_line_prfnl::CLM_PMT_80_100_CD, "CLM-PMT-80-100-CD", Coding(&CLM_PMT_80_100_CD)),
    extension!(clm_line_prfnl::CLM_PRVDR_SPCLTY_CD, "CLM-PRVDR-SPCLTY-CD", Coding(&CLM_PRVDR_SPCLTY_CD)),
    extension!(clm_line_prfnl::CLM_SRVC_DDCTBL_SW, "CLM-SRVC-DDCTBL-SW", Coding(&CLM_SRVC_DDCTBL_SW)),
    extension!(clm_line::CLM_RNDRG_PRVDR_TAX_NUM, "CLM-PRVDR-TAX-NUM", TaxNumber),
    extension!(clm_line_prfnl::CLM_MTUS_IND_CD, "CLM-MTUS-IND-CD", Coding(&CLM_MTUS_IND_CD)),
    extension!(clm_line_prfnl::CLM_PRCNG_LCLTY_CD, "CLM-PRCNG-LCLTY-CD", Coding(&CLM_PRCNG_LCLTY_CD)),
    extension!(clm_line_prfnl::CLM_PHYSN_ASTNT_CD, "CLM-PHYSN-ASTNT-CD", Coding(&CLM_PHYSN_ASTNT_CD)),
    extension!(
        clm_line_prfnl::CLM_LINE_CARR_HPSA_SCRCTY_CD,
        "CLM-LINE-CARR-HPSA-SCRCTY-CD",
        Coding(&CLM_LINE_CARR_HPSA_SCRCTY_CD)
    ),
    extension!(clm_line_prfnl::CLM_PRMRY_PYR_CD, "CLM-PRMRY-PYR-CD", Coding(&CLM_PRMRY_PYR_CD)),
    extension!(clm_line_prfnl::CLM_PRCSG_IND_CD, "CLM-PRCSG-IND-CD", Coding(&CLM_PRCSG_IND_CD)),
    extension!(clm_line::CLM_RNDRG_PRVDR_TYPE_CD, "CLM-PRVDR-TYPE-CD", Coding(&CLM_PRVDR_TYPE_CD)),
    extension!(clm_line::CLM_LINE_ANSTHSA_UNIT_CNT, "CLM-LINE-ANSTHSA-UNIT-CNT", Decimal),
    extension!(clm_line_prfnl::CLM_LINE_PRFNL_MTUS_CNT, "CLM-LINE-PRFNL-MTUS-CNT", Decimal),
];

/// The provider who rendered the line.
pub(super) const LINE_CARE_TEAM: Role = Role {
    npi: clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    name: None,
    specialty: Some(clm_line::CLM_RNDRG_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "rendering",
    json: role_json!("rendering", "Rendering provider"),
    person: true,
    typed: false,
};
