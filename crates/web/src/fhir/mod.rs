//! The FHIR routes of every version: read and search of Patient, Coverage and ExplanationOfBenefit, `metadata`, and
//! what v3 alone has. The versions share the machinery; `render` says what each makes of a record.

mod answer;
mod audit_event;
mod card;
mod claim;
mod coverage;
mod error;
mod everything;
mod explain;
mod idi_match;
mod include;
mod metadata;
mod patient;
mod people;
mod render;
mod request;

use bluestem_model::chance::random_id;
use bluestem_model::version::Version;

pub(crate) use people::file as person_file;

use crate::route::{Door, Route};
use crate::state::App;

/// The path below which a version's resources lie.
fn base(version: Version) -> String {
    format!("/{}/fhir", version.segment())
}

/// The absolute URL of a type of resources.
fn url_of_type(app: &App, version: Version, resource: &str) -> String {
    app.base_url().join(&format!("{}/{resource}", base(version)))
}

/// The absolute URL of a resource.
fn url_of(app: &App, version: Version, resource: &str, id: &str) -> String {
    format!("{}/{id}", url_of_type(app, version, resource))
}

/// A random UUID (RFC 9562, version 4).
pub(crate) fn uuid(app: &App) -> String {
    let hex = random_id(app.random());
    let part = |range| hex.get(range).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
}

/// Every route of a version, with and without a trailing slash.
pub(crate) fn routes(version: Version) -> Vec<Route> {
    let mut routes = shared(version);
    if version == Version::V3 {
        routes.extend(of_v3());
    }
    routes.into_iter().map(|route| route.with(version)).flat_map(Route::either_slash).collect()
}

macro_rules! resource {
    ($routes:ident, $base:ident, $name:literal, $room:ident) => {
        let path = format!("{}/{}", $base, $name);
        $routes.push(Route::get(Door::Api, format!("{path}/{{id}}"), $room::read));
        $routes.push(Route::get(Door::Api, path.clone(), $room::search));
        $routes.push(Route::get(Door::Api, format!("{path}/_search"), $room::search));
        $routes.push(Route::post(Door::Api, format!("{path}/_search"), $room::search));
    };
}

fn shared(version: Version) -> Vec<Route> {
    let base = base(version);
    let mut routes = vec![Route::get(Door::Api, format!("{base}/metadata"), metadata::get)];
    resource!(routes, base, "Patient", patient);
    resource!(routes, base, "Coverage", coverage);
    resource!(routes, base, "ExplanationOfBenefit", claim);
    routes
}

fn of_v3() -> Vec<Route> {
    let base = base(Version::V3);
    let mut routes = Vec::new();
    resource!(routes, base, "AuditEvent", audit_event);
    routes.push(Route::get(Door::Api, format!("{base}/Patient/{{id}}/$everything"), everything::get));
    routes.push(Route::get(Door::Api, format!("{base}/Patient/$generate-insurance-card"), card::own));
    routes.push(Route::post(Door::Api, format!("{base}/Patient/$idi-match"), idi_match::post));
    let card = format!("{base}/Coverage/{{id}}/$generate-insurance-card");
    routes.push(Route::get(Door::Api, card, card::of_coverage));
    routes.push(Route::get(Door::Api, format!("{base}/ExplanationOfBenefit/{{id}}/$explain"), explain::get));
    routes
}
