//! Fuzz target: any query is a search or one error, and the links of a search are searches again.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;
use proptest::prelude::*;

use super::{Asker, Caller, Extent, Handling, claims, coverages, everything, patients};

#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

const TOKENS: &[&str] = &[
    "&",
    "=",
    ",",
    "|",
    ":not",
    "ge",
    "ap",
    "Patient/",
    "part-c-",
    "_lastUpdated=",
    "patient=",
    "2024-02-30",
    "9999-12-31T23:59:60Z",
    "-9223372036854775808",
    "%",
    "c2",
    "é",
    "\0",
    " ",
];

/// The pairs of a query as it stands: what percent-decoding makes of it is the web framework's.
fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let pair = |part: &str| part.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    text.split('&').filter_map(pair).collect()
}

proptest! {
    #![proptest_config(mutate::cases(3_000))]

    #[test]
    fn any_query_is_a_search_or_one_error(
        bytes in mutate::mutated(mutate::corpus("search"), TOKENS),
        strict: bool,
        person: bool,
        second: bool,
        posted: bool,
    ) {
        let caller = if person { Caller::Person(PersonId::idr(-12)) } else { Caller::System };
        let handling = if strict { Handling::Strict } else { Handling::Lenient };
        let now = Timestamp(1_767_225_600_000_000);
        let version = if second { Version::V2 } else { Version::V3 };
        let asker = Asker { caller, handling, now, version, posted };
        let query = pairs(&bytes);
        if let Ok(search) = claims(&query, asker) {
            let links = search.links("https://a/X", &Extent { length: 1, total: 2, more: true, behind: None });
            prop_assert!(!links.is_empty());
        }
        let _ = (coverages(&query, asker), patients(&query, asker), everything(PersonId::idr(-12), &query, asker));
    }
}
