//! The place where members sign in: whether it answers, and has keys.

use bluestem_auth::fetch::{Ask, Fetch as _, Reach};
use serde_json::Value;
use url::Url;

use super::finding::Finding;
use crate::config::Config;
use crate::fetch::WebFetch;

const SUBJECT: &str = "sign-in";
const ADVICE: &str =
    "members cannot sign in until it answers: see that the URL is right and that this machine may reach it";

pub(super) async fn examine(config: &Config) -> Option<Finding> {
    let identity = &config.identity;
    let asked = match identity.provider.as_deref()? {
        "oidc" => openid(identity.issuer.as_deref()?).await,
        _ => get(config.slsx.health.as_deref()?).await.map(|_| "answers".to_owned()),
    };
    Some(match asked {
        Ok(found) => Finding::ok(SUBJECT, found),
        Err(found) => Finding::problem(SUBJECT, found, ADVICE),
    })
}

/// The provider's metadata and keys (OpenID Connect Discovery 1.0, section 4).
async fn openid(issuer: &str) -> Result<String, String> {
    let place = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let metadata = json(&place).await?;
    let named = metadata.get("issuer").and_then(Value::as_str).unwrap_or_default();
    if named != issuer {
        return Err(format!("{place} names the issuer `{named}`, the configuration `{issuer}`"));
    }
    let keys = metadata.get("jwks_uri").and_then(Value::as_str).unwrap_or_default();
    let set = json(keys).await?;
    match set.get("keys").and_then(Value::as_array).map(Vec::len) {
        None | Some(0) => Err(format!("{keys} holds no keys")),
        Some(count) => Ok(format!("{issuer} answers and has {count} keys")),
    }
}

async fn json(url: &str) -> Result<Value, String> {
    serde_json::from_slice(&get(url).await?).map_err(|_| format!("{url} does not answer with JSON"))
}

async fn get(url: &str) -> Result<Vec<u8>, String> {
    let parsed = Url::parse(url).map_err(|_| format!("`{url}` is no URL"))?;
    let fetch = WebFetch::new(false).map_err(|error| error.to_string())?;
    let told = fetch.fetch(Ask::get(parsed, Reach::Configured)).await;
    let told = told.map_err(|error| format!("{url}: {error}"))?;
    if told.status != 200 {
        return Err(format!("{url} answers with status {}", told.status));
    }
    Ok(told.body)
}
