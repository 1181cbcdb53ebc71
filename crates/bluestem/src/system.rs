//! The system's own time and chance: the only place that touches them.

use bluestem_model::chance::Random;
use bluestem_model::time::{Clock, Timestamp};

/// The clock of the machine.
#[derive(Clone, Copy, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // this is where it comes in
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Timestamp(since.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// The random generator of the machine.
#[derive(Clone, Copy, Default)]
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    #[allow(clippy::disallowed_methods)] // this is where it comes in
    fn fill(&self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            // No secret may ever be predictable: a machine without random numbers must not go on.
            std::process::abort();
        }
    }
}
