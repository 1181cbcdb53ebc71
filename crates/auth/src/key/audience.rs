//! For whom a token is.

use serde::Deserialize;

/// `aud` (RFC 7519 4.1.3): one audience or several.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Audience {
    /// A text.
    One(String),
    /// A list.
    Several(Vec<String>),
}

impl Audience {
    /// Whether one of them is ours.
    pub(crate) fn any(&self, ours: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::One(audience) => ours(audience),
            Self::Several(audiences) => audiences.iter().any(|audience| ours(audience)),
        }
    }

    /// Whether there are more than one.
    pub(crate) fn several(&self) -> bool {
        matches!(self, Self::Several(audiences) if audiences.len() > 1)
    }
}
