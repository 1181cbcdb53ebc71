//! The authorization server as a whole, without HTTP: its service over embedded stores, a clock that the tests
//! move, and people of the tests' own.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

mod access;
mod apps;
mod assertions;
mod attacks;
mod audit;
mod authorize;
mod clients;
mod code;
mod consent;
mod credentials;
mod directory;
mod discovery;
mod dpop;
mod errors;
mod fragile;
mod id_token;
mod jwt;
mod lifecycle;
mod openid;
mod people;
mod provider;
mod published_keys;
mod pushed;
mod refresh;
mod revoke;
mod sign_in;
mod userinfo;
mod web;
mod world;
