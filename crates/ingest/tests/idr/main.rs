//! Loads of IDR deliveries into the real embedded store.

mod bad_input;
mod delivery;
mod shared;
mod whole;
