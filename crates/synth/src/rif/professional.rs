//! Claims of physicians and of suppliers of equipment.

use bluestem_model::claim::ClaimKind;

use super::claim::medical_header;
use super::codes;
use super::sheet::{On, Sheet};
use crate::SynthError;
use crate::cell::{Cell, Thousandths};
use crate::truth::claim::{Adjustment, Claim, Line, LineDetail, ProfessionalClaim};

/// Diagnoses that a claim has room for.
const DIAGNOSES: i64 = 12;

/// Writes a claim, one row a line.
pub(super) fn write(
    sheet: &mut Sheet,
    claim: &Claim<'_>,
    professional: &ProfessionalClaim<'_>,
) -> Result<(), SynthError> {
    medical_header(sheet, claim);
    header(sheet, claim, professional);
    if claim.kind == ClaimKind::Carrier {
        sheet.set("CARR_CLM_RFRNG_PIN_NUM", "0").set("CARR_CLM_BLG_NPI_NUM", &claim.billing.npi);
    }
    sheet.keep();
    for line in &claim.lines {
        services(sheet, line);
        amounts(sheet, line);
        if claim.kind == ClaimKind::Carrier {
            carrier(sheet, claim, line);
        } else {
            equipment(sheet, claim, line);
        }
        sheet.end()?;
    }
    Ok(())
}

fn header(sheet: &mut Sheet, claim: &Claim<'_>, professional: &ProfessionalClaim<'_>) {
    let amounts = &claim.amounts;
    sheet
        .set("NCH_NEAR_LINE_REC_IDENT_CD", if claim.kind == ClaimKind::Carrier { "O" } else { "M" })
        .set("CARR_CLM_ENTRY_CD", entry_code(claim.version.adjustment))
        .set("CLM_DISP_CD", claim.disposition())
        .set("CARR_NUM", claim.contractor())
        .set("CARR_CLM_PMT_DNL_CD", if professional.denied { "0" } else { "1" })
        .set("RFR_PHYSN_NPI", professional.referring.map(|provider| &provider.npi))
        .set("CARR_CLM_PRVDR_ASGNMT_IND_SW", "A")
        .set("NCH_CLM_PRVDR_PMT_AMT", amounts.paid)
        .set("NCH_CARR_CLM_SBMTD_CHRG_AMT", amounts.submitted)
        .set("NCH_CARR_CLM_ALOWD_AMT", amounts.allowed)
        .set("CARR_CLM_CASH_DDCTBL_APLD_AMT", amounts.deductible)
        .set("CLM_CLNCL_TRIL_NUM", professional.trial.as_ref())
        .set("CARR_CLM_CNTL_NUM", &claim.version.control_number);
    codes::diagnoses(sheet, claim, DIAGNOSES);
}

/// `CARR_CLM_ENTRY_CD`: original debit, full credit, replacement debit.
fn entry_code(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Void => "3",
        Adjustment::Replacement => "5",
        Adjustment::Original | Adjustment::Resubmission => "1",
    }
}

/// What was done, by whom, where and why.
fn services(sheet: &mut Sheet, line: &Line<'_>) {
    let LineDetail::Professional { service, rendering, diagnosis, blood_test, .. } = &line.detail else {
        return;
    };
    sheet
        .set("LINE_NUM", line.number)
        .set("TAX_NUM", &rendering.tax_number)
        .set("PRVDR_STATE_CD", rendering.place.ssa_state)
        .set("PRVDR_SPCLTY", service.specialty)
        .set("PRTCPTNG_IND_CD", "1")
        .set("LINE_SRVC_CNT", Thousandths(line.units))
        .set("LINE_CMS_TYPE_SRVC_CD", service.kind)
        .set("LINE_PLACE_OF_SRVC_CD", service.place)
        .set("LINE_1ST_EXPNS_DT", On(line.from))
        .set("LINE_LAST_EXPNS_DT", On(line.thru))
        .set("HCPCS_CD", service.code)
        .set("HCPCS_1ST_MDFR_CD", service.modifier)
        // A rental is billed with the requirements met.
        .set("HCPCS_2ND_MDFR_CD", (service.modifier == "RR").then_some("KX"))
        .set("LINE_ICD_DGNS_CD", *diagnosis)
        .set("LINE_ICD_DGNS_VRSN_CD", "0")
        .set("LINE_HCT_HGB_TYPE_CD", blood_test.map(|(kind, _)| kind))
        .set("LINE_HCT_HGB_RSLT_NUM", blood_test.map(|(_, tenths)| Tenths(tenths)))
        .set("LINE_NDC_CD", line.drug.map(|dispensed| dispensed.drug.ndc));
}

fn amounts(sheet: &mut Sheet, line: &Line<'_>) {
    let amounts = &line.amounts;
    sheet
        .set("LINE_NCH_PMT_AMT", amounts.paid)
        .set("LINE_PRVDR_PMT_AMT", amounts.paid)
        .set("LINE_BENE_PTB_DDCTBL_AMT", amounts.deductible)
        .set("LINE_BENE_PRMRY_PYR_CD", "Z")
        .set("LINE_COINSRNC_AMT", amounts.coinsurance)
        .set("LINE_SBMTD_CHRG_AMT", amounts.submitted)
        .set("LINE_ALOWD_CHRG_AMT", amounts.allowed)
        .set("LINE_PRCSG_IND_CD", if amounts.allowed.0 > 0 { "A" } else { "C" })
        .set("LINE_PMT_80_100_CD", if amounts.coinsurance.0 > 0 { "0" } else { "1" })
        .set("LINE_SERVICE_DEDUCTIBLE", if amounts.deductible.0 > 0 { "0" } else { "1" });
}

fn carrier(sheet: &mut Sheet, claim: &Claim<'_>, line: &Line<'_>) {
    let LineDetail::Professional { service, rendering, blood_test, .. } = &line.detail else { return };
    sheet
        .set("CARR_PRFRNG_PIN_NUM", "0")
        .set("PRF_PHYSN_NPI", &rendering.npi)
        .set("ORG_NPI_NUM", &claim.billing.npi)
        .set("CARR_LINE_PRVDR_TYPE_CD", "1")
        .set("PRVDR_ZIP", rendering.place.zip)
        .set("CARR_LINE_RDCD_PMT_PHYS_ASTN_C", "0")
        .set("CARR_LINE_PRCNG_LCLTY_CD", "01")
        .set("CARR_LINE_MTUS_CNT", Thousandths(line.units))
        .set("CARR_LINE_MTUS_CD", service.unit_indicator())
        .set("HPSA_SCRCTY_IND_CD", rendering.place.is_short_of_physicians().then_some("1"))
        .set("CARR_LINE_CLIA_LAB_NUM", blood_test.map(|_| "99D9999999"))
        .set("CARR_LINE_ANSTHSA_UNIT_CNT", (service.kind == "7").then_some(Thousandths(line.units)));
}

fn equipment(sheet: &mut Sheet, claim: &Claim<'_>, line: &Line<'_>) {
    let LineDetail::Professional { service, rendering, .. } = &line.detail else { return };
    sheet
        .set("LINE_DME_PRCHS_PRICE_AMT", line.amounts.allowed)
        .set("PRVDR_NPI", &claim.billing.npi)
        .set("DMERC_LINE_PRCNG_STATE_CD", rendering.place.ssa_state)
        .set("DMERC_LINE_SUPPLR_TYPE_CD", "3")
        .set("DMERC_LINE_MTUS_CNT", Thousandths(line.units))
        .set("DMERC_LINE_MTUS_CD", service.unit_indicator());
}

/// A number in tenths: `9.5`.
#[derive(Clone, Copy)]
struct Tenths(i64);

impl Cell for Tenths {
    fn write(self, text: &mut Vec<u8>) {
        (self.0 / 10).write(text);
        text.push(b'.');
        (self.0 % 10).write(text);
    }
}
