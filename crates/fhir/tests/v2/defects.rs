//! Each known defect of BFD v2 is off by default and comes back by its switch, alone.

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v2::eob::{Defect, Defects};
use serde_json::Value;

use crate::source::shared;
use crate::{compare, rif};

/// For each defect, samples that show it and the elements that it changes.
const SHOWN: &[(Defect, &str, &[&str])] = &[
    (Defect::RevenueCoding, "snf", &["item[1].revenue.coding[1].code"]),
    (Defect::NdcUnit, "outpatient", &["item[25].modifier[1]", "item[25].quantity.unit"]),
    (
        Defect::DrgWeight,
        "inpatient",
        &["benefitBalance[1].financial[19].extension", "benefitBalance[1].financial[19].usedUnsignedInt"],
    ),
    (Defect::ZeroUnits, "inpatient", &["item[1].extension"]),
    (
        Defect::PrimaryPayerTotal,
        "dme",
        &[
            "total[https://bluebutton.cms.gov/resources/variables/carr_clm_prmry_pyr_pd_amt]",
            "total[https://bluebutton.cms.gov/resources/variables/clm_tot_chrg_amt]",
        ],
    ),
    (
        Defect::EquipmentAmounts,
        "dme",
        &[
            "item[1].adjudication[https://bluebutton.cms.gov/resources/variables/line_bene_pmt_amt (2)]",
            "item[1].adjudication[https://bluebutton.cms.gov/resources/variables/line_dme_prchs_price_amt (2)]",
            "item[1].adjudication[https://bluebutton.cms.gov/resources/variables/rev_cntr_prvdr_pmt_amt]",
        ],
    ),
    (Defect::UnitCount, "bcarrier", &["item[6].extension[carr_line_mtus_cnt (2)]"]),
    (Defect::EquipmentPartA, "dme", &["insurance[0].coverage.reference"]),
];

fn changed(claim: &bluestem_model::claim::StoredClaim, defect: Defect) -> Vec<String> {
    let with = |defects| rif::rendered(claim, &Displays::default(), false, defects);
    let (without, with) = (with(Defects::default()), with(Defects::default().with(defect)));
    let found = compare::differences(&without, &with);
    let mut paths: Vec<String> = found.into_iter().map(|found| found.path).collect();
    paths.sort();
    paths
}

#[test]
fn each_defect_is_switched_alone() {
    let Some(shared) = shared() else { return };
    for (defect, sample, elements) in SHOWN {
        let claim = rif::stored(&rif::sample(&shared, sample));
        assert_eq!(changed(&claim, *defect), *elements, "{}", defect.name());
    }
    // Of drugs that are not covered there is no sample: one is made of the one that is.
    let mut event = rif::sample(&shared, "pde");
    event.replace("DRUG_CVRG_STUS_CD", "E");
    let claim = rif::stored(&event);
    let variable = |name: &str| {
        format!("item[1].adjudication[https://bluebutton.cms.gov/resources/variables/{name}_plan_pd_amt]")
    };
    assert_eq!(changed(&claim, Defect::NoncoveredDrug), [variable("cvrd_d"), variable("ncvrd")]);
    let all = SHOWN.len() + 1;
    assert_eq!(all, Defect::ALL.len());
    let resource = rif::rendered(&claim, &Displays::default(), false, Defects::default());
    assert_eq!(resource["item"][0]["adjudication"][0]["amount"]["value"], Value::from(17.98));
}
