//! Rows of CMS's dictionary of v2 that do not hold as they are written, and why.

use bluestem_model::rif::RifType;

use crate::dictionary::Status;

/// Why rows do not hold.
#[derive(Debug)]
pub(crate) struct Review {
    /// The columns; `*` at the end stands for any rest.
    columns: &'static [&'static str],
    /// The types of claims; empty: any.
    kinds: &'static [RifType],
    status: Status,
    why: &'static str,
}

/// Every row that does not hold.
pub(crate) const REVIEW: &[Review] = &[
    Review {
        columns: &[
            "CARR_LINE_RX_NUM",
            "CARR_PRFRNG_PIN_NUM",
            "HPSA_SCRCTY_IND_CD",
            "CLM_DRG_OUTLIER_STAY_CD",
            "REV_CNTR_APC_HIPPS_CD",
            "REV_CNTR_DSCNT_IND_CD",
            "REV_CNTR_OTAF_PMT_CD",
            "REV_CNTR_PACKG_IND_CD",
            "REV_CNTR_PMT_MTHD_IND_CD",
            "PRSCRBR_ID_QLFYR_CD",
        ],
        kinds: &[],
        status: Status::Nowhere,
        why: "The dictionary names no place, and BFD v2 serves it nowhere. It is kept, and v3 serves most of it.",
    },
    Review {
        columns: &["CARR_CLM_PRMRY_PYR_PD_AMT"],
        kinds: &[RifType::Carrier, RifType::Dme],
        status: Status::Lost,
        why: "Known defect primary-payer-total: the amount stands under its own variable.",
    },
    Review {
        columns: &["CLM_PPS_CPTL_DRG_WT_NUM"],
        kinds: &[RifType::Inpatient],
        status: Status::Lost,
        why: "Known defect drg-weight: the weight has a fraction, which usedUnsignedInt has not.",
    },
    Review {
        columns: &["REV_CNTR_NDC_QTY_QLFR_CD"],
        kinds: &[],
        status: Status::Lost,
        why: "Known defect ndc-unit: the unit stands in the quantity.",
    },
    Review {
        columns: &["HCPCS_CD"],
        kinds: &[RifType::Carrier, RifType::Dme],
        status: Status::Lost,
        why: "In BFD's answers carrier and equipment claims have the procedure under codesystem/hcpcs alone.",
    },
    Review {
        columns: &["RFR_PHYSN_UPIN", "RNDRNG_PHYSN_UPIN"],
        kinds: &[],
        status: Status::Lost,
        why: "A UPIN is served where there is no NPI, as the dictionary says in words.",
    },
    Review {
        columns: &["NCVRD_PLAN_PD_AMT"],
        kinds: &[RifType::Pde],
        status: Status::Lost,
        why: "Served of drugs that are not covered; and the path looks for an amount among reasons.",
    },
    Review {
        columns: &["HCPCS_2ND_MDFR_CD", "HCPCS_3RD_MDFR_CD", "HCPCS_4TH_MDFR_CD"],
        kinds: &[],
        status: Status::Made,
        why: "All modifiers have one path: it finds the first modifier.",
    },
    Review {
        columns: &["ICD_DGNS_E_VRSN_CD*", "RSN_VISIT_CD*", "RSN_VISIT_VRSN_CD*"],
        kinds: &[],
        status: Status::Made,
        why: "All of a kind have one path: it finds the first of them.",
    },
    Review {
        columns: &["ICD_DGNS_CD*", "ICD_DGNS_VRSN_CD*", "ICD_DGNS_E_CD*"],
        kinds: &[RifType::Hha],
        status: Status::Made,
        why: "Home health claims call diagnoses and external causes alike secondary, so that a path finds both.",
    },
    Review {
        columns: &["BENE_ID", "BENE_PTB_TRMNTN_CD", ""],
        kinds: &[RifType::Beneficiary],
        status: Status::Nowhere,
        why: "The dictionary says in words alone what becomes of it: ids, references, the status.",
    },
    Review {
        columns: &["BENE_ID"],
        kinds: &[RifType::Beneficiary],
        status: Status::Differs,
        why: "The id of a Coverage begins with the part: part-a-567834.",
    },
    Review {
        columns: &["COVSTART"],
        kinds: &[RifType::Beneficiary],
        status: Status::Differs,
        why: "In BFD's answers the period begins with the part's own start, PTA_CVRG_STRT_DT or PTB_CVRG_STRT_DT.",
    },
    Review {
        columns: &["MBI_NUM"],
        kinds: &[RifType::Beneficiary],
        status: Status::Differs,
        why: "Earlier identifiers are those of other rows, of the history.",
    },
    Review {
        columns: &["PTD_CNTRCT_*"],
        kinds: &[RifType::Beneficiary],
        status: Status::Lost,
        why: "In BFD's answers the URL reads ptdcntrct01/2018-1, not ptdcntrct01-2018-1.",
    },
    Review {
        columns: &["RDS_*"],
        kinds: &[RifType::Beneficiary],
        status: Status::Lost,
        why: "In BFD's answers the variable is called rdsind01, not rdsnind01.",
    },
    Review {
        columns: &[""],
        kinds: &[RifType::Beneficiary],
        status: Status::Lost,
        why: "R4 has no Coverage.grouping: group and plan are classes.",
    },
];

impl Review {
    /// Whether this is why the row does not hold.
    pub(crate) fn explains(&self, column: &str, kind: RifType, status: Status) -> bool {
        let named = |pattern: &&str| match pattern.strip_suffix('*') {
            Some(stem) => column.starts_with(stem),
            None => *pattern == column,
        };
        self.columns.iter().any(named)
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && self.status == status
            && self.why.len() > 20
    }
}
