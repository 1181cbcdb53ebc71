//! What an operator says of the provider.

use super::super::PersonRules;

/// The registration of this server at an OpenID Connect provider. Holds a secret: it has no `Debug`.
#[derive(Clone)]
pub struct OidcSettings {
    /// What people call the place where they sign in.
    pub name: String,
    /// The issuer, letter by letter as the provider writes it.
    pub issuer: String,
    /// `client_id` of this server there.
    pub client_id: String,
    /// `client_secret`; None for a public client, which PKCE alone protects.
    pub client_secret: Option<String>,
    /// Scopes to ask for; `openid` is among them.
    pub scope: String,
    /// Whether the claims come from the userinfo endpoint and not from the identity token alone.
    pub userinfo: bool,
    /// How the claims lead to a person.
    pub rules: PersonRules,
}
