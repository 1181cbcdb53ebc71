//! The digital insurance card, as apps and systems get it. Held against the C4DIC profiles by `tests/test_card.py`.

use serde_json::Value;

use crate::world::{ALL, OTHER, OWN, World};

fn resources<'a>(card: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = card["entry"].as_array().unwrap().iter();
    entries.map(|entry| &entry["resource"]).filter(|resource| resource["resourceType"] == kind).collect()
}

#[tokio::test]
async fn the_card_holds_the_person_their_coverages_and_who_pays() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let card = world.get(&token, "/v3/fhir/Patient/$generate-insurance-card").await.resource();
    assert_eq!((&card["resourceType"], &card["type"]), (&"Bundle".into(), &"collection".into()));
    let entries = card["entry"].as_array().unwrap();
    let urls: Vec<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    assert!(urls.iter().all(|url| url.starts_with("urn:uuid:") && url.len() == 45), "{urls:?}");
    let mut unique = urls.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), urls.len());

    assert_eq!(resources(&card, "Patient")[0]["name"][0]["family"], "Sample");
    let coverages = resources(&card, "Coverage");
    let ids: Vec<&Value> = coverages.iter().map(|coverage| &coverage["id"]).collect();
    assert_eq!(ids, ["part-a--101", "part-c--101-H1234-001"]);
    assert_eq!(resources(&card, "Organization").len(), 2);
    for coverage in coverages {
        assert_eq!(coverage["identifier"][0]["value"], "1S00AA0AA01");
        for reference in ["subscriber", "beneficiary"] {
            assert_eq!(coverage[reference]["reference"], urls[0]);
        }
        let payor = coverage["payor"][0]["reference"].as_str().unwrap();
        assert!(urls.contains(&payor));
        assert_eq!(coverage["identifier"][0]["assigner"]["reference"], payor);
        let languages: Vec<_> = coverage["extension"]
            .as_array()
            .unwrap()
            .iter()
            .map(|extension| extension["valueAnnotation"]["_text"]["extension"][0]["valueCode"].clone())
            .collect();
        assert_eq!(languages, ["en", "es"]);
    }
}

#[tokio::test]
async fn systems_name_the_person_or_the_coverage() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let card = async |id: &str| {
        world.get(&system, &format!("/v3/fhir/Coverage/{id}/$generate-insurance-card")).await
    };
    assert_eq!(resources(&card("-201").await.resource(), "Coverage").len(), 2);
    let part = card("part-a--201").await.resource();
    assert_eq!(resources(&part, "Coverage").len(), 1);
    for absent in ["-77", "part-d--201", "-102"] {
        assert_eq!(card(absent).await.outcome().0, 404, "{absent}");
    }
    assert_eq!(card("part-z-1").await.outcome().0, 400);
    let whose = world.get(&system, "/v3/fhir/Patient/$generate-insurance-card").await.outcome();
    assert_eq!(whose.0, 400);
}

#[tokio::test]
async fn a_person_gets_no_card_but_their_own() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let path = format!("/v3/fhir/Coverage/{OTHER}/$generate-insurance-card");
    assert_eq!(world.get(&token, &path).await.outcome().0, 404);
    let narrow = world.token(OWN, "patient/Coverage.rs").await;
    let card = world.get(&narrow, "/v3/fhir/Patient/$generate-insurance-card").await;
    assert_eq!(card.outcome().0, 403, "without the person's demographics there is no card");
}
