//! "My connections": what a member sees, and that stopping stops at once.

use http::StatusCode;

use crate::browser::{Browser, Seen, authorize_url, get_with, token, tokens};
use crate::fixture::{self, APP, Fixture, MODEST};
use crate::people::{MEMBER, claim_of, family_of};

const SCOPE: &str = "patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs offline_access";
const SIGN_IN: &str = "/connections/sign-in";

/// Signs the member with this number in to the server's own pages.
async fn signed_in(fixture: &Fixture, number: u32) -> Browser<'_> {
    let mut browser = Browser::new(fixture);
    let page = browser.get(SIGN_IN).await;
    let done = try_sign_in(&mut browser, &page, number).await;
    assert_eq!(done.location(), "/connections");
    browser
}

async fn try_sign_in(browser: &mut Browser<'_>, page: &Seen, number: u32) -> Seen {
    let (username, password) = (format!("BBUser{number:05}"), format!("PW{number:05}!"));
    let fields = [("csrf", page.csrf()), ("username", &username), ("password", &password)];
    browser.post(SIGN_IN, &fields).await
}

/// The address of the page that asks whether to stop.
fn stop_link(page: &Seen) -> String {
    let place = page.text.find("/stop").expect("a connection");
    let start = page.text[..place].rfind('"').unwrap() + 1;
    page.text[start..place + 5].to_owned()
}

#[tokio::test]
async fn a_member_sees_what_each_app_may_see_and_what_it_read() {
    let fixture = fixture::sandbox().await;
    let token = token(&fixture, 0, SCOPE).await;
    let path = format!("/v3/fhir/ExplanationOfBenefit/{}", claim_of(MEMBER));
    assert_eq!(get_with(&fixture, &path, &token).await.status, StatusCode::OK);
    assert_eq!(get_with(&fixture, "/v3/fhir/ExplanationOfBenefit?_id=9", &token).await.status, 200);
    let mut browser = signed_in(&fixture, 0).await;
    let list = browser.get("/connections").await;
    assert_eq!(list.status, StatusCode::OK);
    for text in [
        "Field &#60;b&#62;notes&#60;/b&#62;",
        family_of(MEMBER),
        "Your claims",
        "Your coverage",
        "It last looked",
    ] {
        assert!(list.text.contains(text), "{text}: {}", list.text);
    }
    assert!(!list.text.contains("alcohol"), "these were not shared");
    let detail = browser.get(stop_link(&list).strip_suffix("/stop").unwrap()).await;
    let doings = ["found nothing", "Read one claim.", "The app connected.", "You shared your information."];
    let places: Vec<_> = doings.iter().map(|text| detail.text.find(text).expect(text)).collect();
    assert!(places.is_sorted(), "the latest first: {places:?}");
    let spanish = browser.get("/connections?lang=es").await;
    assert!(spanish.text.contains("Dejar de compartir") && spanish.text.contains("Sus reclamaciones"));
}

#[tokio::test]
async fn two_clicks_stop_sharing_at_once() {
    let fixture = fixture::sandbox().await;
    let given = tokens(&fixture, APP, 0, SCOPE).await;
    let token = given["access_token"].as_str().unwrap();
    let kept = tokens(&fixture, MODEST, 0, SCOPE).await["access_token"].as_str().unwrap().to_owned();
    let other = self::token(&fixture, 1, SCOPE).await;
    fixture.clock.advance(1);
    let mut browser = signed_in(&fixture, 0).await;
    let list = browser.get("/connections").await;
    // The latest consent stands first; the other app's follows.
    let link = stop_link(&Seen {
        text: list.text[list.text.rfind("<section").unwrap()..].to_owned(),
        headers: list.headers.clone(),
        status: list.status,
    });
    let asked = browser.get(&link).await;
    assert!(asked.text.contains("Stop sharing with"), "{}", asked.text);
    assert_eq!(get_with(&fixture, "/v3/fhir/Coverage", token).await.status, 200, "asking stops nothing");
    let done = browser.post(&link, &[("csrf", asked.csrf())]).await;
    assert_eq!(get_with(&fixture, "/v3/fhir/Coverage", token).await.status, 401);
    assert_eq!(get_with(&fixture, "/v3/fhir/Coverage", &kept).await.status, 200);
    assert_eq!(get_with(&fixture, "/v3/fhir/Coverage", &other).await.status, 200);
    let after = browser.get(done.location()).await;
    assert!(after.text.contains("You stopped sharing"), "{}", after.text);
    assert_eq!(after.text.matches("<section").count(), 1);
    assert_eq!(browser.get(&link).await.status, 404, "it is over");
}

#[tokio::test]
async fn only_the_members_own_forms_stop_anything() {
    let fixture = fixture::sandbox().await;
    let token = token(&fixture, 0, SCOPE).await;
    let mut owner = signed_in(&fixture, 0).await;
    let link = stop_link(&owner.get("/connections").await);
    let mut stranger = signed_in(&fixture, 1).await;
    let page = stranger.get("/connections").await;
    assert!(!page.text.contains("<section"), "{}", page.text);
    let page = page.csrf().to_owned();
    assert_eq!(stranger.get(&link).await.status, 404);
    assert_eq!(stranger.get(link.strip_suffix("/stop").unwrap()).await.status, 404);
    assert_eq!(stranger.post(&link, &[("csrf", &page)]).await.status, 404);
    assert_eq!(owner.post(&link, &[("csrf", &page)]).await.status, 403, "a form of another browser");
    assert_eq!(owner.post(&link, &[]).await.status, 403);
    let own = owner.get(&link).await.csrf().to_owned();
    let foreign = [("sec-fetch-site", "cross-site")];
    assert_eq!(owner.post_from(&link, &[("csrf", &own)], &foreign).await.status, 403);
    assert_eq!(get_with(&fixture, "/v3/fhir/Patient", &token).await.status, 200);
}

#[tokio::test]
async fn a_session_has_a_fresh_id_and_ends() {
    let fixture = fixture::serve().await;
    let mut browser = Browser::new(&fixture);
    let page = browser.get(SIGN_IN).await;
    let cookie = "__Host-bluestem-member";
    let planted = browser.cookies[cookie].clone();
    try_sign_in(&mut browser, &page, 0).await;
    let session = browser.cookies[cookie].clone();
    assert_ne!(planted, session);
    let mut attacker = Browser::new(&fixture);
    attacker.cookies.insert(cookie.to_owned(), planted);
    assert_eq!(attacker.get("/connections").await.status, 303);

    fixture.clock.advance(899);
    assert_eq!(browser.get("/connections").await.status, 200);
    fixture.clock.advance(899);
    assert_eq!(browser.get("/connections").await.status, 200, "using it keeps it");
    fixture.clock.advance(900);
    assert_eq!(browser.get("/connections").await.status, 303, "left alone for 15 minutes");

    let mut busy = signed_in(&fixture, 0).await;
    for _ in 0..17 {
        fixture.clock.advance(840);
        assert_eq!(busy.get("/connections").await.status, 200);
    }
    fixture.clock.advance(120);
    assert_eq!(busy.get("/connections").await.status, 303, "four hours in all");

    let mut leaving = signed_in(&fixture, 0).await;
    let kept = leaving.cookies.clone();
    let csrf = leaving.get("/connections").await.csrf().to_owned();
    assert_eq!(leaving.post("/connections/sign-out", &[("csrf", &csrf)]).await.location(), "/");
    assert!(!leaving.cookies.contains_key(cookie));
    leaving.cookies = kept;
    assert_eq!(leaving.get("/connections").await.status, 303, "the id itself is void");
}

#[tokio::test]
async fn a_wrong_password_and_a_form_from_elsewhere_sign_nobody_in() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let page = browser.get(SIGN_IN).await;
    let wrong = [("csrf", page.csrf()), ("username", "BBUser00000"), ("password", "PW00001!")];
    let seen = browser.post(SIGN_IN, &wrong).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(seen.text.contains("do not match") && seen.text.contains("BBUser00000"));
    // Login CSRF: the attacker's own form in the victim's browser.
    let elsewhere = Browser::new(&fixture).get(SIGN_IN).await;
    assert_eq!(try_sign_in(&mut browser, &elsewhere, 0).await.status, 403);
    assert_eq!(browser.get("/connections").await.status, 303);
}

#[tokio::test]
async fn long_histories_have_pages() {
    let fixture = fixture::sandbox().await;
    let token = token(&fixture, 0, SCOPE).await;
    for _ in 0..25 {
        get_with(&fixture, "/v3/fhir/Patient", &token).await;
    }
    let mut browser = signed_in(&fixture, 0).await;
    let link = stop_link(&browser.get("/connections").await);
    let first = browser.get(link.strip_suffix("/stop").unwrap()).await;
    assert_eq!(first.text.matches("Read information about you.").count(), 20);
    let start = first.text.find("?before=").expect("a next page");
    let query = &first.text[start..start + first.text[start..].find('"').unwrap()];
    let second = browser.get(&format!("{}{query}", link.strip_suffix("/stop").unwrap())).await;
    assert_eq!(second.text.matches("Read information about you.").count(), 5);
    assert!(!second.text.contains("rel=\"next\""));
}

#[tokio::test]
async fn the_consent_page_says_where_to_stop() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    let page = browser.get(&consent).await;
    assert!(page.text.contains("href=\"/connections\""), "{}", page.text);
}

#[tokio::test]
async fn no_parameter_decides_where_a_browser_goes() {
    let fixture = fixture::sandbox().await;
    let evil = "https%3A%2F%2Fevil.example%2F";
    let mut browser = Browser::new(&fixture);
    let asked = format!("{SIGN_IN}?next={evil}&redirect_uri={evil}&return_to={evil}");
    let page = browser.get(&asked).await;
    let fields = [
        ("csrf", page.csrf()),
        ("username", "BBUser00000"),
        ("password", "PW00000!"),
        ("next", "https://evil.example/"),
        ("redirect_uri", "//evil.example/"),
    ];
    assert_eq!(browser.post(&asked, &fields).await.location(), "/connections");
    let mut stranger = Browser::new(&fixture);
    assert!(stranger.get(&format!("/connections?next={evil}")).await.location().starts_with(SIGN_IN));
    let begun = stranger.get(&format!("{}&next={evil}", authorize_url(APP, SCOPE))).await;
    assert!(begun.location().starts_with("/v3/o/authorize/"), "{}", begun.location());
}
