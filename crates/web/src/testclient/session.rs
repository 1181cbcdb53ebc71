//! What the test client remembers of a browser. It stays in the server: scripts and histories see no token.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bluestem_model::chance::random_id;
use bluestem_model::time::Timestamp;
use http::HeaderMap;
use serde_json::Value;

use crate::cookie::Cookie;
use crate::state::App;

/// Sessions that are remembered at most; the oldest go first.
const MOST: usize = 1000;

/// One browser's walk through the test client.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// `state` of the authorization request that is under way; taken when it is answered.
    pub(super) state: Option<String>,
    /// PKCE verifier of that request.
    pub(super) verifier: String,
    /// The token response, once there is one.
    pub(super) tokens: Option<Value>,
    began: Timestamp,
}

/// Every session.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, Session>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Session {
    /// A new walk, and the cookie that leads back to it.
    pub(super) fn begin(app: &App, headers: &mut HeaderMap) -> Self {
        // Two draws: a verifier has 43 characters at least (RFC 7636 4.1).
        let verifier = random_id(app.random()) + &random_id(app.random());
        let state = Some(random_id(app.random()));
        let session = Self { state, verifier, tokens: None, began: app.now() };
        session.clone().keep(app, headers);
        session
    }

    /// The session of the browser.
    pub(super) fn of(app: &App, headers: &HeaderMap) -> Option<Self> {
        let id = Cookie::test_client(app.base_url()).read(headers)?;
        app.sessions().with(|all| all.get(&id).cloned())
    }

    /// Keeps the session under a new id, so that an id that somebody planted leads nowhere.
    pub(super) fn keep(self, app: &App, headers: &mut HeaderMap) {
        let id = random_id(app.random());
        Cookie::test_client(app.base_url()).set(headers, &id);
        app.sessions().with(|all| {
            if all.len() >= MOST {
                let oldest = all.iter().min_by_key(|(_, session)| session.began).map(|(id, _)| id.clone());
                oldest.map(|id| all.remove(&id));
            }
            all.insert(id, self);
        });
    }

    /// Ends the session of the browser, if there is one, and returns it.
    pub(super) fn end(app: &App, headers: &HeaderMap) -> Option<Self> {
        let id = Cookie::test_client(app.base_url()).read(headers)?;
        app.sessions().with(|all| all.remove(&id))
    }

    /// The session with the tokens that its request ended in.
    pub(super) fn with_tokens(self, tokens: Option<Value>) -> Self {
        Self { state: None, tokens, ..self }
    }

    /// The access token.
    pub(super) fn token(&self) -> Option<&str> {
        self.tokens.as_ref()?.get("access_token")?.as_str()
    }
}
