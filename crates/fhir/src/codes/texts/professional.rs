//! Texts of codes of professional claims.

/// `CLM_CARR_PMT_DNL_CD`.
pub(in crate::codes) const PAYMENT_DENIAL: &[(&str, &str)] = &[
    ("!", "MSP COST AVOIDED - COB CONTRACTOR ('00' 2-BYTE CODE)"),
    ("#", "MSP COST AVOIDED - OFFICE OF PERSONNEL MANAGEMENT ('13' 2-BYTE CODE)"),
    ("$", "MSP COST AVOIDED - WORKMAN'S COMPENSATION (WC) DATA MATCH ('14' 2-BYTE CODE)"),
    ("%", "MSP COST AVOIDED - RAC - CALIFORNIA ('25' 2-BYTE CODE) (EFF. 10/2005)"),
    ("&", "MSP COST AVOIDED - RAC - FLORIDA ('26' 2-BYTE CODE) (EFF. 10/2005)"),
    ("(", "MSP COST AVOIDED - LIABILITY INSURER VDSA ('16' 2-BYTE CODE) (EFF. 4/2006)"),
    (")", "MSP COST AVOIDED - NO-FAULT INSURER VDSA ('17' 2-BYTE CODE) (EFF. 4/2006)"),
    (
        "*",
        "MSP COST AVOIDED - WORKMAN'S COMPENSATION INSURER VOLUNTARY DATA SHARING AGREEMENTS (WC VDSA)   ('15' 2-BYTE CODE) (EFF. 4/2006)",
    ),
    (
        "+",
        "MSP COST AVOIDED - PHARMACY BENEFIT MANAGER DATA SHARING AGREEMENT ('18' 2 -BYTE CODE) (EFF. 4/2006)",
    ),
    ("0", "DENIED"),
    ("00", "MEDICARE SECONDARY PAYER (MSP) COST AVOIDED - COORDINATOR OF BENEFITS (COB) CONTRACTOR 11100"),
    ("1", "PHYSICIAN/SUPPLIER"),
    ("12", "MSP COST AVOIDED - BLUE CROSS (BC)/ BLUE SHIELD (BS) VOLUNTARY AGREEMENTS COB CONTRACTOR 11112"),
    ("13", "MSP COST AVOIDED - OFFICE OF PERSONNEL MANAGEMENT COB CONTRACTOR 11113"),
    ("14", "MSP COST AVOIDED - WORKMAN'S COMPENSATION (WC) DATA MATCH COB CONTRACTOR 11114"),
    (
        "15",
        "MSP COST AVOIDED - WORKMAN'S COMPENSATION INSURER VOLUNTARY DATA SHARING AGREEMENTS (WC VDSA) (EFF. 4/2006) COB CONTRACTOR 11115",
    ),
    ("16", "MSP COST AVOIDED - LIABILITY INSURER VDSA (EFF.4/2006) COB CONTRACTOR 11116"),
    ("17", "MSP COST AVOIDED - NO-FAULT INSURER VDSA (EFF.4/2006) COB CONTRACTOR 11117"),
    (
        "18",
        "MSP COST AVOIDED - PHARMACY BENEFIT MANAGER DATA SHARING AGREEMENT (EFF.4/2006) COB CONTRACTOR 11118",
    ),
    ("19", "MSP COST AVOIDED - WC MEDICARE SET-ASIDE ARRANGEMENT COB CONTRACTOR 11119"),
    ("2", "BENEFICIARY"),
    (
        "21",
        "MSP COST AVOIDED - MANDATORY INSURER REPORTING (MIR) GROUP HEALTH PLAN (EFF.1/2009) COB CONTRACTOR 11121",
    ),
    ("22", "MSP COST AVOIDED - MIR NON-GROUP HEALTH PLAN (EFF.1/2009) COB CONTRACTOR 11122"),
    (
        "25",
        "MSP COST AVOIDED - RECOVERY AUDIT CONTRACTOR (RAC)- CALIFORNIA  (EFF.10/2005) COB CONTRACTOR 11125",
    ),
    ("26", "MSP COST AVOIDED - RAC- FLORIDA (EFF.10/2005) COB CONTRACTOR 11126"),
    ("3", "BOTH PHYSICIAN/SUPPLIER AND BENEFICIARY"),
    ("39", "MSP COST AVOIDED - GROUP HEALTH PLAN (GHP) RECOVERY COB CONTRACTOR 11139"),
    ("4", "HOSPITAL (HOSPITAL BASED PHYSICIANS)"),
    (
        "41",
        "MSP COST AVOIDED - NON-GROUP HEALTH PLAN (NGHP) NON-ONGOING RESPONSIBILITY FOR MEDICALS (ORM) COB CONTRACTOR 11141",
    ),
    ("42", "MSP COST AVOIDED - NGHP ORM RECOVERY COB CONTRACTOR 11142"),
    ("43", "MEDICARE PART C/ MEDICARE ADVANTAGE/ COB CONTRACTOR 11143"),
    ("5", "BOTH HOSPITAL AND BENEFICIARY"),
    ("6", "GROUP PRACTICE PREPAYMENT PLAN"),
    ("7", "OTHER ENTRIES (E.G. EMPLOYER , UNION)"),
    ("8", "FEDERALLY FUNDED"),
    ("9", "PA SERVICE"),
    ("<", "MSP COST AVOIDED - MIR GROUP HEALTH PLAN ('21' 2-BYTE CODE) (EFF. 1/2009)"),
    (">", "MSP COST AVOIDED - MIR NON-GROUP HEALTH PLAN ('22' 2-BYTE CODE) (EFF. 1/2009)"),
    ("@", "MSP COST AVOIDED - BC/BS VOLUNTARY AGREEMENTS ('12' 2-BYTE CODE)"),
    ("A", "ALLOWED"),
    ("B", "BENEFITS EXHAUSTED"),
    ("C", "NON-COVERED CARE"),
    ("D", "DENIED DUE TO DEMONSTRATION INVOLVEMENT (EFF. 5/97)"),
    ("E", "FIRST CLAIM DEVELOPMENT"),
    ("F", "TRAUMA CODE DEVELOPMENT"),
    ("G", "SECONDARY CLAIMS INVESTIGATION"),
    ("H", "SELF REPORTS"),
    ("J", "411.25"),
    ("K", "INSURER VOLUNTARY REPORTING"),
    ("L", "CLINICAL LAB IMPROVEMENT AMENDMENT (CLIA)"),
    ("M", "MULTIPLE SUBMITTAL (I.E. DUPLICATE LINE ITEM)"),
    ("N", "MEDICAL NECESSITY"),
    ("O", "OTHER"),
    ("P", "PHYSICIAN OWNERSHIP DENIAL (EFF 3/92)"),
    ("Q", "EMPLOYER VOLUNTARY REPORTING"),
    ("R", "REPROCESSED ADJUSTMENT BASED ON SUBSEQUENT REPROCESSING OF CLAIM"),
    ("S", "SECONDARY PAYER"),
    ("T", "MSP COST AVOIDED - INITIAL ENROLLMENT QUESTIONNAIRE (IEQ) CONTRACTOR  (EFF. 7/96)"),
    ("U", "MSP COST AVOIDED - HEALTH MAINTENANCE ORGANIZATION (HMO) RATE CELL ADJUSTMENT (EFF. 7/96)"),
    ("V", "MSP COST AVOIDED - LITIGATION SETTLEMENT (EFF. 7/96)"),
    ("X", "MSP COST AVOIDED - GENERIC"),
    ("Y", "MSP COST AVOIDED - IRS/SSA DATA MATCH PROJECT"),
    ("Z", "ZERO PAYMENT , ALLOWED TEST"),
];

/// `CLM_SUPLR_TYPE_CD`, `CLM_RNDRG_PRVDR_TYPE_CD`.
pub(in crate::codes) const SUPPLIER_TYPE: &[(&str, &str)] = &[
    (
        "0",
        "CLINICS, GROUPS, ASSOCIATIONS, INTERVENTION, OR OTHER ENTITIES FOR WHICH THE CARRIER'S OWN ID NUMBER HAS BEEN ASSIGNED.",
    ),
    (
        "1",
        "PHYSICIANS OR SUPPLIERS BILLING AS SOLO-PRACTIONERS FOR WHOM SOCIAL SECURITY NUMBERS (SSN) ARE SHOWN IN THE PHYSICIAN ID CODE FIELD.",
    ),
    (
        "2",
        "PHYSICIANS OR SUPPLIERS BILLING AS SOLO-PRACTITIONERS FOR THE CARRIER'S OWN PHYSICIAN ID CODE IS SHOWN.",
    ),
    ("20", "PHYSICIAN"),
    ("21", "OSTEOPATH"),
    ("22", "INDEPENDENT DIAGNOSTIC TESTING FACILITY (IDTF)"),
    ("23", "MULTIPLE PHYSICIAN PRACTICE"),
    ("24", "AMBULATORY SURGICAL CENTER"),
    ("25", "INDEPENDENT LAB"),
    ("27", "CLINICAL PSYCHOLOGIST"),
    ("28", "NURSE"),
    ("29", "CHIROPRACTOR"),
    ("3", "SUPPLIERS (OTHER THAN SOLE PROPRIETORSHIP)"),
    ("30", "PODIATRIST"),
    ("31", "PHYSICAL THERAPIST"),
    ("32", "DIETITIAN/NUTRITIONIST"),
    ("33", "OPTOMETRIST"),
    ("34", "AUDIOLOGIST"),
    ("35", "PSYCHOLOGIST"),
    ("36", "DENTIST"),
    ("37", "MAMMOGRAPHY SCREENING CENTER"),
    ("38", "NURSE PRACTITIONER/CLINICAL NURSE SPECIALIST"),
    ("39", "MACILLOFACIAL SURGEON"),
    ("4", "SUPPLIERS (OTHER THAN SOLE PROPRIETORSHIP) FOR WHOM THE CARRIER'S OWN CODE HAS BEEN SHOWN."),
    ("40", "MISCELLANEOUS"),
    (
        "5",
        "INSTITUTIONAL PROVIDERS AND INDEPENDENT LABORATORIES FOR WHOM EMPLOYER ID NUMBERS ARE USED IN CODING THE ID FIELD.",
    ),
    ("50", "SUPPLIER"),
    ("51", "FREESTANDING CARDIAC CATH LAB"),
    ("55", "OPTICIAN"),
    ("56", "CLINICAL SOCIAL WORKER"),
    (
        "6",
        "INSTITUTIONAL PROVIDERS AND INDEPENDENT LABORATORIES FOR WHOM THE CARRIER'S OWN ID NUMBER IS SHOWN.",
    ),
    ("60", "HEALTH AGENCY"),
    ("61", "AMBULANCE"),
    ("64", "DRUG AND DEPARTMENT STORE"),
    ("65", "PORTABLE X-RAY"),
    (
        "7",
        "CLINICS, GROUPS, ASSOCIATIONS, OR PARTNERSHIPS, FOR WHICH EMPLOYER ID NUMBERS ARE USED IN CODING THE ID FIELD.",
    ),
    ("8", "OTHER ENTITIES FOR WHOM EMPLOYER ID NUMBERS ARE USED IN CODING THE ID FIELD"),
    ("99", "HOSPITAL"),
    ("~", "NO DESCRIPTION AVAILABLE"),
];

/// `CLM_FED_TYPE_SRVC_CD`.
pub(in crate::codes) const SERVICE_TYPE: &[(&str, &str)] = &[
    ("0", "Whole blood only eff 01/96, whole blood or packed red cells before 01/96"),
    ("1", "Medical care"),
    ("2", "Surgery"),
    ("3", "Consultation"),
    ("4", "Diagnostic radiology"),
    ("5", "Diagnostic laboratory"),
    ("6", "Therapeutic radiology"),
    ("7", "Anesthesia"),
    ("8", "Assistant at surgery"),
    ("9", "Other medical items or services"),
    ("A", "Used durable medical equipment (DME)"),
    ("B", "High risk screening mammography (obsolete 1/1/98)"),
    ("C", "Low risk screening mammography (obsolete 1/1/98)"),
    ("D", "Ambulance (eff 04/95)"),
    ("E", "Enteral/parenteral nutrients/supplies (eff 04/95)"),
    ("F", "Ambulatory surgical center (facility usage for surgical services)"),
    ("G", "Immunosuppressive drugs"),
    ("H", "Hospice services (discontinued 01/95)"),
    ("I", "Purchase of DME (installment basis) (discontinued 04/95)"),
    ("J", "Diabetic shoes (eff 04/95)"),
    ("K", "Hearing items and services (eff 04/95)"),
    ("L", "ESRD supplies (eff 04/95) (renal supplier in the home before 04/95)"),
    ("M", "Monthly capitation payment for dialysis"),
    ("N", "Kidney donor"),
    ("P", "Lump sum purchase of DME, prosthetics orthotics"),
    ("Q", "Vision items or services"),
    ("R", "Rental of DME"),
    ("S", "Surgical dressings or other medical supplies (eff 04/95)"),
    ("T", "Psychological therapy (term. 12/31/97) outpatient mental health limitation (eff. 1/1/98)"),
    ("U", "Occupational therapy"),
    (
        "V",
        "Pneumococcal/flu vaccine (eff 01/96), Pneumococcal/flu/hepatitis B vaccine (eff 04/95-12/95), Pneumococcal only before 04/95",
    ),
    ("W", "Physical therapy"),
    ("Y", "Second opinion on elective surgery (obsoleted 1/97)"),
    ("Z", "Third opinion on elective surgery (obsoleted 1/97)"),
];

/// `CLM_PMT_80_100_CD`.
pub(in crate::codes) const PAYMENT_SHARE: &[(&str, &str)] =
    &[("0", "80%"), ("1", "100%"), ("3", "100% Limitation of liability only"), ("4", "75% reimbursement")];

/// `CLM_SRVC_DDCTBL_SW`.
pub(in crate::codes) const SERVICE_DEDUCTIBLE: &[(&str, &str)] = &[
    ("0", "Service Subject to Deductible"),
    ("1", "Service Not Subject to Deductible"),
    ("D", "Special Durable Medical Equipment"),
    ("P", "100% - Durable Medical Equipment"),
    ("S", "Suppress Deductible, but calculate Coinsurance"),
];

/// `CLM_MTUS_IND_CD`: miles, time, units, services.
pub(in crate::codes) const UNITS: &[(&str, &str)] = &[
    ("0", "VALUES REPORTED AS ZERO"),
    ("1", "TRANSPORTATION (AMBULANCE) MILES"),
    ("2", "ANESTHESIA TIME UNITS"),
    ("3", "NUMBER OF SERVICES"),
    ("4", "OXYGEN VOLUME UNITS"),
    ("5", "UNITS OF BLOOD"),
    ("6", "ANESTHESIA BASE AND TIME UNITS (PRIOR TO 1991; FROM BMAD"),
];

/// `CLM_PHYSN_ASTNT_CD`.
pub(in crate::codes) const PHYSICIAN_ASSISTANT: &[(&str, &str)] = &[
    ("0", "N/A"),
    ("1", "65% of payment. Either physician assistants assisting in surgery or nurse midwives"),
    (
        "2",
        "75% of payment. Either physician assistants performing services in a hospital (other than assisting surgery) or nurse practitioners/clinical nurse specialist performing services in rural areas or clinical social worker services",
    ),
    (
        "3",
        "85% of payment. Either physician assistant services for other than assisting surgery or other hospital services or nurse practitioners services (not in rural areas)",
    ),
];

/// `CLM_LINE_CARR_HPSA_SCRCTY_CD`.
pub(in crate::codes) const SHORTAGE_AREA: &[(&str, &str)] =
    &[("1", "HPSA"), ("2", "Scarcity"), ("3", "Both")];

/// `CLM_PRMRY_PYR_CD`.
pub(in crate::codes) const PRIMARY_PAYER: &[(&str, &str)] = &[
    ("A", "WORKING AGED BENEFICIARY/SPOUSE WITH EMPLOYER GROUP HEALTH PLAN"),
    ("B", "ESRD BENEFICIARY IN 12 MONTH PERIOD WITH EMPLOYER GROUP HEALTH PLAN"),
    ("C", "ANY CONDITIONAL MEDICARE PAYMENT SITUATION"),
    ("D", "AUTOMOBILE NO FAULT OR ANY LIABILITY INSURANCE"),
    ("E", "WORKER'S COMPENSATION INCLUDING BLACK LUNG"),
    ("F", "VETERAN'S AFFAIRS, PUBLIC HEALTH SERVICE, OR OTHER FEDERAL AGENCY"),
    ("G", "WORKING DISABLED"),
    ("H", "BLACK LUNG"),
    ("I", "VETERAN'S AFFAIRS"),
    ("L", "LIABILITY"),
    ("M", "OVERRIDE CODE EMPLOYEE GROUP HEALTH PLAN SERVICE INVOLVED"),
    ("N", "OVERRIDE CODE NON-EMPLOYEE GROUP HEALTH PLAN SERVICE INVOLVED"),
    ("W", "WORKER'S COMPENSATION SET-ASIDE"),
    ("X", "OVERRIDE CODE MSP COST AVOIDED"),
    ("Y", "OTHER SECONDARY PAYER INVESTIGATION SHOWS MEDICARE PRIMARY"),
    ("Z", "MEDICARE IS PRIMARY PAYER"),
];

/// `CLM_PRCSG_IND_CD`.
pub(in crate::codes) const PROCESSING: &[(&str, &str)] = &[
    ("00", "MSP cost avoided â€” COB Contractor"),
    ("12", "MSP cost avoided â€” BC/BS Voluntary Agreements"),
    ("13", "MSP cost avoided â€” Office of Personnel Management"),
    ("14", "MSP cost avoided â€” Workman's Compensation (WC) Datamatch"),
    (
        "15",
        "MSP cost avoided â€” Workman's Compensation Insurer Voluntary Data Sharing Agreements (WC VDSA) (eff. 4/2006)",
    ),
    ("16", "MSP cost avoided â€” Liability Insurer VDSA (eff.4/2006)"),
    ("17", "MSP cost avoided â€” No-Fault Insurer VDSA (eff.4/2006)"),
    ("18", "MSP cost avoided â€” Pharmacy Benefit Manager Data Sharing Agreement (eff.4/2006)"),
    ("21", "MSP cost avoided â€” MIR Group Health Plan (eff.1/2009)"),
    ("22", "MSP cost avoided â€” MIR non-Group Health Plan (eff.1/2009)"),
    ("25", "MSP cost avoided â€” Recovery Audit Contractor â€” California (eff.10/2005)"),
    ("26", "MSP cost avoided â€” Recovery Audit Contractor â€” Florida (eff.10/2005)"),
    ("A", "Allowed"),
    ("B", "Benefits exhausted"),
    ("C", "Non-covered care"),
    ("D", "Denied (from BMAD)"),
    ("G", "MSP cost avoided â€” Secondary Claims Investigation"),
    ("H", "MSP cost avoided â€” Self Reports"),
    ("I", "Invalid data"),
    ("J", "MSP cost avoided â€” 411.25"),
    ("K", "MSP cost avoided â€” Insurer Voluntary Reporting"),
    ("L", "http://terminology.hl7.org/NamingSystem/CLIA"),
    ("M", "Multiple submittal-duplicate line item"),
    ("N", "Medically unnecessary"),
    ("O", "Other"),
    ("P", "Physician ownership denial"),
    ("Q", "MSP cost avoided (contractor #88888) â€” voluntary agreement"),
    ("R", "Reprocessed adjustments based on subsequent reprocessing of claim"),
    ("S", "Secondary payer"),
    ("T", "MSP cost avoided â€” IEQ contractor"),
    ("U", "MSP cost avoided â€” HMO rate cell adjustment"),
    ("V", "MSP cost avoided â€” litigation settlement"),
    ("X", "MSP cost avoided â€” generic"),
    ("Y", "MSP cost avoided â€” IRS/SSA data match project"),
    ("Z", "Bundled test, no payment"),
];

/// `CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW`: whether the provider takes Medicare's payment as full.
pub(in crate::codes) const ASSIGNMENT: &[(&str, &str)] = &[
    ("A", "Assigned Claim"),
    ("B", "Clinical Lab Split"),
    ("G", "Group"),
    ("H", "HBP Claim"),
    ("L", "Assigned Claim"),
    ("N", "Non-assigned claim"),
];
