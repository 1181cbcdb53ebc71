//! The authorization endpoint: from an app's request to a code.
//!
//! ```text
//! begin_authorization -> approval -> sign_in -> approval -> decide -> redirect to the app
//! ```
//!
//! An approval is bound to the browser that began it, works once and lasts ten minutes.

mod approval;
mod decide;
mod error;
mod push;
mod request;

pub use approval::{AppSummary, ApprovalError, ApprovalView, PersonalAsk};
pub use decide::{Choices, Decision};
pub use error::{AuthorizeError, AuthorizePageError, AuthorizeRefusal};
pub use push::{PushError, Pushed};
pub use request::Begun;
