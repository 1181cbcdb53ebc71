//! Pages: where one begins, how long it is, and the links to its neighbours.

use std::fmt::Write as _;

use bluestem_model::id::ClaimId;
use bluestem_model::query::{Counted, PageStart};
use bluestem_model::version::Version;

use super::cursor::{self, Cursor};
use super::error::{Problem, SearchError};
use super::given::Given;
use super::{Asker, Caller, Extent};

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
    /// What the page before ended with, when it is known: costs the same however far it is.
    pub behind: Option<Behind>,
    /// Resources on the page at most; 0 asks for the total alone.
    pub count: u32,
    /// The search that cursors belong to.
    search: u64,
}

/// Where a page of claims ended, and how many claims there were in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Its last claim.
    pub claim: ClaimId,
    /// The total, if it may hold for the next page too.
    pub counted: Option<Counted>,
}

impl Page {
    /// `used` is what the search understood, without what shapes the page.
    pub(super) fn read(
        given: &Given<'_>,
        asker: &Asker,
        used: &[(String, String)],
    ) -> Result<Self, SearchError> {
        let count = match asker.version {
            Version::V2 => count_of_v2(given, asker.caller)?,
            Version::V3 => count(given, asker.caller)?,
        };
        let search = cursor::fingerprint(used);
        if let Some(text) = given.first(&["cursor"]) {
            let read = cursor::read(text.value).ok_or_else(|| text.error(Problem::Cursor))?;
            if read.search != search {
                return Err(text.error(Problem::CursorOfOther));
            }
            return Ok(Self { offset: read.offset, behind: Some(read.behind), count, search });
        }
        let offset = match given.first(&["_offset", "startIndex"]) {
            Some(value) => number(value.value).map_err(|problem| value.error(problem))?,
            None => 0,
        };
        Ok(Self { offset, behind: None, count, search })
    }

    /// Where the store begins.
    pub fn start(&self) -> PageStart {
        match self.behind {
            None => PageStart::Offset(self.offset),
            Some(Behind { claim, counted: None }) => PageStart::After(claim),
            Some(Behind { claim, counted: Some(counted) }) => PageStart::Onward(claim, counted),
        }
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
        match self.behind {
            Some(behind) => {
                let cursor = Cursor { offset: self.offset, behind, search: self.search };
                pairs.push(("cursor".to_owned(), cursor::write(&cursor)));
            }
            None if self.offset > 0 => pairs.push(("startIndex".to_owned(), self.offset.to_string())),
            None => {}
        }
        pairs
    }

    /// The parameters that ask for the pages behind and before this one, which holds what `extent` says.
    pub(super) fn neighbours(&self, extent: &Extent) -> Vec<(&'static str, Vec<(String, String)>)> {
        let behind =
            Self { offset: self.offset.saturating_add(extent.length as u64), behind: extent.behind, ..*self };
        let next = (extent.more && extent.length > 0).then(|| ("next", behind.pairs()));
        next.into_iter().chain(self.previous().map(|pairs| ("previous", pairs))).collect()
    }

    /// As [`Self::neighbours`], with the first and the last page. All name where they start.
    pub(super) fn numbered(&self, extent: &Extent) -> Vec<(&'static str, Vec<(String, String)>)> {
        let count = u64::from(self.count.max(1));
        let at = |offset: u64| {
            vec![("_count".to_owned(), self.count.to_string()), ("startIndex".to_owned(), offset.to_string())]
        };
        let next = self.offset.saturating_add(extent.length as u64);
        let mut pages = vec![("first", at(0))];
        pages.extend((extent.more && extent.length > 0).then(|| ("next", at(next))));
        pages.extend(self.previous().map(|pairs| ("previous", pairs)));
        pages.push(("last", at(extent.total.saturating_sub(1) / count * count)));
        pages
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

/// How long a page may be.
pub(super) fn count(given: &Given<'_>, caller: Caller) -> Result<u32, SearchError> {
    let Some(value) = given.first(&["_count", "count"]) else { return Ok(DEFAULT_COUNT) };
    let count = number(value.value).map_err(|problem| value.error(problem))?;
    match caller {
        Caller::Person(_) if count > u64::from(PERSON_MAX_COUNT) => {
            Err(value.error(Problem::TooLarge(PERSON_MAX_COUNT)))
        }
        _ => Ok(u32::try_from(count).unwrap_or(u32::MAX).min(SYSTEM_MAX_COUNT)),
    }
}

/// How long a page of v2 may be. A system that asks for no page gets all matches, as far as a page goes.
fn count_of_v2(given: &Given<'_>, caller: Caller) -> Result<u32, SearchError> {
    let asked = given.first(&["_count", "count"]);
    match (asked, caller) {
        (None, Caller::System) if given.first(&["startIndex"]).is_none() => Ok(SYSTEM_MAX_COUNT),
        (Some(value), _) if number(value.value) == Ok(0) => Err(value.error(Problem::PageSize)),
        _ => count(given, caller),
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
}
