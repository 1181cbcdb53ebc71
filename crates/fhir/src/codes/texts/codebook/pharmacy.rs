//! Texts of the codes of Part D events, as the codebook of the Chronic Conditions Warehouse has them.

/// `ADJSTMT_DLTN_CD`: Adjustment Deletion Code.
pub(in crate::codes) const ADJSTMT_DLTN_CD: &[(&str, &str)] =
    &[("A", "Adjustment"), ("D", "Deletion"), ("R", "Resubmitted")];

/// `BRND_GNRC_CD`: Brand-Generic Code Reported by Submitting Plan.
pub(in crate::codes) const BRND_GNRC_CD: &[(&str, &str)] = &[("B", "Brand"), ("G", "Generic Null/missing")];

/// `CTSTRPHC_CVRG_CD`: Catastrophic Coverage Code.
pub(in crate::codes) const CTSTRPHC_CVRG_CD: &[(&str, &str)] =
    &[("A", "Attachment point met on this event"), ("C", "Above attachment point")];

/// `DAW_PROD_SLCTN_CD`: Dispense as Written (DAW) Product Selection Code.
pub(in crate::codes) const DAW_PROD_SLCTN_CD: &[(&str, &str)] = &[
    ("0", "No Product Selection Indicated (may also have missing values)"),
    ("1", "Substitution Not Allowed by Prescriber"),
    ("2", "Substitution Allowed - Patient Requested That Brand Product Be Dispensed"),
    ("3", "Substitution Allowed - Pharmacist Selected Product Dispensed"),
    ("4", "Substitution Allowed - Generic Drug Not in Stock"),
    ("5", "Substitution Allowed - Brand Drug Dispensed as Generic"),
    ("6", "Override"),
    ("7", "Substitution Not Allowed - Brand Drug Mandated by Law"),
    ("8", "Substitution Allowed - Generic Drug Not Available in Marketplace"),
    ("9", "Other"),
];

/// `DRUG_CVRG_STUS_CD`: Drug Coverage Status Code.
pub(in crate::codes) const DRUG_CVRG_STUS_CD: &[(&str, &str)] = &[
    ("C", "Covered"),
    ("E", "Supplemental drugs (reported by plans that provide Enhanced Alternative coverage)"),
    ("O", "Over-the-counter drugs"),
];

/// `DSPNSNG_STUS_CD`: Dispensing Status Code.
pub(in crate::codes) const DSPNSNG_STUS_CD: &[(&str, &str)] =
    &[("C", "Completion of partial fill"), ("P", "Partial fill")];

/// `NSTD_FRMT_CD`: Non-Standard Format Code.
pub(in crate::codes) const NSTD_FRMT_CD: &[(&str, &str)] = &[
    ("B", "Beneficiary submitted claim"),
    ("C", "Coordination of Benefits"),
    ("P", "Paper claim from provider"),
    ("X", "X12 837"),
];

/// `PHRMCY_SRVC_TYPE_CD`: Pharmacy service type code.
pub(in crate::codes) const PHRMCY_SRVC_TYPE_CD: &[(&str, &str)] = &[
    ("01", "Community/retail pharmacy"),
    ("02", "Compounding pharmacy"),
    ("03", "Home infusion therapy provider"),
    ("04", "Institutional pharmacy"),
    ("05", "Long-term care pharmacy"),
    ("06", "Mail order pharmacy"),
    ("07", "Managed care organization (MCO) pharmacy"),
    ("08", "Specialty care pharmacy"),
    ("99", "Other"),
];

/// `PRCNG_EXCPTN_CD`: Pricing Exception Code.
pub(in crate::codes) const PRCNG_EXCPTN_CD: &[(&str, &str)] =
    &[("M", "Medicare is a secondary payer (MSP)"), ("O", "Out of network pharmacy")];

/// `PTNT_RSDNC_CD`: Patient Residence Code.
pub(in crate::codes) const PTNT_RSDNC_CD: &[(&str, &str)] = &[
    ("00", "Not specified, other patient residence not identified below"),
    ("01", "Home"),
    ("02", "Skilled Nursing Facility"),
    ("03", "Nursing facility (long-term care facility)"),
    ("04", "Assisted living facility"),
    ("05", "Custodial Care Facility (residential but not medical care)"),
    ("06", "Group home (e.g., congregate residential foster care)"),
    ("07", "Inpatient Psychiatric Facility"),
    ("08", "Psychiatric Facility – Partial Hospitalization"),
    ("09", "Intermediate care facility for the mentally retarded (ICF/MR)"),
    ("10", "Residential Substance Abuse Treatment Facility"),
    ("11", "Hospice"),
    ("12", "Psychiatric Residential Treatment Facility"),
    ("13", "Comprehensive Inpatient Rehabilitation Facility"),
    ("14", "Homeless Shelter"),
    ("15", "Correctional Institution"),
];

/// `RX_ORGN_CD`: Prescription Origination Code.
pub(in crate::codes) const RX_ORGN_CD: &[(&str, &str)] = &[
    ("0", "Not specified"),
    ("1", "Written"),
    ("2", "Telephone"),
    ("3", "Electronic"),
    ("4", "Facsimile"),
    ("5", "Pharmacy"),
];

/// `SUBMSN_CLR_CD`: Submission clarification code.
pub(in crate::codes) const SUBMSN_CLR_CD: &[(&str, &str)] = &[
    ("00", "(Unknown value – rarely populated)"),
    (
        "05",
        "Therapy change. Physician determined that a change in therapy was required – either the medication was used faster than expected, or a different dosage form is needed.",
    ),
    (
        "07",
        "Emergency supply of non-formulary drugs (or formulary drugs which typically require step therapy or prior authorization). Medication has been determined by the physician to be medically necessary.",
    ),
    ("08", "Process compound for approved ingredients"),
    ("14", "LTC leave of absence – short fill required for take-home use"),
    ("16", "LTC emergency box (e box) /automated dispensing machine"),
    ("17", "LTC emergency supply remainder (remainder of drug from the emergency supply)"),
    ("18", "LTC patient admit/readmission indicator. This status required new dispensing of medication."),
    (
        "19",
        "Split billing. The quantity dispensed is the remainder billed to a subsequent payer after Medicare Part A benefits expired (partial payment under Part A).",
    ),
    (
        "21",
        "LTC dispensing rule for <=14 day supply is not applicable due to CMS exclusion or the fact that the manufacturer’s packaging does not allow for special dispensing",
    ),
    ("22", "LTC dispensing, 7-day supply"),
    ("23", "LTC dispensing, 4-day supply"),
    ("24", "LTC dispensing, 3-day supply"),
    ("25", "LTC dispensing, 2-day supply"),
    ("26", "LTC dispensing, 1-day supply"),
    ("27", "LTC dispensing, 4-day supply, then 3-day supply"),
    ("28", "LTC dispensing, 2-day supply, then 2-day supply, then 3-day supply"),
    ("29", "LTC dispensing, daily during the week then multiple days (3) for weekend"),
    ("30", "LTC dispensing, per shift (multiple medication passes)"),
    ("31", "LTC dispensing, per medication pass"),
    ("32", "LTC dispensing, PRN on demand"),
    ("33", "LTC dispensing, other <=7 day cycle"),
    ("34", "LTC dispensing, 14-day supply"),
    ("35", "LTC dispensing, other 8-14 day dispensing not listed above"),
    (
        "36",
        "LTC dispensing, outside short cycle, determined to be Part D after originally submitted to another payer",
    ),
    ("42", "The prescriber ID submitted has been validated and is active (rarely populated)"),
    (
        "43",
        "For the prescriber ID submitted, the associated DEA number has been renewed or the renewal is in progress (rarely populated)",
    ),
    ("44", "(Unknown value – rarely populated)"),
    (
        "45",
        "For the prescriber ID submitted, the associated DEA number is a valid hospital DEA number with suffix (rarely populated)",
    ),
];
