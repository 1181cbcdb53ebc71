//! Pages on which the test client says why there is nothing to see.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use crate::pages::frame::Frame;

/// Why there is nothing to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// The walk has not begun.
    NoToken,
    /// The answer belongs to another browser or server.
    ForeignState,
    /// The person did not share, or the request was refused.
    Denied,
    /// The server refused.
    Failed,
}

#[derive(Template)]
#[template(path = "testclient_message.html")]
struct MessagePage<'a> {
    frame: &'a Frame,
    title: String,
    text: String,
    detail: &'a str,
}

impl Message {
    pub(super) fn page(self, frame: &Frame, status: StatusCode, detail: &str) -> Response {
        let (title, text) = match self {
            Self::NoToken => (frame.say("testclient-none-title"), frame.say("testclient-none-text")),
            Self::ForeignState => (frame.say("testclient-state-title"), frame.say("testclient-state-text")),
            Self::Denied => (frame.say("testclient-denied-title"), frame.say("testclient-denied-text")),
            Self::Failed => (frame.say("testclient-failed-title"), String::new()),
        };
        Frame::page(status, &MessagePage { frame, title, text, detail })
    }
}
