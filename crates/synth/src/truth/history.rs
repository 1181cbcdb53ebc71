//! How many claims a person has, of what kinds and when.

use bluestem_model::claim::ClaimKind;

use super::coverage::Span;
use super::person::{Cast, Person};
use super::subject;
use crate::day::Day;
use crate::random::Rng;

/// Shares of all claims, in ten-thousandths: production totals of 2022 (23.2 billion claims).
pub(crate) const SHARES: [(u64, ClaimKind); 8] = [
    (5948, ClaimKind::Pde),
    (3105, ClaimKind::Carrier),
    (613, ClaimKind::Outpatient),
    (219, ClaimKind::Dme),
    (43, ClaimKind::Hha),
    (39, ClaimKind::Inpatient),
    (17, ClaimKind::Hospice),
    (16, ClaimKind::Snf),
];

/// Claims per person: (of 1,000 people, fewest, most). Mean about 90 and a heavy tail, as the published
/// synthetic sets have (means 65 to 118, p99 462 to 1,019, maximum 3,297).
const COUNTS: [(u64, (i64, i64)); 10] = [
    (30, (0, 0)),
    (70, (1, 6)),
    (150, (6, 25)),
    (150, (25, 40)),
    (100, (40, 51)),
    (200, (51, 82)),
    (200, (82, 150)),
    (80, (150, 350)),
    (18, (350, 1000)),
    (2, (1000, 2800)),
];

/// What the first people have at least.
const SHOWN_KINDS: [ClaimKind; 16] = [
    ClaimKind::Pde,
    ClaimKind::Carrier,
    ClaimKind::Outpatient,
    ClaimKind::Inpatient,
    ClaimKind::Snf,
    ClaimKind::Hha,
    ClaimKind::Hospice,
    ClaimKind::Dme,
    ClaimKind::Carrier,
    ClaimKind::Pde,
    ClaimKind::Outpatient,
    ClaimKind::Dme,
    ClaimKind::Inpatient,
    ClaimKind::Pde,
    ClaimKind::Carrier,
    ClaimKind::Pde,
];

/// Claims that began so many days before the reference day are through.
const THROUGH_DAYS: i64 = 100;

/// How far back histories go, in years.
const YEARS: i64 = 8;

/// The first days and kinds of a person's claims, oldest first. `exactly` sets their number.
pub(crate) fn plan(person: &Person, exactly: Option<u64>) -> Vec<(Day, ClaimKind)> {
    let sketch = &person.sketch;
    let mut rng = Rng::stream(sketch.seed, subject::HISTORY, sketch.number);
    let shown = matches!(sketch.cast, Cast::First | Cast::Shown);
    let count = match exactly {
        Some(count) => i64::try_from(count).unwrap_or(0),
        None if sketch.cast == Cast::Heavy => rng.between(3050, 3300),
        None if shown => rng.between(40, 110),
        None => {
            let (fewest, most) = rng.weighted(&COUNTS);
            rng.between(*fewest, *most)
        }
    };
    let mut events = Vec::new();
    for place in 0..count {
        let forced = usize::try_from(place).ok().and_then(|place| SHOWN_KINDS.get(place)).filter(|_| shown);
        let kind = forced.copied().unwrap_or_else(|| *rng.weighted(&SHARES));
        // What everybody shall see must be through: in process nobody knows how it ends.
        let latest = if forced.is_some() { -THROUGH_DAYS } else { -4 };
        if let Some(day) = service_day(person, kind, latest, &mut rng) {
            events.push((day, kind));
        }
    }
    events.sort_unstable();
    events
}

/// A day on which the person was covered for this kind of claim, up to `latest` days from the reference day.
fn service_day(person: &Person, kind: ClaimKind, latest: i64, rng: &mut Rng) -> Option<Day> {
    let as_of = person.sketch.as_of;
    let Span { from, until } = covered(person, kind)?;
    let first = from.max(as_of.plus_years(-YEARS));
    // Pharmacy claims reach the payer within 40 days; other claims that did not are in process.
    let last = until.min(as_of.plus(if kind == ClaimKind::Pde { latest.min(-40) } else { latest }));
    (first < last).then(|| Day(rng.between(first.0, last.0)))
}

/// The span in which the person is covered for this kind of claim; of several the longest within reach.
pub(crate) fn covered(person: &Person, kind: ClaimKind) -> Option<Span> {
    let coverage = &person.coverage;
    match kind {
        ClaimKind::Pde => coverage
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.card.is_some())
            .map(|enrollment| enrollment.span)
            .max_by_key(|span| (span.until.min(person.sketch.as_of).0 - span.from.0, span.from)),
        ClaimKind::Carrier | ClaimKind::Dme | ClaimKind::Outpatient => coverage.part("B"),
        _ => coverage.part("A"),
    }
}
