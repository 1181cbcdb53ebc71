//! The member's side: their own session, what they share with whom, and how they stop.

mod connection;
mod session;

pub use connection::{Activity, Connection};
pub use session::{Member, MemberError, MemberSignIn};
