//! The columns of BENEFICIARY_HISTORY files.

use super::RifKind::{Char, Date, Integer, Text};
use super::column::{NEVER, OPERATION, RifColumn, opt, req, to};
use crate::column::{bene_hstry, ccw_bene_hstry};

/// In the order in which they stand in the file.
pub(super) static COLUMNS: &[RifColumn] = &[
    req("DML_IND", Text(6), OPERATION),
    req("BENE_ID", Integer, to(&[bene_hstry::BENE_SK])),
    opt("STATE_CODE", Text(2), to(&[ccw_bene_hstry::STATE_CODE])),
    opt("BENE_COUNTY_CD", Text(10), to(&[ccw_bene_hstry::BENE_COUNTY_CD])),
    opt("BENE_ZIP_CD", Text(9), to(&[ccw_bene_hstry::BENE_ZIP_CD])),
    req("BENE_BIRTH_DT", Date, to(&[ccw_bene_hstry::BENE_BIRTH_DT])),
    req("BENE_SEX_IDENT_CD", Char, to(&[ccw_bene_hstry::BENE_SEX_IDENT_CD])),
    opt("BENE_RACE_CD", Text(1), to(&[ccw_bene_hstry::BENE_RACE_CD])),
    opt("BENE_ENTLMT_RSN_ORIG", Text(1), to(&[ccw_bene_hstry::BENE_ENTLMT_RSN_ORIG])),
    opt("BENE_ENTLMT_RSN_CURR", Text(1), to(&[ccw_bene_hstry::BENE_ENTLMT_RSN_CURR])),
    opt("BENE_ESRD_IND", Text(1), to(&[ccw_bene_hstry::BENE_ESRD_IND])),
    opt("BENE_MDCR_STATUS_CD", Text(2), to(&[ccw_bene_hstry::BENE_MDCR_STATUS_CD])),
    opt("BENE_PTA_TRMNTN_CD", Text(1), to(&[ccw_bene_hstry::BENE_PTA_TRMNTN_CD])),
    opt("BENE_PTB_TRMNTN_CD", Text(1), to(&[ccw_bene_hstry::BENE_PTB_TRMNTN_CD])),
    req("BENE_CRNT_HIC_NUM", Text(64), NEVER),
    opt("BENE_SRNM_NAME", Text(24), to(&[ccw_bene_hstry::BENE_SRNM_NAME])),
    opt("BENE_GVN_NAME", Text(15), to(&[ccw_bene_hstry::BENE_GVN_NAME])),
    opt("BENE_MDL_NAME", Text(1), to(&[ccw_bene_hstry::BENE_MDL_NAME])),
    opt("MBI_NUM", Text(11), to(&[ccw_bene_hstry::MBI_NUM])),
    opt("EFCTV_BGN_DT", Date, to(&[ccw_bene_hstry::EFCTV_BGN_DT])),
    opt("EFCTV_END_DT", Date, to(&[ccw_bene_hstry::EFCTV_END_DT])),
];
