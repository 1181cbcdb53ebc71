//! What the platform plane does, written once over a [`Session`](crate::sql::Session) of any backend. Each function
//! that writes runs inside one transaction of its caller's.

pub(crate) mod approvals;
pub(crate) mod apps;
pub(crate) mod failures;
pub(crate) mod grants;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod pushed;
pub(crate) mod sessions;
pub(crate) mod tokens;
