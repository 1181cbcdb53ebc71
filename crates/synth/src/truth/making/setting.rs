//! How each kind of facility bills.

use bluestem_model::claim::ClaimKind;

use super::pricing::Terms;
use crate::random::Rng;

/// How a kind of facility bills.
pub(super) struct Setting {
    pub(super) type_codes: &'static [(u64, u16)],
    pub(super) bills: &'static [(&'static str, &'static str)],
    pub(super) record_kind: &'static str,
    /// Fewest and most lines.
    pub(super) lines: (i64, i64),
    /// Fewest and most days of a claim beyond its first.
    pub(super) days: (i64, i64),
    pub(super) terms: Terms,
    /// Of 1,000 claims, how many reach the deductible, and how much it may be in cents.
    pub(super) deductible: (u64, i64),
}

const INPATIENT: Setting = Setting {
    type_codes: &[(88, 60), (3, 61), (3, 62), (3, 63), (3, 64)],
    bills: &[("1", "1")],
    record_kind: "V",
    lines: (8, 26),
    days: (1, 3),
    terms: Terms { allowed: (22, 45), coinsurance: 0, denied: 5 },
    deductible: (700, 167_600),
};

const NURSING: Setting = Setting {
    type_codes: &[(75, 20)],
    bills: &[("2", "1")],
    record_kind: "V",
    lines: (4, 12),
    days: (9, 29),
    terms: Terms { allowed: (45, 75), coinsurance: 12, denied: 5 },
    deductible: (0, 0),
};

const SWING_BED: Setting = Setting {
    type_codes: &[(25, 30)],
    bills: &[("1", "8")],
    record_kind: "V",
    lines: (4, 12),
    days: (4, 19),
    terms: Terms { allowed: (45, 75), coinsurance: 12, denied: 5 },
    deductible: (0, 0),
};

const OUTPATIENT: Setting = Setting {
    type_codes: &[(1, 40)],
    bills: &[("1", "3"), ("1", "3"), ("1", "3"), ("1", "3"), ("8", "5"), ("7", "2"), ("7", "1")],
    record_kind: "W",
    lines: (1, 13),
    days: (0, 0),
    terms: Terms { allowed: (18, 50), coinsurance: 20, denied: 25 },
    deductible: (120, 24_000),
};

const HOME_HEALTH: Setting = Setting {
    type_codes: &[(1, 10)],
    bills: &[("3", "2")],
    record_kind: "V",
    lines: (5, 17),
    days: (20, 29),
    terms: Terms { allowed: (70, 95), coinsurance: 0, denied: 5 },
    deductible: (0, 0),
};

const HOSPICE: Setting = Setting {
    type_codes: &[(1, 50)],
    bills: &[("8", "1"), ("8", "2")],
    record_kind: "V",
    lines: (12, 30),
    days: (10, 29),
    terms: Terms { allowed: (70, 95), coinsurance: 0, denied: 5 },
    deductible: (0, 0),
};

/// How a facility of this kind bills; one in four skilled nursing stays is in a hospital's swing bed.
pub(super) fn setting(kind: ClaimKind, rng: &mut Rng) -> Setting {
    match kind {
        ClaimKind::Inpatient => INPATIENT,
        ClaimKind::Snf if rng.chance(250) => SWING_BED,
        ClaimKind::Snf => NURSING,
        ClaimKind::Hha => HOME_HEALTH,
        ClaimKind::Hospice => HOSPICE,
        _ => OUTPATIENT,
    }
}

/// One of the type codes, each as often as its weight says.
pub(super) fn type_code(codes: &[(u64, u16)], rng: &mut Rng) -> u16 {
    let mut place = rng.below(codes.iter().map(|(weight, _)| weight).sum());
    let chosen = codes.iter().find(|(weight, _)| {
        let found = place < *weight;
        place = place.saturating_sub(*weight);
        found
    });
    chosen.map_or(40, |(_, code)| *code)
}
