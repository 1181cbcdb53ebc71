//! Drugs as pharmacies bill them. The labeler 99999 is nobody's: the National Drug Codes have the right form
//! and mean nothing.

/// A product: National Drug Code in 11 digits, quantity and unit (NCPDP) of a 30-day supply in thousandths,
/// lowest and highest cost of it in cents, brand.
#[derive(Debug)]
pub(crate) struct Drug {
    pub(crate) ndc: &'static str,
    pub(crate) quantity: i64,
    pub(crate) unit: &'static str,
    pub(crate) cost: (i64, i64),
    pub(crate) brand: bool,
}

const fn drug(ndc: &'static str, quantity: i64, unit: &'static str, cost: (i64, i64), brand: bool) -> Drug {
    Drug { ndc, quantity, unit, cost, brand }
}

/// The products; [`super::Condition::drugs`] names them by place.
pub(crate) const DRUGS: [Drug; 30] = [
    drug("99999010130", 30_000, "EA", (300, 1200), false),
    drug("99999010230", 60_000, "EA", (400, 1500), false),
    drug("99999010330", 30_000, "EA", (350, 1400), false),
    drug("99999010460", 60_000, "EA", (500, 2100), false),
    drug("99999020130", 30_000, "EA", (600, 2500), false),
    drug("99999020230", 30_000, "EA", (1800, 4200), false),
    drug("99999030160", 60_000, "EA", (400, 1800), false),
    drug("99999030205", 15_000, "ML", (18_000, 46_000), true),
    drug("99999030330", 30_000, "EA", (42_000, 61_000), true),
    drug("99999040130", 30_000, "EA", (900, 3300), false),
    drug("99999050160", 60_000, "EA", (500, 2600), false),
    drug("99999050210", 100_000, "GR", (2200, 6800), false),
    drug("99999060130", 30_000, "EA", (700, 2900), false),
    drug("99999060230", 30_000, "EA", (900, 3800), false),
    drug("99999070130", 30_000, "EA", (250, 900), false),
    drug("99999080130", 30_000, "EA", (800, 2400), false),
    drug("99999090108", 8_500, "GR", (3200, 6900), false),
    drug("99999090260", 60_000, "EA", (27_000, 52_000), true),
    drug("99999100160", 60_000, "EA", (45_000, 62_000), true),
    drug("99999110104", 4_000, "EA", (1500, 6000), false),
    drug("99999120130", 30_000, "EA", (700, 2600), false),
    drug("99999130125", 2_500, "ML", (3500, 11_000), false),
    drug("99999140130", 30_000, "EA", (900, 3500), false),
    drug("99999150130", 30_000, "EA", (1400, 8200), false),
    drug("99999160130", 30_000, "EA", (2100, 12_500), false),
    drug("99999170130", 30_000, "EA", (200, 800), false),
    drug("99999180121", 21_000, "EA", (500, 2300), false),
    drug("99999180210", 10_000, "EA", (700, 2900), false),
    drug("99999190101", 500, "ML", (5500, 18_500), true),
    drug("99999200112", 12_000, "EA", (310_000, 920_000), true),
];
