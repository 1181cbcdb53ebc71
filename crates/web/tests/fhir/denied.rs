//! What a token does not open.

use http::{Method, header};

use crate::world::{ALL, OTHER, OWN, World};

const READS: [&str; 3] =
    ["/v3/fhir/Patient/-101", "/v3/fhir/Coverage/part-a--101", "/v3/fhir/ExplanationOfBenefit/1001"];
const SEARCHES: [&str; 3] = ["/v3/fhir/Patient", "/v3/fhir/Coverage", "/v3/fhir/ExplanationOfBenefit"];

#[tokio::test]
async fn without_a_valid_token_nothing_is_said() {
    let world = World::new().await;
    let expired = world.token(OWN, ALL).await;
    world.travel(3600);
    for path in READS.iter().chain(&SEARCHES) {
        for headers in [
            vec![],
            vec![(header::AUTHORIZATION.as_str(), "Basic YTpi".to_owned())],
            vec![(header::AUTHORIZATION.as_str(), "Bearer never-issued".to_owned())],
            vec![(header::AUTHORIZATION.as_str(), format!("Bearer {expired}"))],
        ] {
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = world.send(Method::GET, path, &headers, "").await;
            let (status, code, _) = answer.outcome();
            assert_eq!((status, code.as_str()), (401, "login"), "{path} {headers:?}");
            assert!(answer.header(header::WWW_AUTHENTICATE).starts_with("Bearer "));
        }
    }
}

#[tokio::test]
async fn a_token_in_the_query_is_refused() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for path in READS.iter().chain(&SEARCHES) {
        let answer = world.get(&token, &format!("{path}?access_token={token}")).await;
        let (status, _, text) = answer.outcome();
        assert_eq!(status, 400);
        assert!(text.contains("Authorization header"), "{text}");
        assert!(!answer.text.contains(&token));
    }
}

#[tokio::test]
async fn each_right_is_for_its_type_and_interaction() {
    let world = World::new().await;
    for (place, resource) in ["Patient", "Coverage", "ExplanationOfBenefit"].into_iter().enumerate() {
        for (letter, open, shut) in
            [('r', READS[place], SEARCHES[place]), ('s', SEARCHES[place], READS[place])]
        {
            let token = world.token(OWN, &format!("patient/{resource}.{letter}")).await;
            world.get(&token, open).await.resource();
            let denied = world.get(&token, shut).await;
            assert_eq!(denied.outcome().0, 403);
            let needed = if letter == 'r' { 's' } else { 'r' };
            assert_eq!(
                denied.header(header::WWW_AUTHENTICATE),
                format!(
                    "Bearer realm=\"bluestem\", error=\"insufficient_scope\", scope=\"patient/{resource}.{needed}\""
                )
            );
            let foreign = SEARCHES[(place + 1) % 3];
            assert_eq!(world.get(&token, foreign).await.outcome().0, 403);
            world.travel(1);
        }
    }
}

#[tokio::test]
async fn somebody_else_looks_absent() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for (theirs, absent) in [
        (format!("Patient/{OTHER}"), "Patient/-999"),
        (format!("Coverage/part-a-{OTHER}"), "Coverage/part-a--999"),
        ("ExplanationOfBenefit/2001".to_owned(), "ExplanationOfBenefit/9999"),
    ] {
        let denied = world.get(&token, &format!("/v3/fhir/{theirs}")).await;
        let absent = world.get(&token, &format!("/v3/fhir/{absent}")).await;
        assert_eq!(denied.outcome().0, 404);
        assert_eq!((denied.status, &denied.text), (absent.status, &absent.text));
    }
    for (theirs, absent) in [
        ("Patient?_id=-201", "Patient?_id=-999"),
        ("Coverage?beneficiary=-201", "Coverage?beneficiary=-999"),
        ("ExplanationOfBenefit?patient=-201", "ExplanationOfBenefit?patient=-999"),
        ("ExplanationOfBenefit?_id=2001", "ExplanationOfBenefit?_id=9999"),
    ] {
        let denied = world.get(&token, &format!("/v3/fhir/{theirs}")).await;
        let absent = world.get(&token, &format!("/v3/fhir/{absent}")).await;
        assert!(denied.ids().is_empty() && absent.ids().is_empty(), "{theirs}");
        assert_eq!(denied.json()["total"], 0);
    }
    let by_mbi = "/v3/fhir/Patient?identifier=http://hl7.org/fhir/sid/us-mbi%7C1S00AA0AA03";
    assert!(world.get(&token, by_mbi).await.ids().is_empty());
}
