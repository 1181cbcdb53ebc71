//! The identity token (OpenID Connect 2): who signed in, when, for which app.

use bluestem_store::platform::{App, Code, Grant};
use serde_json::{Map, Value, json};

use super::TokenError;
use crate::Auth;
use crate::config::Version;
use crate::key::Pen;
use crate::scope::ScopeSet;

impl Auth {
    /// What will sign the identity token, if the scope asks for one.
    pub(super) async fn identity_pen(&self, app: &App, scope: &ScopeSet) -> Result<Option<Pen>, TokenError> {
        if !scope.has("openid") {
            return Ok(None);
        }
        Ok(Some(self.pen(app.identity_algorithm).await?))
    }

    /// The identity token of the person behind `grant`. `sub` is that of userinfo.
    pub(super) fn identity_token(
        &self,
        pen: &Pen,
        code: &Code,
        grant: &Grant,
        scope: &ScopeSet,
    ) -> Result<String, TokenError> {
        let now = self.now().seconds();
        let base = &self.config.base_url;
        let mut claims = Map::new();
        let mut say = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        say("iss", json!(base));
        say("sub", json!(grant.person.to_string()));
        say("aud", json!(grant.client_id));
        say("iat", json!(now));
        say("exp", json!(now + self.config.token_seconds));
        if let Some(at) = code.signed_in_at {
            say("auth_time", json!(at.seconds()));
        }
        if let Some(nonce) = &code.nonce {
            say("nonce", json!(nonce));
        }
        if scope.has("fhirUser") {
            say(
                "fhirUser",
                json!(format!("{}/Patient/{}", self.config.fhir_base(Version::V3), grant.person)),
            );
        }
        Ok(pen.sign(&Value::Object(claims))?)
    }
}
