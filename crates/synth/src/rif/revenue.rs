//! Lines of facilities: revenue centres.

use bluestem_model::claim::ClaimKind;
use bluestem_model::number::Money;

use super::sheet::{On, Sheet};
use crate::SynthError;
use crate::cell::Thousandths;
use crate::codes::{ADJUSTMENT_REASONS, RevenueCenter};
use crate::truth::claim::{Claim, FacilityClaim, Line, LineDetail};

/// Writes the row of a line; the header of its claim stands in the sheet.
pub(super) fn write(
    sheet: &mut Sheet,
    claim: &Claim<'_>,
    facility: &FacilityClaim<'_>,
    line: &Line<'_>,
) -> Result<(), SynthError> {
    let LineDetail::Facility { center, reasons } = &line.detail else { return Ok(()) };
    let amounts = &line.amounts;
    sheet
        .set("CLM_LINE_NUM", line.number)
        .set("REV_CNTR", center.revenue)
        .set("REV_CNTR_UNIT_CNT", Thousandths(line.units))
        .set("REV_CNTR_RATE_AMT", Money(amounts.allowed.0 * 1000 / line.units.max(1)))
        .set("REV_CNTR_TOT_CHRG_AMT", amounts.submitted)
        .set("REV_CNTR_NCVRD_CHRG_AMT", amounts.not_covered)
        .set("REV_CNTR_NDC_QTY", line.drug.map(|drug| Thousandths(drug.quantity)))
        .set("REV_CNTR_NDC_QTY_QLFR_CD", line.drug.map(|dispensed| dispensed.drug.unit))
        .set("RNDRNG_PHYSN_NPI", facility.rendering.map(|provider| &provider.npi));
    if claim.kind != ClaimKind::Outpatient {
        sheet.set("REV_CNTR_DDCTBL_COINSRNC_CD", if amounts.coinsurance.0 > 0 { "0" } else { "3" });
    }
    if matches!(claim.kind, ClaimKind::Outpatient | ClaimKind::Hha | ClaimKind::Hospice) {
        sheet.set("REV_CNTR_DT", On(line.from)).set("REV_CNTR_PMT_AMT_AMT", amounts.paid);
    }
    match claim.kind {
        ClaimKind::Outpatient => {
            services(sheet, center, *reasons, 4);
            outpatient(sheet, line, center);
        }
        ClaimKind::Hha => services(sheet, center, *reasons, 1),
        ClaimKind::Hospice => {
            sheet.set("HCPCS_CD", center.code).set("REV_CNTR_PRVDR_PMT_AMT", amounts.paid);
        }
        // A payment group stands where the service does: these types have no column for it.
        _ => {
            sheet.set("HCPCS_CD", if center.code.is_empty() { center.hipps } else { center.code });
        }
    }
    Ok(sheet.end()?)
}

/// Service, payment group, and the first reasons of an adjustment: group and reason in one cell.
fn services(sheet: &mut Sheet, center: &RevenueCenter, reasons: Option<usize>, most: usize) {
    sheet.set("HCPCS_CD", center.code).set("REV_CNTR_APC_HIPPS_CD", center.hipps);
    let reasons = reasons.and_then(|place| ADJUSTMENT_REASONS.get(place)).copied().unwrap_or_default();
    let columns =
        ["REV_CNTR_1ST_ANSI_CD", "REV_CNTR_2ND_ANSI_CD", "REV_CNTR_3RD_ANSI_CD", "REV_CNTR_4TH_ANSI_CD"];
    for (column, (group, reason)) in columns.into_iter().take(most).zip(reasons) {
        sheet.set(column, &format!("{group}{reason}"));
    }
}

fn outpatient(sheet: &mut Sheet, line: &Line<'_>, center: &RevenueCenter) {
    let amounts = &line.amounts;
    let (status, method) = if center.revenue == "0636" { ("K", "02") } else { ("S", "01") };
    sheet
        .set("REV_CNTR_PMT_MTHD_IND_CD", method)
        .set("REV_CNTR_DSCNT_IND_CD", "1")
        .set("REV_CNTR_PACKG_IND_CD", "0")
        .set("REV_CNTR_OTAF_PMT_CD", "N")
        .set("REV_CNTR_IDE_NDC_UPC_NUM", line.drug.map(|dispensed| dispensed.drug.ndc))
        .set("REV_CNTR_CASH_DDCTBL_AMT", amounts.deductible)
        .set("REV_CNTR_COINSRNC_WGE_ADJSTD_C", amounts.coinsurance)
        .set("REV_CNTR_PRVDR_PMT_AMT", amounts.paid)
        .set("REV_CNTR_PTNT_RSPNSBLTY_PMT", amounts.patient())
        .set("REV_CNTR_STUS_IND_CD", status);
}
