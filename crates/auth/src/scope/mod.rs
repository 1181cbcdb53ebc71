//! Scopes: SMART v1 (`patient/Patient.read`) and v2 (`patient/Patient.rs`), read once into rights.
//!
//! What was asked in one form is answered in that form. Scopes that this server does not have are left out
//! (RFC 6749 3.3 allows it, and clients ask for `user/*.*` by default); scopes with a filter (`?...`) are
//! refused, since leaving the filter out would widen them.

#[cfg(test)]
mod fuzz;
mod parse;
mod set;

pub use parse::ScopeError;
pub(crate) use parse::parse;
pub use set::ScopeSet;

use bluestem_model::access::{ResourceType, Rights};

/// What `*` stands for. Records of what was done with the data are asked for by name.
const CLAIMS_DATA: [ResourceType; 3] =
    [ResourceType::Patient, ResourceType::Coverage, ResourceType::ExplanationOfBenefit];

/// Scopes that are not about a resource.
const WORDS: [&str; 6] =
    ["openid", "profile", "fhirUser", "launch/patient", "offline_access", "online_access"];

/// Whose data a scope is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The person who consented.
    Patient,
    /// Everybody whom the app may reach by itself.
    System,
}

impl Context {
    fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::System => "system",
        }
    }
}

/// One scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// One that is not about a resource.
    Word(&'static str),
    /// Rights to resources.
    Resource(ResourceScope),
}

/// Rights to one type of resource, or to all that are claims data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ResourceScope {
    context: Context,
    /// None: `*`.
    resource: Option<ResourceType>,
    rights: Rights,
    /// Whether it was asked in SMART v1 form.
    v1: bool,
}

impl ResourceScope {
    /// The types it is about.
    fn resources(&self) -> &[ResourceType] {
        self.resource.as_ref().map_or(&CLAIMS_DATA, std::slice::from_ref)
    }

    /// The same for one type and with these rights; None without any.
    fn narrowed(self, resource: Option<ResourceType>, rights: Rights) -> Option<Self> {
        (rights.read || rights.search).then_some(Self { resource, rights, ..self })
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Resource(scope) => {
                let resource = scope.resource.map_or("*", ResourceType::name);
                let rights = match (scope.rights.read, scope.rights.search) {
                    (true, true) if scope.v1 => "read",
                    (true, true) => "rs",
                    (true, false) => "r",
                    (false, true) => "s",
                    (false, false) => "",
                };
                write!(f, "{}/{resource}.{rights}", scope.context.word())
            }
        }
    }
}
