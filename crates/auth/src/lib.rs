//! Who may see what: identity, consent, OAuth 2, SMART. Its result is an [`Access`](bluestem_model::access::Access).
//!
//! [`Auth`] is the service; every endpoint is one file with its parameters, its errors and its logic. Nothing
//! here knows HTTP beyond status numbers, so every rule is tested without it.

pub mod app;
pub mod audit;
pub mod authorize;
pub mod bearer;
pub mod client;
mod client_assertion;
mod config;
pub mod credential;
pub mod directory;
pub mod discovery;
pub mod dpop;
pub mod expire;
mod failure;
pub mod fetch;
mod forget;
pub mod grants;
pub mod identity;
pub mod introspect;
pub mod key;
mod limits;
pub mod matching;
pub mod member;
pub mod metric;
mod parameters;
mod person;
mod pkce;
mod probe;
mod redirect;
mod reply;
pub mod revoke;
pub mod scope;
mod secret;
mod service;
pub mod sign_in;
pub mod token;
mod token_memory;
pub mod userinfo;
pub mod visit;

pub use config::{AuthConfig, Version};
pub use failure::Failure;
pub use forget::forget_void;
pub use parameters::{Parameters, Repeated};
pub use reply::{OAuthError, Reply};
pub use service::{Auth, Parts};
