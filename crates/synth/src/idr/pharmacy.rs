//! The parts of prescription drug events.

use bluestem_model::column::{clm, clm_line as line, clm_line_rx as rx};
use bluestem_model::number::Money;

use super::claim::{Key, keyed};
use super::table::{Moment, Table};
use super::tables::Tables;
use crate::SynthError;
use crate::truth::claim::{Claim, Line, PharmacyClaim};

/// Columns of the claim header that plans fill.
pub(super) fn header(row: &mut Table, claim: &Claim<'_>, event: &PharmacyClaim<'_>) {
    row.set(clm::CLM_SRVC_PRVDR_GNRC_ID_NUM, &claim.billing.npi)
        .set(clm::PRVDR_SRVC_PRVDR_NPI_NUM, &claim.billing.npi)
        .set(clm::PRVDR_SRVC_ID_QLFYR_CD, "01")
        .set(clm::CLM_PRSBNG_PRVDR_GNRC_ID_NUM, &event.prescriber.npi)
        .set(clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM, &event.prescriber.npi)
        .set(clm::PRVDR_PRSBNG_ID_QLFYR_CD, "01")
        .set(clm::CLM_PRSCRBNG_PRVDR_LAST_NAME, event.prescriber.family_name())
        .set(clm::CLM_SBMTR_CNTRCT_NUM, event.plan.contract)
        .set(clm::CLM_SBMTR_CNTRCT_PBP_NUM, event.plan.package)
        .set(clm::CLM_SBMT_FRMT_CD, event.out_of_network.then_some("B"))
        .set(clm::CLM_BENE_PMT_AMT, event.patient)
        .set(clm::CLM_OTHR_TP_PD_AMT, event.other_payer);
}

/// What the line says beyond the common columns.
pub(super) fn line_columns(row: &mut Table, claim: &Claim<'_>, event: &PharmacyClaim<'_>) {
    row.set(line::CLM_LINE_RX_NUM, &event.prescription)
        .set(line::CLM_LINE_BENE_PMT_AMT, event.patient)
        .set(line::CLM_LINE_CVRD_PD_AMT, event.plan_paid)
        .set(line::CLM_LINE_NCVRD_PD_AMT, Money(0))
        .set(line::CLM_LINE_OTHR_TP_PD_AMT, event.other_payer)
        .set(line::CLM_LINE_GRS_CVRD_CST_TOT_AMT, claim.amounts.submitted);
}

/// The pharmacy part of the line.
pub(super) fn write_line(
    tables: &mut Tables,
    claim: &Claim<'_>,
    event: &PharmacyClaim<'_>,
    item: &Line<'_>,
    key: Key,
) -> Result<(), SynthError> {
    let brand = item.drug.is_some_and(|dispensed| dispensed.drug.brand);
    let row = keyed!(tables.line_rx, rx, key);
    row.set(rx::CLM_UNIQ_ID, claim.number)
        .set(rx::CLM_LINE_NUM, item.number)
        .set(rx::CLM_FROM_DT, claim.days.from)
        .set(rx::CLM_BRND_GNRC_CD, if brand { "B" } else { "G" })
        .set(rx::CLM_CMPND_CD, if event.compound { "2" } else { "1" })
        .set(rx::CLM_CTSTRPHC_CVRG_IND_CD, event.catastrophic.then_some("C"))
        .set(rx::CLM_DAW_PROD_SLCTN_CD, event.dispense_as_written)
        .set(rx::CLM_DRUG_CVRG_STUS_CD, "C")
        .set(rx::CLM_LINE_AUTHRZD_FILL_NUM, &event.authorized_fills.to_string())
        .set(rx::CLM_LINE_DAYS_SUPLY_QTY, event.days_supply)
        .set(rx::CLM_LINE_RX_FILL_NUM, event.fill)
        .set(rx::CLM_LINE_RX_ORGN_CD, event.origin)
        .set(rx::CLM_PHRMCY_SRVC_TYPE_CD, event.pharmacy_kind)
        .set(rx::CLM_PTNT_RSDNC_CD, event.residence)
        .set(rx::CLM_PRCNG_EXCPTN_CD, event.out_of_network.then_some("O"))
        .set(rx::CLM_LTC_DSPNSNG_MTHD_CD, (event.residence == "03").then_some("34"))
        .set(rx::IDR_INSRT_TS, Moment(claim.days.loaded));
    amounts(row, claim, event);
    Ok(row.end()?)
}

fn amounts(row: &mut Table, claim: &Claim<'_>, event: &PharmacyClaim<'_>) {
    let total = claim.amounts.submitted;
    let above = event.above_threshold(total);
    row.set(rx::CLM_LINE_INGRDNT_CST_AMT, event.ingredient)
        .set(rx::CLM_LINE_SRVC_CST_AMT, event.dispensing)
        .set(rx::CLM_LINE_SLS_TAX_AMT, event.tax)
        .set(rx::CLM_LINE_VCCN_ADMIN_FEE_AMT, event.vaccine)
        .set(rx::CLM_LINE_LIS_AMT, event.subsidy)
        .set(rx::CLM_LINE_PLRO_AMT, event.other_payer)
        .set(rx::CLM_LINE_TROOP_TOT_AMT, Money(event.patient.0 + event.subsidy.0 + event.discount.0))
        .set(rx::CLM_LINE_GRS_ABOVE_THRSHLD_AMT, above)
        .set(rx::CLM_LINE_GRS_BLW_THRSHLD_AMT, Money(total.0 - above.0))
        .set(rx::CLM_LINE_GRS_CVRD_CST_TOT_AMT, total)
        .set(rx::CLM_LINE_RPTD_GAP_DSCNT_AMT, event.discount)
        .set(rx::CLM_RPTD_MFTR_DSCNT_AMT, event.discount)
        .set(rx::CLM_CMS_CALCD_MFTR_DSCNT_AMT, event.discount);
}
