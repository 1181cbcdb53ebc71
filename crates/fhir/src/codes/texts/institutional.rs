//! Texts of codes of institutional claims.

/// `CLM_MDCR_INSTNL_MCO_PD_SW`.
pub(in crate::codes) const MANAGED_CARE_PAID: &[(&str, &str)] =
    &[("0", "No managed care organization (MCO) payment"), ("1", "MCO paid provider for the claim")];

/// `CLM_MDCR_NPMT_RSN_CD`.
pub(in crate::codes) const NONPAYMENT_REASON: &[(&str, &str)] = &[
    ("!", "MSP COST AVOIDED - COB CONTRACTOR (00 2-BYTE CODE)"),
    ("#", "MSP COST AVOIDED - OFFICE OF PERSONNEL MANAGEMENT (13 2-BYTE CODE)"),
    ("$", "MSP COST AVOIDED - WORKMAN'S COMPENSATION (WC) DATA MATCH (14 2-BYTE CODE)"),
    ("%", "MSP COST AVOIDED - RECOVERY AUDIT CONTRACTOR - CALIFORNIA (25 2-BYTE CODE) (EFF. 10/2005)"),
    ("&", "MSP COST AVOIDED - RECOVERY AUDIT CONTRACTOR - FLORIDA (26 2-BYTE CODE) (EFF. 10/2005)"),
    ("(", "MSP COST AVOIDED - LIABILITY INSURER VDSA (16 2-BYTE CODE) (EFF. 4/2006)"),
    (")", "MSP COST AVOIDED - NO-FAULT INSURER VDSA (17 2-BYTE CODE) (EFF. 4/2006)"),
    (
        "+",
        "MSP COST AVOIDED - PHARMACY BENEFIT MANAGER DATA SHARING AGREEMENT (18 2 -BYTE CODE) (EFF. 4/2006)",
    ),
    ("00", "MEDICARE SECONDARY PAYER (MSP) COST AVOIDED - COORDINATOR OF BENEFITS (COB) CONTRACTOR 11100"),
    ("12", "MSP COST AVOIDED - BLUE CROSS - BLUE SHIELD VOLUNTARY AGREEMENTS COB CONTRACTOR 11112"),
    ("13", "MSP COST AVOIDED - OFFICE OF PERSONNEL MANAGEMENT (OPM) DATA MATCH COB CONTRACTOR 11113"),
    ("14", "MSP COST AVOIDED - WORKERS COMPENSATION (WC) DATA MATCH COB CONTRACTOR 11114"),
    ("16", "MSP COST AVOIDED - LIABILITY INSURER VDSA COB CONTRACTOR 11116"),
    ("17", "MSP COST AVOIDED - NO-FAULT INSURER VDSA COB CONTRACTOR 11117"),
    ("18", "MSP COST AVOIDED - PHARMACY BENEFIT MANAGER DATA SHARING AGREEMENT COB CONTRACTOR 11118"),
    ("19", "MSP COST AVOIDED - WC MEDICARE SET-ASIDE ARRANGEMENT COB CONTRACTOR 11119"),
    ("22", "MSP COST AVOIDED - MIR NON-GROUP HEALTH PLAN (EFF. 1/2009) COB CONTRACTOR 11122"),
    ("26", "MSP COST AVOIDED - RAC MSP FLORIDA (EFF. 10/2005) COB CONTRACTOR 11126"),
    ("39", "MSP COST AVOIDED - GROUP HEALTH PLAN (GHP) RECOVERY COB CONTRACTOR 11139"),
    ("42", "MSP COST AVOIDED - NGHP ORM RECOVERY COB CONTRACTOR 11142"),
    ("43", "MEDICARE PART C/MEDICARE ADVANTAGE/ COB CONTRACTOR 11143"),
    ("<", "MSP COST AVOIDED - MIR GROUP HEALTH PLAN ('21' 2-BYTE CODE) (EFF. 1/2009)"),
    (">", "MSP COST AVOIDED - MIR NON-GROUP HEALTH PLAN ('22' 2-BYTE CODE) (EFF. 1/2009)"),
    ("@", "MSP COST AVOIDED - BC/BS VOLUNTARY AGREEMENTS (12 2-BYTE CODE)"),
    ("A", "COVERED WORKERS COMPENSATION (OBSOLETE)"),
    ("B", "BENEFITS EXHAUSTED"),
    ("C", "CUSTODIAL CARE- NON-COVERED CARE  (INCLUDES ALL 'BENEFICIARY AT FAULT' WAIVER CASES) (OBSOLETE)"),
    ("F", "MSP COST AVOIDED - HEALTH MAINTENANCE ORGANIZATION (HMO) RATE CELL (EFF. 7/00)"),
    ("G", "MSP COST AVOIDED - LITIGATION SETTLEMENT (EFF. 7/00)"),
    ("H", "MSP COST AVOIDED - EMPLOYER VOLUNTARY REPORTING (EFF. 7/00)"),
    ("J", "MSP COST AVOIDED - INSURER VOLUNTARY REPORTING (EFF. 7/00)"),
    ("K", "MSP COST AVOIDED - INITIAL ENROLLMENT QUESTIONNAIRE (IEQ) (EFF. 7/00)"),
    ("N", "ALL OTHER REASONS FOR NONPAYMENT"),
    ("P", "PAYMENT REQUESTED"),
    ("Q", "MSP COST AVOIDED - VOLUNTARY AGREEMENT (EFF. 7/00)"),
    ("R", "BENEFITS REFUSED, OR EVIDENCE NOT SUBMITTED"),
    ("T", "MSP COST AVOIDED - IEQ CONTRACTOR (EFF. 9/76) (OBSOLETE 6/30/00)"),
    ("U", "MSP COST AVOIDED - HMO RATE CELL ADJUSTMENT (EFF. 9/76) (OBSOLETE 6/30/00)"),
    ("V", "MSP COST AVOIDED - LITIGATION SETTLEMENT (EFF. 9/76) (OBSOLETE 6/30/00)"),
    ("W", "WORKER'S COMPENSATION (OBSOLETE)"),
    ("X", "MSP COST AVOIDED - GENERIC"),
    ("Y", "MSP COST AVOIDED - IRS/SSA DATA MATCH PROJECT (OBSOLETE 6/30/00)"),
];

/// `CLM_FI_ACTN_CD`.
pub(in crate::codes) const INTERMEDIARY_ACTION: &[(&str, &str)] = &[
    ("1", "Original debit action (always a 1 for all regular bills)"),
    ("2", "Cancel by credit adjustment"),
    ("3", "Secondary debit adjustment"),
    ("4", "Cancel only adjustment"),
    ("5", "Force action code 3 (secondary debit adjustment)"),
    ("6", "Force action code 2"),
    ("7", "Outpatient history only"),
    ("8", "Benefits refused"),
    ("9", "Payment requested"),
];

/// `CLM_HHA_LUP_IND_CD`.
pub(in crate::codes) const LOW_UTILIZATION: &[(&str, &str)] =
    &[("L", "Low utilization payment adjustment (LUPA) claim")];

/// `CLM_HHA_RFRL_CD`.
pub(in crate::codes) const HOME_HEALTH_REFERRAL: &[(&str, &str)] = &[
    ("1", "PHYSICIAN REFERRAL - THE PATIENT WAS ADMITTED UPON THE RECOMMENDATION OF A PERSONAL PHYSICIAN."),
    (
        "2",
        "CLINIC REFERRAL - THE PATIENT WAS ADMITTED UPON THE RECOMMENDATION OF THIS FACILITY'S CLINIC PHYSICIAN.",
    ),
    (
        "3",
        "HMO REFERRAL - THE PATIENT WAS ADMITTED UPON THE RECOMMENDATION OF AN HEALTH MAINTENANCE ORGANIZATION (HMO)PHYSICIAN.",
    ),
    (
        "4",
        "TRANSFER FROM HOSPITAL - THE PATIENT WAS ADMITTED AS AN INPATIENT TRANSFER FROM AN ACUTE CARE FACILITY.",
    ),
    (
        "5",
        "TRANSFER FROM A SKILLED NURSING FACILITY (SNF) - THE PATIENT WAS ADMITTED AS AN INPATIENT TRANSFER FROM A SNF.",
    ),
    (
        "6",
        "TRANSFER FROM ANOTHER HEALTH CARE FACILITY - THE PATIENT WAS ADMITTED AS A TRANSFER FROM A HEALTH CARE FACILITY OTHER THAN AN ACUTE CARE FACILITY OR SNF.",
    ),
    (
        "7",
        "EMERGENCY ROOM - THE PATIENT WAS ADMITTED UPON THE RECOMMENDATION OF THIS FACILITY'S EMERGENCY ROOM PHYSICIAN.",
    ),
    (
        "8",
        "COURT/LAW ENFORCEMENT - THE PATIENT WAS ADMITTED UPON THE DIRECTION OF A COURT OF LAW OR UPON THE REQUEST OF A LAW ENFORCEMENT AGENCY'S REPRESENTATIVE.",
    ),
    ("9", "INFORMATION NOT AVAILABLE - THE MEANS BY WHICH THE PATIENT WAS ADMITTED IS NOT KNOWN."),
    (
        "A",
        "TRANSFER FROM A CRITICAL ACCESS HOSPITAL - PATIENT WAS ADMITTED/REFERRED TO THIS FACILITY AS A TRANSFER FROM A CRITICAL ACCESS HOSPITAL.",
    ),
    (
        "B",
        "TRANSFER FROM ANOTHER HHA – BENEFICIARIES ARE PERMITTED TO TRANSFER FROM ONE HHA TO ANOTHER UNRELATED HHA UNDER HH PPS.(EFF. 10/00)",
    ),
    (
        "C",
        "READMISSION TO SAME HHA - IF A BENEFICIARY IS DISCHARGED FROM AN HHA AND THEN READMITTED WITHIN THE ORIGINAL 60-DAY EPISODE THE ORIGINAL EPISODE MUST BE CLOSED EARLY AND A NEW ONE CREATED.",
    ),
];

/// `CLM_PPS_IND_CD`.
pub(in crate::codes) const PROSPECTIVE_PAYMENT: &[(&str, &str)] =
    &[("2", "PPS bill; claim contains PPS indicator"), ("unknown", "Not a PPS bill")];

/// `CLM_OP_SRVC_TYPE_CD`.
pub(in crate::codes) const OUTPATIENT_SERVICE: &[(&str, &str)] = &[
    ("0", "Blank"),
    ("1", "Emergency"),
    ("2", "Urgent"),
    ("3", "Elective"),
    ("5", "Reserved"),
    ("6", "Reserved"),
    ("7", "Reserved"),
    ("8", "Reserved"),
    ("9", "Unknown (Information not available)"),
];

/// `CLM_DDCTBL_COINSRNC_CD`.
pub(in crate::codes) const DEDUCTIBLE_COINSURANCE: &[(&str, &str)] = &[
    ("0", "Charges are subject to deductible and coinsurance"),
    ("1", "Charges are not subject to deductible"),
    ("2", "Charges are not subject to coinsurance"),
    ("3", "Charges are not subject to deductible or coinsurance"),
    (
        "4",
        "No charge or units associated with this revenue center code. (For multiple HCPCS per single revenue center code) For revenue center code 0001, the following MSP override values may be present:",
    ),
    ("5", "RHC or CORF psychiatric"),
    ("A", "voluntary agreement"),
    ("H", "JMO cell rate (55555)"),
    ("I", "IRS/SSA/CMS Data Match project (77777)"),
    ("L", "litigation"),
    ("M", "Override code; EGHP (employer group health plan) services involved"),
    ("N", "Override code; non-EGHP services involved"),
    ("Q", "initial enrollment questionnaire (IEQ 99999)"),
    ("X", "Override code: MSP (Medicare is secondary payer) cost avoided"),
    ("Y", "MSP cost avoided"),
];
