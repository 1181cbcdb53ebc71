//! What a person decides.

use bluestem_auth::authorize::{ApprovalError, Choices, Decision, PersonalAsk};
use bluestem_model::access::ClaimScope;
use bluestem_model::label::Labels;
use bluestem_store::audit::{EventKind, Outcome};
use bluestem_store::platform::DataAccessType;

use crate::people::PERSON;
use crate::world::{BASE, STATE, World, answer};

#[tokio::test]
async fn the_page_shows_what_is_asked() {
    let world = World::new().await;
    let view = world.view(&world.signed_in(&[]).await).await;
    assert_eq!(
        (view.personal, view.coverage, view.claims),
        (PersonalAsk::Required, true, Some(ClaimScope::All))
    );
    assert_eq!(view.access_type, DataAccessType::ThirteenMonth);
    // 31 January and 13 months: the last day of February.
    assert_eq!(view.until.unwrap().to_rfc3339_seconds(), "2027-02-28T12:00:00Z");
    let scope = [("client_id", "optional"), ("scope", "patient/Coverage.s"), ("lang", "es")];
    let view = world.view(&world.signed_in(&scope).await).await;
    assert_eq!((view.personal, view.coverage, view.claims), (PersonalAsk::No, true, None));
    assert_eq!(view.language.as_deref(), Some("es"));
}

#[tokio::test]
async fn sharing_gives_a_code_and_cancelling_changes_nothing() {
    let world = World::new().await;
    let browser = world.signed_in(&[]).await;
    let told = answer(&world.decide(&browser, Decision::Cancel).await);
    assert_eq!((told["error"].as_str(), told["state"].as_str()), ("access_denied", STATE));
    assert_eq!(told["iss"], BASE);
    assert_eq!(world.auth.grants_of(PERSON).await.unwrap(), []);
    assert_eq!(world.latest().await.outcome, Outcome::Refused);
    let browser = world.signed_in(&[]).await;
    let told = answer(&world.decide(&browser, Decision::Share(Choices::default())).await);
    assert_eq!((told["state"].as_str(), told["iss"].as_str()), (STATE, BASE));
    assert_eq!(told["code"].len(), 43);
    let event = world.latest().await;
    assert_eq!((event.kind, event.person, event.withheld), (EventKind::Consent, Some(PERSON), Labels::PART2));
    // An approval works once.
    let again = world.auth.approval(&browser.approval, &browser.cookie).await;
    assert_eq!(again, Err(ApprovalError::Gone));
}

#[tokio::test]
async fn a_decision_needs_the_form_and_the_person() {
    let world = World::new().await;
    let browser = world.begin(&[]).await.unwrap();
    let share = Decision::Share(Choices::default());
    let csrf = world.view(&browser).await.csrf;
    let (id, cookie) = (browser.approval.as_str(), browser.cookie.as_str());
    assert_eq!(world.auth.decide(id, cookie, &csrf, share).await, Err(ApprovalError::NotSignedIn));
    assert_eq!(world.auth.decide(id, cookie, "", share).await, Err(ApprovalError::Forged));
    assert_eq!(world.auth.decide(id, "other", &csrf, share).await, Err(ApprovalError::Gone));
    // Nobody need sign in to say no.
    assert!(world.auth.decide(id, cookie, &csrf, Decision::Cancel).await.is_ok());
}

#[tokio::test]
async fn personal_information_is_a_choice_where_the_app_can_do_without() {
    let world = World::new().await;
    let cases = [
        ("app", "patient/*.rs profile", "patient/*.rs profile"),
        ("optional", "patient/*.rs profile", "patient/Coverage.rs patient/ExplanationOfBenefit.rs"),
    ];
    for (client_id, asked, granted) in cases {
        let browser = world.signed_in(&[("client_id", client_id), ("scope", asked)]).await;
        let uri = world.decide(&browser, Decision::Share(Choices::default())).await;
        let tokens = world.exchange(client_id, &answer(&uri)["code"]).await.unwrap();
        assert_eq!(tokens.scope, granted, "{client_id}");
    }
    // Nothing is left: that is a no.
    let browser = world.signed_in(&[("client_id", "optional"), ("scope", "patient/Patient.rs")]).await;
    let uri = world.decide(&browser, Decision::Share(Choices::default())).await;
    assert_eq!(answer(&uri)["error"], "access_denied");
}
