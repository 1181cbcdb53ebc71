//! Styles, fonts and pictures, embedded. Their path holds a digest of them all, so browsers keep them for good.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use rust_embed::RustEmbed;

use crate::route::{Door, Route};

#[derive(RustEmbed)]
#[folder = "ui/dist"]
struct Dist;

/// `/assets/{digest}`: the styles name fonts by relative paths, so one digest stands for all files.
static PREFIX: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Dist::iter().collect();
    names.sort();
    let mut digest = DefaultHasher::new();
    for name in names {
        name.hash(&mut digest);
        Dist::get(&name).map(|file| file.metadata.sha256_hash()).hash(&mut digest);
    }
    format!("/assets/{:016x}", digest.finish())
});

/// The path of a file below `ui/dist`.
pub(crate) fn path(file: &str) -> String {
    format!("{}/{file}", *PREFIX)
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, "/assets/{digest}/{*file}", asset)]
}

/// An older digest is answered too, with what there is now, but not for good.
async fn asset(Path((digest, name)): Path<(String, String)>) -> Response {
    let Some(file) = Dist::get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let current = PREFIX.strip_prefix("/assets/") == Some(digest.as_str());
    let keep = if current { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let mut response = file.data.into_owned().into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}
