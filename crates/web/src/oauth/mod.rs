//! The OAuth endpoints: one file each. What they answer is decided in `auth`.

pub(crate) mod answer;
mod authorize;
mod client_request;
mod decision;
mod expire;
mod introspect;
mod par;
pub(crate) mod parameters;
mod revoke;
mod sign_in;
mod switch_person;
mod token;
mod userinfo;

use bluestem_auth::Version;

use crate::route::Route;

/// The OAuth routes of a version of the API.
pub(crate) fn routes(version: Version) -> Vec<Route> {
    let base = format!("/{}", version.segment());
    let endpoints = [
        authorize::routes(version, &base),
        sign_in::routes(&base),
        decision::routes(&base),
        switch_person::routes(&base),
        par::routes(&base),
        token::routes(version, &base),
        revoke::routes(&base),
        introspect::routes(&base),
        userinfo::routes(version, &base),
    ];
    endpoints.into_iter().flatten().collect()
}

/// The OAuth routes that only the sandbox has.
pub(crate) fn sandbox_routes(version: Version) -> Vec<Route> {
    expire::routes(&format!("/{}", version.segment()))
}
