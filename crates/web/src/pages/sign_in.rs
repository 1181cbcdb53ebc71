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

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    frame: &'a Frame,
    app: &'a str,
    csrf: &'a str,
    username: &'a str,
    problem: Option<String>,
    action: String,
    cancel: String,
}

impl Frame {
    /// The sign-in page.
    pub(crate) fn sign_in(&self, approval: &Approval, view: &ApprovalView) -> Response {
        self.sign_in_page(StatusCode::OK, approval, view, "", None)
    }

    /// The sign-in page after a try that did not succeed; the user name stays, the password does not.
    pub(crate) fn sign_in_again(
        &self,
        approval: &Approval,
        view: &ApprovalView,
        username: &str,
        error: SignInError,
    ) -> Response {
        let reply = error.reply();
        let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::FORBIDDEN);
        let mut response =
            self.sign_in_page(status, approval, view, username, Some(self.sign_in_problem(error)));
        if let Some(seconds) = reply.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn sign_in_problem(&self, error: SignInError) -> String {
        match error {
            SignInError::WrongCredentials => self.say("signin-failed"),
            SignInError::NoRecord => self.say("signin-unmatched"),
            SignInError::Ambiguous => self.say("signin-ambiguous"),
            SignInError::TooMany { .. } => self.say("signin-too-many"),
            SignInError::Approval(_) | SignInError::NotConfigured | SignInError::Unavailable => {
                self.say("signin-unavailable")
            }
        }
    }

    fn sign_in_page(
        &self,
        status: StatusCode,
        approval: &Approval,
        view: &ApprovalView,
        username: &str,
        problem: Option<String>,
    ) -> Response {
        let page = SignInPage {
            frame: self,
            app: &view.app.name,
            csrf: &view.csrf,
            username,
            problem,
            action: self.link(&approval.sign_in_path()),
            cancel: self.link(approval.path()),
        };
        let mut response = Self::page(status, &page);
        // To cancel is to be sent back to the app.
        if let Some(policy) = policy_for(&view.redirect_uri) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}
