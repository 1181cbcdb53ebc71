//! Lines.

use bluestem_model::claim::ClaimKind;
use bluestem_model::column::{
    clm_line as line, clm_line_dcmtn as dcmtn, clm_line_instnl as instnl, clm_line_prfnl as prfnl,
};
use bluestem_model::number::Money;

use super::claim::{Key, keyed};
use super::pharmacy;
use super::reference::ansi_key;
use super::table::{Moment, Table};
use super::tables::Tables;
use crate::SynthError;
use crate::cell::Thousandths;
use crate::codes::RevenueCenter;
use crate::truth::claim::{Amounts, Claim, Detail, Line, LineDetail};

/// Writes a line and the part of its family.
pub(super) fn write(
    tables: &mut Tables,
    claim: &Claim<'_>,
    item: &Line<'_>,
    key: Key,
) -> Result<(), SynthError> {
    let row = keyed!(tables.line, line, key);
    row.set(line::CLM_UNIQ_ID, claim.number)
        .set(line::CLM_LINE_NUM, item.number)
        .set(line::CLM_FROM_DT, claim.days.from)
        .set(line::CLM_LINE_FROM_DT, item.from)
        .set(line::CLM_LINE_THRU_DT, (claim.kind != ClaimKind::Outpatient).then_some(item.thru))
        .set(line::CLM_LINE_SRVC_UNIT_QTY, Thousandths(item.units))
        .set(line::CLM_LINE_SBMT_CHRG_AMT, item.amounts.submitted)
        .set(line::CLM_LINE_FINL_ACTN_IND, if claim.version.final_action { "Y" } else { "N" })
        .set(line::CLM_LINE_LTST_CLM_IND, if claim.version.latest { "Y" } else { "N" })
        .set(line::IDR_INSRT_TS, Moment(claim.days.loaded));
    if let Some(dispensed) = item.drug {
        row.set(line::CLM_LINE_NDC_CD, dispensed.drug.ndc)
            .set(line::CLM_LINE_NDC_QTY, Thousandths(dispensed.quantity))
            .set(line::CLM_LINE_NDC_QTY_QLFYR_CD, dispensed.drug.unit);
    }
    match (&item.detail, &claim.detail) {
        (LineDetail::Facility { center, reasons }, _) => {
            medical(row, &item.amounts);
            row.set(line::CLM_LINE_REV_CTR_CD, center.revenue)
                .set(line::CLM_LINE_HCPCS_CD, center.code)
                .end()?;
            write_facility(tables, claim, item, center, *reasons, key)
        }
        (LineDetail::Professional { .. }, _) => {
            medical(row, &item.amounts);
            professional_columns(row, item);
            row.end()?;
            write_professional(tables, claim, item, key)
        }
        (LineDetail::Pharmacy, Detail::Pharmacy(event)) => {
            pharmacy::line_columns(row, claim, event);
            row.end()?;
            pharmacy::write_line(tables, claim, event, item, key)
        }
        (LineDetail::Pharmacy, _) => Ok(row.end()?),
    }
}

/// The amounts of lines other than pharmacy.
fn medical(row: &mut Table, amounts: &Amounts) {
    row.set(line::CLM_LINE_ALOWD_CHRG_AMT, amounts.allowed)
        .set(line::CLM_LINE_NCVRD_CHRG_AMT, amounts.not_covered)
        .set(line::CLM_LINE_MDCR_DDCTBL_AMT, amounts.deductible)
        .set(line::CLM_LINE_MDCR_COINSRNC_AMT, amounts.coinsurance)
        .set(line::CLM_LINE_CVRD_PD_AMT, amounts.paid)
        .set(line::CLM_LINE_PRVDR_PMT_AMT, amounts.paid)
        .set(line::CLM_LINE_BENE_PMT_AMT, amounts.patient())
        .set(line::CLM_LINE_BENE_PD_AMT, Money(0))
        .set(line::CLM_LINE_BLOOD_DDCTBL_AMT, Money(0));
}

fn write_facility(
    tables: &mut Tables,
    claim: &Claim<'_>,
    item: &Line<'_>,
    center: &RevenueCenter,
    reasons: Option<usize>,
    key: Key,
) -> Result<(), SynthError> {
    let outpatient = claim.kind == ClaimKind::Outpatient;
    let row = keyed!(tables.line_instnl, instnl, key);
    row.set(instnl::CLM_LINE_NUM, item.number)
        .set(instnl::CLM_ANSI_SGNTR_SK, reasons.map(ansi_key))
        .set(instnl::CLM_REV_APC_HIPPS_CD, center.hipps)
        .set(instnl::CLM_DDCTBL_COINSRNC_CD, if item.amounts.coinsurance.0 > 0 { "0" } else { "3" })
        .set(instnl::CLM_LINE_INSTNL_REV_CTR_DT, item.from)
        .set(instnl::CLM_LINE_INSTNL_RATE_AMT, Money(item.amounts.allowed.0 * 1000 / item.units.max(1)))
        .set(instnl::CLM_LINE_INSTNL_ADJSTD_AMT, item.amounts.coinsurance)
        .set(instnl::CLM_LINE_INSTNL_RDCD_AMT, Money(0))
        .set(instnl::CLM_LINE_INSTNL_MSP1_PD_AMT, Money(0))
        .set(instnl::CLM_LINE_INSTNL_MSP2_PD_AMT, Money(0))
        .set(instnl::IDR_INSRT_TS, Moment(claim.days.loaded));
    if outpatient {
        let (status, method) = if center.revenue == "0636" { ("K", "02") } else { ("S", "01") };
        row.set(instnl::CLM_REV_CNTR_STUS_CD, status)
            .set(instnl::CLM_REV_PMT_MTHD_CD, method)
            .set(instnl::CLM_REV_DSCNT_IND_CD, "1")
            .set(instnl::CLM_REV_PACKG_IND_CD, "0")
            .set(instnl::CLM_OTAF_ONE_IND_CD, "N");
    }
    Ok(row.end()?)
}

fn professional_columns(row: &mut Table, item: &Line<'_>) {
    let LineDetail::Professional { service, rendering, diagnosis, authorization, .. } = &item.detail else {
        return;
    };
    let modifier = Some(service.modifier).filter(|modifier| !modifier.is_empty());
    row.set(line::CLM_LINE_HCPCS_CD, service.code)
        .set(line::HCPCS_1_MDFR_CD, modifier)
        // A rental is billed with the requirements met.
        .set(line::HCPCS_2_MDFR_CD, (service.modifier == "RR").then_some("KX"))
        .set(line::CLM_POS_CD, service.place)
        .set(line::CLM_LINE_DGNS_CD, *diagnosis)
        .set(line::CLM_RNDRG_PRVDR_NPI_NUM, &rendering.npi)
        .set(line::PRVDR_RNDRNG_PRVDR_NPI_NUM, &rendering.npi)
        .set(line::CLM_RNDRG_PRVDR_TAX_NUM, &rendering.tax_number)
        .set(line::CLM_RNDRG_FED_PRVDR_SPCLTY_CD, service.specialty)
        .set(line::CLM_RNDRG_PRVDR_PRTCPTG_CD, "1")
        .set(line::CLM_RNDRG_PRVDR_TYPE_CD, if service.place == "12" { "3" } else { "1" })
        .set(line::GEO_RNDRG_SSA_STATE_CD, rendering.place.ssa_state)
        .set(line::CLM_LINE_PMD_UNIQ_TRKNG_NUM, authorization.as_ref());
    if service.kind == "7" {
        row.set(line::CLM_LINE_ANSTHSA_UNIT_CNT, Thousandths(item.units));
    }
}

fn write_professional(
    tables: &mut Tables,
    claim: &Claim<'_>,
    item: &Line<'_>,
    key: Key,
) -> Result<(), SynthError> {
    let LineDetail::Professional { service, rendering, blood_test, authorization, .. } = &item.detail else {
        return Ok(());
    };
    let row = keyed!(tables.line_prfnl, prfnl, key);
    row.set(prfnl::CLM_LINE_NUM, item.number)
        .set(prfnl::CLM_FED_TYPE_SRVC_CD, service.kind)
        .set(prfnl::CLM_MTUS_IND_CD, service.unit_indicator())
        .set(prfnl::CLM_LINE_PRFNL_MTUS_CNT, Thousandths(item.units))
        .set(prfnl::CLM_PMT_80_100_CD, if item.amounts.coinsurance.0 > 0 { "0" } else { "1" })
        .set(prfnl::CLM_PRCSG_IND_CD, if item.amounts.allowed.0 > 0 { "A" } else { "C" })
        .set(prfnl::CLM_SRVC_DDCTBL_SW, if item.amounts.deductible.0 > 0 { "0" } else { "1" })
        .set(prfnl::CLM_PHYSN_ASTNT_CD, "0")
        .set(prfnl::CLM_PRVDR_SPCLTY_CD, service.specialty)
        .set(prfnl::CLM_PRMRY_PYR_CD, "Z")
        .set(prfnl::CLM_BENE_PRMRY_PYR_PD_AMT, Money(0))
        .set(prfnl::CLM_LINE_PRFNL_INTRST_AMT, Money(0))
        .set(prfnl::IDR_INSRT_TS, Moment(claim.days.loaded));
    if claim.kind == ClaimKind::Dme {
        row.set(prfnl::CLM_SUPLR_TYPE_CD, "3")
            .set(prfnl::CLM_LINE_PRFNL_DME_PRICE_AMT, item.amounts.allowed)
            .set(prfnl::CLM_LINE_DMERC_SCRN_SVGS_AMT, Money(0));
    } else {
        row.set(prfnl::CLM_PRCNG_LCLTY_CD, "01").set(
            prfnl::CLM_LINE_CARR_HPSA_SCRCTY_CD,
            rendering.place.is_short_of_physicians().then_some("1"),
        );
    }
    if let Some((kind, tenths)) = blood_test {
        row.set(prfnl::CLM_LINE_HCT_HGB_TYPE_CD, *kind)
            .set(prfnl::CLM_LINE_HCT_HGB_RSLT_NUM, Thousandths(tenths * 100))
            .set(prfnl::CLM_LINE_CARR_CLNCL_LAB_NUM, "99D9999999");
    }
    row.end()?;
    if let Some(authorization) = authorization {
        keyed!(tables.line_dcmtn, dcmtn, key)
            .set(dcmtn::CLM_LINE_NUM, item.number)
            .set(dcmtn::CLM_LINE_PA_UNIQ_TRKNG_NUM, authorization)
            .set(dcmtn::IDR_INSRT_TS, Moment(claim.days.loaded))
            .end()?;
    }
    Ok(())
}
