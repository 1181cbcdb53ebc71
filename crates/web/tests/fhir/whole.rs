//! Searches as a whole: with what the matches name, and a person's whole record.

use serde_json::Value;

use crate::world::{ALL, Answer, OTHER, OWN, World};

const EOB: &str = "/v3/fhir/ExplanationOfBenefit";

/// Search mode, type and id of every entry.
pub(crate) fn entries(answer: &Answer) -> Vec<(String, String, String)> {
    let bundle = answer.resource();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    let of = |entry: &Value| {
        let resource = &entry["resource"];
        (text(&entry["search"]["mode"]), text(&resource["resourceType"]), text(&resource["id"]))
    };
    entries.iter().map(of).collect()
}

#[tokio::test]
async fn every_prefix_of_last_updated() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    // Loaded at 2025-01-01T00:00:00.123456Z.
    for (value, matches) in [
        ("2025-01-01", true),
        ("eq2025-01-01T00:00:00.123Z", true),
        ("eq2025-01-01T00:00:00.124Z", false),
        ("ne2025-01-01", false),
        ("ne2025-01-02", true),
        ("gt2025-01-01T00:00:00.122Z", true),
        ("gt2025-01-01T00:00:00.123Z", false),
        ("sa2025-01-01T00:00:00.122Z", true),
        ("sa2025-01-01T00:00:00.123Z", false),
        ("sa2025-01-01", false),
        ("ge2025-01-01T00:00:00.123Z", true),
        ("ge2025-01-01T00:00:00.124Z", false),
        ("lt2025-01-01T00:00:00.124Z", true),
        ("lt2025-01-01T00:00:00.123Z", false),
        ("eb2025-01-01T00:00:00.124Z", true),
        ("eb2025-01-01T00:00:00.123Z", false),
        ("le2025-01", true),
        ("le2025-01-01T00:00:00.123Z", true),
        ("le2025-01-01T00:00:00.122Z", false),
        ("ap2024-12-31", true),
        ("ap2024-11-01", false),
    ] {
        for path in [format!("{EOB}?_id=2001"), format!("/v3/fhir/Patient?_id={OTHER}")] {
            let bundle = world.get(&system, &format!("{path}&_lastUpdated={value}")).await.resource();
            assert_eq!(bundle["total"], u8::from(matches), "{path} {value}");
        }
        let coverage = format!("/v3/fhir/Coverage?_id=part-a-{OTHER}&_lastUpdated={value}");
        assert_eq!(world.get(&system, &coverage).await.resource()["total"], u8::from(matches), "{value}");
    }
}

#[tokio::test]
async fn dates_of_service_may_be_left_out_or_about() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let all = async |query: &str| {
        let answer = world.get(&system, &format!("{EOB}?patient={OWN}&_count=100&{query}")).await;
        let bundle = answer.resource();
        let claims = bundle["entry"].as_array().cloned().unwrap_or_default();
        let day = |entry: &Value| entry["resource"]["billablePeriod"]["start"].as_str().unwrap().to_owned();
        claims.iter().map(day).collect::<Vec<_>>()
    };
    let days = all("").await;
    let one = days[0].clone();
    for name in ["service-date", "service-start-date", "billable-period-start"] {
        let others = all(&format!("{name}=ne{one}")).await;
        assert!(!others.contains(&one) && others.len() == days.iter().filter(|day| **day != one).count());
        assert_eq!(
            all(&format!("{name}=ap{one}")).await.len(),
            days.len(),
            "all within five weeks of January"
        );
    }
}

#[tokio::test]
async fn claims_are_found_by_their_identifiers() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let system = world.system_token("system/*.rs").await;
    assert_eq!(world.get(&token, &format!("{EOB}?identifier=1003")).await.ids(), ["1003"]);
    assert_eq!(world.get(&token, &format!("{EOB}?identifier=%7C1003")).await.ids(), ["1003"]);
    assert!(world.get(&token, &format!("{EOB}?identifier=%7C2001")).await.ids().is_empty(), "another's");
    assert_eq!(world.get(&system, &format!("{EOB}?identifier=%7C2001")).await.ids(), ["2001"]);
    let control = "identifier=https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM%7C1003";
    assert!(world.get(&token, &format!("{EOB}?{control}")).await.ids().is_empty());
}

#[tokio::test]
async fn what_the_matches_name_is_included_as_far_as_the_token_reaches() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let path = format!("{EOB}?_id=1001,2001&_include=ExplanationOfBenefit:*");
    let answer = world.get(&system, &path).await;
    assert_eq!(answer.json()["total"], 2);
    let found = entries(&answer);
    let entry = |mode: &str, kind: &str, id: &str| (mode.to_owned(), kind.to_owned(), id.to_owned());
    assert_eq!(
        found[..2],
        [entry("match", "ExplanationOfBenefit", "1001"), entry("match", "ExplanationOfBenefit", "2001")]
    );
    assert_eq!(found[2..4], [entry("include", "Patient", "-101"), entry("include", "Patient", "-201")]);
    // Carrier claims name Part B, which these people do not have: they refer to nothing.
    assert_eq!(found[4..], [entry("outcome", "OperationOutcome", "")]);
    let told = answer.json()["entry"][4]["resource"]["issue"].to_string();
    assert!(told.contains("ExplanationOfBenefit:provider is not included separately"), "{told}");
    assert!(!told.contains("Coverage"), "{told}");
    assert_eq!(answer.json()["entry"][0]["resource"]["insurance"][0]["coverage"].get("reference"), None);

    let covered = "/v3/fhir/Coverage?_id=part-a--101&_include=Coverage:beneficiary";
    assert_eq!(entries(&world.get(&system, covered).await)[1], entry("include", "Patient", "-101"));

    let narrow = world.token(OWN, "patient/ExplanationOfBenefit.rs").await;
    let path = format!("{EOB}?_count=1&_include=ExplanationOfBenefit:patient");
    let refused = world.get(&narrow, &path).await;
    assert_eq!(entries(&refused).len(), 2);
    let told = &refused.json()["entry"][1]["resource"]["issue"][0]["diagnostics"];
    assert_eq!(*told, "Patient is not included: the token's scope does not cover it.");
}

#[tokio::test]
async fn totals_alone_and_pages_without() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let alone = world.get(&token, &format!("{EOB}?_summary=count")).await;
    assert_eq!((alone.json()["total"].clone(), alone.ids().len()), (25.into(), 0));
    let without = world.get(&token, &format!("{EOB}?_total=none")).await;
    assert!(without.json().get("total").is_none());
    assert!(without.link("next").unwrap().contains("_total=none"));
}

#[tokio::test]
async fn everything_comes_page_by_page_in_one_order() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let start = format!("/v3/fhir/Patient/{OWN}/$everything?_count=2");
    let mut page = world.get(&token, &start).await;
    let mut found = Vec::new();
    loop {
        let here = entries(&page);
        assert!(here.len() <= 2 && here.iter().all(|(mode, ..)| mode == "match"));
        assert_eq!(page.json()["total"], 29);
        found.extend(here.into_iter().map(|(_, kind, id)| format!("{kind}/{id}")));
        let Some(next) = page.link("next") else { break };
        page = world.get(&token, &next).await;
    }
    assert_eq!(found[..3], ["Patient/-101", "Coverage/part-a--101", "Coverage/part-c--101-H1234-001"]);
    // Claims in process are part of everything.
    assert_eq!(found[3..5], ["ExplanationOfBenefit/500", "ExplanationOfBenefit/1001"]);
    assert_eq!(found.len(), 29);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 29);
}

#[tokio::test]
async fn everything_keeps_to_types_scopes_and_people() {
    let world = World::new().await;
    let everything = |id: i64, query: &str| format!("/v3/fhir/Patient/{id}/$everything?{query}");
    let token = world.token(OWN, "patient/Patient.rs patient/Coverage.rs").await;
    assert_eq!(world.get(&token, &everything(OWN, "")).await.json()["total"], 3);
    let named = world.get(&token, &everything(OWN, "_type=ExplanationOfBenefit")).await;
    assert_eq!(named.outcome().0, 403);
    assert_eq!(world.get(&token, &everything(OTHER, "")).await.outcome().0, 404);
    assert_eq!(world.get(&token, &everything(OWN, "_type=Patient")).await.ids(), ["-101"]);
    assert!(world.get(&token, &everything(OWN, "_since=2025-01-02T00:00:00Z")).await.ids().is_empty());
    let claims = world.token(OWN, "patient/ExplanationOfBenefit.rs").await;
    assert_eq!(world.get(&claims, &everything(OWN, "")).await.outcome().0, 403);
}
