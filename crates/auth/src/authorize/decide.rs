//! The person's decision.

use bluestem_model::label::Labels;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};
use bluestem_store::platform::{Consent, Grant};

use super::approval::{ApprovalError, Open, PersonalAsk};
use super::error::AuthorizeError;
use crate::scope::ScopeSet;
use crate::{Auth, redirect, secret};

/// What a person may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Share name, address, date of birth, race and sex, where the app may do without.
    pub personal_information: bool,
    /// Share claims about substance use disorder (42 CFR Part 2). Never shared unless chosen.
    pub substance_use: bool,
}

/// The person's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Share, with these choices.
    Share(Choices),
    /// Do not share. Changes nothing but that the approval is over.
    Cancel,
}

impl Auth {
    /// Carries out the decision and returns where the browser goes: the app's redirect URI with `code`, `state`
    /// and `iss`, or with `error=access_denied`. Send it with status 303, never 307 (RFC 9700 4.12).
    pub async fn decide(
        &self,
        id: &str,
        browser: &str,
        csrf: &str,
        decision: Decision,
    ) -> Result<String, ApprovalError> {
        let open = self.open_approval(id, browser).await?;
        open.check_csrf(csrf)?;
        let shared = match decision {
            Decision::Share(choices) => Some((shared_scope(&open, choices), choices)),
            Decision::Cancel => None,
        };
        match shared.filter(|(scope, _)| !scope.is_empty()) {
            Some((scope, choices)) => self.share(&open, browser, &scope, choices).await,
            None => self.cancel(&open, browser).await,
        }
    }

    async fn share(
        &self,
        open: &Open,
        browser: &str,
        scope: &ScopeSet,
        choices: Choices,
    ) -> Result<String, ApprovalError> {
        let now = self.now();
        let code = self.secret();
        let consent = Consent {
            approval: open.approval.id,
            browser: secret::hash(browser),
            person: open.person()?,
            client_id: open.app.client_id.clone(),
            scope: scope.to_string(),
            withheld: if choices.substance_use { Labels::NONE } else { Labels::PART2 },
            grant_until: self.grant_until(open.app.access_type),
            code: secret::hash(&code),
            code_until: now.plus_seconds(self.config.code_seconds),
            redirect_uri: open.request.redirect_uri.clone(),
            redirect_given: open.request.redirect_given,
            challenge: open.request.challenge.clone(),
            nonce: open.request.nonce.clone(),
            signed_in_at: open.approval.signed_in_at,
            key: open.request.key.clone(),
            now,
        };
        let grant = self.platform.consent(&consent).await?.ok_or(ApprovalError::Gone)?;
        self.record_decision(open, Some(&grant)).await?;
        let answer =
            [("code", code.as_str()), ("state", &open.request.state), ("iss", &self.config.base_url)];
        Ok(redirect::with_parameters(&open.request.redirect_uri, &answer))
    }

    async fn cancel(&self, open: &Open, browser: &str) -> Result<String, ApprovalError> {
        let browser = secret::hash(browser);
        if !self.platform.cancel_approval(&open.approval.id, &browser, self.now()).await? {
            return Err(ApprovalError::Gone);
        }
        self.record_decision(open, None).await?;
        let state = Some(open.request.state.as_str());
        Ok(self.error_redirect(&open.request.redirect_uri, state, AuthorizeError::Denied))
    }

    async fn record_decision(&self, open: &Open, grant: Option<&Grant>) -> Result<(), ApprovalError> {
        let outcome = if grant.is_some() { Outcome::Success } else { Outcome::Refused };
        let event = AuditEvent {
            client_id: Some(open.app.client_id.clone()),
            person: open.approval.person,
            grant: grant.map(|grant| grant.id),
            scope: grant.map(|grant| grant.scope.clone()),
            withheld: grant.map_or(Labels::NONE, |grant| grant.withheld),
            ..AuditEvent::new(self.now(), EventKind::Consent, outcome)
        };
        Ok(self.recorder.append(event).await?)
    }
}

/// What the app asked for, less what the person does not want to share.
fn shared_scope(open: &Open, choices: Choices) -> ScopeSet {
    match open.personal() {
        PersonalAsk::Optional if !choices.personal_information => open.scope.without_personal(),
        PersonalAsk::Optional | PersonalAsk::Required | PersonalAsk::No => open.scope.clone(),
    }
}
