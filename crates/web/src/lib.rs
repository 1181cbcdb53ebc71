//! The doors: HTTP routes and pages. They parse, ask and render; they decide nothing.

mod assets;
pub mod base_url;
mod connections;
mod cookie;
mod directory;
mod discovery;
pub mod fhir;
mod health;
mod identity;
mod layers;
mod messages;
pub mod metric;
mod oauth;
mod own_form;
mod pages;
mod proof;
mod redirect;
pub mod route;
mod router;
pub mod server;
pub mod state;
mod testclient;

pub use layers::RequestId;
pub use router::{router, routes};
