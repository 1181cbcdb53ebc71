//! What v2 means where v3 means something else.

use bluestem_model::label::Labels;
use http::{Method, header};

use crate::world::{ALL, Answer, CCW, CCW_CLAIMS, CCW_LABELLED, CCW_NUMBER, OWN, World};

const EOB: &str = "/v2/fhir/ExplanationOfBenefit";

async fn own(world: &World) -> String {
    world.ccw_token(ALL, Labels::NONE).await
}

/// Path and query of every link, by relation.
fn relations(answer: &Answer) -> Vec<(String, String)> {
    let links = answer.json()["link"].as_array().unwrap().clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    links.iter().map(|link| (text(&link["relation"]), text(&link["url"]))).collect()
}

#[tokio::test]
async fn pages_are_numbered_and_hold_everything_once() {
    let world = World::new().await;
    let token = own(&world).await;
    let first = world.get(&token, EOB).await;
    assert_eq!(first.json()["total"], CCW_CLAIMS);
    assert_eq!(first.ids().len(), 10);
    let words: Vec<_> = relations(&first).into_iter().map(|(relation, _)| relation).collect();
    assert_eq!(words, ["self", "first", "next", "last"]);

    let (mut all, mut page) = (Vec::new(), first);
    loop {
        all.extend(page.ids());
        let Some(next) = page.link("next") else { break };
        page = world.get(&token, &next).await;
    }
    assert_eq!(all.len(), CCW_CLAIMS);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), CCW_CLAIMS);
    let words: Vec<_> = relations(&page).into_iter().map(|(relation, _)| relation).collect();
    assert_eq!(words, ["self", "first", "previous", "last"]);
    assert_eq!(world.get(&token, &page.link("last").unwrap()).await.ids(), page.ids());
    let before = world.get(&token, &page.link("previous").unwrap()).await;
    assert_eq!(before.link("next"), page.link("self"));
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused_and_never_empty() {
    let world = World::new().await;
    let token = own(&world).await;
    for (query, text) in [
        ("_count=0", "Invalid pageSize '0'".to_owned()),
        ("_count=51", "value must be at most 50".to_owned()),
        ("startIndex=-1", "value must be at least 0".to_owned()),
        (
            &format!("startIndex={CCW_CLAIMS}"),
            format!("Value for startIndex ({CCW_CLAIMS}) must be less than than result size ({CCW_CLAIMS})"),
        ),
        ("type=dental", "the type parameter value is not valid".to_owned()),
        ("type:not=pde", "the modifier ':not' is not supported here".to_owned()),
        ("service-date=xx2020", "the service-date operator is not valid".to_owned()),
        ("excludeSAMHSA=yes", "the value is none of true, false".to_owned()),
    ] {
        let answer = world.get(&token, &format!("{EOB}?{query}")).await;
        assert_eq!(answer.outcome(), (400, "processing".into(), text), "{query}");
    }
    // That nothing matches is no error, wherever the page begins.
    let none = world.get(&token, &format!("{EOB}?type=snf&startIndex=7")).await;
    assert!(none.ids().is_empty());
    assert_eq!(none.json()["total"], 0);
}

#[tokio::test]
async fn repeated_types_must_all_hold() {
    let world = World::new().await;
    let token = own(&world).await;
    let count = |query: &'static str| {
        let (world, token) = (&world, token.clone());
        async move { world.get(&token, &format!("{EOB}?{query}&_count=50")).await.ids().len() }
    };
    let (carrier, both) = (count("type=carrier").await, count("type=carrier,pde").await);
    assert!(0 < carrier && carrier < both);
    assert_eq!(count("type=carrier&type=pde").await, 0);
    assert_eq!(count("type=carrier,pde&type=carrier").await, carrier);
    let system = "https://bluebutton.cms.gov/resources/codesystem/eob-type%7C";
    assert_eq!(
        world.get(&token, &format!("{EOB}?type={system}CARRIER&_count=50")).await.ids().len(),
        carrier
    );
    // In v3 they are alternatives.
    let v3 = world.get(&token, "/v3/fhir/ExplanationOfBenefit?type=carrier&type=pde&_count=50").await;
    assert_eq!(v3.ids().len(), both);
}

#[tokio::test]
async fn a_number_of_the_warehouse_is_never_one_of_the_repository() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    // The same number is two people and two claims, one of each source.
    let of = |path: String| {
        let (world, system) = (&world, system.clone());
        async move { world.get(&system, &path).await }
    };
    let v2 = of(format!("/v2/fhir/Patient/{CCW_NUMBER}")).await.resource();
    let v3 = of(format!("/v3/fhir/Patient/{CCW_NUMBER}")).await.resource();
    let family = |patient: &serde_json::Value| patient["name"][0]["family"].clone();
    assert_ne!(family(&v2), family(&v3));
    let in_v3 = of(format!("/v3/fhir/Patient/ccw-{CCW_NUMBER}")).await.resource();
    let in_v2 = of(format!("/v2/fhir/Patient/idr-{CCW_NUMBER}")).await.resource();
    assert_eq!((family(&in_v3), family(&in_v2)), (family(&v2), family(&v3)));
    assert_eq!(v2["id"], CCW_NUMBER.to_string());

    let claims = of(format!("/v2/fhir/ExplanationOfBenefit?patient={CCW_NUMBER}&type=carrier")).await;
    for id in claims.ids() {
        let read = of(format!("/v2/fhir/ExplanationOfBenefit/{id}")).await.resource();
        assert_eq!(read["patient"]["reference"], format!("Patient/{CCW_NUMBER}"));
        let in_v3 = of(format!("/v3/fhir/ExplanationOfBenefit/{id}")).await.resource();
        assert_eq!(in_v3["patient"]["reference"], format!("Patient/ccw-{CCW_NUMBER}"));
    }
    // A claim and a drug event of the same number, and the wrong type of a right number.
    let number = CCW + 1;
    assert_eq!(of(format!("{EOB}/carrier-{number}")).await.resource()["id"], format!("carrier-{number}"));
    assert_eq!(of(format!("{EOB}/pde-{number}")).await.resource()["id"], format!("pde-{number}"));
    assert_eq!(of(format!("{EOB}/snf-{number}")).await.status.as_u16(), 404);
}

#[tokio::test]
async fn ids_of_unknown_form_are_refused_and_unknown_ids_absent() {
    let world = World::new().await;
    let token = own(&world).await;
    let claim = |id: &str| {
        format!(
            "ExplanationOfBenefit ID pattern: '{id}' does not match expected pattern: {{alphaString}}-{{idNumber}}"
        )
    };
    let coverage = |id: &str| {
        format!(
            "Coverage ID pattern: '{id}' does not match expected patterns: {{alphaString}}-{{singleCharacter}}-{{idNumber}}"
        )
    };
    for (path, text) in [
        ("ExplanationOfBenefit/123", claim("123")),
        ("ExplanationOfBenefit/carrier", claim("carrier")),
        ("ExplanationOfBenefit/carrier-1x", claim("carrier-1x")),
        ("Coverage/part-e-1", coverage("part-e-1")),
        ("Coverage/dual-1", coverage("dual-1")),
        ("Coverage/part-c-1-H1234-001", coverage("part-c-1-H1234-001")),
        ("Patient/x", "ID is not a valid number".to_owned()),
    ] {
        let answer = world.get(&token, &format!("/v2/fhir/{path}")).await;
        assert_eq!(answer.outcome(), (400, "processing".into(), text), "{path}");
        assert_eq!(answer.json()["issue"][0]["expression"][0], "id", "{path}");
    }
    for path in
        ["ExplanationOfBenefit/carrier-1", "ExplanationOfBenefit/vision-1", "Coverage/part-a-1", "Patient/1"]
    {
        let (status, code, _) = world.get(&token, &format!("/v2/fhir/{path}")).await.outcome();
        assert_eq!((status, code.as_str()), (404, "not-found"), "{path}");
    }
}

#[tokio::test]
async fn labelled_claims_are_withheld_from_reads_as_from_searches() {
    let world = World::new().await;
    let labelled = format!("carrier-{CCW_LABELLED}");
    let (path, all) = (format!("{EOB}/{labelled}"), format!("{EOB}?_count=50"));
    let open = own(&world).await;
    assert_eq!(world.get(&open, &path).await.resource()["id"], labelled);
    assert!(world.get(&open, &all).await.ids().contains(&labelled));
    assert!(!world.get(&open, &format!("{all}&excludeSAMHSA=true")).await.ids().contains(&labelled));
    assert!(world.get(&open, &format!("{all}&excludeSAMHSA=false")).await.ids().contains(&labelled));
    let closed = world.ccw_token(ALL, Labels::PART2).await;
    assert_eq!(world.get(&closed, &path).await.status.as_u16(), 404);
    assert!(!world.get(&closed, &all).await.ids().contains(&labelled));
}

#[tokio::test]
async fn an_mbi_is_searched_by_post_alone() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let mbi = "identifier=http%3A%2F%2Fhl7.org%2Ffhir%2Fsid%2Fus-mbi%7C1S00CC0CC01";
    let get = world.get(&system, &format!("/v2/fhir/Patient?{mbi}")).await;
    let text = "Search query by 'http://hl7.org/fhir/sid/us-mbi' is only supported in POST request";
    assert_eq!(get.outcome(), (400, "processing".into(), text.into()));

    let authorization = format!("Bearer {system}");
    let form = "application/x-www-form-urlencoded";
    let headers =
        [(header::AUTHORIZATION.as_str(), authorization.as_str()), (header::CONTENT_TYPE.as_str(), form)];
    let post = world.send(Method::POST, "/v2/fhir/Patient/_search", &headers, mbi).await;
    assert_eq!(post.ids(), [CCW_NUMBER.to_string()]);
    let hash = "identifier=https%3A%2F%2Fbluebutton.cms.gov%2Fresources%2Fidentifier%2Fmbi-hash%7Cab";
    let hashed = world.get(&system, &format!("/v2/fhir/Patient?{hash}")).await;
    assert_eq!(hashed.outcome().0, 400);
    assert_eq!(hashed.json()["issue"][0]["expression"][0], "identifier");
    let other = world.send(Method::POST, "/v2/fhir/Patient/_search", &headers, "identifier=urn:x%7C1").await;
    assert_eq!(other.outcome().2, "Unsupported identifier system: urn:x");
}

#[tokio::test]
async fn systems_may_see_addresses_and_people_may_not() {
    let world = World::new().await;
    let (person, system) = (own(&world).await, world.system_token("system/*.rs").await);
    let path = format!("/v2/fhir/Patient/{CCW_NUMBER}");
    let wanted = [("IncludeAddressFields", "true")];
    let city = |answer: Answer| answer.resource()["address"][0]["city"].clone();
    assert!(city(world.get(&system, &path).await).is_null());
    assert_eq!(city(world.get_with(&system, &path, &wanted).await), "Prairie City");
    assert!(city(world.get_with(&person, &path, &wanted).await).is_null());

    for (name, value, text) in [
        ("IncludeTaxNumbers", "maybe", "Unsupported IncludeTaxNumbers header value: [maybe]"),
        ("IncludeIdentifiers", "ssn", "Unsupported IncludeIdentifiers Header Value: |ssn|"),
    ] {
        let path =
            if name == "IncludeTaxNumbers" { format!("{EOB}?patient={CCW_NUMBER}") } else { path.clone() };
        let answer = world.get_with(&system, &path, &[(name, value)]).await;
        assert_eq!(answer.outcome(), (400, "processing".into(), text.into()));
        assert_eq!(answer.json()["issue"][0]["expression"][0], name);
    }
    for value in ["true", "[hicn, mbi]", "false"] {
        let answer = world.get_with(&system, &path, &[("IncludeIdentifiers", value)]).await;
        assert_eq!(answer.resource()["id"], CCW_NUMBER.to_string(), "{value}");
    }
}

#[tokio::test]
async fn a_system_gets_all_matches_unless_it_asks_for_pages() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let all = world.get(&system, &format!("{EOB}?patient=Patient/{CCW_NUMBER}")).await;
    assert_eq!(all.ids().len(), CCW_CLAIMS);
    let paged = world.get(&system, &format!("{EOB}?patient=Patient/{CCW_NUMBER}&startIndex=0")).await;
    assert_eq!(paged.ids().len(), 10);
    let whose = world.get(&system, EOB).await;
    assert_eq!(whose.outcome(), (400, "processing".into(), "the search needs 'patient'".into()));
}

#[tokio::test]
async fn people_of_the_repository_are_read_in_v2_too() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let id = format!("idr-{OWN}");
    assert_eq!(world.get(&token, "/v2/fhir/Patient").await.ids(), std::slice::from_ref(&id));
    let coverages = world.get(&token, "/v2/fhir/Coverage").await.ids();
    assert_eq!(coverages, [format!("part-a-{id}"), format!("part-c-{id}")]);
    // What is still in process in a shared system is no claim of v2.
    let claims = world.get(&token, &format!("{EOB}?_count=50")).await.ids();
    assert_eq!(claims.len(), usize::try_from(crate::world::OWN_CLAIMS).unwrap());
    assert_eq!(world.get(&token, &format!("{EOB}/carrier-500")).await.status.as_u16(), 404);
    assert_eq!(world.get(&token, "/v3/fhir/ExplanationOfBenefit/500").await.status.as_u16(), 200);
    // Their own numbers need no word in front.
    assert_eq!(world.get(&token, &format!("/v2/fhir/Patient/{OWN}")).await.resource()["id"], id);
}
