//! The test client, as a person clicks through it.

use http::StatusCode;

use crate::browser::{Browser, Seen};
use crate::fixture::{self, Fixture};
use crate::people::{MEMBER, claim_of, family_of};

/// The target of the link with this text, unescaped.
fn link(page: &Seen, text: &str) -> String {
    let end =
        page.text.find(&format!(">{text}</a>")).unwrap_or_else(|| panic!("no link {text} in {}", page.text));
    let anchor = &page.text[page.text[..end].rfind("<a ").unwrap()..end];
    let target = anchor.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    target.replace("&#38;", "&")
}

/// To the page with the token.
async fn walk(fixture: &Fixture) -> (Browser<'_>, Seen) {
    let mut browser = Browser::new(fixture);
    let start = browser.get("/testclient").await;
    let page = browser.get(&link(&start, "Get a Sample Authorization Token (v3)")).await;
    assert!(link(&page, "Authorize as a Beneficiary (Spanish)").ends_with("&lang=es"));
    let target = browser.share(&link(&page, "Authorize as a Beneficiary"), 0).await;
    let returned = browser.get(&target).await;
    let token = browser.follow(returned).await;
    assert_eq!(token.status, StatusCode::OK, "{}", token.text);
    (browser, token)
}

#[tokio::test]
async fn the_walk_ends_at_the_members_data() {
    let fixture = fixture::sandbox().await;
    let (mut browser, token) = walk(&fixture).await;
    assert!(token.text.contains("patient/ExplanationOfBenefit.rs"), "{}", token.text);
    let pages = [
        ("Patient", "Response (Bundle of Patient), API version: v3", family_of(MEMBER).to_owned()),
        ("Coverage", "Response (Bundle of Coverage), API version: v3", format!("part-a-{MEMBER}")),
        (
            "ExplanationOfBenefit",
            "Response (Bundle of ExplanationOfBenefit), API version: v3",
            claim_of(MEMBER).to_string(),
        ),
        ("Profile", "Profile (OIDC Userinfo)", family_of(MEMBER).to_owned()),
        ("FHIR Metadata", "FHIR Metadata", "CapabilityStatement".to_owned()),
        ("OIDC Discovery", "OIDC Discovery", "authorization_endpoint".to_owned()),
    ];
    for (name, heading, mark) in pages {
        let page = browser.get(&link(&token, name)).await;
        let first = page.text.split("<h2").nth(1).expect("a heading");
        assert!(first.contains(heading), "{name}: {}", page.text);
        assert!(page.text.contains(&mark), "{name}: {}", page.text);
    }
    let claims = browser.get("/testclient/ExplanationOfBenefit").await;
    assert!(link(&claims, "self").starts_with("/testclient/ExplanationOfBenefit?"));
    let claim = browser.get(&link(&claims, &claim_of(MEMBER).to_string())).await;
    assert!(claim.text.contains("Response (ExplanationOfBenefit), API version: v3"), "{}", claim.text);
    let restarted = browser.get(&link(&claims, "restart testclient")).await;
    browser.follow(restarted).await;
    assert!(!browser.get("/testclient/Patient").await.text.contains(family_of(MEMBER)));
}

#[tokio::test]
async fn no_page_shows_a_whole_token() {
    let fixture = fixture::sandbox().await;
    let (mut browser, token) = walk(&fixture).await;
    let shown = token.text.split("access_token").nth(1).unwrap();
    assert!(shown.contains('…'));
    for path in ["/testclient/token", "/testclient/Patient", "/testclient/userinfo"] {
        let page = browser.get(path).await;
        // Tokens are 43 characters of base64url.
        let words = page.text.split(|byte: char| !(byte.is_ascii_alphanumeric() || "-_".contains(byte)));
        let long: Vec<_> = words.filter(|word| word.len() == 43).collect();
        assert!(long.is_empty(), "{path}: {long:?}");
    }
}

#[tokio::test]
async fn an_answer_for_another_browser_is_not_taken() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    browser.get("/testclient/authorize-link-v3").await;
    let seen = browser.get("/testclient/callback?code=planted&state=foreign").await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    let seen = browser.get("/testclient/callback?code=planted").await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_denial_is_told_and_leads_nowhere() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let page = browser.get("/testclient/authorize-link-v3").await;
    let consent = browser.sign_in(&link(&page, "Authorize as a Beneficiary"), 0).await;
    let csrf = browser.get(&consent).await.csrf().to_owned();
    let target = browser.post(&consent, &[("csrf", &csrf)]).await.location().to_owned();
    let seen = browser.get(&target).await;
    assert!(seen.text.contains("access_denied") && !seen.text.contains(">ExplanationOfBenefit</a>"));
}

#[tokio::test]
async fn a_refusal_of_the_api_is_shown_as_one() {
    let fixture = fixture::sandbox().await;
    let (mut browser, _) = walk(&fixture).await;
    let seen = browser.get("/testclient/ExplanationOfBenefit?_count=many").await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    assert!(seen.text.contains("OperationOutcome"), "{}", seen.text);
    fixture.clock.advance(3601);
    assert_eq!(browser.get("/testclient/Patient").await.status, StatusCode::UNAUTHORIZED);
}
