//! Any OpenID Connect provider: discovery, code flow with PKCE, identity token, RP-initiated logout.

mod discovery;
mod id_token;
mod provider;
mod settings;

pub use provider::OidcProvider;
pub use settings::OidcSettings;
