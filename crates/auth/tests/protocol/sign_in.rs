//! Sign-in for an approval.

use std::sync::Arc;

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
async fn failures_count_in_every_process_and_after_a_restart() {
    let world = World::new().await;
    let other = world.elsewhere();
    let mut browser = world.begin(&[]).await.unwrap();
    for attempt in 0..10 {
        let process = if attempt % 2 == 0 { &world } else { &other };
        let wrong = process.sign_in(&mut browser, "BBUser00000", "wrong").await;
        assert_eq!(wrong, Err(SignInError::WrongCredentials));
    }
    for process in [&world, &other, &world.elsewhere()] {
        let refused = process.sign_in(&mut browser, "BBUser00000", "PW00000!").await;
        assert!(matches!(refused, Err(SignInError::TooMany { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn of_attempts_at_once_no_more_are_tried_than_are_allowed() {
    let world = Arc::new(World::new().await);
    let racing = (0..40).map(|_| {
        let world = world.clone();
        tokio::spawn(async move {
            let mut browser = world.begin(&[]).await.unwrap();
            world.sign_in(&mut browser, "BBUser00000", "wrong").await
        })
    });
    let mut tried = 0;
    for one in racing.collect::<Vec<_>>() {
        tried += usize::from(one.await.unwrap() == Err(SignInError::WrongCredentials));
    }
    assert_eq!(tried, 10);
}

#[tokio::test]
async fn attempts_at_once_that_are_not_tried_do_not_count() {
    let world = Arc::new(World::new().await);
    let racing = (0..80).map(|_| {
        let world = world.clone();
        tokio::spawn(async move {
            let mut browser = world.begin(&[]).await.unwrap();
            world.sign_in(&mut browser, "BBUser00000", "wrong").await
        })
    });
    for one in racing.collect::<Vec<_>>() {
        assert!(one.await.unwrap().is_err());
    }
    let mut own = world.begin(&[]).await.unwrap();
    let there = "198.51.100.7";
    assert_eq!(world.sign_in_from(&mut own, "BBUser00000", "PW00000!", there).await, Ok(()));
}

#[tokio::test]
async fn success_takes_its_failures_back() {
    let world = World::new().await;
    let mut browser = world.begin(&[]).await.unwrap();
    for _ in 0..3 {
        for _ in 0..9 {
            let wrong = world.sign_in(&mut browser, "BBUser00000", "wrong").await;
            assert_eq!(wrong, Err(SignInError::WrongCredentials));
        }
        assert_eq!(world.sign_in(&mut browser, "BBUser00000", "PW00000!").await, Ok(()));
    }
}

#[tokio::test]
async fn who_guesses_from_one_address_does_not_lock_the_owner_out() {
    let world = World::new().await;
    let mut browser = world.begin(&[]).await.unwrap();
    while world.sign_in(&mut browser, "BBUser00000", "wrong").await == Err(SignInError::WrongCredentials) {}
    let mut own = world.begin(&[]).await.unwrap();
    let there = "198.51.100.7";
    assert_eq!(world.sign_in_from(&mut own, "BBUser00000", "PW00000!", there).await, Ok(()));
    // From many addresses together the account has a bound too.
    let mut tried = 0;
    for address in 0..10 {
        for _ in 0..10 {
            let address = format!("203.0.113.{address}");
            let refused = world.sign_in_from(&mut browser, "BBUser00001", "wrong", &address).await;
            tried += usize::from(refused == Err(SignInError::WrongCredentials));
        }
    }
    assert_eq!(tried, 50);
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
