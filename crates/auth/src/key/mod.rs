//! Keys: the server's own, which sign identity tokens, and the public ones of apps.
//!
//! ```text
//! keys.master --seals--> signing keys in the store --sign--> id_token --verified with--> jwks.json
//! ```

mod audience;
mod der;
mod jwk;
mod jws;
mod master;
mod remote;
mod signer;
mod signing;

pub(crate) use audience::Audience;
pub(crate) use jwk::PublicKey;
pub use jwk::{KeySet, KeySetError};
pub(crate) use jws::Jws;
pub use master::{MasterKey, MasterKeyError};
pub(crate) use remote::{NoKeys, RemoteKeys};
pub use signing::SigningKeyError;
pub(crate) use signing::{Keyring, Pen};
