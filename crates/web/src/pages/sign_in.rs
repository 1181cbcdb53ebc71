//! The sign-in page.

use askama::Template;
use axum::response::Response;
use bluestem_auth::OAuthError;
use bluestem_auth::authorize::ApprovalView;
use bluestem_auth::sign_in::SignInError;
use bluestem_auth::visit::Way;
use http::header::{CONTENT_SECURITY_POLICY, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use super::approval::Approval;
use super::consent::policy_for;
use super::frame::Frame;
use crate::identity::LEAVE;
use crate::state::App;

/// The parameter by which the way back from another server asks the page to tell how it went.
pub(crate) const OUTCOME: &str = "outcome";

/// What the page shows.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage<'a> {
    frame: &'a Frame,
    /// What signing in is for.
    lead: String,
    way: Way<'a>,
    csrf: String,
    username: &'a str,
    problem: Option<String>,
    /// The page's own address.
    action: String,
    /// The way to the other server.
    leave: String,
    /// Where to cancel, when an app waits.
    cancel: Option<String>,
}

impl<'a> SignInPage<'a> {
    /// The page at `path`, which ends without a slash or with one.
    pub(crate) fn new(app: &'a App, frame: &'a Frame, path: &str, lead: String, csrf: String) -> Self {
        Self {
            frame,
            lead,
            way: app.auth().sign_in_way(),
            csrf,
            username: "",
            problem: frame.parameter(OUTCOME).and_then(|word| frame.outcome(&word)),
            action: frame.link(path),
            leave: frame.link(&format!("{}/{LEAVE}", path.trim_end_matches('/'))),
            cancel: None,
        }
    }

    /// The page of an approval.
    pub(crate) fn of_approval(
        app: &'a App,
        frame: &'a Frame,
        approval: &Approval,
        view: &ApprovalView,
    ) -> Self {
        let lead = frame.say_with("signin-for", "app", &view.app.name);
        let cancel = Some(frame.link(approval.path()));
        Self { cancel, ..Self::new(app, frame, &approval.sign_in_path(), lead, view.csrf.clone()) }
    }

    /// The answer to a try that did not succeed; the user name stays, the password does not.
    pub(crate) fn refused(self, username: &'a str, error: SignInError) -> Response {
        let frame = self.frame;
        let page = Self { username, problem: frame.outcome(error.word()), ..self };
        let reply = error.reply();
        let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::FORBIDDEN);
        let mut response = Frame::page(status, &page);
        if let Some(seconds) = reply.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl Frame {
    /// What happened and what to do, for the word of a sign-in that did not succeed.
    fn outcome(&self, word: &str) -> Option<String> {
        Some(match word {
            "wrong-credentials" => self.say("signin-failed"),
            "no-record" => self.say("signin-unmatched"),
            "ambiguous" => self.say("signin-ambiguous"),
            "declined" => self.say("signin-declined"),
            "untrusted" => self.say("signin-untrusted"),
            "too-many" => self.say("signin-too-many"),
            "not-configured" | "unavailable" | "failed" => self.say("signin-unavailable"),
            _ => return None,
        })
    }
}

/// To cancel is to be sent back to the app.
pub(crate) fn with_policy(mut response: Response, view: &ApprovalView) -> Response {
    if let Some(policy) = policy_for(&view.redirect_uri) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
