//! Asking other servers: the one way out.
//!
//! This crate says what is asked and how far it may reach; the binary brings the connection. Requests follow no
//! redirects, send no cookies, and are bound in size and time: whoever runs the other server gains nothing.

mod address;
mod trace;

pub use address::is_public;
pub use trace::{traced, traceparent};

use async_trait::async_trait;
use url::Url;

/// How far a request may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The URL comes from an app or a token: https to public addresses alone, else anybody could have this server
    /// knock at doors of the operator's own network (server-side request forgery).
    Public,
    /// The URL stands in the operator's configuration: https to any address, http to this very machine.
    Configured,
}

/// A request to another server.
#[derive(Clone)]
pub struct Ask {
    /// Where to.
    pub url: Url,
    /// How far it may reach.
    pub reach: Reach,
    /// Value of `Authorization`. A secret: this type has no `Debug`.
    pub authorization: Option<String>,
    /// Media type and bytes of a POST; None: a GET.
    pub body: Option<(&'static str, Vec<u8>)>,
    /// Bytes of the answer's body at most; a longer one is refused.
    pub most_bytes: usize,
}

impl Ask {
    /// A GET whose answer is 64 KiB at most.
    pub fn get(url: Url, reach: Reach) -> Self {
        Self { url, reach, authorization: None, body: None, most_bytes: 64 * 1024 }
    }

    /// A POST of form fields.
    pub fn form(url: Url, reach: Reach, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let body = Some(("application/x-www-form-urlencoded", body.into_bytes()));
        Self { body, ..Self::get(url, reach) }
    }
}

/// What another server answered, redirects and errors too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no answer. Without names and addresses: what an app learns of it must not tell what runs where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The URL or the address behind it is out of reach for this request.
    #[error("the address may not be reached")]
    Forbidden,
    /// The name does not resolve, nobody listens, or TLS does not hold.
    #[error("the server cannot be reached")]
    Unreachable,
    /// It took too long.
    #[error("the server took too long")]
    Slow,
    /// The answer is longer than wanted.
    #[error("the answer is too long")]
    Long,
    /// What came is not HTTP.
    #[error("the answer is not valid HTTP")]
    Malformed,
}

/// Asks other servers.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// Sends the request and reads the whole answer. Takes some seconds at most.
    async fn fetch(&self, ask: Ask) -> Result<Told, FetchError>;
}

/// Asks nobody: for commands that need no other server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

#[async_trait]
impl Fetch for Nowhere {
    async fn fetch(&self, _: Ask) -> Result<Told, FetchError> {
        Err(FetchError::Forbidden)
    }
}
