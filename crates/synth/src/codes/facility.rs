//! What facilities bill: revenue centres with their procedure codes, and hospital stays.

/// A line of a facility claim: NUBC revenue code, procedure code or HIPPS code (either may be empty), lowest
/// and highest charge of a unit in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RevenueCenter {
    pub(crate) revenue: &'static str,
    pub(crate) code: &'static str,
    pub(crate) hipps: &'static str,
    pub(crate) charge: (i64, i64),
}

const fn center(revenue: &'static str, code: &'static str, charge: (i64, i64)) -> RevenueCenter {
    RevenueCenter { revenue, code, hipps: "", charge }
}

const fn grouped(revenue: &'static str, hipps: &'static str, charge: (i64, i64)) -> RevenueCenter {
    RevenueCenter { revenue, code: "", hipps, charge }
}

/// A reason for a hospital stay: principal diagnosis, secondary ones, MS-DRG and its weight in
/// ten-thousandths, procedures (ICD-10-PCS), days.
#[derive(Debug)]
pub(crate) struct Stay {
    pub(crate) principal: &'static str,
    pub(crate) secondary: &'static [&'static str],
    pub(crate) drg: &'static str,
    pub(crate) weight: i64,
    pub(crate) procedures: &'static [&'static str],
    pub(crate) days: (i64, i64),
}

const fn stay(
    principal: &'static str,
    secondary: &'static [&'static str],
    drg: &'static str,
    weight: i64,
    procedures: &'static [&'static str],
    days: (i64, i64),
) -> Stay {
    Stay { principal, secondary, drg, weight, procedures, days }
}

/// Hospital stays. The first line of a claim is the room; it comes from [`INPATIENT_CENTERS`] too.
pub(crate) const STAYS: [Stay; 14] = [
    stay("M1711", &["I10", "E785"], "470", 19_003, &["0SRC0J9"], (1, 3)),
    stay("M1612", &["I10"], "470", 19_003, &["0SRB0JA"], (1, 3)),
    stay("A419", &["N390", "R6520", "N179"], "871", 18_682, &["02HV33Z"], (3, 9)),
    stay("J189", &["J9601", "E871"], "193", 13_107, &[], (3, 7)),
    stay("I5033", &["I10", "N1831"], "291", 13_458, &["4A023N7"], (3, 8)),
    stay("I214", &["I2510", "E785"], "247", 20_384, &["027034Z", "B2111ZZ"], (2, 5)),
    stay("S72001A", &["W010XXA", "M810"], "481", 20_749, &["0QS604Z"], (3, 6)),
    stay("I639", &["I4891", "R4701"], "065", 10_315, &["3E03317", "B030ZZZ"], (2, 6)),
    stay("K8010", &["K5900"], "418", 16_780, &["0FT44ZZ"], (2, 4)),
    stay("K922", &["D62", "K2100"], "378", 10_081, &["0DJ08ZZ", "30233N1"], (2, 5)),
    stay("N179", &["N1832", "E875"], "682", 14_867, &["5A1D70Z"], (3, 7)),
    stay("J441", &["J449", "Z87891"], "190", 11_251, &["5A09357"], (2, 6)),
    stay("L03115", &["E119"], "603", 8_772, &[], (2, 5)),
    stay("U071", &["J1282", "J9601"], "177", 18_408, &["3E0333Z", "5A1945Z"], (4, 9)),
];

/// Hospital stays that 42 CFR Part 2 protects.
pub(crate) const SUBSTANCE_USE_STAYS: [Stay; 2] = [
    stay("F10239", &["F1020", "E876"], "897", 7_743, &["HZ2ZZZZ"], (3, 7)),
    stay("F1123", &["F1120"], "895", 15_291, &["HZ30ZZZ"], (5, 9)),
];

/// Lines of hospital stays; the first three are rooms.
pub(crate) const INPATIENT_CENTERS: [RevenueCenter; 20] = [
    center("0120", "", (120_000, 260_000)),
    center("0110", "", (150_000, 310_000)),
    center("0206", "", (260_000, 480_000)),
    center("0250", "", (4_000, 90_000)),
    center("0258", "", (2_000, 30_000)),
    center("0259", "", (3_000, 40_000)),
    center("0270", "", (2_000, 60_000)),
    center("0272", "", (3_000, 70_000)),
    center("0278", "", (90_000, 600_000)),
    center("0300", "", (3_000, 40_000)),
    center("0305", "", (2_500, 30_000)),
    center("0306", "", (2_500, 35_000)),
    center("0320", "", (9_000, 90_000)),
    center("0352", "", (40_000, 260_000)),
    center("0360", "", (300_000, 1_500_000)),
    center("0370", "", (60_000, 300_000)),
    center("0410", "", (5_000, 60_000)),
    center("0424", "", (9_000, 40_000)),
    center("0450", "", (40_000, 260_000)),
    center("0636", "J2543", (2_000, 24_000)),
];

/// Lines of outpatient departments.
pub(crate) const OUTPATIENT_CENTERS: [RevenueCenter; 20] = [
    center("0510", "G0463", (9_000, 32_000)),
    center("0300", "36415", (800, 3_500)),
    center("0301", "80053", (4_000, 24_000)),
    center("0301", "83036", (3_000, 12_000)),
    center("0305", "85025", (3_000, 14_000)),
    center("0306", "87086", (3_500, 13_000)),
    center("0307", "81001", (1_500, 6_000)),
    center("0320", "71046", (12_000, 52_000)),
    center("0320", "73030", (11_000, 48_000)),
    center("0352", "74177", (90_000, 420_000)),
    center("0403", "77067", (18_000, 46_000)),
    center("0420", "97110", (6_000, 18_000)),
    center("0450", "99284", (60_000, 240_000)),
    center("0480", "93306", (60_000, 210_000)),
    center("0636", "J1885", (500, 4_500)),
    center("0636", "J3420", (400, 2_600)),
    center("0730", "93005", (6_000, 28_000)),
    center("0750", "45378", (90_000, 320_000)),
    center("0771", "G0008", (2_500, 6_000)),
    center("0821", "90999", (90_000, 260_000)),
];

/// Outpatient lines that 42 CFR Part 2 protects.
pub(crate) const SUBSTANCE_USE_CENTERS: [RevenueCenter; 2] =
    [center("0944", "H0015", (12_000, 36_000)), center("0945", "H0005", (9_000, 24_000))];

/// Lines of skilled nursing facilities: the payment group, the room, then therapy and supplies.
pub(crate) const SNF_CENTERS: [RevenueCenter; 10] = [
    grouped("0022", "KAGD1", (0, 0)),
    center("0120", "", (28_000, 60_000)),
    center("0250", "", (2_000, 30_000)),
    center("0270", "", (1_500, 18_000)),
    center("0300", "", (1_500, 14_000)),
    center("0420", "97110", (9_000, 24_000)),
    center("0424", "97162", (9_000, 26_000)),
    center("0430", "97530", (9_000, 24_000)),
    center("0440", "92507", (8_000, 22_000)),
    center("0410", "", (3_000, 24_000)),
];

/// Lines of home health agencies: the payment group, then visits.
pub(crate) const HOME_VISITS: [RevenueCenter; 9] = [
    grouped("0023", "2CB21", (0, 0)),
    center("0551", "G0299", (14_000, 26_000)),
    center("0551", "G0300", (12_000, 22_000)),
    center("0421", "G0151", (14_000, 27_000)),
    center("0431", "G0152", (14_000, 27_000)),
    center("0441", "G0153", (15_000, 28_000)),
    center("0571", "G0156", (6_000, 12_000)),
    center("0561", "G0155", (16_000, 30_000)),
    center("0270", "", (1_000, 9_000)),
];

/// Lines of hospices: levels of care with the place of care, then visits.
pub(crate) const HOSPICE_CARE: [RevenueCenter; 8] = [
    center("0651", "Q5001", (18_000, 30_000)),
    center("0651", "Q5002", (18_000, 30_000)),
    center("0652", "Q5001", (40_000, 90_000)),
    center("0655", "Q5004", (40_000, 60_000)),
    center("0551", "G0299", (9_000, 18_000)),
    center("0561", "G0155", (9_000, 18_000)),
    center("0571", "G0156", (5_000, 10_000)),
    center("0250", "", (1_000, 12_000)),
];
