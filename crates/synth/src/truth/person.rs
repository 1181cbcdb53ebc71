//! People.

use super::coverage::Coverage;
use super::subject;
use crate::codes::CONDITIONS;
use crate::day::Day;
use crate::number::{mbi, person_key};
use crate::random::Rng;
use crate::words::{FAMILY, FEATURES, GIVEN, PLACES, Place};

/// So many of the first people are shown to newcomers.
const SHOWN: u64 = 10;
/// One in so many people was merged from two keys.
const MERGED: u64 = 50;
/// One in so many people shares an identifier with the person before.
const SHARED: u64 = 400;
/// One in so many people has a history of thousands of claims.
const HEAVY: u64 = 1000;

/// When somebody died.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Death {
    pub(crate) day: Day,
    /// The Social Security Administration has confirmed the day.
    pub(crate) verified: bool,
}

/// A key that a person had before two records of them were merged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EarlierKey {
    pub(crate) key: i64,
    /// The day of the merge; claims before it carry the earlier key.
    pub(crate) merged: Day,
}

/// A Medicare Beneficiary Identifier and when it was in force.
#[derive(Debug)]
pub(crate) struct Mbi {
    pub(crate) value: String,
    pub(crate) from: Day,
    /// The last day; [`Day::NEVER`] of the current one.
    pub(crate) until: Day,
}

/// What part a person plays in a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cast {
    /// The very first person, who has one of everything.
    First,
    /// One of the others whom a newcomer signs in as: alive, never merged, with claims of every main kind.
    Shown,
    /// One with thousands of claims.
    Heavy,
    /// Anybody.
    Ordinary,
}

impl Cast {
    fn of(number: u64, heavy: bool) -> Self {
        match number {
            _ if heavy || number % HEAVY == HEAVY - 223 => Self::Heavy,
            0 => Self::First,
            1..SHOWN => Self::Shown,
            _ => Self::Ordinary,
        }
    }

    /// Whether coverage has no gap, and nothing befalls the person that would hide their claims.
    pub(crate) fn is_complete(self) -> bool {
        self != Self::Ordinary
    }
}

/// What of a person decides everything else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sketch {
    pub(crate) seed: u64,
    pub(crate) number: u64,
    pub(crate) as_of: Day,
    pub(crate) birth: Day,
    pub(crate) death: Option<Death>,
    pub(crate) entitled_from: Day,
    pub(crate) disabled: bool,
    pub(crate) cast: Cast,
}

/// A person.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) sketch: Sketch,
    pub(crate) key: i64,
    pub(crate) earlier_key: Option<EarlierKey>,
    /// Oldest first, the current one last.
    pub(crate) mbis: Vec<Mbi>,
    pub(crate) given: &'static str,
    pub(crate) middle: Option<&'static str>,
    pub(crate) family: &'static str,
    /// `1` male, `2` female.
    pub(crate) sex: &'static str,
    /// `BENE_RACE_CD`.
    pub(crate) race: &'static str,
    /// `CNTCT_LANG_CD`: `ENG`, `SPA` or `~`.
    pub(crate) language: &'static str,
    pub(crate) street: String,
    pub(crate) place: Place,
    /// Not a number that was ever issued: area 9xx.
    pub(crate) ssn: String,
    /// Places in [`CONDITIONS`].
    pub(crate) conditions: Vec<usize>,
    /// Has a disorder whose records 42 CFR Part 2 protects.
    pub(crate) protected: bool,
    pub(crate) coverage: Coverage,
}

impl Sketch {
    /// Person `number`; `heavy` makes them one with thousands of claims.
    pub(crate) fn new(seed: u64, number: u64, as_of: Day, heavy: bool) -> Self {
        let mut rng = Rng::stream(seed, subject::PERSON, number);
        let cast = Cast::of(number, heavy);
        let disabled = rng.chance(140);
        let age = if disabled { rng.between(32, 64) } else { rng.between(66, 97) };
        let birth = as_of.plus_years(-age).plus(-rng.between(0, 364));
        // Nobody dies before they are entitled.
        let died = rng.chance(60) && !cast.is_complete() && (disabled || age > 70);
        let death =
            died.then(|| Death { day: as_of.plus(-rng.between(60, 1400)), verified: rng.chance(900) });
        let entitled_from =
            if disabled { as_of.plus_years(-rng.between(4, 9)) } else { birth.plus_years(65) }
                .first_of_month();
        // As long as histories go back.
        let entitled_from = if cast.is_complete() {
            entitled_from.min(as_of.plus_years(-10).first_of_month())
        } else {
            entitled_from
        };
        Self { seed, number, as_of, birth, death, entitled_from, disabled, cast }
    }
}

impl Person {
    /// The person of a sketch.
    pub(crate) fn of(sketch: Sketch) -> Self {
        let Sketch { seed, number, as_of, .. } = sketch;
        let mut rng = Rng::stream(seed, subject::PERSON + 100, number);
        let merged = number % MERGED == MERGED / 2 && !sketch.cast.is_complete();
        let sex = rng.pick(&["1", "2", "2"]);
        let language = rng.pick(&["ENG", "ENG", "ENG", "ENG", "SPA", "~"]);
        Self {
            key: person_key(seed, number, 0),
            earlier_key: merged.then(|| EarlierKey {
                key: person_key(seed, number, 1),
                merged: as_of.plus(-rng.between(300, 1200)),
            }),
            mbis: mbis(&sketch, &mut rng),
            given: rng.pick(&GIVEN),
            middle: rng.chance(500).then(|| rng.pick(&GIVEN)),
            family: rng.pick(&FAMILY),
            sex,
            race: rng.pick(&["1", "1", "1", "1", "2", "2", "3", "4", "5", "6", "0"]),
            language,
            street: format!(
                "{} {} {}",
                1 + rng.below(9999),
                rng.pick(&FEATURES),
                rng.pick(&["Street", "Road", "Lane"])
            ),
            place: rng.pick(&PLACES),
            ssn: format!("9{:08}", rng.below(100_000_000)),
            conditions: (0..CONDITIONS.len())
                .filter(|place| {
                    CONDITIONS.get(*place).is_some_and(|condition| rng.chance(condition.per_mille))
                })
                .collect(),
            protected: number == 1 || (rng.chance(50) && sketch.cast != Cast::First),
            coverage: Coverage::of(&sketch),
            sketch,
        }
    }

    /// The key that a claim of this day carries.
    pub(crate) fn key_on(&self, day: Day) -> i64 {
        match self.earlier_key {
            Some(earlier) if day < earlier.merged => earlier.key,
            _ => self.key,
        }
    }
}

fn mbis(sketch: &Sketch, rng: &mut Rng) -> Vec<Mbi> {
    let Sketch { seed, number, as_of, .. } = *sketch;
    // MBIs replaced the older number from 2018 on.
    let from = sketch.entitled_from.max(Day::civil(2018, 4, 1));
    let shared = number % SHARED == SHARED - 1 && !sketch.cast.is_complete();
    let value = if shared { mbi(seed, number - 1, 0) } else { mbi(seed, number, 0) };
    let change = as_of.plus(-rng.between(100, 1800));
    if shared || !rng.chance(60) || change <= from {
        return vec![Mbi { value, from, until: Day::NEVER }];
    }
    vec![
        Mbi { value: mbi(seed, number, 1), from, until: change.plus(-1) },
        Mbi { value, from: change, until: Day::NEVER },
    ]
}
