//! Where v2 differs from BFD v2 on purpose.

use bluestem_fhir::v2::eob::Defect;

use crate::compare::Found;

/// One deliberate difference.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The elements, as a pattern.
    pub(crate) path: &'static str,
    /// Why.
    pub(crate) why: &'static str,
    /// The switch that takes it back.
    pub(crate) switch: Option<Defect>,
    /// Whether a golden shows it. What none shows is said here for readers.
    pub(crate) shown: bool,
}

/// Every deliberate difference.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        path: "item[*].revenue.coding[1].code",
        why: "NUBC's revenue codes are revenue codes; BFD writes the deductible and coinsurance code there.",
        switch: Some(Defect::RevenueCoding),
        shown: true,
    },
    Difference {
        path: "item[*].modifier",
        why: "The unit of a drug quantity modifies no procedure: it stands in the quantity.",
        switch: Some(Defect::NdcUnit),
        shown: true,
    },
    Difference {
        path: "item[*].quantity.unit",
        why: "The quantity says its unit, which BFD writes as a modifier.",
        switch: Some(Defect::NdcUnit),
        shown: true,
    },
    Difference {
        path: "benefitBalance[*].financial[19].usedUnsignedInt",
        why: "A DRG weight has a fraction: BFD cuts 1.2494 to 1.",
        switch: Some(Defect::DrgWeight),
        shown: true,
    },
    Difference {
        path: "benefitBalance[*].financial[19].extension",
        why: "The DRG weight with its fraction.",
        switch: Some(Defect::DrgWeight),
        shown: true,
    },
    Difference {
        path: "item[*].extension",
        why: "Zero units are said by the source; BFD leaves them out, and with them the only extension.",
        switch: Some(Defect::ZeroUnits),
        shown: true,
    },
    Difference {
        path: "item[*].extension[carr_line_ansthsa_unit_cnt]",
        why: "Zero anesthesia units are said by the source; BFD leaves them out.",
        switch: Some(Defect::ZeroUnits),
        shown: true,
    },
    Difference {
        path: "item[*].extension[carr_line_mtus_cnt (2)]",
        why: "The unit code is no count: it stands under its own variable alone.",
        switch: Some(Defect::UnitCount),
        shown: true,
    },
    Difference {
        path: "total[https://bluebutton.cms.gov/resources/variables/clm_tot_chrg_amt]",
        why: "What the primary payer paid is not the total charge of the claim.",
        switch: Some(Defect::PrimaryPayerTotal),
        shown: true,
    },
    Difference {
        path: "total[https://bluebutton.cms.gov/resources/variables/carr_clm_prmry_pyr_pd_amt]",
        why: "What the primary payer paid, under its own variable.",
        switch: Some(Defect::PrimaryPayerTotal),
        shown: true,
    },
    Difference {
        path: "item[*].adjudication[https://bluebutton.cms.gov/resources/variables/rev_cntr_prvdr_pmt_amt]",
        why: "An equipment claim has no revenue center: the amount is the one of line_prvdr_pmt_amt.",
        switch: Some(Defect::EquipmentAmounts),
        shown: true,
    },
    Difference {
        path: "item[*].adjudication[*/line_bene_pmt_amt (2)]",
        why: "The purchase price is nothing that was paid to the beneficiary.",
        switch: Some(Defect::EquipmentAmounts),
        shown: true,
    },
    Difference {
        path: "item[*].adjudication[*/line_dme_prchs_price_amt (2)]",
        why: "The purchase price is said once already.",
        switch: Some(Defect::EquipmentAmounts),
        shown: true,
    },
    Difference {
        path: "item[*].adjudication[*/cvrd_d_plan_pd_amt]",
        why: "What was paid for a drug that is not covered stands under ncvrd_plan_pd_amt.",
        switch: Some(Defect::NoncoveredDrug),
        shown: false,
    },
    Difference {
        path: "insurance[*].coverage.reference",
        why: "Part B pays for equipment; BFD refers to Part A.",
        switch: Some(Defect::EquipmentPartA),
        shown: true,
    },
    Difference {
        path: "created",
        why: "BFD says when it answers; we say when the claim last changed here, so that answers stay the same.",
        switch: None,
        shown: false,
    },
    Difference {
        path: "diagnosis[*]",
        why: "A code that is both the admitting and the principal diagnosis is listed as each, so that CARIN's slices are there; BFD looks at the code alone.",
        switch: None,
        shown: false,
    },
    Difference {
        path: "careTeam[*]",
        why: "A prescriber that is named by anything but an NPI is left out; BFD answers with an error.",
        switch: None,
        shown: false,
    },
    Difference {
        path: "item[*].productOrService.coding[0]",
        why: "The procedure also stands under variables/hcpcs_cd of every institutional claim, as CMS's dictionary says of all.",
        switch: None,
        shown: false,
    },
];

impl Difference {
    /// Whether `found` is this difference.
    pub(crate) fn covers(&self, found: &Found) -> bool {
        matches(self.path, &found.path)
    }
}

/// `*` stands for a name or what is between brackets.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == path };
    let Some(tail) = path.strip_prefix(head) else { return false };
    let end = tail.find(['[', ']']).unwrap_or(tail.len());
    (0..=end).any(|place| tail.get(place..).is_some_and(|tail| matches(rest, tail)))
}
