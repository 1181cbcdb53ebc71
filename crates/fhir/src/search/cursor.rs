//! Cursors: where the next page of claims begins. Opaque to clients, and of no use with another search.
//!
//! They need no secret: what a page shows is decided by the access alone. A forged one can only lie to its forger.

use std::fmt::Write as _;

use bluestem_model::id::{ClaimId, Namespace};
use bluestem_model::query::Counted;

use super::page::Behind;

/// A cursor as its text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Matches before the page.
    pub(super) offset: u64,
    /// What the page before ended with.
    pub(super) behind: Behind,
    /// [`fingerprint`] of the search.
    pub(super) search: u64,
}

/// No total is carried.
const UNCOUNTED: (u64, u64) = (u64::MAX, u64::MAX);

/// `c3`, the digit of the claim's namespace, and five numbers of 16 hexadecimal digits.
pub(super) fn write(cursor: &Cursor) -> String {
    let (total, state) = cursor.behind.counted.map_or(UNCOUNTED, |counted| (counted.total, counted.state));
    let claim = u64::from_ne_bytes(cursor.behind.claim.number.to_ne_bytes());
    let mut text = String::with_capacity(83);
    let _ = write!(text, "c3{:x}", cursor.behind.claim.namespace.number());
    for number in [cursor.offset, claim, cursor.search, total, state] {
        let _ = write!(text, "{number:016x}");
    }
    text
}

/// Reads what [`write`] wrote; None for anything else.
pub(super) fn read(text: &str) -> Option<Cursor> {
    let text = text.strip_prefix("c3").filter(|digits| digits.len() == 81)?;
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let (namespace, digits) = text.split_at_checked(1)?;
    let namespace = Namespace::from_number(namespace.parse().ok()?)?;
    let number = |place: usize| u64::from_str_radix(digits.get(place * 16..place * 16 + 16)?, 16).ok();
    let claim = ClaimId { namespace, number: i64::from_ne_bytes(number(1)?.to_ne_bytes()) };
    let counted = Some((number(3)?, number(4)?)).filter(|counted| *counted != UNCOUNTED);
    let counted = counted.map(|(total, state)| Counted { total, state });
    Some(Cursor { offset: number(0)?, behind: Behind { claim, counted }, search: number(2)? })
}

/// What tells searches apart: FNV-1a over names and values in any order, the same in every release and process.
pub(super) fn fingerprint(used: &[(String, String)]) -> u64 {
    let mut used: Vec<&(String, String)> = used.iter().collect();
    used.sort_unstable();
    let texts = used.iter().flat_map(|(name, value)| [name, value]);
    let bytes = texts.flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_fingerprint_is_fnv_1a_and_knows_no_order() {
        // Published test values of FNV-1a: the empty text.
        assert_eq!(fingerprint(&[]), 0xcbf2_9ce4_8422_2325);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let (one, other) = (pair("type", "snf"), pair("patient", "1"));
        assert_eq!(fingerprint(&[one.clone(), other.clone()]), fingerprint(&[other.clone(), one.clone()]));
        assert_ne!(fingerprint(&[one]), fingerprint(&[other]));
        assert_ne!(fingerprint(&[pair("a", "bc")]), fingerprint(&[pair("ab", "c")]));
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back(offset: u64, ccw: bool, claim: i64, search: u64, counted: Option<(u32, u32)>) {
            let counted = counted.map(|(total, state)| Counted { total: total.into(), state: state.into() });
            let claim = if ccw { ClaimId::ccw(claim) } else { ClaimId::idr(claim) };
            let cursor = Cursor { offset, behind: Behind { claim, counted }, search };
            prop_assert_eq!(read(&write(&cursor)), Some(cursor));
        }

        #[test]
        fn any_text_is_a_cursor_or_not(text in "(c3)?[0-9a-fé]{0,90}") {
            let _ = read(&text);
        }
    }
}
