//! Claims of facilities: inpatient, skilled nursing, outpatient, home health, hospice.

use bluestem_model::claim::ClaimKind;
use bluestem_model::number::Money;

use super::claim::medical_header;
use super::sheet::{On, Sheet};
use super::{codes, revenue};
use crate::SynthError;
use crate::truth::claim::{Adjustment, Claim, FacilityClaim};

/// Diagnoses that a claim of a facility has room for.
const DIAGNOSES: i64 = 25;

/// Writes a claim of a facility, one row a line.
pub(super) fn write(
    sheet: &mut Sheet,
    claim: &Claim<'_>,
    facility: &FacilityClaim<'_>,
) -> Result<(), SynthError> {
    medical_header(sheet, claim);
    header(sheet, claim, facility);
    match claim.kind {
        ClaimKind::Inpatient => {
            stay(sheet, claim, facility);
            prospective_payment(sheet, claim, facility);
        }
        ClaimKind::Snf => {
            stay(sheet, claim, facility);
            let qualifying = facility.qualifying_stay;
            sheet
                .set("NCH_QLFYD_STAY_FROM_DT", qualifying.map(|(from, _)| On(from)))
                .set("NCH_QLFYD_STAY_THRU_DT", qualifying.map(|(_, thru)| On(thru)));
        }
        ClaimKind::Outpatient => outpatient(sheet, claim, facility),
        ClaimKind::Hha => home_health(sheet, facility),
        _ => hospice(sheet, claim, facility),
    }
    sheet.keep();
    for line in &claim.lines {
        revenue::write(sheet, claim, facility, line)?;
    }
    Ok(())
}

/// What all five types have.
fn header(sheet: &mut Sheet, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    let (place, class) = facility.bill;
    sheet
        .set("NCH_NEAR_LINE_REC_IDENT_CD", facility.record_kind)
        .set("FI_CLM_PROC_DT", On(claim.days.processed))
        .set("CLAIM_QUERY_CODE", claim.query_code())
        .set("PRVDR_NUM", &claim.billing.certification)
        .set("CLM_FAC_TYPE_CD", place)
        .set("CLM_SRVC_CLSFCTN_TYPE_CD", class)
        .set("CLM_FREQ_CD", claim.frequency())
        .set("FI_NUM", claim.contractor())
        .set("CLM_MDCR_NON_PMT_RSN_CD", (claim.amounts.allowed.0 == 0).then_some("N"))
        .set("NCH_PRMRY_PYR_CD", "Z")
        .set("PRVDR_STATE_CD", claim.billing.place.ssa_state)
        .set("ORG_NPI_NUM", &claim.billing.npi)
        .set("AT_PHYSN_NPI", &facility.attending.npi)
        .set("PTNT_DSCHRG_STUS_CD", facility.discharge_status)
        .set("CLM_TOT_CHRG_AMT", claim.amounts.submitted)
        .set("FI_DOC_CLM_CNTL_NUM", &claim.version.control_number)
        .set("FI_ORIG_CLM_CNTL_NUM", claim.version.original.as_ref());
    codes::diagnoses(sheet, claim, DIAGNOSES);
    codes::external_causes(sheet, claim);
}

/// What hospitals and skilled nursing facilities have beyond that.
fn hospital(sheet: &mut Sheet, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    sheet
        .set("OP_PHYSN_NPI", facility.operating.map(|provider| &provider.npi))
        .set("OT_PHYSN_NPI", facility.other.map(|provider| &provider.npi))
        .set("CLM_MCO_PD_SW", if facility.advantage_paid { "1" } else { "0" });
    codes::procedures(sheet, claim);
}

/// Stays in hospitals and skilled nursing facilities.
fn stay(sheet: &mut Sheet, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    let (days, amounts) = (&claim.days, &claim.amounts);
    let exhausted = (facility.coinsurance_days > 0).then_some(On(days.thru));
    hospital(sheet, claim, facility);
    codes::admitting(sheet, claim);
    sheet
        .set("FI_CLM_ACTN_CD", if claim.version.adjustment == Adjustment::Void { "4" } else { "1" })
        .set("CLM_ADMSN_DT", On(days.from))
        .set("CLM_IP_ADMSN_TYPE_CD", facility.admission_type)
        .set("CLM_SRC_IP_ADMSN_CD", facility.admission_source)
        .set("NCH_PTNT_STATUS_IND_CD", patient_status(facility))
        .set("NCH_BENE_IP_DDCTBL_AMT", amounts.deductible)
        .set("NCH_BENE_PTA_COINSRNC_LBLTY_AM", amounts.coinsurance)
        .set("NCH_IP_NCVRD_CHRG_AMT", amounts.not_covered)
        .set("NCH_IP_TOT_DDCTN_AMT", amounts.patient())
        .set("CLM_UTLZTN_DAY_CNT", facility.covered_days)
        .set("BENE_TOT_COINSRNC_DAYS_CNT", facility.coinsurance_days)
        .set("NCH_BLOOD_PNTS_FRNSHD_QTY", facility.blood.map(|(pints, _)| pints))
        .set("NCH_VRFD_NCVRD_STAY_FROM_DT", exhausted)
        .set("NCH_VRFD_NCVRD_STAY_THRU_DT", exhausted)
        .set("NCH_ACTV_OR_CVRD_LVL_CARE_THRU", On(days.thru))
        .set("NCH_BENE_MDCR_BNFTS_EXHTD_DT_I", exhausted)
        .set("NCH_BENE_DSCHRG_DT", On(days.thru))
        .set("CLM_DRG_CD", facility.drg.map(|(group, _)| group));
}

/// `A` discharged, `B` died, `C` still there.
fn patient_status(facility: &FacilityClaim<'_>) -> &'static str {
    match facility.discharge_status {
        "20" | "40" => "B",
        "30" => "C",
        _ => "A",
    }
}

/// What inpatient claims alone have.
fn prospective_payment(sheet: &mut Sheet, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    let [specific, education, outlier, harmless] = facility.capital;
    let weight = facility.drg.map(|(_, weight)| format!("{}.{:04}", weight / 10_000, weight % 10_000));
    let operating =
        |code: &str| facility.values.iter().find(|(value, _)| *value == code).map(|(_, amount)| *amount);
    sheet
        .set("CLM_PPS_IND_CD", "2")
        .set("CLM_TOT_PPS_CPTL_AMT", facility.capital.into_iter().sum::<Money>())
        .set("CLM_PPS_CPTL_FSP_AMT", specific)
        .set("CLM_PPS_CPTL_OUTLIER_AMT", outlier)
        .set("CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT", facility.disproportionate_share)
        .set("CLM_PPS_CPTL_IME_AMT", education)
        .set("CLM_PPS_CPTL_EXCPTN_AMT", Money(0))
        .set("CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT", harmless)
        .set("CLM_PPS_CPTL_DRG_WT_NUM", weight.as_ref())
        .set("BENE_LRD_USED_CNT", 0_i64)
        .set("CLM_DRG_OUTLIER_STAY_CD", if outlier.0 > 0 { "2" } else { "0" })
        .set("NCH_DRG_OUTLIER_APRVD_PMT_AMT", outlier)
        // Value codes 18 and 19.
        .set("DSH_OP_CLM_VAL_AMT", operating("18"))
        .set("IME_OP_CLM_VAL_AMT", operating("19"))
        .set("CLM_UNCOMPD_CARE_PMT_AMT", facility.uncompensated_care)
        .set("CLM_PASS_THRU_PER_DIEM_AMT", Money(claim.amounts.paid.0 / facility.covered_days.max(1)));
    codes::on_admission(sheet, claim);
}

fn outpatient(sheet: &mut Sheet, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    hospital(sheet, claim, facility);
    codes::reasons_for_visit(sheet, claim);
    sheet
        .set("NCH_BENE_PTB_DDCTBL_AMT", claim.amounts.deductible)
        .set("NCH_BENE_PTB_COINSRNC_AMT", claim.amounts.coinsurance)
        .set("CLM_OP_PRVDR_PMT_AMT", claim.amounts.paid);
}

fn home_health(sheet: &mut Sheet, facility: &FacilityClaim<'_>) {
    sheet
        .set("CLM_HHA_LUPA_IND_CD", (facility.visits < 6).then_some("L"))
        .set("CLM_HHA_RFRL_CD", "1")
        .set("CLM_HHA_TOT_VISIT_CNT", facility.visits);
}

fn hospice(sheet: &mut Sheet, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    sheet
        .set("NCH_PTNT_STATUS_IND_CD", patient_status(facility))
        .set("CLM_UTLZTN_DAY_CNT", facility.covered_days)
        .set("NCH_BENE_DSCHRG_DT", On(claim.days.thru))
        .set("CLM_HOSPC_START_DT_ID", On(claim.days.from))
        .set("BENE_HOSPC_PRD_CNT", facility.hospice_period);
}
