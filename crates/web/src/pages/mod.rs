//! The pages that people read.

pub(crate) mod approval;
mod consent;
pub(crate) mod frame;
mod home;
pub(crate) mod problem;
mod sandbox;
pub(crate) mod sign_in;

use crate::route::Route;

pub(crate) fn routes(sandbox: bool) -> Vec<Route> {
    let mut routes = home::routes();
    if sandbox {
        routes.extend(sandbox::routes());
    }
    routes
}
