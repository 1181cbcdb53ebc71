//! Pages that say what went wrong and what to do.

use askama::Template;
use axum::response::Response;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

use super::frame::Frame;

/// What went wrong, as a person understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// No such page.
    NotFound,
    /// A method that the address does not have.
    Method,
    /// A body beyond the limit.
    TooLarge,
    /// No answer in time.
    Slow,
    /// A failure of ours.
    Failed,
    /// A request that is malformed.
    Request,
    /// An app that is unknown, inactive, or not what it says.
    App,
    /// An approval that is over.
    Expired,
    /// A form that did not come from our page in this browser.
    Foreign,
    /// Sign-in that does not work.
    SignIn,
    /// Too many tries.
    TooMany,
}

impl Problem {
    /// The problem that a bare status stands for.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => Self::Slow,
            status if status.is_server_error() => Self::Failed,
            _ => Self::Request,
        }
    }

    fn texts(self, frame: &Frame) -> (String, String) {
        let lang = frame.lang();
        match self {
            Self::NotFound => (lang.say("problem-not-found-title"), lang.say("problem-not-found-text")),
            Self::Method => (lang.say("problem-method-title"), lang.say("problem-method-text")),
            Self::TooLarge => (lang.say("problem-too-large-title"), lang.say("problem-too-large-text")),
            Self::Slow => (lang.say("problem-slow-title"), lang.say("problem-slow-text")),
            Self::Failed => (lang.say("problem-failed-title"), lang.say("problem-failed-text")),
            Self::Request => (lang.say("problem-request-title"), lang.say("problem-request-text")),
            Self::App => (lang.say("problem-app-title"), lang.say("problem-app-text")),
            Self::Expired => (lang.say("problem-expired-title"), lang.say("problem-expired-text")),
            Self::Foreign => (lang.say("problem-foreign-title"), lang.say("problem-foreign-text")),
            Self::SignIn => (lang.say("problem-failed-title"), lang.say("signin-unavailable")),
            Self::TooMany => (lang.say("problem-too-many-title"), lang.say("signin-too-many")),
        }
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: &'a Frame,
    title: String,
    text: String,
    detail: &'a str,
}

impl Frame {
    /// A page that says what went wrong and what to do.
    pub(crate) fn problem(&self, status: StatusCode, problem: Problem) -> Response {
        self.problem_with(status, problem, "")
    }

    /// The same, with a sentence for the app's developer.
    pub(crate) fn problem_with(&self, status: StatusCode, problem: Problem, detail: &str) -> Response {
        let (title, text) = problem.texts(self);
        Self::page(status, &ProblemPage { frame: self, title, text, detail })
    }

    /// The page for somebody who has to wait so many seconds.
    pub(crate) fn waits(&self, seconds: i64) -> Response {
        let mut response = self.problem(StatusCode::TOO_MANY_REQUESTS, Problem::TooMany);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        response
    }
}
