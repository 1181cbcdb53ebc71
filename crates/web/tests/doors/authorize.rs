//! From an app's request to the person's decision.

use http::StatusCode;

use crate::browser::{Browser, authorize_url, form, get_with, parameter, token, tokens};
use crate::fixture::{self, APP, CALLBACK, MODEST};
use crate::people::MEMBER;

const SCOPE: &str =
    "openid profile launch/patient patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs";

#[tokio::test]
async fn the_consent_page_has_what_the_public_suite_looks_for() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(MODEST, SCOPE), 0).await;
    let page = browser.get(&consent).await;
    for id in ["approve", "deny", "connect_app", "permission_expire_info", "permission_end_date", "radio_1"] {
        assert!(page.text.contains(&format!("id=\"{id}\"")), "{id} in {}", page.text);
    }
    // 13 months after 2026-01-01.
    assert!(page.text.contains("will have access to your data for 13 months, until"), "{}", page.text);
    assert!(page.text.contains(">Feb. 1, 2027<"), "{}", page.text);
    assert!(page.text.contains("Cambiar a español"));
    let spanish = browser.get(&format!("{consent}?lang=es")).await;
    assert!(spanish.text.contains("<html lang=\"es\">"));
    assert!(spanish.text.contains("Desea compartir sus datos de Medicare"));
    assert!(spanish.text.contains(">1 de febrero de 2027<"), "{}", spanish.text);
    assert!(spanish.text.contains("Change to English"));
}

#[tokio::test]
async fn what_an_app_is_called_is_text_and_not_markup() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    let page = browser.get(&consent).await;
    assert!(!page.text.contains("<b>notes"), "{}", page.text);
    assert!(page.text.contains("Field &#60;b&#62;notes&#60;/b&#62; &#38; more"), "{}", page.text);
}

#[tokio::test]
async fn what_may_be_chosen_is_off_until_chosen() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(MODEST, SCOPE), 0).await;
    let page = browser.get(&consent).await;
    let checked = |id: &str| {
        let id = format!("id=\"{id}\"");
        let field = page.text.split("<input").find(|input| input.contains(&id)).unwrap();
        field.split('>').next().unwrap().contains("checked")
    };
    assert_eq!(["share_samhsa_data", "radio_0", "radio_1"].map(checked), [false, false, true]);
}

#[tokio::test]
async fn personal_information_can_be_kept_back_where_the_app_can_do_without() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(MODEST, SCOPE), 0).await;
    let csrf = browser.get(&consent).await.csrf().to_owned();
    let fields = [("csrf", csrf.as_str()), ("allow", "true"), ("share_demographic_scopes", "False")];
    let target = browser.post(&consent, &fields).await.location().to_owned();
    let code = parameter(&target, "code").unwrap();
    let answer = exchange(&fixture, MODEST, &code).await;
    let scope = answer["scope"].as_str().unwrap();
    assert!(!scope.contains("Patient.") && !scope.contains("profile"), "{scope}");
    assert!(scope.contains("patient/Coverage.rs"), "{scope}");
}

async fn exchange(fixture: &fixture::Fixture, client_id: &str, code: &str) -> serde_json::Value {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", crate::browser::VERIFIER),
        ("client_id", client_id),
        ("client_secret", fixture::SECRET),
    ];
    let answer = Browser::new(fixture).post("/v3/o/token", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("pragma"), "no-cache");
    answer.json()
}

#[tokio::test]
async fn cancel_tells_the_app_and_nothing_else() {
    let fixture = fixture::sandbox().await;
    let before = token(&fixture, 0, SCOPE).await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    let csrf = browser.get(&consent).await.csrf().to_owned();
    let answer = browser.post(&consent, &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let target = answer.location().to_owned();
    assert!(target.starts_with(CALLBACK));
    assert_eq!(parameter(&target, "error").as_deref(), Some("access_denied"));
    assert_eq!(parameter(&target, "state").as_deref(), Some("a state of the test"));
    assert_eq!(parameter(&target, "iss").as_deref(), Some("http://localhost:8000"));
    let patient = get_with(&fixture, &format!("/v3/fhir/Patient/{MEMBER}"), &before).await;
    assert_eq!(patient.status, StatusCode::OK, "what was shared before still is");
    assert_eq!(
        browser.post(&consent, &[("csrf", &csrf), ("allow", "true")]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn one_may_cancel_before_signing_in() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let sign_in = browser.get(&authorize_url(APP, SCOPE)).await.location().to_owned();
    let page = browser.get(&sign_in).await;
    let consent = sign_in.strip_suffix("sign-in/").unwrap();
    let target = browser.post(consent, &[("csrf", page.csrf())]).await.location().to_owned();
    assert_eq!(parameter(&target, "error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn an_approval_works_in_the_browser_that_began_it_and_once() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    let csrf = browser.get(&consent).await.csrf().to_owned();
    let share = [("csrf", csrf.as_str()), ("allow", "true")];
    let mut stranger = Browser::new(&fixture);
    assert_eq!(stranger.get(&consent).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.post(&consent, &share).await.status, StatusCode::NOT_FOUND);
    assert!(browser.post(&consent, &share).await.location().starts_with(CALLBACK));
    assert_eq!(browser.post(&consent, &share).await.status, StatusCode::NOT_FOUND);
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
}

#[tokio::test]
async fn an_approval_ends_after_ten_minutes() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    fixture.clock.advance(601);
    let seen = browser.get(&consent).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(seen.text.contains("begin again"), "{}", seen.text);
}

/// Session fixation: whoever planted or saw the cookie before the sign-in has nothing after it.
#[tokio::test]
async fn signing_in_changes_the_browser_id() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let sign_in = browser.get(&authorize_url(APP, SCOPE)).await.location().to_owned();
    let csrf = browser.get(&sign_in).await.csrf().to_owned();
    let planted = browser.cookies.clone();
    let fields = [("csrf", csrf.as_str()), ("username", "BBUser00000"), ("password", "PW00000!")];
    let consent = browser.post(&sign_in, &fields).await.location().to_owned();
    assert_ne!(browser.cookies, planted);
    let mut attacker = Browser::new(&fixture);
    attacker.cookies = planted;
    assert_eq!(attacker.get(&consent).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_tabs_do_not_disturb_each_other() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let first = browser.get(&authorize_url(APP, SCOPE)).await.location().to_owned();
    assert!(browser.share(&authorize_url(MODEST, SCOPE), 1).await.starts_with(CALLBACK));
    assert_eq!(browser.get(&first).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_forged_form_does_nothing() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    let csrf = browser.get(&consent).await.csrf().to_owned();
    for fields in [vec![("allow", "true")], vec![("csrf", "x"), ("allow", "true")]] {
        assert_eq!(browser.post(&consent, &fields).await.status, StatusCode::FORBIDDEN, "{fields:?}");
    }
    let share = [("csrf", csrf.as_str()), ("allow", "true")];
    for header in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let seen = browser.post_from(&consent, &share, &[header]).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{header:?}");
    }
    let own = [("origin", "http://localhost:8000"), ("sec-fetch-site", "same-origin")];
    assert!(browser.post_from(&consent, &share, &own).await.location().starts_with(CALLBACK));
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_not_the_password() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let sign_in = browser.get(&authorize_url(APP, SCOPE)).await.location().to_owned();
    let csrf = browser.get(&sign_in).await.csrf().to_owned();
    let fields = [("csrf", csrf.as_str()), ("username", "BBUser\"00000"), ("password", "guess-7")];
    let seen = browser.post(&sign_in, &fields).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(seen.text.contains("role=\"alert\"") && seen.text.contains("value=\"BBUser&#34;00000\""));
    assert!(!seen.text.contains("guess-7"));
}

#[tokio::test]
async fn another_person_may_sign_in_instead() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, SCOPE), 0).await;
    let page = browser.get(&consent).await;
    assert!(page.text.contains("Switchgrass"), "{}", page.text);
    let sign_in =
        browser.post(&format!("{consent}switch/"), &[("csrf", page.csrf())]).await.location().to_owned();
    let form = browser.get(&sign_in).await;
    let fields = [("csrf", form.csrf()), ("username", "BBUser00001"), ("password", "PW00001!")];
    let again = browser.post(&sign_in, &fields).await.location().to_owned();
    assert!(browser.get(&again).await.text.contains("Dropseed"));
}

#[tokio::test]
async fn a_request_by_post_keeps_its_body() {
    let fixture = fixture::sandbox().await;
    let url = authorize_url(APP, SCOPE);
    let query = url.split_once('?').unwrap().1;
    let fields: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for path in ["/v3/o/authorize", "/v3/o/authorize/"] {
        let mut browser = Browser::new(&fixture);
        let begun = browser.post(path, &fields).await;
        assert_eq!(browser.follow(begun).await.status, StatusCode::OK);
        fields.push(("lang", "es"));
        let begun = browser.post(path, &fields).await;
        assert!(begun.location().ends_with("sign-in/?lang=es"), "{}", begun.location());
        fields.pop();
    }
}

#[tokio::test]
async fn the_language_of_the_request_stays() {
    let fixture = fixture::sandbox().await;
    let mut browser = Browser::new(&fixture);
    let url = format!("{}&lang=es", authorize_url(APP, SCOPE));
    let sign_in = browser.get(&url).await.location().to_owned();
    assert!(browser.get(&sign_in).await.text.contains(">Entrar</button>"));
    let consent = Browser::new(&fixture).sign_in(&url, 0).await;
    assert!(consent.ends_with("?lang=es"), "{consent}");
}

#[tokio::test]
async fn a_foreign_redirect_is_never_followed() {
    let fixture = fixture::sandbox().await;
    for (name, value) in [("redirect_uri", "https://evil.example/"), ("client_id", "nobody")] {
        let url = authorize_url(APP, SCOPE);
        let query = url.split_once('?').unwrap().1;
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let changed: Vec<_> = pairs
            .iter()
            .map(|(found, old)| (found.as_str(), if found == name { value } else { old.as_str() }))
            .collect();
        let seen = Browser::new(&fixture).get(&format!("/v3/o/authorize?{}", form(&changed))).await;
        assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{name}");
        assert!(
            !seen.headers.contains_key("location") && !seen.text.contains("//evil.example"),
            "{}",
            seen.text
        );
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_and_revocation_ends_them() {
    let fixture = fixture::sandbox().await;
    let first = tokens(&fixture, APP, 0, &format!("{SCOPE} offline_access")).await;
    let client = [("client_id", APP), ("client_secret", fixture::SECRET)];
    let mut fields = client.to_vec();
    fields.extend([
        ("grant_type", "refresh_token"),
        ("refresh_token", first["refresh_token"].as_str().unwrap()),
    ]);
    let second = Browser::new(&fixture).post("/v3/o/token/", &fields).await.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let access = second["access_token"].as_str().unwrap();
    let mut fields = client.to_vec();
    fields.push(("token", access));
    let introspected = Browser::new(&fixture).post("/v3/o/introspect/", &fields).await.json();
    assert_eq!(
        (&introspected["active"], &introspected["patient"]),
        (&true.into(), &MEMBER.to_string().into())
    );
    assert_eq!(Browser::new(&fixture).post("/v3/o/revoke/", &fields).await.status, StatusCode::OK);
    let seen = get_with(&fixture, "/v3/fhir/Patient", access).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
}
