//! The parameters of a request, wherever they came from (query, form, multipart).

use serde::{Deserialize, Serialize};

/// A parameter that must stand once stands more often (RFC 6749 3.1, 3.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("parameter {0} is repeated")]
pub struct Repeated(pub String);

impl Repeated {
    /// Names come from outside and go into `error_description`, which has few letters (RFC 6749 5.2).
    fn new(name: &str) -> Self {
        let harmless = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
        Self(name.chars().filter(harmless).take(40).collect())
    }
}

/// The parameters of one request. Holds secrets: it has no `Debug`.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// From decoded names and values. Parameters without a value count as absent (RFC 6749 3.1).
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The value of `name`; the first one where it is repeated.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The values of `name`.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The value of `name`, which must not be repeated.
    pub(crate) fn once(&self, name: &str) -> Result<Option<&str>, Repeated> {
        match self.0.iter().filter(|(found, _)| found == name).count() {
            0 | 1 => Ok(self.get(name)),
            _ => Err(Repeated::new(name)),
        }
    }

    /// The same without these names.
    pub(crate) fn without(&self, names: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect())
    }

    /// The same with this value of `name`, and no other.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(&[name]);
        changed.0.push((name.to_owned(), value.to_owned()));
        changed
    }

    /// Refuses any repeated name. `resource` alone may be repeated (RFC 8707 2).
    pub(crate) fn check_unique(&self) -> Result<(), Repeated> {
        let names = self.0.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "resource");
        for name in names {
            self.once(name)?;
        }
        Ok(())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self::new(pairs.into_iter().map(|(name, value)| (name.into(), value.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_absent_and_repeated_is_refused() {
        let parameters: Parameters = [("a", ""), ("b", "1"), ("b", "2"), ("c", "3")].into_iter().collect();
        assert_eq!(parameters.once("a"), Ok(None));
        assert_eq!(parameters.once("b"), Err(Repeated("b".into())));
        assert_eq!(parameters.once("c"), Ok(Some("3")));
        assert_eq!(parameters.check_unique(), Err(Repeated("b".into())));
        let resources: Parameters = [("resource", "x"), ("resource", "y")].into_iter().collect();
        assert_eq!(resources.check_unique(), Ok(()));
    }
}
