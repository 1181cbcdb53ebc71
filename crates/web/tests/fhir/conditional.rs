//! Versions of resources: ETag, Last-Modified, HEAD.

use http::{Method, StatusCode, header};

use crate::world::{ALL, OWN, World};

const RESOURCES: [&str; 3] =
    ["/v3/fhir/Patient/-101", "/v3/fhir/Coverage/part-a--101", "/v3/fhir/ExplanationOfBenefit/1001"];

#[tokio::test]
async fn a_version_that_the_client_has_is_not_sent_again() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for path in RESOURCES {
        let first = world.get(&token, path).await;
        let (tag, date) = (first.header(header::ETAG), first.header(header::LAST_MODIFIED));
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        assert_eq!(date, "Wed, 01 Jan 2025 00:00:00 GMT", "{path}");
        // A coverage changes with the calendar too, so its date decides nothing.
        let by_date = ("If-Modified-Since", date);
        let conditions = if path.contains("Coverage") { vec![] } else { vec![by_date] };
        for (name, value) in conditions.into_iter().chain([("If-None-Match", tag)]) {
            let again = world.get_with(&token, path, &[(name, value)]).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path} {name}");
            assert_eq!((again.text.as_str(), again.header(header::ETAG)), ("", tag));
        }
        let other = world.get_with(&token, path, &[("If-None-Match", "W/\"0\"")]).await;
        assert_eq!(other.text, first.text);
    }
}

#[tokio::test]
async fn the_options_of_an_answer_are_part_of_its_version() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let path = "/v3/fhir/ExplanationOfBenefit/1001";
    let plain = world.get(&system, path).await;
    let with_numbers = world.get_with(&system, path, &[("IncludeTaxNumbers", "true")]).await;
    assert_ne!(plain.header(header::ETAG), with_numbers.header(header::ETAG));
    let token = world.token(OWN, ALL).await;
    let own = world.get_with(&token, path, &[("IncludeTaxNumbers", "true")]).await;
    assert_eq!(own.header(header::ETAG), plain.header(header::ETAG), "only systems get tax numbers");
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let authorization = format!("Bearer {token}");
    for path in RESOURCES {
        let got = world.get(&token, path).await;
        let headers = [(header::AUTHORIZATION.as_str(), authorization.as_str())];
        let head = world.send(Method::HEAD, path, &headers, "").await;
        assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
        assert_eq!(head.header(header::ETAG), got.header(header::ETAG));
        assert_eq!(head.header(header::CONTENT_LENGTH), got.text.len().to_string());
    }
}
