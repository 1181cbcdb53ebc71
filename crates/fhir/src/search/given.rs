//! The parameters of one request, checked against the table of the search.

use super::error::{Problem, SearchError};
use super::parameter::{Kind, Parameter};

/// What to do with parameters that the search does not have (`Prefer: handling=...`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// Leave them out, and out of the `self` link.
    #[default]
    Lenient,
    /// Leave them out and say so in the bundle. Only who asks for it gets it (`handling=lenient`): some apps
    /// take every entry of a bundle for a claim.
    Reported,
    /// Refuse them.
    Strict,
}

/// The most parameters that one search may have.
const MAX_PARAMETERS: usize = 100;

/// One parameter as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument<'r> {
    /// As it stood in the request, with its modifier.
    pub(super) full_name: &'r str,
    /// Without the modifier.
    pub(super) name: &'static str,
    /// Without the colon.
    pub(super) modifier: Option<&'r str>,
    pub(super) value: &'r str,
}

/// Those parameters of a request that the search has, in the order of the request, without exact repeats.
#[derive(Clone, Debug)]
pub(super) struct Given<'r> {
    arguments: Vec<Argument<'r>>,
    handling: Handling,
    /// What is told of what was left out.
    notes: Vec<String>,
}

impl<'r> Given<'r> {
    pub(super) fn read(
        pairs: &'r [(String, String)],
        table: &'static [Parameter],
        handling: Handling,
    ) -> Result<Self, SearchError> {
        let mut given: Vec<Argument<'r>> = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        for (full_name, value) in pairs {
            let (name, modifier) = match full_name.split_once(':') {
                Some((name, modifier)) => (name, Some(modifier)),
                None => (full_name.as_str(), None),
            };
            let Some(parameter) = table.iter().find(|parameter| parameter.name == name) else {
                unknown.push(full_name.clone());
                continue;
            };
            if let Some(modifier) = modifier.filter(|modifier| !parameter.modifiers.contains(modifier)) {
                return Err(Problem::Modifier(modifier.to_owned()).of(full_name));
            }
            let parameter = Argument { full_name, name: parameter.name, modifier, value: value.trim() };
            if given.contains(&parameter) {
                continue;
            }
            if given.len() == MAX_PARAMETERS {
                return Err(Problem::TooManyParameters.of(full_name));
            }
            given.push(parameter);
        }
        match unknown.first() {
            Some(first) if handling == Handling::Strict => Err(Problem::Unknown(unknown.clone()).of(first)),
            _ => {
                let note =
                    |name: &String| format!("The parameter '{name}' is not known here and was ignored.");
                let notes = if handling == Handling::Reported {
                    unknown.iter().map(note).collect()
                } else {
                    Vec::new()
                };
                Ok(Self { arguments: given, handling, notes })
            }
        }
    }

    /// Leaves out `argument`, which asks for something that is not offered: refused under strict handling, told
    /// under reported.
    pub(super) fn leave_out(&mut self, argument: &Argument<'r>, problem: Problem) -> Result<(), SearchError> {
        match self.handling {
            Handling::Strict => return Err(argument.error(problem)),
            Handling::Reported => {
                self.notes.push(format!("'{}' was ignored: {problem}.", argument.full_name));
            }
            Handling::Lenient => {}
        }
        self.arguments.retain(|kept| kept != argument);
        Ok(())
    }

    /// What is told of what was left out.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Every parameter with this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Argument<'r>> {
        self.arguments.iter().filter(move |parameter| parameter.name == name)
    }

    /// The first of the parameters with these names. Clients that page append their first request's parameters
    /// to the link's own: the link's must win.
    pub(super) fn first(&self, names: &[&str]) -> Option<&Argument<'r>> {
        self.arguments.iter().find(|parameter| names.contains(&parameter.name))
    }

    /// The only parameter with this name; another value beside it is an error.
    pub(super) fn single(&self, name: &str) -> Result<Option<&Argument<'r>>, SearchError> {
        let mut all = self.all(name);
        let first = all.next();
        match all.next() {
            Some(second) => Err(Problem::Repeated.of(second.full_name)),
            None => Ok(first),
        }
    }

    /// Names and values for the `self` link: all but those that shape the page.
    pub(super) fn used(&self, table: &'static [Parameter]) -> Vec<(String, String)> {
        let shapes = |name: &str| table.iter().any(|known| known.name == name && known.kind == Kind::Page);
        let used = self.arguments.iter().filter(|parameter| !shapes(parameter.name));
        used.map(|parameter| (parameter.full_name.to_owned(), parameter.value.to_owned())).collect()
    }
}

impl Argument<'_> {
    /// This problem, blamed on this parameter.
    pub(super) fn error(&self, problem: Problem) -> SearchError {
        problem.of(self.full_name)
    }

    /// The alternatives of a comma-separated value, blanks around them dropped.
    pub(super) fn alternatives(&self) -> impl Iterator<Item = &str> {
        self.value.split(',').map(str::trim)
    }
}
