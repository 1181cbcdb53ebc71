//! The pages between an app's request and a person's decision, and where they lie.

use axum::response::Response;
use bluestem_auth::authorize::ApprovalError;
use bluestem_auth::{OAuthError, Version};
use http::{HeaderMap, StatusCode};

use super::frame::Frame;
use super::problem::Problem;
use crate::cookie::Cookie;
use crate::own_form::FormRefusal;
use crate::state::App;

/// An approval as its pages address it.
pub(crate) struct Approval {
    path: String,
    cookie: Cookie,
}

impl Approval {
    /// The approval with this id.
    pub(crate) fn new(app: &App, version: Version, id: &str) -> Self {
        Self::at(app, &format!("/{}/o/authorize/{id}/", version.segment()), id)
    }

    /// The approval whose pages lie below `path`, which ends with a slash.
    pub(crate) fn at(app: &App, path: &str, id: &str) -> Self {
        Self { path: path.to_owned(), cookie: Cookie::approval(app.base_url(), id) }
    }

    /// Where the consent page lies.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Where the sign-in page lies.
    pub(crate) fn sign_in_path(&self) -> String {
        format!("{}sign-in/", self.path)
    }

    /// The id of the browser, as its cookie says; empty without one, which opens nothing.
    pub(crate) fn browser(&self, headers: &HeaderMap) -> String {
        self.cookie.read(headers).unwrap_or_default()
    }

    /// The cookie that binds it to the browser.
    pub(crate) fn cookie(&self) -> &Cookie {
        &self.cookie
    }
}

impl Frame {
    /// The page for an approval that does not go on.
    pub(crate) fn stopped(&self, error: ApprovalError) -> Response {
        let status = StatusCode::from_u16(error.reply().status).unwrap_or(StatusCode::BAD_REQUEST);
        let problem = match error {
            ApprovalError::Gone | ApprovalError::NotSignedIn => Problem::Expired,
            ApprovalError::Forged => Problem::Foreign,
            ApprovalError::Failed(_) => Problem::Failed,
        };
        self.problem(status, problem)
    }

    /// The page for a form that was refused before its fields were looked at.
    pub(crate) fn refused_form(&self, refusal: FormRefusal) -> Response {
        match refusal {
            FormRefusal::Foreign => self.problem(StatusCode::FORBIDDEN, Problem::Foreign),
            FormRefusal::Unreadable(unreadable) => self.problem(unreadable.status(), Problem::Request),
        }
    }
}
