//! Texts of the codes of institutional claims, and those that claims of every kind have, as the codebook of the Chronic Conditions Warehouse has them.

/// `NCH_NEAR_LINE_REC_IDENT_CD`: NCH Near Line Record Identification Code (RIC).
pub(in crate::codes) const NCH_NEAR_LINE_REC_IDENT_CD: &[(&str, &str)] = &[
    ("M", "Part B DMEPOS claim record (processed by DME Regional Carrier)"),
    (
        "O",
        "Part B physician/supplier claim record (processed by local carriers; can include DMEPOS services)",
    ),
    ("U", "Both Part A and B institutional home health agency (HHA) claim records"),
    (
        "V",
        "Part A institutional claim record (inpatient [IP], skilled nursing facility [SNF], hospice [HOS], or home health agency [HHA])",
    ),
    ("W", "Part B institutional claim record (outpatient [HOP], HHA)"),
];

/// `NCH_CLM_TYPE_CD`: NCH Claim Type Code.
pub(in crate::codes) const NCH_CLM_TYPE_CD: &[(&str, &str)] = &[
    ("10", "Home Health Agency (HHA) claim"),
    ("20", "Non swing bed Skilled Nursing Facility (SNF) claim"),
    ("30", "Swing bed SNF claim"),
    ("40", "Hospital Outpatient claim"),
    ("50", "Hospice claim"),
    ("60", "Inpatient claim"),
    (
        "71",
        "Local carrier non-durable medical equipment, prosthetics, orthotics, and supplies (DMEPOS) claim",
    ),
    ("72", "Local carrier DMEPOS claim"),
    ("81", "Durable medical equipment regional carrier (DMERC); non-DMEPOS claim"),
    ("82", "DMERC; DMEPOS claim"),
];

/// `CLAIM_QUERY_CD`: Claim Query Code.
pub(in crate::codes) const CLAIM_QUERY_CD: &[(&str, &str)] =
    &[("1", "Interim bill"), ("3", "Final bill"), ("5", "Debit adjustment")];

/// `CLM_FAC_TYPE_CD`: Claim Facility Type Code.
pub(in crate::codes) const CLM_FAC_TYPE_CD: &[(&str, &str)] = &[
    ("1", "Hospital"),
    ("2", "Skilled Nursing Facility (SNF)"),
    ("3", "Home Health Agency (HHA)"),
    ("4", "Religious Non-medical (hospital)"),
    ("6", "Intermediate Care (IMC)"),
    ("7", "Clinic services or hospital-based renal dialysis facility"),
    ("8", "Ambulatory Surgery Center (ASC) or other special facility (e.g. hospice)"),
];

/// `CLM_FREQ_CD`: Claim Frequency Code.
pub(in crate::codes) const CLM_FREQ_CD: &[(&str, &str)] = &[
    ("0", "Non-payment/zero claims"),
    ("1", "Admit thru discharge claim"),
    ("2", "Interim – first claim"),
    ("3", "Interim – continuing claim"),
    ("4", "Interim – last claim"),
    ("5", "Late charge(s) only claim"),
    ("7", "Replacement of prior claim"),
    ("8", "Void/cancel prior claim"),
    ("9", "Final claim (for HH PPS = process as a debit/credit to RAP claim)"),
    ("G", "Common Working File (NCH) generated adjustment claim"),
    ("H", "CMS generated adjustment claim"),
    ("I", "Misc. adjustment claim (e.g., initiated by intermediary or QIO)"),
    ("J", "Other adjustment request"),
    ("M", "Medicare secondary payer (MSP) adjustment"),
    ("P", "Adjustment required by QIO"),
];

/// `CLM_SRVC_CLSFCTN_TYPE_CD`: Claim Service Classification Type Code.
pub(in crate::codes) const CLM_SRVC_CLSFCTN_TYPE_CD: &[(&str, &str)] =
    &[("8", "Swing bed For facility type code 7 (clinics):")];

/// `CLM_MDCR_NON_PMT_RSN_CD`: Claim Medicare Non Payment Reason Code.
pub(in crate::codes) const CLM_MDCR_NON_PMT_RSN_CD: &[(&str, &str)] = &[
    ("!", "MSP cost avoided - COB Contractor ('00' 2-byte code)"),
    ("#", "MSP cost avoided - Office of Personnel Management ('13' 2-byte code)"),
    ("$", "MSP cost avoided - Workman's Compensation (WC) Datamatch ('14' 2-byte code)"),
    ("%", "MSP cost avoided - Recovery Audit Contractor - California ('25' 2-byte code) (eff. 10/2005)"),
    ("&", "MSP cost avoided - Recovery Audit Contractor - Florida ('26' 2-byte code) (eff. 10/2005)"),
    ("(", "MSP cost avoided - Liability Insurer VDSA ('16' 2-byte code) (eff. 4/2006)"),
    (")", "MSP cost avoided - No-Fault Insurer VDSA ('17' 2-byte code) (eff. 4/2006)"),
    (
        "*",
        "MSP cost avoided - Workman's Compensation Insurer Voluntary Data Sharing Agreements (WC VDSA) ('15' 2-byte code) (eff. 4/2006)",
    ),
    (
        "+",
        "MSP cost avoided - Pharmacy Benefit Manager Data Sharing Agreement ('18' 2- byte code) (eff. 4/2006)",
    ),
    ("00", "MSP cost avoided - COB Contractor"),
    ("12", "MSP cost avoided - BCBS Voluntary Agreements"),
    ("13", "MSP cost avoided - Office of Personnel Management"),
    ("14", "MSP cost avoided - Workman's Compensation (WC) Datamatch"),
    (
        "15",
        "MSP cost avoided - Workman's Compensation Insurer Voluntary Data Sharing Agreements (WC VDSA) (eff. 4/2006)",
    ),
    ("16", "MSP cost avoided - Liability Insurer VDSA (eff. 4/2006)"),
    ("17", "MSP cost avoided - No-Fault Insurer VDSA (eff. 4/2006)"),
    ("18", "MSP cost avoided - Pharmacy Benefit Manager Data Sharing Agreement (eff. 4/2006)"),
    (
        "19",
        "SEE NOTE4: Coordination of Benefits Contractor 11119 (see CMS Change Request 7906 for identification of the contractor.)",
    ),
    ("21", "MSP cost avoided - MIR Group Health Plan (eff. 1/2009)"),
    ("22", "MSP cost avoided - MIR non-Group Health Plan (eff. 1/2009)"),
    ("25", "MSP cost avoided - Recovery Audit Contractor - California (eff. 10/2005)"),
    ("26", "MSP cost avoided - Recovery Audit Contractor - Florida (eff. 10/2005)"),
    (
        "42",
        "SEE NOTE4: Coordination of Benefits Contractor 11142 (see CMS Change Request 7906 for identification of the contractor.)",
    ),
    (
        "43",
        "SEE NOTE4: Coordination of Benefits Contractor 11143 (see CMS Change Request 7906 for identification of the contractor.) Effective 4/1/02, the Medicare nonpayment reason code was expanded to a 2-byte field. The NCH instituted a crosswalk from the 2-byte code to a 1-byte character code. Below are the character codes (found in NCH & NMUD). At some point, NMUD will carry the 2-byte code but NCH will continue to have the 1-byte character code.",
    ),
    ("<", "MSP cost avoided - MIR Group Health Plan ('21' 2-byte code) (eff. 1/2009)"),
    (">", "MSP cost avoided - MIR non-Group Health Plan ('22' 2-byte code) (eff. 1/2009)"),
    ("@", "MSP cost avoided - BC/BS Voluntary Agreements ('12' 2-byte code)"),
    ("A", "Covered worker's compensation (Obsolete)"),
    ("B", "Benefit exhausted"),
    ("C", "Custodial care – non-covered care (includes all 'beneficiary at fault' waiver cases) (Obsolete)"),
    ("F", "MSP cost avoid HMO Rate Cell (eff. 7/00)"),
    ("G", "MSP cost avoided Litigation Settlement (eff. 7/00)"),
    ("H", "MSP cost avoided Employer Voluntary Reporting (eff. 7/00)"),
    ("J", "MSP cost avoid Insurer Voluntary Reporting (eff. 7/00)"),
    ("K", "MSP cost avoid Initial Enrollment Questionnaire (eff. 7/00)"),
    ("N", "All other reasons for non-payment"),
    ("P", "Payment requested"),
    ("Q", "MSP cost avoided Voluntary Agreement (eff. 7/00)"),
    ("R", "Benefits refused, or evidence not submitted"),
    ("T", "MSP cost avoided - IEQ contractor (eff. 9/76) (obsolete 6/30/00)"),
    ("U", "MSP cost avoided - HMO rate cell adjustment (eff. 9/76) (Obsolete 6/30/00)"),
    ("V", "MSP cost avoided - litigation settlement (eff. 9/76) (Obsolete 6/30/00)"),
    ("W", "Worker's compensation (Obsolete)"),
    ("X", "MSP cost avoided - generic"),
    ("Y", "MSP cost avoided - IRS/SSA data match project (obsolete 6/30/00)"),
    (
        "Z",
        "Zero reimbursement RAPs -- zero reimbursement made due to medical review intervention or where provider specific zero payment has been determined. (effective with HHPPS - 10/00)",
    ),
];

/// `FI_CLM_ACTN_CD`: FI or MAC Claim Action Code.
pub(in crate::codes) const FI_CLM_ACTN_CD: &[(&str, &str)] = &[
    ("1", "Original debit action (always a 1 for all regular bills)"),
    ("5", "Force action code 3 (secondary debit adjustment)"),
    ("8", "Benefits refused"),
];

/// `CLM_MCO_PD_SW`: Claim MCO Paid Switch.
pub(in crate::codes) const CLM_MCO_PD_SW: &[(&str, &str)] =
    &[("0", "No managed care organization (MCO) payment"), ("1", "MCO paid provider for the claim")];

/// `CLM_PPS_IND_CD`: Claim PPS Indicator Code.
pub(in crate::codes) const CLM_PPS_IND_CD: &[(&str, &str)] =
    &[("2", "PPS bill; claim contains PPS indicator")];

/// `NCH_PRMRY_PYR_CD`: NCH Primary Payer Code (if not Medicare).
pub(in crate::codes) const NCH_PRMRY_PYR_CD: &[(&str, &str)] = &[
    ("A", "Employer group health plan (EGHP) insurance for an aged beneficiary"),
    ("B", "EGHP insurance for an end-stage renal disease (ESRD) beneficiary"),
    (
        "C",
        "Conditional payment by Medicare; future reimbursement from the Public Health Service (PHS) expected",
    ),
    ("D", "No fault automobile insurance"),
    ("E", "Worker's compensation (WC)"),
    ("F", "Public Health Service (PHS) or other Federal agency (other than VA)"),
    ("G", "Working disabled beneficiary under age 65 with a local government health plan (LGHP)"),
    ("H", "Black lung (BL) program"),
    ("I", "Department of Veteran's Affairs"),
    ("L", "Any liability insurance"),
    ("M", "Override EGHP - Medicare is primary payer"),
    ("N", "Override non-EGHP - Medicare is primary payer Blank / missing = No other primary payer"),
];

/// `NCH_PTNT_STUS_IND_CD`: NCH Patient Status Indicator Code.
pub(in crate::codes) const NCH_PTNT_STUS_IND_CD: &[(&str, &str)] =
    &[("A", "Discharged"), ("B", "Died"), ("C", "Still a patient")];

/// `CLM_HHA_LUPA_IND_CD`: Claim HHA Low Utilization Payment Adjustment (LUPA) Indicator Code.
pub(in crate::codes) const CLM_HHA_LUPA_IND_CD: &[(&str, &str)] =
    &[("L", "Low utilization payment adjustment (LUPA) claim")];

/// `CLM_HHA_RFRL_CD`: Claim HHA Referral Code.
pub(in crate::codes) const CLM_HHA_RFRL_CD: &[(&str, &str)] = &[
    ("1", "Physician referral - The patient was admitted upon the recommendation of a personal physician."),
    (
        "2",
        "Clinic referral - The patient was admitted upon the recommendation of this facility's clinic physician.",
    ),
    (
        "3",
        "HMO referral - The patient was admitted upon the recommendation of an health maintenance organization (HMO) physician.",
    ),
    (
        "4",
        "Transfer from hospital - The patient was admitted as an inpatient transfer from an acute care facility.",
    ),
    (
        "5",
        "Transfer from a skilled nursing facility (SNF) - The patient was admitted as an inpatient transfer from a SNF.",
    ),
    (
        "6",
        "Transfer from another health care facility - The patient was admitted as a transfer from a health care facility other than an acute care facility or SNF.",
    ),
    (
        "7",
        "Emergency room - The patient was admitted upon the recommendation of this facility's emergency room physician.",
    ),
    (
        "8",
        "Court/law enforcement - The patient was admitted upon the direction of a court of law or upon the request of a law enforcement agency's representative.",
    ),
    ("9", "Information not available - The means by which the patient was admitted is not known."),
    (
        "A",
        "Transfer from a Critical Access Hospital - patient was admitted/referred to this facility as a transfer from a Critical Access Hospital",
    ),
    (
        "B",
        "Transfer from another HHA – Beneficiaries are permitted to transfer from one HHA to another unrelated HHA under HH PPS. (eff.10/00)",
    ),
    (
        "C",
        "Readmission to same HHA - If a beneficiary is discharged from an HHA and then readmitted within the original 60-day episode, the original episode must be closed early and a new one created.",
    ),
];

/// `REV_CNTR_DDCTBL_COINSRNC_CD`: Revenue Center Deductible Coinsurance Code.
pub(in crate::codes) const REV_CNTR_DDCTBL_COINSRNC_CD: &[(&str, &str)] = &[
    ("0", "Charges are subject to deductible and coinsurance"),
    ("1", "Charges are not subject to deductible"),
    ("2", "Charges are not subject to coinsurance"),
    ("3", "Charges are not subject to deductible or coinsurance"),
    (
        "4",
        "No charge or units associated with this revenue center code. (For multiple HCPCS per single revenue center code) For revenue center code 0001, the following MSP override values may be present:",
    ),
    ("M", "Override code; EGHP (employer group health plan) services involved"),
    ("N", "Override code; non-EGHP services involved"),
    ("X", "Override code: MSP (Medicare is secondary payer) cost avoided"),
];

/// `REV_CNTR_STUS_IND_CD`: Revenue Center Status Indicator Code.
pub(in crate::codes) const REV_CNTR_STUS_IND_CD: &[(&str, &str)] = &[
    ("A", "Services not paid under OPPS; uses a different fee schedule (e.g., ambulance, PT, mammography)"),
    ("B", "Non-allowed item or service for OPPS; may be paid under a different bill type (e.g., CORF)"),
    ("C", "Inpatient procedure (not paid under OPPS)"),
    ("E", "Non-allowed item or service (not paid by OPPS or any other Medicare payment system)"),
    ("F", "Corneal tissue acquisition, certain CRNA services and Hepatitis B vaccinations"),
    ("G", "Drug/biological pass-through (separate APC includes this pass-through amount)"),
    ("H", "Device pass-through (separate cost-based pass-through payment, not subject to coinsurance)"),
    ("J", "New drug or new biological pass-through"),
    ("J1", "Primary service and all adjunctive services on the claim (comprehensive APC; effective 01/2015)"),
    (
        "K",
        "Non pass-through drug/biological, radio-pharmaceutical agent, certain brachytherapy sources (paid under OPPS; separate APC payment)",
    ),
    ("L", "Flu/PPV vaccines"),
    ("M", "Service not billable to fiscal intermediary [now a MAC] (not paid under OPPS)"),
    ("N", "Packaged incidental service (no separate APC payment)"),
    ("P", "Paid partial hospitalization per diem APC payment"),
    ("Q1", "Separate payment made; OPPS - APC (effective 2009)"),
    (
        "Q2",
        "No separate payment made; OPPS - APC were packaged into payment for other services (effective 2009)",
    ),
    (
        "Q3",
        "May be paid through a composite APC-based on composite-specific criteria or separately through single code APCs when the criteria are not met (effective 2009)",
    ),
    ("R", "Blood products"),
    ("S", "Significant procedure not subject to multiple procedure discounting"),
    ("T", "Significant procedure subject to multiple procedure discounting"),
    ("U", "Brachytherapy"),
    ("V", "Medical visit to clinic or emergency department"),
    ("W", "Invalid HCPCS or invalid revenue code with blank HCPCS"),
    ("X", "Ancillary service"),
    ("Y", "Non-implantable DME(e.g., therapeutic shoes; not paid under OPPS -bill to DMERC)"),
    ("Z", "Valid revenue with blank HCPCS and no other SI assigned"),
];

/// `CLM_POA_IND_SW1` to `CLM_POA_IND_SW25`, `CLM_E_POA_IND_SW1` to `CLM_E_POA_IND_SW12`: whether a diagnosis was present on admission.
pub(in crate::codes) const CLM_POA_IND_SW: &[(&str, &str)] = &[
    (
        "1",
        "Unreported/not used - exempt from POA reporting - this code is the equivalent code of a blank, however, it was determined that blanks were undesirable when submitting the data",
    ),
    ("N", "Diagnosis was not present at the time of admission"),
    ("U", "Documentation is insufficient to determine if condition was present on admission"),
    ("W", "Provider is unable to clinically determine whether condition was present on admission"),
    (
        "X",
        "Denotes the end of the POA indicators in special data processing situations that may be identified by CMS in the future",
    ),
    ("Y", "Diagnosis was present at the time of admission (POA)"),
    ("Z", "Denotes the end of the POA indicators"),
];
