//! Counting of failed attempts, in the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bluestem_model::time::{SECOND, Timestamp};

/// Keys that are counted at most; more than these and the oldest windows go.
const KEYS: usize = 50_000;

/// Allows each key a number of failures within a window of time.
pub(crate) struct Limiter {
    failures: u32,
    window: i64,
    counts: Mutex<HashMap<String, Count>>,
}

#[derive(Clone, Copy)]
struct Count {
    since: Timestamp,
    failures: u32,
}

impl Limiter {
    /// A limiter of so many failures within `window` seconds.
    pub(crate) fn new(failures: u32, window: i64) -> Self {
        Self { failures, window, counts: Mutex::default() }
    }

    /// The seconds that `key` must wait; None when it may try.
    pub(crate) fn wait(&self, key: &str, now: Timestamp) -> Option<i64> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get(key)?;
        let end = count.since.plus_seconds(self.window);
        let left = (end.0 - now.0).div_euclid(SECOND) + 1;
        (count.failures >= self.failures && now < end).then_some(left)
    }

    /// Counts a failure of `key`.
    pub(crate) fn fail(&self, key: &str, now: Timestamp) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= KEYS {
            counts.retain(|_, count| now < count.since.plus_seconds(self.window));
        }
        if counts.len() >= KEYS {
            counts.clear();
        }
        let count = counts.entry(key.to_owned()).or_insert(Count { since: now, failures: 0 });
        if count.since.plus_seconds(self.window) <= now {
            *count = Count { since: now, failures: 0 };
        }
        count.failures = count.failures.saturating_add(1);
    }

    /// Forgets the failures of `key`.
    pub(crate) fn forgive(&self, key: &str) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_waits_until_its_window_ends() {
        let limiter = Limiter::new(2, 900);
        let start = Timestamp(0);
        limiter.fail("a", start);
        assert_eq!(limiter.wait("a", start), None);
        limiter.fail("a", start);
        assert!(limiter.wait("a", start.plus_seconds(899)).is_some());
        assert_eq!(limiter.wait("b", start), None);
        assert_eq!(limiter.wait("a", start.plus_seconds(900)), None);
        limiter.fail("a", start.plus_seconds(900));
        assert_eq!(limiter.wait("a", start.plus_seconds(900)), None, "a new window counts anew");
    }

    #[test]
    fn success_forgives() {
        let limiter = Limiter::new(1, 900);
        limiter.fail("a", Timestamp(0));
        limiter.forgive("a");
        assert_eq!(limiter.wait("a", Timestamp(0)), None);
    }
}
