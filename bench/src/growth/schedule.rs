//! A year of deliveries against the loads of an installation: whether they keep up, and how late claims are.
//!
//! The week's delivery of the Chronic Conditions Warehouse comes on Friday afternoon and is due within a day, that of
//! the Integrated Data Repository every night. They come late, of uneven size, now and then several times as large,
//! and a load may die and be taken up again. Same seed, same year.

use super::size::Size;

const HOURS_OF_A_WEEK: f64 = 168.0;
/// Weeks that are played.
const WEEKS: u32 = 52;
/// Hour of the week at which the week's delivery comes, counted from Monday at 0:00, and by how much it is late at most.
const FRIDAY: f64 = 4.0 * 24.0 + 16.0;
const LATE: f64 = 6.0;
/// Hour of the day of the daily delivery.
const NIGHT: f64 = 2.0;
/// Share of the week's claims that the nightly deliveries bring, beside the weekly one.
const NIGHTLY_SHARE: f64 = 0.3;
/// How uneven deliveries are: the largest is that much more than the usual one, the smallest that much less.
const UNEVEN: f64 = 0.3;
/// One in so many weekly deliveries restates a month.
const RESTATED: f64 = 26.0;
const RESTATED_WEEKS: f64 = 4.0;
/// Share of loads that die; it takes an hour until one is taken up again.
const DIES: f64 = 0.02;
const TAKEN_UP_AFTER: f64 = 1.0;

/// What a year showed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year {
    /// Hours until a usual weekly delivery was searchable, at the 95th of 100.
    pub(super) week_p95: f64,
    /// The same of nightly ones.
    pub(super) night_p95: f64,
    /// Hours of work that were left at the end.
    pub(super) left: f64,
    /// Share of the time in which loads ran.
    pub(super) busy: f64,
}

struct Delivery {
    comes: f64,
    claims: f64,
    weekly: bool,
    restated: bool,
}

/// Plays a year.
pub(super) fn year(size: &Size, seed: u64) -> Year {
    let mut chance = Chance(seed);
    let deliveries = deliveries(size, &mut chance);
    let (mut free, mut work) = (0.0_f64, 0.0);
    let (mut weeks, mut nights) = (Vec::new(), Vec::new());
    for delivery in &deliveries {
        let mut takes = size.hours(delivery.claims);
        if chance.share() < DIES {
            takes += TAKEN_UP_AFTER;
        }
        free = free.max(delivery.comes) + takes;
        work += takes;
        match (delivery.weekly, delivery.restated) {
            (true, false) => weeks.push(free - delivery.comes),
            (true, true) => {}
            (false, _) => nights.push(free - delivery.comes),
        }
    }
    let hours = f64::from(WEEKS) * HOURS_OF_A_WEEK;
    Year { week_p95: p95(weeks), night_p95: p95(nights), left: (free - hours).max(0.0), busy: work / hours }
}

/// The deliveries in the order in which they come.
fn deliveries(size: &Size, chance: &mut Chance) -> Vec<Delivery> {
    let mut all = Vec::new();
    for week in 0..WEEKS {
        let monday = f64::from(week) * HOURS_OF_A_WEEK;
        let restated = chance.share() < 1.0 / RESTATED;
        let times = if restated { RESTATED_WEEKS } else { 1.0 };
        all.push(Delivery {
            comes: monday + FRIDAY + chance.share() * LATE,
            claims: size.week() * times * chance.uneven(),
            weekly: true,
            restated,
        });
        for day in 0..7 {
            all.push(Delivery {
                comes: monday + f64::from(day) * 24.0 + NIGHT + chance.share(),
                claims: size.week() * NIGHTLY_SHARE / 7.0 * chance.uneven(),
                weekly: false,
                restated: false,
            });
        }
    }
    all.sort_by(|one, other| one.comes.total_cmp(&other.comes));
    all
}

fn p95(mut hours: Vec<f64>) -> f64 {
    hours.sort_by(f64::total_cmp);
    let index = (hours.len() * 95).div_ceil(100).saturating_sub(1);
    hours.get(index).copied().unwrap_or_default()
}

/// Numbers by SplitMix64.
struct Chance(u64);

impl Chance {
    /// From 0 to below 1.
    #[allow(clippy::cast_precision_loss)] // 53 bits are kept
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn uneven(&mut self) -> f64 {
        1.0 + UNEVEN * (2.0 * self.share() - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::sizes;
    use super::super::{Recorded, recorded};
    use super::*;

    /// Hours after which a delivery is late: the warehouse's is watched at 24.
    const DUE: f64 = 24.0;

    fn measured() -> Recorded {
        recorded(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
    }

    #[test]
    fn every_size_of_the_table_keeps_up_with_its_deliveries() {
        for size in sizes(&measured()).unwrap() {
            for seed in 0..200 {
                let year = year(&size, seed);
                let in_time = year.week_p95 < DUE && year.night_p95 < DUE && year.left < DUE;
                assert!(in_time && year.busy < 0.5, "seed {seed}: {year:?} of {size:?}");
            }
        }
    }

    #[test]
    fn a_backlog_grows_where_loads_are_slower_than_deliveries() {
        for mut size in sizes(&measured()).unwrap() {
            // A tenth more comes in a week than is stored in one.
            size.load_per_second = size.week() * (1.0 + NIGHTLY_SHARE) / 1.1 / (HOURS_OF_A_WEEK * 3600.0);
            let year = year(&size, 1);
            assert!(year.left > 2.0 * HOURS_OF_A_WEEK && year.week_p95 > DUE, "{year:?}");
        }
    }
}
