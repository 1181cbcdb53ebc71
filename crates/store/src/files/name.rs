//! Names of files.

use std::fmt;

/// Bytes of a name at most.
const MOST: usize = 500;
/// Bytes of a part of a name at most.
const MOST_PART: usize = 120;

/// The name of a file or of a folder of files: parts with `/` between them. A part begins with a letter or a digit
/// and goes on with these, `.`, `_` and `-`; so no name leads out of its place, none is hidden, and none has to be
/// escaped anywhere. A name is a file's or a folder's, not both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// A text that is no name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no name of a file: parts of letters, digits, `.`, `_` and `-` with `/` between them, each beginning with a \
     letter or a digit"
)]
pub struct BadName;

impl Name {
    /// Reads a name.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        let good = text.len() <= MOST && text.split('/').all(is_part);
        good.then(|| Self(text.to_owned())).ok_or(BadName)
    }

    /// A name that this program makes of its own words.
    pub(crate) fn known(text: &str) -> Self {
        debug_assert!(Self::parse(text).is_ok(), "{text}");
        Self(text.to_owned())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_part(part: &str) -> bool {
    let first = part.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    first
        && part.len() <= MOST_PART
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_place() {
        for good in ["a", "reference/nppes.ref", "A-1/b_2/c.d", "x/".repeat(100).trim_end_matches('/')] {
            assert_eq!(Name::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "", "/", "/a", "a/", "a//b", "..", "a/../b", ".", "a/.b", "-a", "a b", "a\\b", "a\0", "\u{e9}",
            "a%2fb",
        ] {
            assert_eq!(Name::parse(bad), Err(BadName), "{bad:?}");
        }
        assert!(Name::parse(&"x".repeat(121)).is_err());
        assert!(Name::parse(&"x/".repeat(300)).is_err());
    }
}
