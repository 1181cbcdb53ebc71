//! What a person signs in for, while they are away: a cookie remembers it, named after the visit's state.

use std::fmt;
use std::str::FromStr;

use bluestem_auth::Version;
use bluestem_auth::visit::Errand as Asked;
use http::HeaderMap;

use crate::connections;
use crate::cookie::Cookie;
use crate::messages::Lang;
use crate::pages::approval::Approval;
use crate::state::App;

/// What a person signs in for, and the language in which they read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Errand {
    pub(super) goal: Goal,
    /// The language that the address named, if it did.
    pub(super) lang: Option<Lang>,
}

/// What a person signs in for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// An app's request, by its version and the approval's id.
    Approval(Version, String),
    /// The server's own pages.
    Member,
}

impl Goal {
    /// The approval as its pages address it.
    pub(super) fn approval(&self, app: &App) -> Option<Approval> {
        match self {
            Self::Approval(version, id) => Some(Approval::new(app, *version, id)),
            Self::Member => None,
        }
    }

    /// The cookie that changes when the person has signed in.
    pub(super) fn cookie(&self, app: &App) -> Cookie {
        match self.approval(app) {
            Some(approval) => approval.cookie().clone(),
            None => Cookie::member(app.base_url()),
        }
    }

    /// As `auth` takes it; `browser` is the value of that cookie.
    pub(super) fn asked<'a>(&'a self, browser: &'a str) -> Asked<'a> {
        match self {
            Self::Approval(_, id) => Asked::Approval { id, browser },
            Self::Member => Asked::Member { browser },
        }
    }

    /// Where its sign-in page lies.
    pub(super) fn sign_in_path(&self, app: &App) -> String {
        self.approval(app).map_or_else(|| connections::SIGN_IN.to_owned(), |approval| approval.sign_in_path())
    }

    /// Where it goes on.
    pub(super) fn path(&self, app: &App) -> String {
        self.approval(app).map_or_else(|| connections::PATH.to_owned(), |approval| approval.path().to_owned())
    }
}

impl Errand {
    /// That of the visit with this state.
    pub(super) fn read(app: &App, state: &str, headers: &HeaderMap) -> Option<Self> {
        Cookie::visit(app.base_url(), state).read(headers)?.parse().ok()
    }
}

impl fmt::Display for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lang = self.lang.map_or("any", Lang::tag);
        match &self.goal {
            Goal::Approval(version, id) => write!(f, "{lang}.{}.{id}", version.segment()),
            Goal::Member => write!(f, "{lang}.member"),
        }
    }
}

impl FromStr for Errand {
    type Err = ();

    /// Reads the cookie's value. A path is made of it, so an id of other letters than ours is none.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '.');
        let lang = Lang::from_tag(parts.next().ok_or(())?);
        let id =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let goal = match (parts.next(), parts.next()) {
            (Some("member"), None) => Goal::Member,
            (Some("v2"), Some(text)) if id(text) => Goal::Approval(Version::V2, text.to_owned()),
            (Some("v3"), Some(text)) if id(text) => Goal::Approval(Version::V3, text.to_owned()),
            _ => return Err(()),
        };
        Ok(Self { goal, lang })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_reads_back() {
        for goal in [Goal::Member, Goal::Approval(Version::V2, "a-_9".to_owned())] {
            for lang in [None, Some(Lang::En), Some(Lang::Es)] {
                let errand = Errand { goal: goal.clone(), lang };
                assert_eq!(errand.to_string().parse(), Ok(errand));
            }
        }
        for bad in ["", "en", "en.", "en.v4.a", "en.v3", "en.v3.a/b", "en.v3.//evil.example", "en.member.x"] {
            assert_eq!(bad.parse::<Errand>(), Err(()), "{bad}");
        }
    }
}
