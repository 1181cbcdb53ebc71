//! A server that issues tokens, and how it is asked.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::http::{Answer, Call, Connection};
use crate::member::{REDIRECT, VERIFIER};

/// A token endpoint, an introspection endpoint, and the app that asks them.
pub(crate) struct Issuer {
    pub(crate) address: SocketAddr,
    base: &'static str,
    client: String,
    secret: String,
}

/// The tokens of an answer.
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Issuer {
    /// The product.
    pub(crate) fn bluestem(address: SocketAddr, client: &str, secret: &str) -> Self {
        Self { address, base: "/v3/o", client: client.to_owned(), secret: secret.to_owned() }
    }

    /// django-oauth-toolkit as bench/django sets it up.
    pub(crate) fn toolkit(address: SocketAddr, client: String, secret: String) -> Self {
        Self { address, base: "/o", client, secret }
    }

    /// Trades a code for tokens.
    pub(crate) fn exchange(&self, code: &str) -> Result<Call> {
        self.ask(
            "token",
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", REDIRECT),
                ("code_verifier", VERIFIER),
            ],
        )
    }

    /// Trades a refresh token for new tokens.
    pub(crate) fn refresh(&self, token: &str) -> Result<Call> {
        self.ask("token", &[("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    /// Asks whether an access token is good.
    pub(crate) fn check(&self, token: &str) -> Result<Call> {
        self.ask("introspect", &[("token", token)])
    }

    /// The refresh that follows on an answer.
    pub(crate) fn next(&self, answer: &Answer) -> Result<Call> {
        self.refresh(&Self::read(answer)?.refresh)
    }

    /// The tokens for a code.
    pub(crate) async fn pair(&self, connection: &mut Connection, code: &str) -> Result<Pair> {
        Self::read(&connection.send(&self.exchange(code)?).await?)
    }

    /// The tokens of an answer.
    pub(crate) fn read(answer: &Answer) -> Result<Pair> {
        let body = answer.json()?;
        let text = |name: &str| {
            let found = body.get(name).and_then(Value::as_str).map(str::to_owned);
            found.with_context(|| format!("no {name}: {body}"))
        };
        Ok(Pair { access: text("access_token")?, refresh: text("refresh_token")? })
    }

    fn ask(&self, endpoint: &str, fields: &[(&str, &str)]) -> Result<Call> {
        let proof = [("client_id", self.client.as_str()), ("client_secret", self.secret.as_str())];
        Call::form(format!("{}/{endpoint}/", self.base), &[fields, &proof].concat())
    }
}
