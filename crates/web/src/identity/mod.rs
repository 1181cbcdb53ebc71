//! Sign-in at another server: the ways out and the one way back.

mod callback;
mod errand;
mod leave;

use crate::route::Route;

/// Where the browser leaves from, below a sign-in page.
pub(crate) const LEAVE: &str = "leave";

pub(crate) fn routes() -> Vec<Route> {
    leave::routes().into_iter().chain(callback::routes()).collect()
}
