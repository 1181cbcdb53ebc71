//! The header parts of claims of facilities.

use bluestem_model::claim::ClaimKind;
use bluestem_model::column::{clm, clm_dcmtn as dcmtn, clm_instnl as instnl, clm_val as val};
use bluestem_model::number::{Decimal, Money};

use super::claim::{Key, keyed, medical_header};
use super::reference::condition_key;
use super::table::{Moment, Table};
use super::tables::Tables;
use crate::SynthError;
use crate::truth::claim::{Adjustment, Claim, FacilityClaim};
use crate::truth::provider::Provider;

/// Columns of the claim header that facilities fill.
pub(super) fn header(row: &mut Table, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    medical_header(row, claim);
    let (place, class) = facility.bill;
    row.set(clm::CLM_BILL_FAC_TYPE_CD, place)
        .set(clm::CLM_BILL_CLSFCTN_CD, class)
        .set(clm::CLM_BILL_FREQ_CD, claim.frequency())
        .set(clm::CLM_RLT_COND_SGNTR_SK, facility.conditions.map(condition_key))
        .set(clm::CLM_BENE_PMT_COINSRNC_AMT, claim.amounts.coinsurance)
        .set(clm::CLM_TOT_CNTRCTL_AMT, claim.amounts.not_covered);
    if let Some((pints, charge)) = facility.blood {
        row.set(clm::CLM_BLOOD_PT_FRNSH_QTY, pints)
            .set(clm::CLM_BLOOD_CHRG_AMT, charge)
            .set(clm::CLM_BLOOD_LBLTY_AMT, Money(0))
            .set(clm::CLM_BLOOD_NCVRD_CHRG_AMT, Money(0));
    }
    team(row, facility);
}

/// The care team: numbers, names and specialties by role.
fn team(row: &mut Table, facility: &FacilityClaim<'_>) {
    let attending = facility.attending;
    row.set(clm::CLM_ATNDG_PRVDR_NPI_NUM, &attending.npi)
        .set(clm::PRVDR_ATNDG_PRVDR_NPI_NUM, &attending.npi)
        .set(clm::CLM_ATNDG_PRVDR_NAME, &attending.display())
        .set(clm::CLM_ATNDG_PRVDR_LAST_NAME, attending.family_name())
        .set(clm::CLM_ATNDG_FED_PRVDR_SPCLTY_CD, "11");
    if let Some(provider) = facility.operating {
        row.set(clm::CLM_OPRTG_PRVDR_NPI_NUM, &provider.npi)
            .set(clm::PRVDR_OPRTG_PRVDR_NPI_NUM, &provider.npi)
            .set(clm::CLM_OPRTG_PRVDR_NAME, &provider.display())
            .set(clm::CLM_OPRTG_PRVDR_LAST_NAME, provider.family_name())
            .set(clm::CLM_OPRTG_FED_PRVDR_SPCLTY_CD, "02");
    }
    if let Some(provider) = facility.other {
        row.set(clm::CLM_OTHR_PRVDR_NPI_NUM, &provider.npi)
            .set(clm::PRVDR_OTHR_PRVDR_NPI_NUM, &provider.npi)
            .set(clm::CLM_OTHR_PRVDR_NAME, &provider.display())
            .set(clm::CLM_OTHR_PRVDR_LAST_NAME, provider.family_name())
            .set(clm::CLM_OTHR_FED_PRVDR_SPCLTY_CD, "05");
    }
    if let Some(provider) = facility.rendering {
        row.set(clm::CLM_RNDRG_PRVDR_NPI_NUM, &provider.npi)
            .set(clm::PRVDR_RNDRNG_PRVDR_NPI_NUM, &provider.npi)
            .set(clm::CLM_RNDRG_PRVDR_NAME, &provider.display())
            .set(clm::CLM_RNDRG_PRVDR_LAST_NAME, provider.family_name())
            .set(clm::CLM_RNDRG_FED_PRVDR_SPCLTY_CD, "08");
    }
    if let Some(provider) = facility.referring {
        referring(row, provider);
    }
}

/// The referring provider, on claims of any family.
pub(super) fn referring(row: &mut Table, provider: &Provider) {
    row.set(clm::PRVDR_RFRG_PRVDR_NPI_NUM, &provider.npi)
        .set(clm::CLM_RFRG_PRVDR_NAME, &provider.display())
        .set(clm::CLM_RFRG_PRVDR_LAST_NAME, provider.family_name())
        .set(clm::CLM_RFRG_FED_PRVDR_SPCLTY_CD, "08");
}

/// Switches of the documentation part: one in seven claims of a model of care.
pub(super) fn document(row: &mut Table, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    if !claim.record.is_multiple_of(7) || facility.advantage_paid {
        return;
    }
    row.set(dcmtn::CLM_BNFT_ENHNCMT_1_CD, "1")
        .set(dcmtn::CLM_NGACO_PBPMT_SW, "N")
        .set(dcmtn::CLM_NGACO_PDSCHRG_HCBS_SW, "N")
        .set(dcmtn::CLM_NGACO_SNF_WVR_SW, if claim.kind == ClaimKind::Snf { "Y" } else { "N" })
        .set(dcmtn::CLM_NGACO_TLHLTH_SW, "N")
        .set(dcmtn::CLM_NGACO_CPTATN_SW, "N")
        .set(dcmtn::CLM_ACO_CARE_MGMT_HCBS_SW, "N");
}

/// The institutional part and the value codes.
pub(super) fn write(
    tables: &mut Tables,
    claim: &Claim<'_>,
    facility: &FacilityClaim<'_>,
    key: Key,
) -> Result<(), SynthError> {
    let row = keyed!(tables.instnl, instnl, key);
    row.set(instnl::BENE_PTNT_STUS_CD, facility.discharge_status)
        .set(instnl::CLM_MDCR_INSTNL_MCO_PD_SW, if facility.advantage_paid { "1" } else { "0" })
        .set(instnl::CLM_FI_ACTN_CD, if claim.version.adjustment == Adjustment::Void { "4" } else { "1" })
        .set(instnl::CLM_MDCR_INSTNL_BENE_PD_AMT, Money(0))
        .set(instnl::CLM_MDCR_INSTNL_PRMRY_PYR_AMT, Money(0))
        .set(instnl::CLM_INSTNL_PRFNL_AMT, Money(0))
        .set(instnl::IDR_INSRT_TS, Moment(claim.days.loaded));
    if facility.stay {
        row.set(instnl::CLM_ADMSN_TYPE_CD, facility.admission_type)
            .set(instnl::CLM_ADMSN_SRC_CD, facility.admission_source)
            .set(instnl::CLM_INSTNL_CVRD_DAY_CNT, facility.covered_days)
            .set(instnl::CLM_INSTNL_NCVRD_DAY_CNT, 0_i64)
            .set(instnl::CLM_INSTNL_MDCR_COINS_DAY_CNT, facility.coinsurance_days)
            .set(instnl::CLM_MDCR_IP_LRD_USE_CNT, 0_i64)
            .set(instnl::CLM_INSTNL_PER_DIEM_AMT, Money(claim.amounts.paid.0 / facility.covered_days.max(1)));
    }
    match claim.kind {
        ClaimKind::Inpatient => prospective_payment(row, claim, facility),
        ClaimKind::Hha => {
            row.set(instnl::CLM_HHA_RFRL_CD, "1").set(instnl::CLM_MDCR_HHA_TOT_VISIT_CNT, facility.visits);
            if facility.visits < 6 {
                row.set(instnl::CLM_HHA_LUP_IND_CD, "L");
            }
        }
        ClaimKind::Hospice => {
            row.set(instnl::CLM_MDCR_HOSPC_PRD_CNT, facility.hospice_period);
        }
        ClaimKind::Outpatient => {
            row.set(instnl::CLM_OP_SRVC_TYPE_CD, facility.admission_type);
        }
        _ => {}
    }
    if claim.amounts.allowed.0 == 0 {
        row.set(instnl::CLM_MDCR_NPMT_RSN_CD, "N");
    }
    row.end()?;
    for ((code, amount), sequence) in facility.values.iter().zip(1_i64..) {
        keyed!(tables.val, val, key)
            .set(val::CLM_VAL_SQNC_NUM, sequence)
            .set(val::CLM_VAL_CD, *code)
            .set(val::CLM_VAL_AMT, *amount)
            .set(val::IDR_INSRT_TS, Moment(claim.days.loaded))
            .end()?;
    }
    Ok(())
}

fn prospective_payment(row: &mut Table, claim: &Claim<'_>, facility: &FacilityClaim<'_>) {
    let [specific, education, outlier, harmless] = facility.capital;
    let total = facility.capital.into_iter().sum::<Money>();
    if let Some((group, weight)) = facility.drg {
        let weight =
            Decimal::parse(&format!("{}.{:04}", weight / 10_000, weight % 10_000)).unwrap_or_default();
        row.set(instnl::DGNS_DRG_CD, group).set(instnl::CLM_MDCR_IP_PPS_DRG_WT_NUM, &weight.to_string());
    }
    row.set(instnl::DGNS_DRG_OUTLIER_CD, if outlier.0 > 0 { "2" } else { "0" })
        .set(instnl::CLM_PPS_IND_CD, "2")
        .set(instnl::CLM_INSTNL_DRG_OUTLIER_AMT, outlier)
        .set(instnl::CLM_MDCR_IP_PPS_CPTL_FSP_AMT, specific)
        .set(instnl::CLM_MDCR_IP_PPS_CPTL_IME_AMT, education)
        .set(instnl::CLM_MDCR_IP_PPS_OUTLIER_AMT, outlier)
        .set(instnl::CLM_MDCR_IP_PPS_CPTL_HRMLS_AMT, harmless)
        .set(instnl::CLM_MDCR_IP_PPS_CPTL_TOT_AMT, total)
        .set(instnl::CLM_MDCR_IP_PPS_DSPRPRTNT_AMT, facility.disproportionate_share)
        .set(instnl::CLM_MDCR_IP_PPS_EXCPTN_AMT, Money(0))
        .set(instnl::CLM_HIPPS_UNCOMPD_CARE_AMT, facility.uncompensated_care)
        .set(instnl::CLM_MDCR_IP_BENE_DDCTBL_AMT, claim.amounts.deductible)
        .set(instnl::CLM_FINL_STDZD_PYMT_AMT, facility.standard_payment)
        .set(instnl::CLM_HIPPS_READMSN_RDCTN_AMT, Money(0))
        .set(instnl::CLM_HIPPS_VBP_AMT, Money(0))
        .set(instnl::CLM_HAC_RDCTN_PYMT_AMT, Money(0));
}
