//! The pages that people read.

pub(crate) mod approval;
mod consent;
mod dictionary;
pub(crate) mod frame;
mod home;
pub(crate) mod problem;
mod sandbox;
pub(crate) mod sign_in;

use crate::route::Route;

pub(crate) fn routes(sandbox: bool) -> Vec<Route> {
    let mut routes = home::routes();
    routes.extend(dictionary::routes());
    if sandbox {
        routes.extend(sandbox::routes());
    }
    routes
}
