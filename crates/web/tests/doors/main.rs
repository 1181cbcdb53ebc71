//! The doors as browsers and apps see them: the real router over real stores and the real authorization server.

mod authorize;
mod browser;
mod fixture;
mod people;
mod routes;
mod server;
mod testclient;
mod wire;
