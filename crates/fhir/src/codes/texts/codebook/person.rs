//! Texts of the codes of people and their coverage, as the codebook of the Chronic Conditions Warehouse has them.

/// `race`.
pub(in crate::codes) const RACE: &[(&str, &str)] = &[
    ("0", "Unknown"),
    ("1", "White"),
    ("2", "Black"),
    ("3", "Other"),
    ("4", "Asian"),
    ("5", "Hispanic"),
    ("6", "North American Native"),
];

/// `ms_cd`.
pub(in crate::codes) const MS_CD: &[(&str, &str)] = &[
    ("10", "Aged without end-stage renal disease (ESRD)"),
    ("11", "Aged with ESRD"),
    ("20", "Disabled without ESRD"),
    ("21", "Disabled with ESRD"),
    ("31", "ESRD only"),
];

/// `orec` and `crec`.
pub(in crate::codes) const ENTITLEMENT_REASON: &[(&str, &str)] = &[
    ("0", "Old age and survivor’s insurance (OASI)"),
    ("1", "Disability insurance benefits (DIB)"),
    ("2", "End-stage renal disease (ESRD)"),
    ("3", "Both DIB and ESRD"),
];

/// `esrd_ind`.
pub(in crate::codes) const ESRD_IND: &[(&str, &str)] =
    &[("0", "the beneficiary does not have ESRD"), ("Y", "the beneficiary has ESRD")];

/// `a_trm_cd` and `b_trm_cd`.
pub(in crate::codes) const TERMINATION: &[(&str, &str)] = &[
    ("0", "Not Terminated"),
    ("1", "Dead"),
    ("2", "Non-Payment of Premium"),
    ("3", "Voluntary Withdrawal"),
    ("9", "Other Termination"),
];

/// `dual_01` to `dual_12`.
pub(in crate::codes) const DUAL: &[(&str, &str)] = &[
    (
        "**",
        "Enrolled in Medicare A and/or B, but no Part D enrollment data for the beneficiary. (This status was indicated as 'XX' for 2006-2009)",
    ),
    ("00", "Not enrolled in Medicare for the month"),
    ("01", "Qualified Medicare Beneficiary (QMB)-only"),
    ("02", "QMB and full Medicaid coverage, including prescription drugs"),
    ("03", "Specified Low-Income Medicare Beneficiary (SLMB)-only"),
    ("04", "SLMB and full Medicaid coverage, including prescription drugs"),
    ("05", "Qualified Disabled Working Individual (QDWI)"),
    ("06", "Qualifying individuals (QI)"),
    (
        "08",
        "Other dual eligible (not QMB, SLMB, QWDI, or QI) with full Medicaid coverage, including prescription Drugs",
    ),
    ("09", "Other dual eligible, but without Medicaid coverage"),
    ("99", "Unknown"),
    ("NA", "Non-Medicaid"),
];

/// `buyin01` to `buyin12`.
pub(in crate::codes) const BUYIN: &[(&str, &str)] = &[
    ("0", "Not entitled"),
    ("1", "Part A only"),
    ("2", "Part B only"),
    ("3", "Part A and Part B"),
    ("A", "Part A state buy-in"),
    ("B", "Part B state buy-in"),
    ("C", "Part A and Part B state buy-in"),
];

/// `hmo_ind_01` to `hmo_ind_12`.
pub(in crate::codes) const HMO_IND: &[(&str, &str)] = &[
    ("0", "Not a member of an HMO"),
    ("1", "Non-lock-in, CMS to process provider claims"),
    (
        "2",
        "Non-lock-in, group health organization (GHO; MA plan) to process in plan Part A and in area Part B claims",
    ),
    ("4", "Fee-for-service participant in case or disease management demonstration project"),
    ("A", "Lock-in, CMS to process provider claims"),
    ("B", "Lock-in, GHO to process in plan Part A and in area Part B claims"),
    ("C", "Lock-in, GHO to process all provider claims"),
];

/// `ptc_plan_type_cd_01` to `ptc_plan_type_cd_12`.
pub(in crate::codes) const PTC_PLAN_TYPE_CD: &[(&str, &str)] = &[
    ("001", "Health Maintenance Organization (HMO)"),
    ("002", "HMO point-of-service (HMOPOS)"),
    ("004", "Local Preferred Provider Organization (PPO)"),
    ("005", "PSO (State License)"),
    ("006", "PSO (Federal Waiver of State License)"),
    ("007", "Medical Savings Account (MSA)"),
    ("008", "Religious Fraternal Benefit (RFB) private fee-for-service (PFFS) plan"),
    ("009", "Private fee-for-service (PFFS) plan"),
    ("010", "SHMO"),
    ("018", "Section 1876 Cost Plan"),
    ("019", "HCPP - Section 1833 Cost Plan"),
    ("020", "National Program of All-inclusive Care for the Elderly (PACE)"),
    ("031", "Regional Preferred Provider Organization (PPO)"),
    ("033", "Minnesota (MN) Disability Health Options"),
    ("034", "MN Senior Health Options"),
    ("035", "Wisconsin (WI) Partnership Program"),
    ("036", "Massachusetts (MA) Health Senior Care Options"),
    ("037", "Continuing Care Retirement Community"),
    ("038", "End-Stage Renal Disease - I (ESRD)"),
    ("039", "ESRD II"),
    ("040", "Employer/Union Only Direct Contract PFFS"),
    ("041", "Medical Savings Account (MSA) Demonstration"),
    ("048", "Medicare-Medicaid Plan (MMP) HMO"),
    ("049", "Medicare-Medicaid Plan HMO Point-of-Service (MMP HMOPOS)"),
];

/// `ptdcntrct01` to `ptdcntrct12`.
pub(in crate::codes) const PTDCNTRCT: &[(&str, &str)] = &[
    ("0", "Not Medicare enrolled for the month"),
    ("E", "Employer direct plan (starting January 2007)"),
    (
        "H",
        "Managed care organizations other than a regional PPO (i.e., local MA-PDs, 1876 cost plans, Program of All-Inclusive Care for the Elderly (PACE) plans, private fee-for- service plans, or demonstration organization plans)",
    ),
    ("N", "Not Part D Enrolled"),
    ("R", "Regional preferred provider organization (PPO)"),
    ("S", "Stand-alone prescription drug plan (PDP)"),
    ("X", "Limited Income Newly Eligible Transition plan (LINET)"),
];

/// `cstshr01` to `cstshr12`.
pub(in crate::codes) const CSTSHR: &[(&str, &str)] = &[
    (
        "**",
        "Enrolled in Medicare A and/or B, but no Part D enrollment data for the beneficiary. (This status was indicated as 'XX' for 2006-2009)",
    ),
    ("00", "Not Medicare enrolled for the month"),
    (
        "01",
        "Beneficiary enrolled in Parts A and/or B, and Part D; deemed eligible for LIS with 100% premium subsidy and no copayment",
    ),
    (
        "02",
        "Beneficiary enrolled in Parts A and/or B, and Part D; deemed eligible for LIS with 100% premium subsidy and low copayment",
    ),
    (
        "03",
        "Beneficiary enrolled in Parts A and/or B, and Part D; deemed eligible for LIS with 100% premium subsidy and high copayment",
    ),
    (
        "04",
        "Beneficiary enrolled in Parts A and/or B, and Part D; enrolled in LIS with 100% premium subsidy and high copayment",
    ),
    (
        "05",
        "Beneficiary enrolled in Parts A and/or B, and Part D; enrolled in LIS with 100% premium subsidy and 15% copayment",
    ),
    (
        "06",
        "Beneficiary enrolled in Parts A and/or B, and Part D; enrolled in LIS with 75% premium subsidy and 15% copayment",
    ),
    (
        "07",
        "Beneficiary enrolled in Parts A and/or B, and Part D; enrolled in LIS with 50% premium subsidy and 15% copayment",
    ),
    (
        "08",
        "Beneficiary enrolled in Parts A and/or B, and Part D; enrolled in LIS with 25% premium subsidy and 15% copayment",
    ),
    ("09", "Beneficiary enrolled in Parts A and/or B, and Part D; no premium or cost sharing subsidy"),
    ("10", "Beneficiary enrolled in Parts A and/or B, but not Part D enrolled"),
    (
        "11",
        "Beneficiary enrolled in Parts A and/or B, but not Part D; beneficiary has creditable coverage from a plan that does not receive the RDS subsidy",
    ),
    (
        "12",
        "Beneficiary enrolled in Parts A and/or B, but not Part D; not in an RDS plan and no creditable coverage",
    ),
    ("13", "Beneficiary enrolled in Parts A and/or B, but not Part D; employer receives RDS subsidy"),
];

/// `rdsind01` to `rdsind12`.
pub(in crate::codes) const RDSIND: &[(&str, &str)] = &[
    (
        "*",
        "Enrolled in Medicare A and/or B, but no Part D enrollment data for the beneficiary. (This status was indicated as 'XX' for 2006-2009)",
    ),
    ("0", "Not Medicare enrolled for the month"),
    ("N", "No employer subsidization for the retired beneficiary"),
    ("Y", "Employer subsidized for the retired beneficiary"),
];
