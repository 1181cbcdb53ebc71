//! The doors: HTTP routes and pages. They parse, ask and render; they decide nothing.

pub mod base_url;
pub mod state;
