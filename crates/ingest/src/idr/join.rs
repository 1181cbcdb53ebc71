//! By which columns rows find the record that they belong to.

use bluestem_model::column::{
    Column, View, bene_cmbnd_dual_mdcr, bene_cmbnd_lis, bene_hstry, bene_lis, bene_mapd_enrlmt,
    bene_mapd_enrlmt_rx, bene_mdcr_entlmt, bene_mdcr_entlmt_rsn, bene_mdcr_stus, bene_tp, bene_xref, clm,
    clm_ansi_sgntr, clm_dcmtn, clm_dt_sgntr, clm_fiss, clm_instnl, clm_lctn_hstry, clm_line, clm_line_dcmtn,
    clm_line_fiss, clm_line_fiss_bnft_svg, clm_line_instnl, clm_line_mcs, clm_line_prfnl, clm_line_rx,
    clm_ocrnc_sgntr_mbr, clm_prfnl, clm_prod, clm_rlt_cond_sgntr_mbr, clm_rlt_ocrnc_sgntr_mbr, clm_val,
    cntrct_pbp_cntct, cntrct_pbp_num, cntrct_pbp_sgmt,
};

/// What a view's rows are part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// A claim, by the four columns of its natural key; the first is the date signature.
    Claim,
    /// The claims with a date signature.
    DateSignature,
    /// The claims or lines that name a signature of the given kind.
    Signature,
    /// A person.
    Person,
    /// The people who have an identifier.
    Identifier,
    /// Two people.
    CrossReference,
    /// A provider.
    Provider,
    /// A plan.
    Plan,
    /// A prior authorization, by its tracking number.
    PriorAuth,
    /// Nothing: no delivery of the IDR has it.
    Nothing,
}

/// What rows of `view` are part of.
pub(super) fn belongs(view: View) -> Belongs {
    match view {
        View::Clm
        | View::ClmInstnl
        | View::ClmPrfnl
        | View::ClmDcmtn
        | View::ClmFiss
        | View::ClmLctnHstry
        | View::ClmLine
        | View::ClmLineInstnl
        | View::ClmLinePrfnl
        | View::ClmLineRx
        | View::ClmLineDcmtn
        | View::ClmProd
        | View::ClmVal
        | View::ClmLineMcs
        | View::ClmLineFiss
        | View::ClmLineFissBnftSvg => Belongs::Claim,
        View::ClmDtSgntr => Belongs::DateSignature,
        View::ClmRltCondSgntrMbr
        | View::ClmAnsiSgntr
        | View::ClmRltOcrncSgntrMbr
        | View::ClmOcrncSgntrMbr => Belongs::Signature,
        View::BeneHstry
        | View::BeneTp
        | View::BeneMdcrEntlmt
        | View::BeneMdcrEntlmtRsn
        | View::BeneMdcrStus
        | View::BeneCmbndDualMdcr
        | View::BeneLis
        | View::BeneCmbndLis
        | View::BeneMapdEnrlmt
        | View::BeneMapdEnrlmtRx => Belongs::Person,
        View::BeneMbiId => Belongs::Identifier,
        View::BeneXref => Belongs::CrossReference,
        View::PrvdrHstry => Belongs::Provider,
        View::CntrctPbpNum | View::CntrctPbpCntct | View::CntrctPbpSgmt => Belongs::Plan,
        View::Prauc => Belongs::PriorAuth,
        View::CcwClm | View::CcwClmLine | View::CcwBene | View::CcwBeneHstry => Belongs::Nothing,
    }
}

/// The natural key of a claim in each of its views. The date signature stands first: the signature's row and
/// all rows of its claims are put aside together by it.
macro_rules! claim_key {
    ($module:ident) => {
        &[$module::CLM_DT_SGNTR_SK, $module::GEO_BENE_SK, $module::CLM_TYPE_CD, $module::CLM_NUM_SK]
    };
}

/// The columns with the numbers that say where a row of `view` belongs; at most four. None for views that are
/// joined by text.
pub(super) fn join_columns(view: View) -> &'static [Column] {
    match view {
        View::Clm => claim_key!(clm),
        View::ClmInstnl => claim_key!(clm_instnl),
        View::ClmPrfnl => claim_key!(clm_prfnl),
        View::ClmDcmtn => claim_key!(clm_dcmtn),
        View::ClmFiss => claim_key!(clm_fiss),
        View::ClmLctnHstry => claim_key!(clm_lctn_hstry),
        View::ClmLine => claim_key!(clm_line),
        View::ClmLineInstnl => claim_key!(clm_line_instnl),
        View::ClmLinePrfnl => claim_key!(clm_line_prfnl),
        View::ClmLineRx => claim_key!(clm_line_rx),
        View::ClmLineDcmtn => claim_key!(clm_line_dcmtn),
        View::ClmProd => claim_key!(clm_prod),
        View::ClmVal => claim_key!(clm_val),
        View::ClmLineMcs => claim_key!(clm_line_mcs),
        View::ClmLineFiss => claim_key!(clm_line_fiss),
        View::ClmLineFissBnftSvg => claim_key!(clm_line_fiss_bnft_svg),
        View::ClmDtSgntr => &[clm_dt_sgntr::CLM_DT_SGNTR_SK],
        View::ClmRltCondSgntrMbr => &[clm_rlt_cond_sgntr_mbr::CLM_RLT_COND_SGNTR_SK],
        View::ClmAnsiSgntr => &[clm_ansi_sgntr::CLM_ANSI_SGNTR_SK],
        View::ClmRltOcrncSgntrMbr => &[clm_rlt_ocrnc_sgntr_mbr::CLM_RLT_OCRNC_SGNTR_SK],
        View::ClmOcrncSgntrMbr => &[clm_ocrnc_sgntr_mbr::CLM_OCRNC_SGNTR_SK],
        View::BeneHstry => &[bene_hstry::BENE_SK],
        View::BeneTp => &[bene_tp::BENE_SK],
        View::BeneMdcrEntlmt => &[bene_mdcr_entlmt::BENE_SK],
        View::BeneMdcrEntlmtRsn => &[bene_mdcr_entlmt_rsn::BENE_SK],
        View::BeneMdcrStus => &[bene_mdcr_stus::BENE_SK],
        View::BeneCmbndDualMdcr => &[bene_cmbnd_dual_mdcr::BENE_SK],
        View::BeneLis => &[bene_lis::BENE_SK],
        View::BeneCmbndLis => &[bene_cmbnd_lis::BENE_SK],
        View::BeneMapdEnrlmt => &[bene_mapd_enrlmt::BENE_SK],
        View::BeneMapdEnrlmtRx => &[bene_mapd_enrlmt_rx::BENE_SK],
        View::BeneXref => &[bene_xref::BENE_SK, bene_xref::BENE_XREF_SK],
        View::CntrctPbpNum => &[cntrct_pbp_num::CNTRCT_PBP_SK],
        View::CntrctPbpCntct => &[cntrct_pbp_cntct::CNTRCT_PBP_SK],
        View::CntrctPbpSgmt => &[cntrct_pbp_sgmt::CNTRCT_PBP_SK],
        View::BeneMbiId
        | View::PrvdrHstry
        | View::Prauc
        | View::CcwClm
        | View::CcwClmLine
        | View::CcwBene
        | View::CcwBeneHstry => &[],
    }
}
