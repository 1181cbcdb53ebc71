//! The dictionary and the documents that are made of it.

#![allow(clippy::unwrap_used, clippy::panic)] // a test may panic: that is how it fails

#[path = "../support/document.rs"]
mod document;

use std::collections::BTreeSet;

use bluestem_fhir::dictionary::{
    RULES, RifUse, Use, column_use, columns_markdown, elements, find, markdown, migration_markdown,
    rif_markdown, rif_use, rule_note,
};
use bluestem_model::column::{Column, View, clm, clm_fiss};
use bluestem_model::rif::RifType;

#[test]
fn the_documents_are_current() {
    document::hold("data-dictionary.md", &markdown());
    document::hold("column-coverage.md", &columns_markdown());
    document::hold("v2.md", &migration_markdown());
    document::hold("rif-coverage.md", &rif_markdown());
}

#[test]
fn every_element_has_a_path_of_its_own_a_meaning_and_a_known_rule() {
    let mut anchors = BTreeSet::new();
    for element in elements() {
        assert!(anchors.insert(element.anchor()), "{}", element.path);
        assert!(!element.meaning.is_empty(), "{}", element.path);
        assert!(rule_note(element.rule).is_some(), "{} {}", element.path, element.rule);
        assert_eq!(
            element.families.is_empty(),
            element.resource() != "ExplanationOfBenefit",
            "{}",
            element.path
        );
        assert!(element.columns.iter().all(|column| column.spec().is_some()), "{}", element.path);
    }
    for (name, note) in RULES {
        assert_eq!(rule_note(name), Some(*note), "rules stand in the order of their names: {name}");
        assert!(elements().iter().any(|element| element.rule == *name), "{name} is nobody's rule");
    }
}

#[test]
fn a_part_of_an_element_is_found_under_it() {
    let path = |path: &str| find(path).map(|element| element.path.as_str());
    let drg = "ExplanationOfBenefit.supportingInfo:drg";
    let part = format!("{drg}.code.coding.system");
    assert_eq!(path(&part), Some(drg));
    assert_eq!(path("ExplanationOfBenefit.total:submitted.amount"), Some("ExplanationOfBenefit.total"));
    assert_eq!(path("ExplanationOfBenefit.nothing"), None);
}

#[test]
fn of_every_column_it_is_said_what_becomes_of_it() {
    let columns = View::all().flat_map(|spec| {
        (0..spec.columns.len()).map(|place| Column::new(spec.view, u8::try_from(place).unwrap()))
    });
    for column in columns {
        assert!(column_use(column).is_some(), "{column:?} is in no part of the coverage report");
    }
}

#[test]
fn columns_are_served_used_or_stored() {
    let Some(Use::Served(paths)) = column_use(clm::CLM_PMT_AMT) else { panic!("CLM_PMT_AMT is served") };
    assert_eq!(paths, ["ExplanationOfBenefit.payment.amount"]);
    assert!(matches!(column_use(clm::CLM_LTST_CLM_IND), Some(Use::Used(_))));
    assert!(matches!(column_use(clm::CLM_OBSLT_DT), Some(Use::Stored(_))));
    assert!(matches!(column_use(clm_fiss::CLM_PPS_IND), Some(Use::Stored(_))));
}

#[test]
fn of_every_column_of_the_research_format_it_is_said_what_becomes_of_it() {
    let uses = RifType::ALL.map(|kind| (kind, kind.columns()));
    let refused: Vec<&str> = uses
        .iter()
        .flat_map(|(kind, columns)| columns.iter().map(move |column| (column, rif_use(*kind, column))))
        .filter(|(_, found)| matches!(found, RifUse::Refused(_)))
        .map(|(column, _)| column.name)
        .collect();
    assert_eq!(refused, ["BENE_CRNT_HIC_NUM"; 2]);
    let of = |name: &str| rif_use(RifType::Carrier, RifType::Carrier.column(name).unwrap());
    assert!(matches!(of("CLM_PMT_AMT"), RifUse::Served(_)));
    assert!(matches!(of("PRNCPAL_DGNS_CD"), RifUse::Stored(_)));
    assert!(matches!(of("DML_IND"), RifUse::Used(_)));
}
