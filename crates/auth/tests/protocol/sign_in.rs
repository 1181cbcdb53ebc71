//! Sign-in for an approval.

use bluestem_auth::authorize::{ApprovalError, Choices, Decision};
use bluestem_auth::sign_in::{SignIn, SignInError};
use bluestem_store::audit::{EventKind, Outcome};

use crate::people::{MBI, PERSON, SHARED_MBI};
use crate::world::{ADDRESS, World};

#[tokio::test]
async fn people_sign_in_and_are_greeted() {
    let world = World::new().await;
    for (username, password) in [("BBUser00000", "PW00000!"), (MBI, "sandbox")] {
        let mut browser = world.begin(&[]).await.unwrap();
        assert!(!world.view(&browser).await.signed_in);
        world.sign_in(&mut browser, username, password).await.unwrap();
        let view = world.view(&browser).await;
        assert_eq!((view.signed_in, view.name.as_deref()), (true, Some("Given Family")));
        let event = world.latest().await;
        assert_eq!(
            (event.kind, event.outcome, event.person),
            (EventKind::SignIn, Outcome::Success, Some(PERSON))
        );
    }
}

#[tokio::test]
async fn who_cannot_be_matched_is_told_so() {
    let world = World::new().await;
    let mut browser = world.begin(&[]).await.unwrap();
    let cases = [
        ("BBUser00000", "PW00001!", SignInError::WrongCredentials),
        ("BBUser00007", "PW00007!", SignInError::NoRecord),
        ("1S00E00AA09", "sandbox", SignInError::NoRecord),
        (SHARED_MBI, "sandbox", SignInError::Ambiguous),
    ];
    for (username, password, error) in cases {
        assert_eq!(world.sign_in(&mut browser, username, password).await, Err(error));
        let event = world.latest().await;
        assert_eq!((event.kind, event.outcome), (EventKind::SignIn, Outcome::Refused));
        assert!(!format!("{event:?}").contains(username), "what was typed is not kept");
    }
    assert!(!world.view(&browser).await.signed_in);
}

#[tokio::test]
async fn failures_are_limited_per_account() {
    let world = World::new().await;
    let mut browser = world.begin(&[]).await.unwrap();
    for _ in 0..10 {
        let wrong = world.sign_in(&mut browser, "BBUser00000", "wrong").await;
        assert_eq!(wrong, Err(SignInError::WrongCredentials));
    }
    let now = world.sign_in(&mut browser, " bbuser00000", "PW00000!").await;
    assert!(
        matches!(now, Err(SignInError::TooMany { retry_after: 1..=901 })),
        "any spelling is the same account"
    );
    assert_eq!(world.sign_in(&mut browser, "BBUser00001", "wrong").await, Err(SignInError::WrongCredentials));
    world.clock.advance(900);
    let mut browser = world.begin(&[]).await.unwrap();
    assert_eq!(world.sign_in(&mut browser, "BBUser00000", "PW00000!").await, Ok(()));
}

#[tokio::test]
async fn login_csrf_and_session_fixation_fail() {
    let world = World::new().await;
    let mut browser = world.begin(&[]).await.unwrap();
    let form = |csrf| SignIn {
        approval: &browser.approval,
        browser: &browser.cookie,
        csrf,
        username: "BBUser00000",
        password: "PW00000!",
        address: ADDRESS,
    };
    let forged = world.auth.sign_in(&form("forged")).await;
    assert_eq!(forged, Err(SignInError::Approval(ApprovalError::Forged)));
    // The form of another approval of the same browser does not do either.
    let csrf = world.view(&browser).await.csrf;
    let other = world.begin(&[]).await.unwrap();
    let elsewhere = SignIn { approval: &other.approval, browser: &other.cookie, ..form(&csrf) };
    assert_eq!(world.auth.sign_in(&elsewhere).await, Err(SignInError::Approval(ApprovalError::Forged)));
    // Whoever planted the cookie before sign-in does not have the one after it.
    let planted = browser.cookie.clone();
    world.sign_in(&mut browser, "BBUser00000", "PW00000!").await.unwrap();
    assert_ne!(planted, browser.cookie);
    let gone = world.auth.approval(&browser.approval, &planted).await;
    assert_eq!(gone, Err(ApprovalError::Gone));
}

#[tokio::test]
async fn an_approval_is_of_one_browser_and_ten_minutes() {
    let world = World::new().await;
    let browser = world.begin(&[]).await.unwrap();
    for foreign in [world.auth.new_browser(), String::new()] {
        let seen = world.auth.approval(&browser.approval, &foreign).await;
        assert_eq!(seen, Err(ApprovalError::Gone));
    }
    let unknown = world.auth.approval("unknown", &browser.cookie).await;
    assert_eq!(unknown, Err(ApprovalError::Gone));
    world.clock.advance(599);
    assert!(world.auth.approval(&browser.approval, &browser.cookie).await.is_ok());
    world.clock.advance(1);
    assert_eq!(world.auth.approval(&browser.approval, &browser.cookie).await, Err(ApprovalError::Gone));
}

#[tokio::test]
async fn another_person_may_sign_in_instead() {
    let world = World::new().await;
    let mut browser = world.signed_in(&[]).await;
    let csrf = world.view(&browser).await.csrf;
    browser.cookie = world.auth.switch_person(&browser.approval, &browser.cookie, &csrf).await.unwrap();
    let view = world.view(&browser).await;
    assert!(!view.signed_in);
    let share = Decision::Share(Choices::default());
    let nobody = world.auth.decide(&browser.approval, &browser.cookie, &view.csrf, share).await;
    assert_eq!(nobody, Err(ApprovalError::NotSignedIn));
}
