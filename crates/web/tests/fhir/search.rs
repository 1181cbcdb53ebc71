//! Searches for claims: pages, totals, links.

use http::{Method, header};

use crate::world::{ALL, OWN, OWN_CLAIMS, World};

const EOB: &str = "/v3/fhir/ExplanationOfBenefit";

#[tokio::test]
async fn pages_hold_every_claim_once_and_lead_back() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let mut page = world.get(&token, EOB).await;
    assert_eq!(page.link("previous"), None);
    let mut found = page.ids();
    assert_eq!(found.len(), 10);
    while let Some(next) = page.link("next") {
        assert!(next.starts_with(&format!("{EOB}?")), "{next}");
        page = world.get(&token, &next).await;
        assert_eq!(page.json()["total"], OWN_CLAIMS);
        found.extend(page.ids());
    }
    let expected: Vec<String> = (1..=OWN_CLAIMS).map(|number| (1000 + number).to_string()).collect();
    assert_eq!(found, expected);
    assert_eq!(page.ids().len(), 5);
    let before = world.get(&token, &page.link("previous").unwrap()).await;
    assert_eq!(before.ids(), expected[10..20]);
    let first = world.get(&token, &before.link("previous").unwrap()).await;
    assert_eq!(first.ids(), expected[..10]);
    assert_eq!(first.link("previous"), None);
}

#[tokio::test]
async fn a_client_that_repeats_its_first_parameters_still_ends() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let repeated = "_count=10&startIndex=0&_lastUpdated=ge2020-01-01";
    let mut page = world.get(&token, &format!("{EOB}?{repeated}")).await;
    let mut found = page.ids();
    for _ in 0..5 {
        let Some(next) = page.link("next") else { break };
        page = world.get(&token, &format!("{next}&{repeated}")).await;
        found.extend(page.ids());
    }
    found.dedup();
    assert_eq!(found.len(), 25);
}

#[tokio::test]
async fn counts_and_offsets() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let total_alone = world.get(&token, &format!("{EOB}?_count=0")).await;
    assert!(total_alone.ids().is_empty());
    assert_eq!(total_alone.json()["total"], OWN_CLAIMS);
    assert_eq!(total_alone.link("next"), None);
    assert_eq!(world.get(&token, &format!("{EOB}?_offset=20&_count=50")).await.ids().len(), 5);
    let beyond = world.get(&token, &format!("{EOB}?startIndex=400")).await;
    assert!(beyond.ids().is_empty());
    assert_eq!(beyond.json()["total"], OWN_CLAIMS);
}

#[tokio::test]
async fn a_page_from_anywhere_is_a_part_of_the_walk() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for count in [1, 4, 10, 50] {
        let mut page = world.get(&token, &format!("{EOB}?_count={count}")).await;
        let mut walk = page.ids();
        while let Some(next) = page.link("next") {
            page = world.get(&token, &next).await;
            walk.extend(page.ids());
        }
        assert_eq!(walk.len(), 25);
        for start in [0, 1, 9, 11, 12, 13, 20, 23, 24, 25] {
            let page = world.get(&token, &format!("{EOB}?_count={count}&startIndex={start}")).await;
            let end = (start + count).min(walk.len());
            assert_eq!(page.ids(), walk[start..end], "{count} from {start}");
            assert_eq!(page.json()["total"], OWN_CLAIMS);
            let next = page.link("next");
            assert_eq!(next.is_some(), end < walk.len(), "{count} from {start}");
            if let Some(next) = next {
                let behind = world.get(&token, &next).await;
                assert_eq!(
                    behind.ids(),
                    walk[end..(end + count).min(walk.len())],
                    "behind {count} from {start}"
                );
                assert_eq!(behind.json()["total"], OWN_CLAIMS);
            }
        }
    }
}

#[tokio::test]
async fn claims_in_process_are_shown_to_who_asks_for_them() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    assert_eq!(world.get(&token, &format!("{EOB}?_source=MCS")).await.ids(), ["500"]);
    let system = world.system_token("system/*.rs").await;
    assert_eq!(world.get(&system, &format!("{EOB}?patient=Patient/-101")).await.json()["total"], 26);
}

#[tokio::test]
async fn filters_narrow_and_combine() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let ids = async |query: &str| world.get(&system, &format!("{EOB}?{query}")).await.ids();
    assert_eq!(ids("_id=1001,2001,9").await, ["1001", "2001"]);
    assert_eq!(ids("_id=1001,2001&patient=-201").await, ["2001"]);
    assert_eq!(ids("_id=1001,1002,1003&patient=-102&_count=1&startIndex=1").await, ["1002"]);
    assert!(ids("patient=-101&type=pde").await.is_empty());
    assert_eq!(ids("patient=-201&type=carrier,pde&service-date=ge2024-01-01").await, ["2001", "2002"]);
    assert!(ids("patient=-201&service-date=lt2024").await.is_empty());
    assert!(ids("patient=-77").await.is_empty());
    let tag = "https://bluebutton.cms.gov/fhir/CodeSystem/System-Type%7CSharedSystem";
    assert_eq!(ids(&format!("patient=-101&_tag={tag}")).await, ["500"]);
}

#[tokio::test]
async fn the_bundle_says_from_when_to_ask_next() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let bundle = world.get(&token, EOB).await.json();
    let since = bundle["meta"]["lastUpdated"].as_str().unwrap().to_owned();
    let later = format!("{EOB}?_lastUpdated=gt{}", since.replace('+', "%2B"));
    assert!(world.get(&token, &later).await.ids().is_empty());
    assert!(bundle["id"].as_str().is_some_and(|id| !id.is_empty()));
}

#[tokio::test]
async fn unknown_parameters_are_left_out_or_refused() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let path = format!("{EOB}?hello=1&_count=5");
    let lenient = world.get(&token, &path).await;
    assert_eq!(lenient.ids().len(), 5);
    assert!(!lenient.link("self").unwrap().contains("hello"));
    for prefer in ["handling=strict", "respond-async, handling=strict", "return=minimal; handling=\"strict\""]
    {
        let strict = world.get_with(&token, &path, &[("Prefer", prefer)]).await;
        assert_eq!(strict.outcome(), (400, "processing".into(), "Invalid parameters: ['hello']".into()));
        assert_eq!(strict.json()["issue"][0]["expression"][0], "hello");
    }
    let reported = world.get_with(&token, &path, &[("Prefer", "handling=lenient")]).await.resource();
    let entries = reported["entry"].as_array().unwrap();
    assert_eq!((entries.len(), &reported["total"]), (6, &OWN_CLAIMS.into()));
    assert_eq!(entries[5]["search"]["mode"], "outcome");
    let told = &entries[5]["resource"]["issue"][0]["diagnostics"];
    assert_eq!(*told, "The parameter 'hello' is not known here and was ignored.");
}

#[tokio::test]
async fn every_search_treats_unknown_parameters_alike() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let bearer = format!("Bearer {token}");
    let bearer = (header::AUTHORIZATION.as_str(), bearer.as_str());
    let form = (header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded");
    let everything = format!("/v3/fhir/Patient/{OWN}/$everything");
    let mut paths = vec![(everything.as_str(), None)];
    for search in ["/v3/fhir/Patient", "/v3/fhir/Coverage", EOB, "/v2/fhir/ExplanationOfBenefit"] {
        paths.extend([(search, None), (search, Some(format!("{search}/_search")))]);
    }
    for (path, posted) in paths {
        let ask = async |query: &str, prefer: &str| {
            let prefer = ("Prefer", prefer);
            match &posted {
                Some(post) => world.send(Method::POST, post, &[bearer, form, prefer], query).await,
                None => world.send(Method::GET, &format!("{path}?{query}"), &[bearer, prefer], "").await,
            }
        };
        let plain = ask("_count=50", "").await.resource();
        let ignored = ask("_count=50&hello=1&servicedate=2024", "").await;
        assert_eq!(ignored.resource()["entry"], plain["entry"], "{path}");
        assert_eq!(ignored.json()["total"], plain["total"], "{path}");
        assert!(!ignored.link("self").unwrap().contains("hello"), "{path}");
        let strict = ask("_count=50&hello=1&servicedate=2024", "handling=strict").await;
        let text = "Invalid parameters: ['hello', 'servicedate']".to_owned();
        assert_eq!(strict.outcome(), (400, "processing".into(), text), "{path}");
        assert_eq!(ask("_count=50", "handling=strict").await.resource()["entry"], plain["entry"], "{path}");
        let told = ask("_count=50&hello=1", "handling=lenient").await.resource();
        assert_eq!(told["total"], plain["total"], "{path}");
        let last = told["entry"].as_array().unwrap().last().unwrap();
        assert_eq!(last["search"]["mode"], "outcome", "{path}");
        let told = &last["resource"]["issue"][0]["diagnostics"];
        assert_eq!(*told, "The parameter 'hello' is not known here and was ignored.");
    }
}

#[tokio::test]
async fn what_sdks_leave_on_a_get_does_no_harm() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let headers = [
        (header::CONTENT_TYPE.as_str(), "multipart/form-data; boundary=left-over"),
        (header::ACCEPT.as_str(), "*/*"),
        ("Accept-Charset", "UTF-8"),
    ];
    assert_eq!(world.get_with(&token, "/v3/fhir/ExplanationOfBenefit/", &headers).await.ids().len(), 10);
}
