//! Sets of scopes.

use std::fmt;

use bluestem_model::access::{ResourceType, Rights};
use bluestem_store::StoreError;

use super::parse::{ScopeError, parse};
use super::{CLAIMS_DATA, Context, ResourceScope, Scope};

/// Scopes in the order in which they were asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeSet(Vec<Scope>);

impl ScopeSet {
    /// Reads scopes separated by spaces; those that this server does not have are left out.
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        Ok(parse(text)?.set)
    }

    /// Reads scopes that are stored, which were read before that.
    pub(crate) fn stored(text: &str) -> Result<Self, StoreError> {
        Self::parse(text).map_err(|_| StoreError::Damaged("a stored scope does not read".to_owned()))
    }

    pub(super) fn push(&mut self, scope: Scope) {
        if !self.0.contains(&scope) {
            self.0.push(scope);
        }
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it holds this scope that is not about a resource.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|scope| matches!(scope, Scope::Word(found) if *found == word))
    }

    /// The rights to a type of resource.
    pub fn rights_to(&self, context: Context, resource: ResourceType) -> Rights {
        let matching = self.resource_scopes().filter(|scope| scope.context == context);
        let matching = matching.filter(|scope| scope.resources().contains(&resource));
        matching.fold(Rights::default(), |rights, scope| Rights {
            read: rights.read || scope.rights.read,
            search: rights.search || scope.rights.search,
        })
    }

    /// Whether anything about people other than their claims and coverage is in it.
    pub fn personal(&self) -> bool {
        let patient = self.rights_to(Context::Patient, ResourceType::Patient);
        patient.read || patient.search || self.has("profile")
    }

    /// What of it `allowed` covers. Scopes that are covered whole keep their form.
    #[must_use]
    pub fn narrowed_to(&self, allowed: &Self) -> Self {
        self.map(|scope| match scope {
            Scope::Word(word) => {
                if allowed.has(word) {
                    vec![scope]
                } else {
                    Vec::new()
                }
            }
            Scope::Resource(scope) => narrow(scope, |resource| allowed.rights_to(scope.context, resource)),
        })
    }

    /// The same without what tells who the person is: Patient and `profile`.
    #[must_use]
    pub fn without_personal(&self) -> Self {
        self.map(|scope| match scope {
            Scope::Word("profile") => Vec::new(),
            Scope::Word(_) => vec![scope],
            Scope::Resource(scope) => narrow(scope, |resource| {
                let kept = resource != ResourceType::Patient;
                Rights { read: kept, search: kept }
            }),
        })
    }

    /// The same without what asks for an identity token.
    #[must_use]
    pub fn without_identity(&self) -> Self {
        self.map(|scope| match scope {
            Scope::Word("openid" | "fhirUser") => Vec::new(),
            _ => vec![scope],
        })
    }

    /// The same without scopes of another context.
    #[must_use]
    pub fn of(&self, context: Context) -> Self {
        self.map(|scope| match scope {
            Scope::Word(_) if context == Context::Patient => vec![scope],
            Scope::Resource(inner) if inner.context == context => vec![scope],
            _ => Vec::new(),
        })
    }

    /// Whether `allowed` covers all of it.
    pub fn is_within(&self, allowed: &Self) -> bool {
        self.narrowed_to(allowed) == *self
    }

    fn map(&self, change: impl Fn(Scope) -> Vec<Scope>) -> Self {
        let mut set = Self::default();
        self.0.iter().flat_map(|scope| change(*scope)).for_each(|scope| set.push(scope));
        set
    }

    fn resource_scopes(&self) -> impl Iterator<Item = &ResourceScope> {
        self.0.iter().filter_map(|scope| match scope {
            Scope::Resource(scope) => Some(scope),
            Scope::Word(_) => None,
        })
    }
}

/// The rights that both have.
fn intersect(left: Rights, right: Rights) -> Rights {
    Rights { read: left.read && right.read, search: left.search && right.search }
}

/// What of a scope is allowed: itself where all is, else one scope per type.
fn narrow(scope: ResourceScope, allowed: impl Fn(ResourceType) -> Rights) -> Vec<Scope> {
    let rights = |resource: ResourceType| intersect(scope.rights, allowed(resource));
    if scope.resources().iter().all(|resource| rights(*resource) == scope.rights) {
        return vec![Scope::Resource(scope)];
    }
    let parts =
        scope.resources().iter().filter_map(|resource| scope.narrowed(Some(*resource), rights(*resource)));
    parts.map(Scope::Resource).collect()
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, scope) in self.0.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{scope}")?;
        }
        Ok(())
    }
}

impl ScopeSet {
    /// The rights of a token: what each of `limits` allows too, by type of resource.
    pub(crate) fn rights(&self, context: Context, limits: &[&Self]) -> Vec<(ResourceType, Rights)> {
        let types = CLAIMS_DATA.into_iter().chain([ResourceType::AuditEvent]);
        types
            .map(|resource| {
                let own = self.rights_to(context, resource);
                let both = |rights, limit: &&Self| intersect(rights, limit.rights_to(context, resource));
                (resource, limits.iter().fold(own, both))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> ScopeSet {
        ScopeSet::parse(text).unwrap()
    }

    fn narrowed(asked: &str, allowed: &str) -> String {
        set(asked).narrowed_to(&set(allowed)).to_string()
    }

    const ALL: &str = "openid profile launch/patient patient/Patient.rs patient/Coverage.rs \
                       patient/ExplanationOfBenefit.rs";

    #[test]
    fn both_forms_of_smart_give_the_same_rights() {
        let both = Rights { read: true, search: true };
        for text in ["patient/Patient.read", "patient/Patient.rs", "patient/Patient.cruds", "patient/*.*"] {
            assert_eq!(set(text).rights_to(Context::Patient, ResourceType::Patient), both, "{text}");
        }
        let read = Rights { read: true, search: false };
        assert_eq!(set("patient/Patient.r").rights_to(Context::Patient, ResourceType::Patient), read);
        assert_eq!(set("system/*.rs").rights_to(Context::Patient, ResourceType::Patient), Rights::default());
    }

    #[test]
    fn the_answer_has_the_form_of_the_question() {
        for text in ["patient/*.rs", "patient/*.read", "patient/Patient.read openid", "patient/Patient.s"] {
            assert_eq!(narrowed(text, ALL), text);
        }
        assert_eq!(narrowed("patient/*.* user/*.* launch", ALL), "patient/*.read");
    }

    #[test]
    fn what_is_not_allowed_falls_away() {
        assert_eq!(narrowed("patient/*.rs", "patient/Coverage.rs"), "patient/Coverage.rs");
        assert_eq!(
            narrowed("patient/*.rs profile", "patient/*.r"),
            "patient/Patient.r patient/Coverage.r patient/ExplanationOfBenefit.r"
        );
        assert_eq!(narrowed("patient/Patient.write system/*.rs", ALL), "");
        assert_eq!(narrowed("patient/AuditEvent.rs", "patient/*.rs"), "");
        assert_eq!(
            set("patient/*.read profile openid").without_personal().to_string(),
            "patient/Coverage.read patient/ExplanationOfBenefit.read openid"
        );
    }

    #[test]
    fn filters_and_malformed_scopes_are_refused() {
        let filtered = "patient/ExplanationOfBenefit.rs?type=pharmacy";
        assert_eq!(ScopeSet::parse(filtered), Err(ScopeError::Filter));
        for text in
            ["patient/Patient.sr", "patient/Patient.", "patient/Patient", "open\"id", "patient/*.rsx", "a\nb"]
        {
            assert_eq!(ScopeSet::parse(text), Err(ScopeError::Malformed), "{text}");
        }
    }
}
