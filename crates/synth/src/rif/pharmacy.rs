//! Prescription drug events: one row each.

use bluestem_model::number::Money;

use super::sheet::{On, Sheet};
use crate::SynthError;
use crate::cell::Thousandths;
use crate::truth::claim::{Adjustment, Claim, PharmacyClaim};

/// Writes an event.
pub(super) fn write(
    sheet: &mut Sheet,
    claim: &Claim<'_>,
    event: &PharmacyClaim<'_>,
) -> Result<(), SynthError> {
    let dispensed = claim.lines.iter().find_map(|line| line.drug);
    let brand = dispensed.is_some_and(|dispensed| dispensed.drug.brand);
    sheet
        .set("PDE_ID", claim.number)
        .set("SRVC_DT", On(claim.days.from))
        .set("PD_DT", On(claim.days.paid))
        .set("SRVC_PRVDR_ID_QLFYR_CD", "01")
        .set("SRVC_PRVDR_ID", &claim.billing.npi)
        .set("PRSCRBR_ID_QLFYR_CD", "01")
        .set("PRSCRBR_ID", &event.prescriber.npi)
        .set("RX_SRVC_RFRNC_NUM", &event.prescription)
        .set("PROD_SRVC_ID", dispensed.map(|dispensed| dispensed.drug.ndc))
        .set("PLAN_CNTRCT_REC_ID", event.plan.contract)
        .set("PLAN_PBP_REC_NUM", event.plan.package)
        .set("CMPND_CD", if event.compound { "2" } else { "1" })
        .set("DAW_PROD_SLCTN_CD", event.dispense_as_written)
        .set("QTY_DSPNSD_NUM", dispensed.map(|dispensed| Thousandths(dispensed.quantity)))
        .set("DAYS_SUPLY_NUM", event.days_supply)
        .set("FILL_NUM", event.fill)
        .set("DRUG_CVRG_STUS_CD", "C")
        .set("ADJSTMT_DLTN_CD", adjustment(claim.version.adjustment))
        .set("NSTD_FRMT_CD", event.out_of_network.then_some("B"))
        .set("PRCNG_EXCPTN_CD", event.out_of_network.then_some("O"))
        .set("CTSTRPHC_CVRG_CD", event.catastrophic.then_some("C"))
        .set("RX_ORGN_CD", event.origin)
        .set("BRND_GNRC_CD", if brand { "B" } else { "G" })
        .set("PHRMCY_SRVC_TYPE_CD", event.pharmacy_kind)
        .set("PTNT_RSDNC_CD", event.residence)
        .set("SUBMSN_CLR_CD", (event.residence == "03").then_some("34"));
    amounts(sheet, claim, event);
    Ok(sheet.end()?)
}

fn amounts(sheet: &mut Sheet, claim: &Claim<'_>, event: &PharmacyClaim<'_>) {
    let total = claim.amounts.submitted;
    let above = event.above_threshold(total);
    sheet
        .set("GDC_BLW_OOPT_AMT", Money(total.0 - above.0))
        .set("GDC_ABV_OOPT_AMT", above)
        .set("PTNT_PAY_AMT", event.patient)
        .set("OTHR_TROOP_AMT", event.other_payer)
        .set("LICS_AMT", event.subsidy)
        .set("PLRO_AMT", event.other_payer)
        .set("CVRD_D_PLAN_PD_AMT", event.plan_paid)
        .set("TOT_RX_CST_AMT", total)
        .set("RPTD_GAP_DSCNT_NUM", event.discount);
}

/// `ADJSTMT_DLTN_CD`: adjusted or deleted; empty of an original.
fn adjustment(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Replacement => "A",
        Adjustment::Void => "D",
        Adjustment::Original | Adjustment::Resubmission => "",
    }
}
