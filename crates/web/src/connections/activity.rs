//! What an app did, in words.

use bluestem_model::access::ResourceType;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};

use crate::pages::frame::Frame;

/// An event as the person reads it.
pub(super) fn words(frame: &Frame, event: &AuditEvent) -> String {
    let done = event.outcome == Outcome::Success;
    match event.kind {
        EventKind::Read if done => read(frame, event),
        EventKind::Read => frame.say("activity-not-given"),
        EventKind::Search => searched(frame, event),
        EventKind::Match if done => frame.say("activity-matched"),
        EventKind::SignIn if done => frame.say("activity-sign-in"),
        EventKind::SignIn => frame.say("activity-sign-in-failed"),
        EventKind::Consent if done => frame.say("activity-shared"),
        EventKind::Consent => frame.say("activity-declined"),
        EventKind::GrantEnd => frame.say("activity-stopped"),
        EventKind::TokenIssue if done => frame.say("activity-connected"),
        EventKind::TokenRefresh if done => frame.say("activity-renewed"),
        EventKind::TokenRevoke => frame.say("activity-gave-back"),
        EventKind::TokenReplay => frame.say("activity-replay"),
        _ => frame.say("activity-refused"),
    }
}

fn resource(event: &AuditEvent) -> Option<ResourceType> {
    let name = event.what.as_deref()?;
    ResourceType::ALL.into_iter().find(|resource| resource.name() == name)
}

fn read(frame: &Frame, event: &AuditEvent) -> String {
    match resource(event) {
        Some(ResourceType::Patient) => frame.say("activity-read-personal"),
        Some(ResourceType::Coverage) => frame.say("activity-read-coverage"),
        Some(ResourceType::ExplanationOfBenefit) => frame.say("activity-read-claim"),
        Some(ResourceType::AuditEvent) | None => frame.say("activity-read-activity"),
    }
}

fn searched(frame: &Frame, event: &AuditEvent) -> String {
    let count = event.count.unwrap_or_default();
    let number = count.to_string();
    match resource(event) {
        Some(ResourceType::Patient) if count > 0 => frame.say("activity-read-personal"),
        Some(ResourceType::Coverage) if count > 0 => frame.say("activity-read-coverage"),
        Some(ResourceType::ExplanationOfBenefit) if count == 1 => frame.say("activity-read-claim"),
        Some(ResourceType::ExplanationOfBenefit) if count > 1 => {
            frame.say_with("activity-read-claims", "count", &number)
        }
        Some(ResourceType::AuditEvent) if count > 0 => frame.say("activity-read-activity"),
        _ => frame.say("activity-found-nothing"),
    }
}
