//! How long to wait before the next attempt.

use std::time::Duration;

use bluestem_model::chance::Random;

/// Seconds before the second attempt; they double from one to the next.
const FIRST: u64 = 1;
/// Seconds at most.
const LONGEST: u64 = 300;

/// Bounds of a pause. It lasts as long as what was tried in vain: cheap attempts are made often, dear ones seldom.
const SHORTEST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Seconds to wait after the failed attempt with this number, from 1.
pub(crate) fn after(attempt: u32, random: &dyn Random) -> Duration {
    let doublings = attempt.saturating_sub(1).min(16);
    shaken(Duration::from_secs((FIRST << doublings).min(LONGEST)), random)
}

/// How long to pause after an attempt that took `spent`.
pub(crate) fn pause(spent: Duration, random: &dyn Random) -> Duration {
    shaken(spent.clamp(SHORTEST_PAUSE, LONGEST_PAUSE), random)
}

/// Between half of it and all of it, so that those that failed together do not come back together.
fn shaken(whole: Duration, random: &dyn Random) -> Duration {
    let mut bytes = [0_u8; 4];
    random.fill(&mut bytes);
    whole / 2 + (whole / 2).mul_f64(f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn waits_double_up_to_five_minutes_and_are_shaken() {
        let longest: Vec<u64> = (1..12).map(|attempt| after(attempt, &Always(255)).as_secs()).collect();
        assert_eq!(longest, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(after(u32::MAX, &Always(255)).as_secs(), 300);
        assert_eq!(after(3, &Always(0)), Duration::from_secs(2));
    }

    #[test]
    fn a_pause_is_as_long_as_what_was_tried_within_bounds() {
        for (spent, expected) in [(0, 2), (20, 20), (4000, 60)] {
            assert_eq!(pause(Duration::from_secs(spent), &Always(255)).as_secs(), expected);
        }
    }
}
