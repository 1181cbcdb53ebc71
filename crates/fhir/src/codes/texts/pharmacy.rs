//! Texts of codes of pharmacy claims.

/// `CLM_PHRMCY_SRVC_TYPE_CD`.
pub(in crate::codes) const PHARMACY_SERVICE: &[(&str, &str)] = &[
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

/// `CLM_BRND_GNRC_CD`.
pub(in crate::codes) const BRAND_GENERIC: &[(&str, &str)] = &[("B", "Brand"), ("G", "Generic Null/Missing")];

/// `CLM_PTNT_RSDNC_CD`.
pub(in crate::codes) const RESIDENCE: &[(&str, &str)] = &[
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

/// `CLM_LTC_DSPNSNG_MTHD_CD`.
pub(in crate::codes) const SUBMISSION_CLARIFICATION: &[(&str, &str)] = &[
    ("00", "(Unknown value – rarely populated)"),
    (
        "05",
        "Therapy change. Physician determined that a change in therapy was required – either the medication was used faster than expected, or a different dosage form is needed.",
    ),
    (
        "07",
        "Emergency supply of non-formulary drugs (or formulary drugs which typically require step therapy or prior authorization). Medication has been determined by the physician to be medically necessary.",
    ),
    ("08", "Completely Process compound for approved ingredients"),
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
        "LTC dispensing rule for <=14 day supply is not applicable due to CMS exclusion or the fact that the manufacturer's packaging does not allow for special dispensing",
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

/// `CLM_CMPND_CD`.
pub(in crate::codes) const COMPOUND: &[(&str, &str)] =
    &[("0", "Not specified (missing values are also possible)"), ("1", "Not a compound"), ("2", "Compound")];

/// `CLM_DRUG_CVRG_STUS_CD`.
pub(in crate::codes) const DRUG_COVERAGE: &[(&str, &str)] = &[
    ("C", "Covered"),
    ("E", "Supplemental drugs (reported by plans that provide Enhanced Alternative coverage)"),
    ("O", "Over-the-counter drugs"),
];

/// `CLM_CTSTRPHC_CVRG_IND_CD`.
pub(in crate::codes) const CATASTROPHIC_COVERAGE: &[(&str, &str)] =
    &[("A", "Attachment point met on this event"), ("C", "Above attachment point")];
