//! The public list of apps.

use bluestem_auth::app::NewApp;

use crate::browser::Browser;
use crate::fixture;

#[tokio::test]
async fn the_list_is_paged_and_shows_what_people_may_know() {
    let fixture = fixture::sandbox().await;
    for number in 0..12 {
        let app = NewApp {
            listed: true,
            description: Some("What it does".to_owned()),
            policy_uri: Some("https://app.example/privacy".to_owned()),
            ..NewApp::new(&format!("App {number:02}"), vec!["https://app.example/callback".to_owned()])
        };
        fixture.app.auth().add_app(app).await.unwrap();
    }
    let mut browser = Browser::new(&fixture);
    let first = browser.get("/.well-known/applications").await.json();
    assert_eq!((&first["count"], first["results"].as_array().unwrap().len()), (&12.into(), 10));
    let one = &first["results"][0];
    assert_eq!((&one["name"], &one["policy_uri"]), (&"App 00".into(), &"https://app.example/privacy".into()));
    assert!(one.get("client_id").is_none() && first["previous"].is_null());
    let next = first["next"].as_str().unwrap();
    let second = browser
        .get(next.split_once("/.well").map(|(_, rest)| format!("/.well{rest}")).as_deref().unwrap())
        .await;
    assert_eq!(second.json()["results"].as_array().unwrap().len(), 2);
    let entries = browser.get("/.well-known/public-applications?page_size=12").await.json();
    assert_eq!(entries["results"][11]["privacy_policy_uri"], "https://app.example/privacy");
    for page in ["0", "3", "x", "-1"] {
        assert_eq!(
            browser.get(&format!("/.well-known/applications?page={page}")).await.status,
            404,
            "{page}"
        );
    }
}
