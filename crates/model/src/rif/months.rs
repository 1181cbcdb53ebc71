//! The monthly columns of a reference year.

use crate::column::{Column, ccw_bene};

/// A value that is given for each month of a reference year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monthly {
    /// Entitlement to Part A and B and state buy-in.
    PartAB,
    /// Enrolment in a health maintenance organisation.
    Hmo,
    /// Medicare status.
    Status,
    /// Dual eligibility.
    Dual,
    /// Low-income cost share group.
    CostShare,
    /// State and county of residence.
    County,
    /// Part C contract.
    PartCContract,
    /// Part C benefit package.
    PartCPackage,
    /// Part C plan type.
    PartCPlanType,
    /// Part D contract.
    PartDContract,
    /// Part D benefit package.
    PartDPackage,
    /// Part D plan segment.
    PartDSegment,
    /// Retiree drug subsidy.
    RetireeSubsidy,
}

/// Columns of each kind of value, January first.
pub const MONTHS: [(Monthly, [Column; 12]); 13] = [
    (
        Monthly::PartAB,
        [
            ccw_bene::MDCR_ENTLMT_BUYIN_1_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_2_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_3_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_4_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_5_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_6_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_7_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_8_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_9_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_10_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_11_IND,
            ccw_bene::MDCR_ENTLMT_BUYIN_12_IND,
        ],
    ),
    (
        Monthly::Hmo,
        [
            ccw_bene::HMO_1_IND,
            ccw_bene::HMO_2_IND,
            ccw_bene::HMO_3_IND,
            ccw_bene::HMO_4_IND,
            ccw_bene::HMO_5_IND,
            ccw_bene::HMO_6_IND,
            ccw_bene::HMO_7_IND,
            ccw_bene::HMO_8_IND,
            ccw_bene::HMO_9_IND,
            ccw_bene::HMO_10_IND,
            ccw_bene::HMO_11_IND,
            ccw_bene::HMO_12_IND,
        ],
    ),
    (
        Monthly::Status,
        [
            ccw_bene::MDCR_STUS_JAN_CD,
            ccw_bene::MDCR_STUS_FEB_CD,
            ccw_bene::MDCR_STUS_MAR_CD,
            ccw_bene::MDCR_STUS_APR_CD,
            ccw_bene::MDCR_STUS_MAY_CD,
            ccw_bene::MDCR_STUS_JUN_CD,
            ccw_bene::MDCR_STUS_JUL_CD,
            ccw_bene::MDCR_STUS_AUG_CD,
            ccw_bene::MDCR_STUS_SEPT_CD,
            ccw_bene::MDCR_STUS_OCT_CD,
            ccw_bene::MDCR_STUS_NOV_CD,
            ccw_bene::MDCR_STUS_DEC_CD,
        ],
    ),
    (
        Monthly::Dual,
        [
            ccw_bene::META_DUAL_ELGBL_STUS_JAN_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_FEB_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_MAR_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_APR_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_MAY_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_JUN_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_JUL_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_AUG_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_SEPT_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_OCT_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_NOV_CD,
            ccw_bene::META_DUAL_ELGBL_STUS_DEC_CD,
        ],
    ),
    (
        Monthly::CostShare,
        [
            ccw_bene::CST_SHR_GRP_JAN_CD,
            ccw_bene::CST_SHR_GRP_FEB_CD,
            ccw_bene::CST_SHR_GRP_MAR_CD,
            ccw_bene::CST_SHR_GRP_APR_CD,
            ccw_bene::CST_SHR_GRP_MAY_CD,
            ccw_bene::CST_SHR_GRP_JUN_CD,
            ccw_bene::CST_SHR_GRP_JUL_CD,
            ccw_bene::CST_SHR_GRP_AUG_CD,
            ccw_bene::CST_SHR_GRP_SEPT_CD,
            ccw_bene::CST_SHR_GRP_OCT_CD,
            ccw_bene::CST_SHR_GRP_NOV_CD,
            ccw_bene::CST_SHR_GRP_DEC_CD,
        ],
    ),
    (
        Monthly::County,
        [
            ccw_bene::FIPS_STATE_CNTY_JAN_CD,
            ccw_bene::FIPS_STATE_CNTY_FEB_CD,
            ccw_bene::FIPS_STATE_CNTY_MAR_CD,
            ccw_bene::FIPS_STATE_CNTY_APR_CD,
            ccw_bene::FIPS_STATE_CNTY_MAY_CD,
            ccw_bene::FIPS_STATE_CNTY_JUN_CD,
            ccw_bene::FIPS_STATE_CNTY_JUL_CD,
            ccw_bene::FIPS_STATE_CNTY_AUG_CD,
            ccw_bene::FIPS_STATE_CNTY_SEPT_CD,
            ccw_bene::FIPS_STATE_CNTY_OCT_CD,
            ccw_bene::FIPS_STATE_CNTY_NOV_CD,
            ccw_bene::FIPS_STATE_CNTY_DEC_CD,
        ],
    ),
    (
        Monthly::PartCContract,
        [
            ccw_bene::PTC_CNTRCT_JAN_ID,
            ccw_bene::PTC_CNTRCT_FEB_ID,
            ccw_bene::PTC_CNTRCT_MAR_ID,
            ccw_bene::PTC_CNTRCT_APR_ID,
            ccw_bene::PTC_CNTRCT_MAY_ID,
            ccw_bene::PTC_CNTRCT_JUN_ID,
            ccw_bene::PTC_CNTRCT_JUL_ID,
            ccw_bene::PTC_CNTRCT_AUG_ID,
            ccw_bene::PTC_CNTRCT_SEPT_ID,
            ccw_bene::PTC_CNTRCT_OCT_ID,
            ccw_bene::PTC_CNTRCT_NOV_ID,
            ccw_bene::PTC_CNTRCT_DEC_ID,
        ],
    ),
    (
        Monthly::PartCPackage,
        [
            ccw_bene::PTC_PBP_JAN_ID,
            ccw_bene::PTC_PBP_FEB_ID,
            ccw_bene::PTC_PBP_MAR_ID,
            ccw_bene::PTC_PBP_APR_ID,
            ccw_bene::PTC_PBP_MAY_ID,
            ccw_bene::PTC_PBP_JUN_ID,
            ccw_bene::PTC_PBP_JUL_ID,
            ccw_bene::PTC_PBP_AUG_ID,
            ccw_bene::PTC_PBP_SEPT_ID,
            ccw_bene::PTC_PBP_OCT_ID,
            ccw_bene::PTC_PBP_NOV_ID,
            ccw_bene::PTC_PBP_DEC_ID,
        ],
    ),
    (
        Monthly::PartCPlanType,
        [
            ccw_bene::PTC_PLAN_TYPE_JAN_CD,
            ccw_bene::PTC_PLAN_TYPE_FEB_CD,
            ccw_bene::PTC_PLAN_TYPE_MAR_CD,
            ccw_bene::PTC_PLAN_TYPE_APR_CD,
            ccw_bene::PTC_PLAN_TYPE_MAY_CD,
            ccw_bene::PTC_PLAN_TYPE_JUN_CD,
            ccw_bene::PTC_PLAN_TYPE_JUL_CD,
            ccw_bene::PTC_PLAN_TYPE_AUG_CD,
            ccw_bene::PTC_PLAN_TYPE_SEPT_CD,
            ccw_bene::PTC_PLAN_TYPE_OCT_CD,
            ccw_bene::PTC_PLAN_TYPE_NOV_CD,
            ccw_bene::PTC_PLAN_TYPE_DEC_CD,
        ],
    ),
    (
        Monthly::PartDContract,
        [
            ccw_bene::PTD_CNTRCT_JAN_ID,
            ccw_bene::PTD_CNTRCT_FEB_ID,
            ccw_bene::PTD_CNTRCT_MAR_ID,
            ccw_bene::PTD_CNTRCT_APR_ID,
            ccw_bene::PTD_CNTRCT_MAY_ID,
            ccw_bene::PTD_CNTRCT_JUN_ID,
            ccw_bene::PTD_CNTRCT_JUL_ID,
            ccw_bene::PTD_CNTRCT_AUG_ID,
            ccw_bene::PTD_CNTRCT_SEPT_ID,
            ccw_bene::PTD_CNTRCT_OCT_ID,
            ccw_bene::PTD_CNTRCT_NOV_ID,
            ccw_bene::PTD_CNTRCT_DEC_ID,
        ],
    ),
    (
        Monthly::PartDPackage,
        [
            ccw_bene::PTD_PBP_JAN_ID,
            ccw_bene::PTD_PBP_FEB_ID,
            ccw_bene::PTD_PBP_MAR_ID,
            ccw_bene::PTD_PBP_APR_ID,
            ccw_bene::PTD_PBP_MAY_ID,
            ccw_bene::PTD_PBP_JUN_ID,
            ccw_bene::PTD_PBP_JUL_ID,
            ccw_bene::PTD_PBP_AUG_ID,
            ccw_bene::PTD_PBP_SEPT_ID,
            ccw_bene::PTD_PBP_OCT_ID,
            ccw_bene::PTD_PBP_NOV_ID,
            ccw_bene::PTD_PBP_DEC_ID,
        ],
    ),
    (
        Monthly::PartDSegment,
        [
            ccw_bene::PTD_SGMT_JAN_ID,
            ccw_bene::PTD_SGMT_FEB_ID,
            ccw_bene::PTD_SGMT_MAR_ID,
            ccw_bene::PTD_SGMT_APR_ID,
            ccw_bene::PTD_SGMT_MAY_ID,
            ccw_bene::PTD_SGMT_JUN_ID,
            ccw_bene::PTD_SGMT_JUL_ID,
            ccw_bene::PTD_SGMT_AUG_ID,
            ccw_bene::PTD_SGMT_SEPT_ID,
            ccw_bene::PTD_SGMT_OCT_ID,
            ccw_bene::PTD_SGMT_NOV_ID,
            ccw_bene::PTD_SGMT_DEC_ID,
        ],
    ),
    (
        Monthly::RetireeSubsidy,
        [
            ccw_bene::RDS_JAN_IND,
            ccw_bene::RDS_FEB_IND,
            ccw_bene::RDS_MAR_IND,
            ccw_bene::RDS_APR_IND,
            ccw_bene::RDS_MAY_IND,
            ccw_bene::RDS_JUN_IND,
            ccw_bene::RDS_JUL_IND,
            ccw_bene::RDS_AUG_IND,
            ccw_bene::RDS_SEPT_IND,
            ccw_bene::RDS_OCT_IND,
            ccw_bene::RDS_NOV_IND,
            ccw_bene::RDS_DEC_IND,
        ],
    ),
];

/// The column of this value in month `month`, 1 to 12.
pub fn month_column(value: Monthly, month: u8) -> Option<Column> {
    let (_, columns) = MONTHS.iter().find(|(kind, _)| *kind == value)?;
    columns.get(usize::from(month).checked_sub(1)?).copied()
}
