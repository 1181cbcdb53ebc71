//! Deliveries of the Integrated Data Repository: one CSV file a view, joined by the views' natural keys.
//!
//! Two passes. The first ([`read`]) streams every file once, checks every row and puts it aside with the record
//! that it belongs to ([`spill`]). The second ([`load`]) takes one partition of that at a time, puts people and
//! claims together and stores them in parts. What a part holds depends on the delivery alone: a load that died
//! goes on behind the last part that was stored.

mod claims;
mod delivery;
mod header;
mod holder;
mod join;
mod load;
mod people;
mod prior_auth;
mod read;
mod reference;
mod signature;
mod stray;

pub use load::load;
