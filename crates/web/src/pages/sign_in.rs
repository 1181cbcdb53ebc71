//! The sign-in page.

use askama::Template;
use axum::response::Response;
use bluestem_auth::OAuthError;
use bluestem_auth::authorize::ApprovalView;
use bluestem_auth::sign_in::SignInError;
use http::header::{CONTENT_SECURITY_POLICY, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use super::approval::Approval;
use super::consent::policy_for;
use super::frame::Frame;

/// What the page shows.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage<'a> {
    pub(crate) frame: &'a Frame,
    /// What signing in is for.
    pub(crate) lead: String,
    pub(crate) csrf: String,
    pub(crate) username: &'a str,
    pub(crate) problem: Option<String>,
    pub(crate) action: String,
    /// Where to cancel, when an app waits.
    pub(crate) cancel: Option<String>,
}

impl Frame {
    /// The sign-in page of an approval.
    pub(crate) fn sign_in(&self, approval: &Approval, view: &ApprovalView) -> Response {
        let page = self.approval_sign_in(approval, view, "", None);
        with_policy(Self::page(StatusCode::OK, &page), view)
    }

    /// The same after a try that did not succeed; the user name stays, the password does not.
    pub(crate) fn sign_in_again(
        &self,
        approval: &Approval,
        view: &ApprovalView,
        username: &str,
        error: SignInError,
    ) -> Response {
        let page = self.approval_sign_in(approval, view, username, Some(error));
        with_policy(Self::sign_in_failed(&page, error), view)
    }

    /// A sign-in page after a try that did not succeed.
    pub(crate) fn sign_in_failed(page: &SignInPage<'_>, error: SignInError) -> Response {
        let reply = error.reply();
        let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::FORBIDDEN);
        let mut response = Self::page(status, page);
        if let Some(seconds) = reply.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// What happened and what to do.
    pub(crate) fn sign_in_problem(&self, error: SignInError) -> String {
        match error {
            SignInError::WrongCredentials => self.say("signin-failed"),
            SignInError::NoRecord => self.say("signin-unmatched"),
            SignInError::Ambiguous => self.say("signin-ambiguous"),
            SignInError::TooMany { .. } => self.say("signin-too-many"),
            SignInError::Approval(_)
            | SignInError::Forged
            | SignInError::NotConfigured
            | SignInError::Unavailable => self.say("signin-unavailable"),
        }
    }

    fn approval_sign_in<'a>(
        &'a self,
        approval: &Approval,
        view: &ApprovalView,
        username: &'a str,
        error: Option<SignInError>,
    ) -> SignInPage<'a> {
        SignInPage {
            frame: self,
            lead: self.say_with("signin-for", "app", &view.app.name),
            csrf: view.csrf.clone(),
            username,
            problem: error.map(|error| self.sign_in_problem(error)),
            action: self.link(&approval.sign_in_path()),
            cancel: Some(self.link(approval.path())),
        }
    }
}

/// To cancel is to be sent back to the app.
fn with_policy(mut response: Response, view: &ApprovalView) -> Response {
    if let Some(policy) = policy_for(&view.redirect_uri) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
