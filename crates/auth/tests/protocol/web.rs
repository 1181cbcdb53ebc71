//! The other servers, as this one sees them.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use bluestem_auth::fetch::{Ask, Fetch, FetchError, Reach, Told};

/// Keys of the credential provider of these tests, which the operator configured.
pub(crate) const PROVIDER_KEYS: &str = "https://csp.example/keys";

/// Pages by their URL. What stands nowhere cannot be reached.
#[derive(Default)]
pub(crate) struct Web {
    pages: Mutex<HashMap<String, Told>>,
    asked: AtomicUsize,
}

impl Web {
    pub(crate) fn publish(&self, url: &str, status: u16, body: &str) {
        let told = Told { status, body: body.as_bytes().to_vec() };
        self.pages.lock().unwrap().insert(url.to_owned(), told);
    }

    /// How often anything was asked for.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Fetch for Web {
    async fn fetch(&self, ask: Ask) -> Result<Told, FetchError> {
        let configured = ask.url.as_str() == PROVIDER_KEYS;
        let reach = if configured { Reach::Configured } else { Reach::Public };
        assert_eq!(ask.reach, reach, "an app's URL must not lead into private networks");
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.pages.lock().unwrap().get(ask.url.as_str()).cloned().ok_or(FetchError::Unreachable)
    }
}
