//! The member's side: their own session, what they share with whom, and how they stop.

mod access;
mod connection;
mod session;

pub use connection::{Activity, Connection, Shared};
pub use session::{Member, MemberError, MemberSignIn};
