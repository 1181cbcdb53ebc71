//! Addresses: street lines and ZIP code. The city and the state follow from the ZIP code and are written in too
//! many ways to be compared.

use super::letters::{folded, words};

/// An address as given.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Street, number, unit, in as many lines as they were given.
    pub lines: Vec<String>,
    /// ZIP or ZIP+4 code; empty where not given.
    pub postal_code: String,
}

/// A unit of a building, by whatever word.
const UNIT: &str = "#";

/// Words and what stands for them (USPS Publication 28, appendices B and C, the frequent ones).
const ABBREVIATIONS: [(&str, &str); 75] = [
    ("ALLEY", "ALY"),
    ("APARTMENT", UNIT),
    ("APT", UNIT),
    ("AV", "AVE"),
    ("AVENUE", "AVE"),
    ("BOUL", "BLVD"),
    ("BOULEVARD", "BLVD"),
    ("BRIDGE", "BRG"),
    ("BUILDING", "BLDG"),
    ("CENTER", "CTR"),
    ("CENTRE", "CTR"),
    ("CIRCLE", "CIR"),
    ("COURT", "CT"),
    ("COVE", "CV"),
    ("CREEK", "CRK"),
    ("CRESCENT", "CRES"),
    ("CROSSING", "XING"),
    ("DRIVE", "DR"),
    ("EAST", "E"),
    ("ESTATES", "ESTS"),
    ("EXPRESSWAY", "EXPY"),
    ("EXTENSION", "EXT"),
    ("FLOOR", "FL"),
    ("FORT", "FT"),
    ("FREEWAY", "FWY"),
    ("GARDENS", "GDNS"),
    ("GROVE", "GRV"),
    ("HARBOR", "HBR"),
    ("HEIGHTS", "HTS"),
    ("HIGHWAY", "HWY"),
    ("HILL", "HL"),
    ("HILLS", "HLS"),
    ("HOLLOW", "HOLW"),
    ("JUNCTION", "JCT"),
    ("LAKE", "LK"),
    ("LANE", "LN"),
    ("MANOR", "MNR"),
    ("MEADOWS", "MDWS"),
    ("MOUNT", "MT"),
    ("MOUNTAIN", "MTN"),
    ("NORTH", "N"),
    ("NORTHEAST", "NE"),
    ("NORTHWEST", "NW"),
    ("PARKWAY", "PKWY"),
    ("PLACE", "PL"),
    ("PLAZA", "PLZ"),
    ("POINT", "PT"),
    ("RANCH", "RNCH"),
    ("RIDGE", "RDG"),
    ("RIVER", "RIV"),
    ("ROAD", "RD"),
    ("ROOM", UNIT),
    ("ROUTE", "RTE"),
    ("SAINT", "ST"),
    ("SOUTH", "S"),
    ("SOUTHEAST", "SE"),
    ("SOUTHWEST", "SW"),
    ("SPACE", UNIT),
    ("SPRING", "SPG"),
    ("SPRINGS", "SPGS"),
    ("SQUARE", "SQ"),
    ("STATION", "STA"),
    ("STE", UNIT),
    ("STREET", "ST"),
    ("SUITE", UNIT),
    ("SUMMIT", "SMT"),
    ("TERRACE", "TER"),
    ("TRACE", "TRCE"),
    ("TRAIL", "TRL"),
    ("TURNPIKE", "TPKE"),
    ("UNIT", UNIT),
    ("VALLEY", "VLY"),
    ("VIEW", "VW"),
    ("VILLAGE", "VLG"),
    ("VISTA", "VIS"),
];

impl Address {
    /// The address as it is compared. None where it names no place: without a ZIP code, or without any number
    /// in its lines ("unknown", "homeless", "general delivery").
    pub(super) fn normal(&self) -> Option<String> {
        let zip = zip(&self.postal_code)?;
        let mut street = String::new();
        for word in words(&folded(&self.lines.join(" ")).replace('#', " UNIT ")) {
            let short = abbreviated(&word);
            // "Apt #4" has two words for one thing.
            if short != UNIT || !street.ends_with(UNIT) {
                street.push_str(short);
            }
        }
        let street = street.replace("POSTOFFICEBOX", "POBOX");
        street.chars().any(char::is_numeric).then(|| format!("{street}\u{1f}{zip}"))
    }
}

fn abbreviated(word: &str) -> &str {
    let found = ABBREVIATIONS.binary_search_by_key(&word, |(long, _)| long);
    found.ok().and_then(|place| ABBREVIATIONS.get(place)).map_or(word, |(_, short)| short)
}

/// The first five digits; sources drop leading zeros. None for a code of another form.
fn zip(code: &str) -> Option<String> {
    let digits: String = code.chars().filter(|letter| !matches!(letter, '-' | ' ')).collect();
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()) && (3..=9).contains(&digits.len());
    let five = match digits.len() {
        3..=5 => format!("{digits:0>5}"),
        length => format!("{digits:0>9}").get(..5).filter(|_| length > 6)?.to_owned(),
    };
    (number && five != "00000").then_some(five)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_in_order_and_final() {
        assert!(ABBREVIATIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (_, short) in ABBREVIATIONS {
            assert_eq!(abbreviated(short), short);
        }
    }

    #[test]
    fn zip_codes_have_five_digits() {
        for (code, five) in [
            ("02351", Some("02351")),
            ("2351", Some("02351")),
            ("02351-1234", Some("02351")),
            ("023511234", Some("02351")),
            ("23511234", Some("02351")),
            ("501", Some("00501")),
            ("00000", None),
            ("K1A 0B1", None),
            ("123456", None),
            ("1234567890", None),
            ("", None),
        ] {
            assert_eq!(zip(code).as_deref(), five, "{code}");
        }
    }
}
