//! Rows of coverage, under the person's current key.

use bluestem_model::column::{
    bene_cmbnd_dual_mdcr as dual, bene_cmbnd_lis as deemed, bene_lis as lis, bene_mapd_enrlmt as mapd,
    bene_mapd_enrlmt_rx as rx, bene_mdcr_entlmt as entlmt, bene_mdcr_entlmt_rsn as reason,
    bene_mdcr_stus as stus, bene_tp as tp,
};

use super::table::Moment;
use super::tables::Tables;
use crate::SynthError;
use crate::day::Day;
use crate::truth::coverage::{Enrollment, Entitlement, Span, Subsidy};
use crate::truth::person::Person;

/// Sets the four timestamps that every row of these views has, and the flag of the latest version.
macro_rules! stamp {
    ($table:expr, $view:ident, $from:expr) => {
        $table
            .set($view::IDR_LTST_TRANS_FLG, "Y")
            .set($view::IDR_TRANS_EFCTV_TS, Moment($from))
            .set($view::IDR_TRANS_OBSLT_TS, Moment(Day::NEVER))
            .set($view::IDR_INSRT_TS, Moment($from))
            .set($view::IDR_UPDT_TS, Moment($from))
    };
}

pub(super) fn write(tables: &mut Tables, person: &Person) -> Result<(), SynthError> {
    let coverage = &person.coverage;
    for entitlement in &coverage.entitlements {
        write_entitlement(tables, person.key, entitlement)?;
    }
    if let Some(span) = coverage.span {
        write_standing(tables, person, span)?;
    }
    for enrollment in &coverage.enrollments {
        write_enrollment(tables, person.key, enrollment)?;
    }
    if let Some(eligible) = &coverage.dual {
        stamp!(tables.dual, dual, eligible.span.from)
            .set(dual::BENE_SK, person.key)
            .set(dual::BENE_MDCD_ELGBLTY_BGN_DT, eligible.span.from)
            .set(dual::BENE_MDCD_ELGBLTY_END_DT, eligible.span.until)
            .set(dual::BENE_DUAL_STUS_CD, eligible.status)
            .set(dual::BENE_DUAL_TYPE_CD, eligible.kind)
            .set(dual::GEO_USPS_STATE_CD, person.place.state)
            .end()?;
    }
    if let Some(subsidy) = &coverage.subsidy {
        write_subsidy(tables, person.key, subsidy)?;
    }
    Ok(())
}

fn write_entitlement(tables: &mut Tables, key: i64, entitlement: &Entitlement) -> Result<(), SynthError> {
    let Span { from, until } = entitlement.span;
    stamp!(tables.entlmt, entlmt, from)
        .set(entlmt::BENE_SK, key)
        .set(entlmt::BENE_MDCR_ENTLMT_TYPE_CD, entitlement.part)
        .set(entlmt::BENE_MDCR_ENRLMT_RSN_CD, entitlement.enrollment_reason)
        .set(entlmt::BENE_MDCR_ENTLMT_STUS_CD, entitlement.status)
        .set(entlmt::BENE_RNG_BGN_DT, from)
        .set(entlmt::BENE_RNG_END_DT, until)
        .end()?;
    if let Some(code) = entitlement.buy_in {
        stamp!(tables.tp, tp, from)
            .set(tp::BENE_SK, key)
            .set(tp::BENE_TP_TYPE_CD, entitlement.part)
            .set(tp::BENE_BUYIN_CD, code)
            .set(tp::BENE_RNG_BGN_DT, from)
            .set(tp::BENE_RNG_END_DT, until)
            .end()?;
    }
    Ok(())
}

fn write_standing(
    tables: &mut Tables,
    person: &Person,
    Span { from, until }: Span,
) -> Result<(), SynthError> {
    stamp!(tables.entlmt_rsn, reason, from)
        .set(reason::BENE_SK, person.key)
        .set(reason::BENE_MDCR_ENTLMT_RSN_CD, person.coverage.reason)
        .set(reason::BENE_RNG_BGN_DT, from)
        .set(reason::BENE_RNG_END_DT, until)
        .end()?;
    stamp!(tables.stus, stus, from)
        .set(stus::BENE_SK, person.key)
        .set(stus::BENE_MDCR_STUS_CD, person.coverage.status)
        .set(stus::MDCR_STUS_BGN_DT, from)
        .set(stus::MDCR_STUS_END_DT, until)
        .end()?;
    Ok(())
}

fn write_enrollment(tables: &mut Tables, key: i64, enrollment: &Enrollment) -> Result<(), SynthError> {
    let Span { from, until } = enrollment.span;
    let plan = enrollment.plan;
    stamp!(tables.mapd, mapd, from)
        .set(mapd::BENE_SK, key)
        .set(mapd::CNTRCT_PBP_SK, plan.key())
        .set(mapd::BENE_CNTRCT_NUM, plan.contract)
        .set(mapd::BENE_PBP_NUM, plan.package)
        .set(mapd::BENE_ENRLMT_BGN_DT, from)
        .set(mapd::BENE_ENRLMT_END_DT, until)
        .set(mapd::BENE_CVRG_TYPE_CD, plan.program.coverage_code())
        .set(mapd::BENE_ENRLMT_PGM_TYPE_CD, plan.program.code())
        .set(mapd::BENE_ENRLMT_EMPLR_SBSDY_SW, if enrollment.employer_subsidy { "Y" } else { "~" })
        .end()?;
    let Some([member, group, processor, bank]) = &enrollment.card else { return Ok(()) };
    stamp!(tables.mapd_rx, rx, from)
        .set(rx::BENE_SK, key)
        .set(rx::CNTRCT_PBP_SK, plan.key())
        .set(rx::BENE_CNTRCT_NUM, plan.contract)
        .set(rx::BENE_PBP_NUM, plan.package)
        .set(rx::BENE_ENRLMT_BGN_DT, from)
        .set(rx::BENE_ENRLMT_PDP_RX_INFO_BGN_DT, from)
        .set(rx::BENE_PDP_ENRLMT_MMBR_ID_NUM, member)
        .set(rx::BENE_PDP_ENRLMT_GRP_NUM, group)
        .set(rx::BENE_PDP_ENRLMT_PRCSR_NUM, processor)
        .set(rx::BENE_PDP_ENRLMT_BANK_ID_NUM, bank)
        .end()?;
    Ok(())
}

/// A deemed subsidy stands in the combined view alone, one that was applied for in both.
fn write_subsidy(tables: &mut Tables, key: i64, subsidy: &Subsidy) -> Result<(), SynthError> {
    let Span { from, until } = subsidy.span;
    stamp!(tables.lis_cmbnd, deemed, from)
        .set(deemed::BENE_SK, key)
        .set(deemed::BENE_CMBND_DEEMD_EFCTV_DT, from)
        .set(deemed::BENE_CMBND_DEEMD_TRMNTN_DT, until)
        .set(deemed::BENE_CMBND_DEEMD_COPMT_LVL_ID, subsidy.copayment_level)
        .set(deemed::BENE_CMBND_DEEMD_IND, if subsidy.deemed { "Y" } else { " " })
        .set(deemed::BENE_CMBND_DEEMD_PRM_PCT, subsidy.premium_percent)
        .end()?;
    if subsidy.deemed {
        return Ok(());
    }
    stamp!(tables.lis, lis, from)
        .set(lis::BENE_SK, key)
        .set(lis::BENE_RNG_BGN_DT, from)
        .set(lis::BENE_RNG_END_DT, until)
        .set(lis::BENE_LIS_EFCTV_CD, "Y")
        .set(lis::BENE_LIS_COPMT_LVL_CD, subsidy.copayment_level)
        .set(lis::BENE_LIS_PTD_PRM_PCT, subsidy.premium_percent)
        .end()?;
    Ok(())
}
