//! Services of physicians and suppliers, and medical equipment.

/// A line of a professional claim: procedure code, modifier, place of service (two digits), federal type of
/// service, specialty of who renders it, lowest and highest charge in cents.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) code: &'static str,
    pub(crate) modifier: &'static str,
    pub(crate) place: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) specialty: &'static str,
    pub(crate) charge: (i64, i64),
}

impl Service {
    /// Which units the count of the service is in (`CLM_MTUS_IND_CD`).
    pub(crate) fn unit_indicator(&self) -> &'static str {
        match self.kind {
            "D" => "1",
            "7" => "2",
            _ => "3",
        }
    }
}

const fn service(
    code: &'static str,
    modifier: &'static str,
    place: &'static str,
    kind: &'static str,
    specialty: &'static str,
    charge: (i64, i64),
) -> Service {
    Service { code, modifier, place, kind, specialty, charge }
}

/// What physicians and others bill.
pub(crate) const VISITS: [(u64, Service); 30] = [
    (180, service("99213", "", "11", "1", "08", (9_000, 18_000))),
    (160, service("99214", "25", "11", "1", "11", (13_000, 26_000))),
    (40, service("99232", "", "21", "1", "11", (10_000, 19_000))),
    (30, service("99284", "", "23", "1", "93", (25_000, 68_000))),
    (70, service("36415", "", "11", "5", "69", (500, 2_000))),
    (60, service("80053", "", "81", "5", "69", (2_000, 9_000))),
    (60, service("85025", "", "81", "5", "69", (1_500, 7_000))),
    (30, service("83036", "QW", "81", "5", "69", (1_800, 7_500))),
    (30, service("80061", "", "81", "5", "69", (2_500, 9_500))),
    (30, service("71046", "26", "22", "4", "30", (3_000, 9_000))),
    (25, service("93000", "", "11", "5", "06", (3_500, 12_000))),
    (20, service("77067", "", "22", "C", "30", (15_000, 32_000))),
    (40, service("97110", "GP", "11", "W", "65", (4_000, 9_000))),
    (15, service("66984", "RT", "24", "2", "18", (120_000, 260_000))),
    (10, service("00142", "QK", "24", "7", "05", (30_000, 90_000))),
    (15, service("92014", "", "11", "Q", "41", (9_000, 21_000))),
    (10, service("11721", "59", "11", "2", "48", (4_000, 9_500))),
    (20, service("98941", "AT", "11", "1", "35", (4_000, 8_000))),
    (20, service("G0439", "", "11", "1", "08", (12_000, 26_000))),
    (15, service("G0008", "", "11", "V", "08", (2_000, 4_500))),
    (10, service("G0444", "59", "11", "1", "08", (1_800, 4_000))),
    (10, service("G0103", "", "81", "5", "69", (2_000, 6_500))),
    (10, service("J3420", "", "11", "9", "11", (200, 1_800))),
    (8, service("J1885", "", "11", "9", "11", (300, 2_400))),
    (8, service("J0897", "", "11", "9", "66", (110_000, 190_000))),
    (8, service("J0885", "EA", "11", "9", "39", (40_000, 95_000))),
    (12, service("A0425", "SH", "41", "D", "59", (3_000, 22_000))),
    (12, service("A0429", "SH", "41", "D", "59", (40_000, 95_000))),
    (10, service("G0283", "GP", "11", "W", "65", (1_500, 4_500))),
    (12, service("Q0091", "", "11", "1", "16", (3_500, 9_000))),
];

/// What suppliers of equipment bill; the place of service is the home.
pub(crate) const EQUIPMENT: [(u64, Service); 16] = [
    (90, service("E1390", "RR", "12", "R", "54", (12_000, 28_000))),
    (60, service("E0431", "RR", "12", "R", "54", (2_500, 7_000))),
    (120, service("E0601", "RR", "12", "R", "54", (6_000, 14_000))),
    (90, service("A7030", "NU", "12", "P", "54", (9_000, 24_000))),
    (60, service("A7034", "NU", "12", "P", "54", (6_000, 16_000))),
    (160, service("A4253", "NU", "12", "P", "87", (1_500, 8_000))),
    (80, service("A4239", "KF", "12", "P", "87", (20_000, 32_000))),
    (40, service("K0001", "RR", "12", "R", "54", (3_000, 9_000))),
    (40, service("E0143", "NU", "12", "P", "54", (6_000, 15_000))),
    (30, service("E0260", "RR", "12", "R", "54", (9_000, 18_000))),
    (30, service("L1833", "NU", "12", "P", "51", (40_000, 80_000))),
    (25, service("L3000", "LT", "12", "P", "51", (15_000, 38_000))),
    (30, service("A5500", "RT", "12", "J", "51", (6_000, 14_000))),
    (40, service("A4357", "NU", "12", "S", "54", (800, 2_500))),
    (30, service("J7620", "KO", "12", "9", "A5", (1_500, 5_500))),
    (25, service("E0570", "RR", "12", "R", "54", (1_500, 4_500))),
];

/// Services that 42 CFR Part 2 protects.
pub(crate) const SUBSTANCE_USE_SERVICES: [Service; 4] = [
    service("H0020", "HF", "58", "1", "D5", (9_000, 24_000)),
    service("G2067", "HF", "58", "1", "D5", (18_000, 29_000)),
    service("H0005", "HF", "57", "1", "86", (6_000, 15_000)),
    service("99408", "", "11", "1", "08", (3_000, 8_000)),
];
