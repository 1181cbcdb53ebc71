//! Providers, plans, and the signatures that many claims share.

use bluestem_model::column::{
    clm_ansi_sgntr as ansi, clm_rlt_cond_sgntr_mbr as cond, cntrct_pbp_cntct as contact,
    cntrct_pbp_num as pbp, cntrct_pbp_sgmt as segment, prvdr_hstry as prvdr,
};

use super::table::Moment;
use super::tables::Tables;
use crate::SynthError;
use crate::codes::ADJUSTMENT_REASONS;
use crate::day::Day;
use crate::truth::plan::{PLANS, Plan, Program};
use crate::truth::provider::{Directory, Name, Provider};

/// Condition codes (NUBC) of a claim.
const CONDITIONS: [&[&str]; 12] = [
    &["09"],
    &["04"],
    &["C1"],
    &["C5"],
    &["06"],
    &["71"],
    &["09", "C1"],
    &["20"],
    &["21"],
    &["07"],
    &["44"],
    &["30", "49"],
];

/// The key of an adjustment reason signature.
pub(super) fn ansi_key(place: usize) -> i64 {
    -1001 - i64::try_from(place).unwrap_or(0)
}

/// The key of a condition signature.
pub(super) fn condition_key(place: usize) -> i64 {
    -500_001 - i64::try_from(place).unwrap_or(0)
}

/// Writes what does not depend on people.
pub(super) fn write(tables: &mut Tables, directory: &Directory, as_of: Day) -> Result<(), SynthError> {
    for provider in directory.all() {
        write_provider(tables, provider)?;
    }
    for plan in &PLANS {
        write_plan(tables, plan, as_of)?;
    }
    for (place, reasons) in ADJUSTMENT_REASONS.iter().enumerate() {
        write_reasons(tables, place, reasons)?;
    }
    for (place, codes) in CONDITIONS.iter().enumerate() {
        for (code, sequence) in codes.iter().zip(1_i64..) {
            tables
                .cond
                .set(cond::CLM_RLT_COND_SGNTR_SK, condition_key(place))
                .set(cond::CLM_RLT_COND_SGNTR_SQNC_NUM, sequence)
                .set(cond::CLM_RLT_COND_CD, *code)
                .end()?;
        }
    }
    Ok(())
}

fn write_provider(tables: &mut Tables, provider: &Provider) -> Result<(), SynthError> {
    let row = &mut tables.prvdr;
    row.set(prvdr::PRVDR_NPI_NUM, &provider.npi)
        .set(prvdr::PRVDR_SK, &provider.npi)
        .set(prvdr::PRVDR_HSTRY_EFCTV_DT, Day::civil(2010, 1, 1))
        .set(prvdr::PRVDR_HSTRY_OBSLT_DT, Day::NEVER)
        .set(prvdr::PRVDR_OSCAR_NUM, &provider.certification)
        .set(prvdr::PRVDR_EMPLR_ID_NUM, &provider.tax_number)
        .set(prvdr::PRVDR_TXNMY_CMPST_CD, provider.taxonomy)
        .set(prvdr::META_SK, 501_i64)
        .set(prvdr::META_LST_UPDT_SK, 0_i64);
    match &provider.name {
        Name::Person { given, middle, family } => {
            row.set(prvdr::PRVDR_1ST_NAME, *given)
                .set(prvdr::PRVDR_MDL_NAME, *middle)
                .set(prvdr::PRVDR_LAST_NAME, *family)
                .set(prvdr::PRVDR_TYPE_CD, "N1");
        }
        Name::Organization { name, legal } => {
            row.set(prvdr::PRVDR_NAME, name)
                .set(prvdr::PRVDR_LGL_NAME, legal)
                .set(prvdr::PRVDR_TYPE_CD, "N2");
        }
    }
    Ok(row.end()?)
}

fn write_plan(tables: &mut Tables, plan: &Plan, as_of: Day) -> Result<(), SynthError> {
    let drugs = plan.program != Program::MedicareAdvantage;
    // Plans run from before any history to the end of a year after the reference day.
    let (year, _, _) = as_of.parts();
    let (begin, end) = (Day::civil(2006, 1, 1), Day::civil(year + 2, 12, 31));
    tables
        .pbp
        .set(pbp::CNTRCT_PBP_SK, plan.key())
        .set(pbp::CNTRCT_NUM, plan.contract)
        .set(pbp::CNTRCT_PBP_NUM, plan.package)
        .set(pbp::CNTRCT_PBP_NAME, plan.name)
        .set(pbp::CNTRCT_PBP_TYPE_CD, if plan.program == Program::DrugPlan { "48" } else { "02" })
        .set(pbp::CNTRCT_DRUG_PLAN_IND_CD, if drugs { "Y" } else { "N" })
        .set(pbp::CNTRCT_PBP_SK_EFCTV_DT, begin)
        .set(pbp::CNTRCT_PBP_END_DT, end)
        .set(pbp::CNTRCT_PBP_SK_OBSLT_DT, Day::NEVER)
        .end()?;
    for kind in ["30", "62"] {
        tables
            .pbp_cntct
            .set(contact::CNTRCT_PBP_SK, plan.key())
            .set(contact::CNTRCT_PLAN_CNTCT_TYPE_CD, kind)
            .set(contact::CNTRCT_PLAN_CNTCT_OBSLT_DT, Day::NEVER)
            .set(contact::CNTRCT_PBP_BGN_DT, begin)
            .set(contact::CNTRCT_PBP_END_DT, end)
            .set(contact::CNTRCT_PLAN_CNTCT_FREE_NUM, &plan.telephone())
            .set(contact::CNTRCT_PLAN_CNTCT_TEL_NUM, &plan.telephone())
            .set(contact::CNTRCT_PLAN_CNTCT_ST_1_ADR, "1 Plan Square")
            .set(contact::CNTRCT_PLAN_CNTCT_ST_2_ADR, "Member Services")
            .set(contact::CNTRCT_PLAN_CNTCT_CITY_NAME, plan.office.city)
            .set(contact::CNTRCT_PLAN_CNTCT_STATE_CD, plan.office.state)
            .set(contact::CNTRCT_PLAN_CNTCT_ZIP_CD, plan.office.zip)
            .end()?;
    }
    tables.pbp_sgmt.set(segment::CNTRCT_PBP_SK, plan.key()).set(segment::CNTRCT_PBP_SGMT_NUM, "000").end()?;
    Ok(())
}

fn write_reasons(
    tables: &mut Tables,
    place: usize,
    reasons: &[(&'static str, &'static str)],
) -> Result<(), SynthError> {
    let columns = [
        (ansi::CLM_1_REV_CNTR_ANSI_GRP_CD, ansi::CLM_1_REV_CNTR_ANSI_RSN_CD),
        (ansi::CLM_2_REV_CNTR_ANSI_GRP_CD, ansi::CLM_2_REV_CNTR_ANSI_RSN_CD),
        (ansi::CLM_3_REV_CNTR_ANSI_GRP_CD, ansi::CLM_3_REV_CNTR_ANSI_RSN_CD),
        (ansi::CLM_4_REV_CNTR_ANSI_GRP_CD, ansi::CLM_4_REV_CNTR_ANSI_RSN_CD),
    ];
    let row = &mut tables.ansi;
    row.set(ansi::CLM_ANSI_SGNTR_SK, ansi_key(place));
    for ((group_column, reason_column), (group, reason)) in columns.into_iter().zip(reasons) {
        row.set(group_column, *group).set(reason_column, *reason);
    }
    row.set(ansi::IDR_INSRT_TS, Moment(Day::civil(2021, 4, 12)));
    Ok(row.end()?)
}
