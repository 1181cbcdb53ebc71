//! The views by number.

/// A view of the source. The number is written into stored records: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum View {
    /// `V2_MDCR_CLM`. Claim header: types, dates, amounts, control numbers, provider NPIs.
    Clm = 1,
    /// `V2_MDCR_CLM_INSTNL`. Institutional part of the header.
    ClmInstnl = 2,
    /// `V2_MDCR_CLM_PRFNL`. Professional part of the header.
    ClmPrfnl = 3,
    /// `V2_MDCR_CLM_DCMTN`. Documentation part of the header: record identification, benefit enhancement switches.
    ClmDcmtn = 4,
    /// `V2_MDCR_CLM_DT_SGNTR`. Date signature: one set of dates that many claims may share.
    ClmDtSgntr = 5,
    /// `V2_MDCR_CLM_FISS`. FISS part of the header of an institutional claim in process.
    ClmFiss = 6,
    /// `V2_MDCR_CLM_LCTN_HSTRY`. Location history of a claim in process: audit trail status and location.
    ClmLctnHstry = 7,
    /// `V2_MDCR_CLM_LINE`. Claim line.
    ClmLine = 8,
    /// `V2_MDCR_CLM_LINE_INSTNL`. Institutional part of a line.
    ClmLineInstnl = 9,
    /// `V2_MDCR_CLM_LINE_PRFNL`. Professional part of a line.
    ClmLinePrfnl = 10,
    /// `V2_MDCR_CLM_LINE_RX`. Pharmacy part of a line.
    ClmLineRx = 11,
    /// `V2_MDCR_CLM_LINE_DCMTN`. Documentation part of a line.
    ClmLineDcmtn = 12,
    /// `V2_MDCR_CLM_PROD`. Diagnoses and procedures of a claim, one a row.
    ClmProd = 13,
    /// `V2_MDCR_CLM_VAL`. Value codes of a claim, one a row.
    ClmVal = 14,
    /// `V2_MDCR_CLM_RLT_COND_SGNTR_MBR`. Condition codes of a condition signature, one a row.
    ClmRltCondSgntrMbr = 15,
    /// `V2_MDCR_CLM_ANSI_SGNTR`. ANSI signature: up to four adjustment group and reason codes that many lines may share.
    ClmAnsiSgntr = 16,
    /// `V2_MDCR_CLM_LINE_MCS`. MCS part of a line in process.
    ClmLineMcs = 17,
    /// `V2_MDCR_CLM_LINE_FISS`. FISS part of a line in process.
    ClmLineFiss = 18,
    /// `V2_MDCR_CLM_LINE_FISS_BNFT_SVG`. Benefit savings of a FISS line in process.
    ClmLineFissBnftSvg = 19,
    /// `V2_CLM_RLT_OCRNC_SGNTR_MBR`. Occurrence signature members of a claim.
    ClmRltOcrncSgntrMbr = 20,
    /// `V2_MDCR_CLM_OCRNC_SGNTR_MBR`. Occurrence codes of an occurrence signature.
    ClmOcrncSgntrMbr = 21,
    /// `PRAUC`. Prior authorization, one row a segment.
    Prauc = 22,
    /// Claim header of the CCW: what the IDR has no column for.
    CcwClm = 40,
    /// Claim line of the CCW: what the IDR has no column for.
    CcwClmLine = 41,
    /// `V2_MDCR_BENE_HSTRY`. Person: names, birth, address, MBI, cross-reference; one row a version.
    BeneHstry = 64,
    /// `V2_MDCR_BENE_MBI_ID`. Medicare Beneficiary Identifier and when it was in force.
    BeneMbiId = 65,
    /// `V2_MDCR_BENE_XREF`. Cross-reference between two keys of one person.
    BeneXref = 66,
    /// `V2_MDCR_BENE_TP`. Third party (state) buy-in by part.
    BeneTp = 67,
    /// `V2_MDCR_BENE_MDCR_ENTLMT`. Part A and Part B entitlement spans.
    BeneMdcrEntlmt = 68,
    /// `V2_MDCR_BENE_MDCR_ENTLMT_RSN`. Entitlement reason spans.
    BeneMdcrEntlmtRsn = 69,
    /// `V2_MDCR_BENE_MDCR_STUS`. Medicare status spans.
    BeneMdcrStus = 70,
    /// `V2_MDCR_BENE_CMBND_DUAL_MDCR`. Dual eligibility spans.
    BeneCmbndDualMdcr = 71,
    /// `V2_MDCR_BENE_LIS`. Low-income subsidy spans.
    BeneLis = 72,
    /// `V2_MDCR_BENE_CMBND_LIS`. Combined low-income subsidy spans.
    BeneCmbndLis = 73,
    /// `V2_MDCR_BENE_MAPD_ENRLMT`. Part C and Part D enrolment spans.
    BeneMapdEnrlmt = 74,
    /// `V2_MDCR_BENE_MAPD_ENRLMT_RX`. Part D card data of an enrolment.
    BeneMapdEnrlmtRx = 75,
    /// Person of the CCW, one row a reference year: months, and what the IDR has no column for.
    CcwBene = 80,
    /// Earlier identity of a person of the CCW.
    CcwBeneHstry = 81,
    /// `V2_MDCR_PRVDR_HSTRY`. Provider names, type and taxonomy by NPI.
    PrvdrHstry = 96,
    /// `V2_MDCR_CNTRCT_PBP_NUM`. Plan: contract, plan benefit package, name.
    CntrctPbpNum = 97,
    /// `V2_MDCR_CNTRCT_PBP_CNTCT`. Plan contact addresses and telephone numbers.
    CntrctPbpCntct = 98,
    /// `V2_MDCR_CNTRCT_PBP_SGMT`. Plan segments.
    CntrctPbpSgmt = 99,
}

impl View {
    /// Its stored number.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether the Chronic Conditions Warehouse has it and the IDR does not.
    pub const fn is_ccw(self) -> bool {
        matches!(self, Self::CcwClm | Self::CcwClmLine | Self::CcwBene | Self::CcwBeneHstry)
    }

    /// What the tables say of it.
    pub fn spec(self) -> &'static super::ViewSpec {
        super::SPECS.get(self as usize).copied().flatten().unwrap_or(&super::UNKNOWN)
    }
}
