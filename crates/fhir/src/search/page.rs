//! Pages: where one begins, how long it is, and the links to its neighbours.

use std::fmt::Write as _;

use bluestem_model::id::ClaimId;
use bluestem_model::query::PageStart;

use super::Caller;
use super::error::{Problem, SearchError};
use super::given::Given;

/// Resources on a page when the request does not say.
pub const DEFAULT_COUNT: u32 = 10;
/// The longest page of a person's token (Blue Button); longer ones are refused.
pub const PERSON_MAX_COUNT: u32 = 50;
/// The longest page of a system's token. Its clients ask for more than anybody wants to hold in memory
/// (BFD's default is 5,000): they get this many and a `next` link.
pub const SYSTEM_MAX_COUNT: u32 = 1000;

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Matches before the page.
    pub offset: u64,
    /// The claim that the page begins behind, when it is known: costs the same however far it is.
    pub after: Option<ClaimId>,
    /// Resources on the page at most; 0 asks for the total alone.
    pub count: u32,
}

impl Page {
    pub(super) fn read(given: &Given<'_>, caller: Caller) -> Result<Self, SearchError> {
        let count = count(given, caller)?;
        if let Some(cursor) = given.first(&["cursor"]) {
            let (offset, after) = read_cursor(cursor.value).ok_or_else(|| cursor.error(Problem::Cursor))?;
            return Ok(Self { offset, after: Some(after), count });
        }
        let offset = match given.first(&["_offset", "startIndex"]) {
            Some(value) => number(value.value).map_err(|problem| value.error(problem))?,
            None => 0,
        };
        Ok(Self { offset, after: None, count })
    }

    /// Where the store begins.
    pub fn start(&self) -> PageStart {
        self.after.map_or(PageStart::Offset(self.offset), PageStart::After)
    }

    /// The part of `all` that is on this page.
    pub fn slice<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let first = usize::try_from(self.offset).unwrap_or(usize::MAX).min(all.len());
        let end = first.saturating_add(self.count as usize).min(all.len());
        all.get(first..end).unwrap_or_default()
    }

    /// The parameters that ask for this page.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("_count".to_owned(), self.count.to_string())];
        match self.after {
            Some(after) => pairs.push(("cursor".to_owned(), write_cursor(self.offset, after))),
            None if self.offset > 0 => pairs.push(("startIndex".to_owned(), self.offset.to_string())),
            None => {}
        }
        pairs
    }

    /// The page behind this one, which ends with `last`.
    pub(super) fn next(&self, length: usize, last: Option<ClaimId>) -> Self {
        Self { offset: self.offset.saturating_add(length as u64), after: last, count: self.count }
    }

    /// The parameters that ask for the page before this one; None on the first. They always name the start,
    /// so that parameters which a client appends do not move it.
    pub(super) fn previous(&self) -> Option<Vec<(String, String)>> {
        if self.offset == 0 || self.count == 0 {
            return None;
        }
        let offset = self.offset.saturating_sub(u64::from(self.count));
        let count = ("_count".to_owned(), self.count.to_string());
        Some(vec![count, ("startIndex".to_owned(), offset.to_string())])
    }
}

fn count(given: &Given<'_>, caller: Caller) -> Result<u32, SearchError> {
    let Some(value) = given.first(&["_count", "count"]) else { return Ok(DEFAULT_COUNT) };
    let count = number(value.value).map_err(|problem| value.error(problem))?;
    match caller {
        Caller::Person(_) if count > u64::from(PERSON_MAX_COUNT) => {
            Err(value.error(Problem::TooLarge(PERSON_MAX_COUNT)))
        }
        _ => Ok(u32::try_from(count).unwrap_or(u32::MAX).min(SYSTEM_MAX_COUNT)),
    }
}

fn number(text: &str) -> Result<u64, Problem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::Integer);
    }
    if text.starts_with('-') && digits.bytes().any(|byte| byte != b'0') {
        return Err(Problem::TooSmall);
    }
    Ok(digits.parse().unwrap_or(u64::MAX))
}

/// `c1` and 32 hexadecimal digits: the offset and the claim's number. Opaque to clients.
fn write_cursor(offset: u64, after: ClaimId) -> String {
    let mut text = String::with_capacity(34);
    let _ = write!(text, "c1{offset:016x}{:016x}", after.number);
    text
}

fn read_cursor(text: &str) -> Option<(u64, ClaimId)> {
    let digits = text.strip_prefix("c1").filter(|digits| digits.len() == 32)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let offset = u64::from_str_radix(digits.get(..16)?, 16).ok()?;
    let number = u64::from_str_radix(digits.get(16..)?, 16).ok()?;
    Some((offset, ClaimId::idr(i64::from_ne_bytes(number.to_ne_bytes()))))
}

/// `url` with `pairs` as its query.
pub(super) fn with_query(url: &str, pairs: &[(String, String)]) -> String {
    let mut text = url.to_owned();
    for (place, (name, value)) in pairs.iter().enumerate() {
        text.push(if place == 0 { '?' } else { '&' });
        escape(&mut text, name);
        text.push('=');
        escape(&mut text, value);
    }
    text
}

/// Percent-encodes what is not plain in a query (RFC 3986 3.4).
fn escape(text: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/*,".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn queries_are_escaped() {
        let pairs = [("_tag".to_owned(), "https://a/b|C d&é".to_owned()), ("x".to_owned(), String::new())];
        assert_eq!(with_query("https://h/X", &pairs), "https://h/X?_tag=https://a/b%7CC%20d%26%C3%A9&x=");
    }

    #[test]
    fn numbers_are_refused_for_what_is_wrong_with_them() {
        assert_eq!(number("007"), Ok(7));
        assert_eq!(number("99999999999999999999"), Ok(u64::MAX));
        assert_eq!(number("-1"), Err(Problem::TooSmall));
        assert_eq!(number("-0"), Ok(0));
        for text in ["", "-", "1.5", "ten", "+1", " 1"] {
            assert_eq!(number(text), Err(Problem::Integer), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back(offset: u64, claim: i64) {
            let after = ClaimId::idr(claim);
            prop_assert_eq!(read_cursor(&write_cursor(offset, after)), Some((offset, after)));
        }

        #[test]
        fn any_text_is_a_cursor_or_not(text in "(c1)?[0-9a-fé]{0,40}") {
            let _ = read_cursor(&text);
        }
    }
}
