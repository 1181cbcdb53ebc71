//! Diagnoses: what people live with, what befalls them, and what 42 CFR Part 2 protects.

/// A chronic condition: how many of 1,000 people have it, its ICD-10-CM codes, places in [`super::DRUGS`] of
/// what is taken for it.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) per_mille: u64,
    pub(crate) codes: &'static [&'static str],
    pub(crate) drugs: &'static [usize],
}

const fn condition(per_mille: u64, codes: &'static [&'static str], drugs: &'static [usize]) -> Condition {
    Condition { per_mille, codes, drugs }
}

/// Chronic conditions.
pub(crate) const CONDITIONS: [Condition; 20] = [
    condition(620, &["I10"], &[0, 1, 2, 3]),
    condition(480, &["E785", "E7800", "E782"], &[4, 5]),
    condition(270, &["E119", "E1165", "E1122", "E1142"], &[6, 7, 8]),
    condition(250, &["I2510", "I25119"], &[3, 4, 9]),
    condition(240, &["M1711", "M1712", "M170", "M1990"], &[10, 11]),
    condition(180, &["N1831", "N1832", "N184"], &[2]),
    condition(150, &["F32A", "F330", "F339"], &[12, 13]),
    condition(140, &["I5022", "I5032", "I509"], &[1, 14]),
    condition(130, &["E039", "E038"], &[15]),
    condition(120, &["J449", "J441"], &[16, 17]),
    condition(110, &["I4891", "I480"], &[18, 3]),
    condition(110, &["M810"], &[19]),
    condition(100, &["K219", "K2100"], &[20]),
    condition(100, &["G4733"], &[]),
    condition(90, &["H2513", "H401131", "H353131"], &[21]),
    condition(80, &["N401", "N400"], &[22]),
    condition(60, &["J45909", "J4520"], &[16, 17]),
    condition(60, &["G309", "F0390"], &[23]),
    condition(50, &["C50911", "C61", "Z8546", "Z853"], &[24]),
    condition(40, &["D509", "D631"], &[25]),
];

/// What befalls people once, and reasons for a visit.
pub(crate) const ACUTE: [&str; 30] = [
    "J069", "J209", "N390", "R0789", "R42", "R05", "R509", "R109", "M545", "M25511", "S93401A", "S60211A",
    "L0390", "K5900", "K5730", "R0602", "R55", "H6692", "B349", "Z0000", "Z1231", "Z1211", "Z23", "Z7901",
    "R7303", "R5383", "T148XXA", "R319", "J0190", "D649",
];

/// External causes of injury.
pub(crate) const EXTERNAL_CAUSES: [&str; 5] = ["W010XXA", "W19XXXA", "W1830XA", "V8942XA", "Y92009"];

/// Diagnoses that 42 CFR Part 2 protects (on the list of `data/codes` since 1970 or 2016).
pub(crate) const SUBSTANCE_USE: [&str; 5] = ["F1020", "F1120", "F1410", "F1220", "F1021"];
