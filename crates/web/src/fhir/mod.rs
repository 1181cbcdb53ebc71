//! The FHIR routes of v3: read and search of Patient, Coverage and ExplanationOfBenefit, and `metadata`.

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
mod request;

use crate::route::{Door, Route};
use crate::state::App;

/// The base of every path here.
const BASE: &str = "/v3/fhir";

/// The absolute URL of a resource.
fn url_of(app: &App, resource: &str, id: &str) -> String {
    app.base_url().join(&format!("{BASE}/{resource}/{id}"))
}

/// A random UUID (RFC 9562, version 4).
fn uuid(app: &App) -> String {
    let hex = crate::hex::random(app.random());
    let part = |range| hex.get(range).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
}

/// Every route, with and without a trailing slash.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![Route::get(Door::Api, format!("{BASE}/metadata"), metadata::get)];
    macro_rules! resource {
        ($name:literal, $room:ident) => {
            let path = format!("{BASE}/{}", $name);
            routes.push(Route::get(Door::Api, format!("{path}/{{id}}"), $room::read));
            routes.push(Route::get(Door::Api, path.clone(), $room::search));
            routes.push(Route::get(Door::Api, format!("{path}/_search"), $room::search));
            routes.push(Route::post(Door::Api, format!("{path}/_search"), $room::search));
        };
    }
    resource!("Patient", patient);
    resource!("Coverage", coverage);
    resource!("ExplanationOfBenefit", claim);
    resource!("AuditEvent", audit_event);
    routes.push(Route::get(Door::Api, format!("{BASE}/Patient/{{id}}/$everything"), everything::get));
    routes.push(Route::get(Door::Api, format!("{BASE}/Patient/$generate-insurance-card"), card::own));
    routes.push(Route::post(Door::Api, format!("{BASE}/Patient/$idi-match"), idi_match::post));
    let card = format!("{BASE}/Coverage/{{id}}/$generate-insurance-card");
    routes.push(Route::get(Door::Api, card, card::of_coverage));
    routes.push(Route::get(Door::Api, format!("{BASE}/ExplanationOfBenefit/{{id}}/$explain"), explain::get));
    routes.into_iter().flat_map(Route::either_slash).collect()
}
