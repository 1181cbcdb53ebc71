//! The 124 claim type codes (`CLM_TYPE_CD`) and what kind of claim each is.

use super::ClaimKind;

/// Codes by kind. Codes of 1000 and more carry the type of bill in their last three digits; some of them are
/// grouped without an obvious reason, as BFD v3 does. Those that it leaves out of every group are `Ungrouped`.
const CODES: &[(ClaimKind, &[u16])] = &[
    (ClaimKind::Pde, &[1, 2, 3, 4]),
    (ClaimKind::Carrier, &[71, 72, 1700, 2700]),
    (ClaimKind::Dme, &[81, 82, 1800, 2800]),
    (ClaimKind::Hha, &[10, 1032, 1033, 1039, 1042, 1066, 1092, 2032, 2033, 2039, 2042, 2066, 2092]),
    (ClaimKind::Hospice, &[50, 1081, 1082, 1091, 1098, 1900, 2081, 2082, 2091, 2098, 2900]),
    (ClaimKind::Inpatient, &[60, 61, 62, 63, 64, 1011, 1041, 1069, 2011, 2041, 2069]),
    (ClaimKind::Snf, &[20, 30, 1018, 1021, 2018, 2021]),
    (
        ClaimKind::Outpatient,
        &[
            40, 1000, 1012, 1013, 1014, 1022, 1023, 1028, 1034, 1043, 1049, 1065, 1071, 1072, 1073, 1074,
            1075, 1076, 1077, 1078, 1079, 1083, 1084, 1085, 1086, 1087, 1088, 1089, 1093, 1094, 1095, 1096,
            1097, 1099, 2000, 2012, 2013, 2014, 2022, 2023, 2028, 2034, 2043, 2049, 2065, 2071, 2072, 2073,
            2074, 2075, 2076, 2077, 2078, 2079, 2083, 2084, 2085, 2086, 2087, 2088, 2089, 2093, 2094, 2095,
            2096, 2097, 2099,
        ],
    ),
    (ClaimKind::Ungrouped, &[1019, 1029, 2019, 2029]),
];

/// The kind of claim with this type code; None for a code that is not among the 124.
pub fn kind_of(code: u16) -> Option<ClaimKind> {
    CODES.iter().find(|(_, codes)| codes.contains(&code)).map(|(kind, _)| *kind)
}

/// All codes of a kind.
pub fn codes_of(kind: ClaimKind) -> &'static [u16] {
    CODES.iter().find(|(candidate, _)| *candidate == kind).map_or(&[], |(_, codes)| codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_124_codes_and_none_twice() {
        let mut all: Vec<u16> = CODES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        assert_eq!(all.len(), 124);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 124);
        assert_eq!(kind_of(1019), Some(ClaimKind::Ungrouped));
        assert_eq!(kind_of(5), None);
    }
}
