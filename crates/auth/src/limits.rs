//! Bounds on failed attempts, counted in the store: all processes share them, and a restart forgets none.
//!
//! Who fails chooses their names, so names must neither stand in the store in clear nor let it grow without bound.
//! A name becomes one of [`PLACES`] places, by a hash that only who holds the master key can compute. Two names that
//! share a place share its limit; nobody outside can look for such names.

use std::net::IpAddr;

use bluestem_model::time::{SECOND, Timestamp};
use bluestem_store::StoreError;
use bluestem_store::platform::Failures;

use crate::Auth;
use crate::key::MasterKey;

/// Seconds over which failures are counted.
const WINDOW: i64 = 900;
/// Places of each kind of name: with as many as ten thousand that fail at once, one in a hundred names shares its own.
const PLACES: u32 = 1 << 20;

/// Whose failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failing<'a> {
    /// An account, wherever from. Higher than from one address: who knows a name must not lock its owner out.
    Account(&'a str),
    /// An account from one address.
    AccountFrom(&'a str, &'a str),
    /// A client from one address.
    ClientFrom(&'a str, &'a str),
    /// An address, whatever is tried from there.
    Address(&'a str),
}

impl Failing<'_> {
    /// How many failures are allowed in a window.
    fn allowed(self) -> i64 {
        match self {
            Self::AccountFrom(..) => 10,
            Self::Account(_) | Self::ClientFrom(..) => 50,
            Self::Address(_) => 100,
        }
    }

    fn place(self, key: &MasterKey) -> u32 {
        let (kind, name, address) = match self {
            Self::Account(name) => (0, name, ""),
            Self::AccountFrom(name, address) => (1, name, address),
            Self::ClientFrom(name, address) => (2, name, address),
            Self::Address(address) => (3, "", address),
        };
        let [a, b, c, d, ..] = key.pseudonym(&["failures", name, &network(address)]);
        kind * PLACES + u32::from_be_bytes([a, b, c, d]) % PLACES
    }
}

/// The bound on the failures at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    place: u32,
    allowed: i64,
}

/// What counts as one address: of IPv6 the network of 64 bits, for whoever has one address there has them all.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|parsed| parsed.to_canonical()) {
        Ok(IpAddr::V6(long)) => {
            let [a, b, c, d, ..] = long.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(short)) => short.to_string(),
        Err(_) => address.to_owned(),
    }
}

impl Auth {
    /// The bounds that hold for these.
    pub(crate) fn bounds<const N: usize>(&self, failing: [Failing<'_>; N]) -> [Bound; N] {
        failing.map(|one| Bound { place: one.place(self.keyring.master()), allowed: one.allowed() })
    }

    /// The seconds for which these must wait; None when they may try.
    pub(crate) async fn wait(&self, bounds: &[Bound], now: Timestamp) -> Result<Option<i64>, StoreError> {
        let counted = self.platform.failures(&places(bounds), now).await?;
        Ok(longest_wait(bounds, &counted, |count, allowed| count >= allowed, now))
    }

    /// Counts a failure of each; the seconds to wait when it was one more than allowed.
    pub(crate) async fn fail(&self, bounds: &[Bound], now: Timestamp) -> Result<Option<i64>, StoreError> {
        let until = now.plus_seconds(WINDOW);
        let counted = self.platform.count_failure(&places(bounds), until, now).await?;
        Ok(longest_wait(bounds, &counted, |count, allowed| count > allowed, now))
    }

    /// Takes back a failure that was counted ahead: one of each of `back`, all of each of `forgotten`.
    pub(crate) async fn take_back(&self, back: &[Bound], forgotten: &[Bound]) -> Result<(), StoreError> {
        self.platform.take_back_failure(&places(back), &places(forgotten)).await
    }
}

fn places(bounds: &[Bound]) -> Vec<u32> {
    bounds.iter().map(|bound| bound.place).collect()
}

fn longest_wait(
    bounds: &[Bound],
    counted: &[Failures],
    is_over: impl Fn(i64, i64) -> bool,
    now: Timestamp,
) -> Option<i64> {
    let waits = bounds.iter().filter_map(|bound| {
        let found = counted.iter().find(|found| found.place == bound.place)?;
        is_over(found.count, bound.allowed).then(|| (found.until.0 - now.0).div_euclid(SECOND) + 1)
    });
    waits.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(letter: &str) -> MasterKey {
        MasterKey::parse(&letter.repeat(43)).unwrap()
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address_and_a_mapped_address_as_what_it_maps() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:0db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }

    #[test]
    fn places_differ_by_kind_name_and_key_and_are_few() {
        let all = [
            Failing::Account("a"),
            Failing::AccountFrom("a", "192.0.2.1"),
            Failing::ClientFrom("a", "192.0.2.1"),
            Failing::Address("192.0.2.1"),
            Failing::Account("b"),
        ];
        let mut places: Vec<u32> = all.iter().map(|one| one.place(&key("A"))).collect();
        assert!(places.iter().all(|place| *place < 4 * PLACES));
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), all.len());
        assert_ne!(Failing::Account("a").place(&key("A")), Failing::Account("a").place(&key("E")));
    }
}
