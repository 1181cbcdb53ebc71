//! `$explain`: the values of a claim and the cells behind them, for those who may read the claim.

use bluestem_model::label::Labels;
use serde_json::Value;

use crate::world::{ALL, LABELLED, OTHER, OWN, World};

/// The parts of a parameter by their names; a value's own field is what is not `name`.
fn part<'v>(parameter: &'v Value, name: &str) -> Option<&'v Value> {
    let parts = parameter["part"].as_array().unwrap();
    let part = parts.iter().find(|part| part["name"] == name)?.as_object().unwrap();
    part.iter().find(|(field, _)| *field != "name").map(|(_, value)| value)
}

#[tokio::test]
async fn each_value_names_its_cell() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let answer = world.get(&token, "/v3/fhir/ExplanationOfBenefit/1001/$explain").await.resource();
    assert_eq!(answer["resourceType"], "Parameters");
    let elements = answer["parameter"].as_array().unwrap();
    let of = |path: &str| elements.iter().find(|element| part(element, "path").unwrap() == path).unwrap();
    let start = of("billablePeriod.start");
    assert_eq!(part(start, "basis").unwrap(), "copied");
    assert_eq!(part(start, "element").unwrap(), "ExplanationOfBenefit.billablePeriod.start");
    let source = start["part"].as_array().unwrap().iter().find(|part| part["name"] == "source").unwrap();
    assert_eq!(part(source, "file").unwrap(), "SYNTHETIC_CLM.csv");
    assert_eq!(part(source, "column").unwrap(), "CLM_FROM_DT");
    assert_eq!(part(source, "view").unwrap(), "V2_MDCR_CLM");
    assert_eq!(part(source, "line").unwrap(), 2);
    assert_eq!(part(source, "value"), part(start, "value"));
    let status = of("status");
    assert_eq!(
        (part(status, "basis").unwrap(), part(status, "value").unwrap()),
        (&"constant".into(), &"active".into())
    );
    assert!(part(status, "note").is_some());
    assert_eq!(part(of("meta.lastUpdated"), "basis").unwrap(), "server");
}

/// `docs/explain.md` shows one element of an answer; it is this very one.
#[tokio::test]
async fn the_documents_example_is_what_is_answered() {
    let document = include_str!("../../../../docs/explain.md");
    let example = document.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let example: Value = serde_json::from_str(example).unwrap();
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let answer = world.get(&token, "/v3/fhir/ExplanationOfBenefit/1001/$explain").await.resource();
    let elements = answer["parameter"].as_array().unwrap();
    let path = part(&example, "path");
    assert_eq!(elements.iter().find(|element| part(element, "path") == path), Some(&example));
}

#[tokio::test]
async fn what_may_not_be_read_is_not_explained() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for path in ["2001", "9999"] {
        let read = world.get(&token, &format!("/v3/fhir/ExplanationOfBenefit/{path}")).await;
        let explained = world.get(&token, &format!("/v3/fhir/ExplanationOfBenefit/{path}/$explain")).await;
        assert_eq!(explained.outcome().0, 404);
        assert_eq!(explained.text, read.text);
    }
    world.travel(1);
    let searcher = world.token(OWN, "patient/ExplanationOfBenefit.s").await;
    assert_eq!(world.get(&searcher, "/v3/fhir/ExplanationOfBenefit/1001/$explain").await.outcome().0, 403);
}

#[tokio::test]
async fn a_withheld_claim_is_not_explained() {
    let world = World::new().await;
    let path = format!("/v3/fhir/ExplanationOfBenefit/{LABELLED}");
    let token = world.withholding_token(OTHER, ALL, Labels::PART2).await;
    for path in [path.clone(), format!("{path}/$explain")] {
        assert_eq!(world.get(&token, &path).await.outcome().0, 404, "{path}");
    }
    world.travel(1);
    let token = world.token(OTHER, ALL).await;
    world.get(&token, &format!("{path}/$explain")).await.resource();
}
