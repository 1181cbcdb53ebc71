//! From what a provider says of somebody to whom it asserts.

use std::collections::HashMap;

use bluestem_model::id::{Namespace, PersonId};
use serde_json::{Map, Value};

use super::{Asserted, IdentityError};
use crate::credential;

/// Subjects of a provider and who they are.
pub type Subjects = HashMap<String, Asserted>;

/// How claims lead to a person. The first rule that is set and finds its claim decides.
#[derive(Clone, Default)]
pub struct PersonRules {
    /// Claim with the person's key in the source (`BENE_SK`, or `ccw-` before a `BENE_ID`).
    pub person_claim: Option<String>,
    /// Claim with the Medicare Beneficiary Identifier.
    pub mbi_claim: Option<String>,
    /// Who the provider's subjects (`sub`) are.
    pub subjects: Option<Subjects>,
    /// Whether names, date of birth, address and Social Security number are looked up, which the provider must have
    /// proven.
    pub demographics: bool,
}

impl PersonRules {
    /// Whether there is any rule.
    pub fn is_empty(&self) -> bool {
        self.person_claim.is_none()
            && self.mbi_claim.is_none()
            && self.subjects.is_none()
            && !self.demographics
    }

    /// Whom these claims assert. A claim that is there and does not read asserts nobody: it is not passed over,
    /// for another rule could lead to somebody else.
    pub(crate) fn apply(&self, claims: &Map<String, Value>) -> Result<Asserted, IdentityError> {
        let named = |name: &Option<String>| name.as_deref().and_then(|name| claim(claims, name));
        let asserted = if let Some(key) = named(&self.person_claim) {
            PersonId::parse(&key, Namespace::Idr).map(Asserted::Person)
        } else if let Some(text) = named(&self.mbi_claim) {
            mbi(&text).map(Asserted::Mbi)
        } else {
            let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
            let known = self.subjects.as_ref().and_then(|subjects| subjects.get(subject)).cloned();
            known.or_else(|| self.demographics.then(|| demographics(claims)).flatten())
        };
        asserted.ok_or(IdentityError::Unidentified)
    }
}

/// What the claims tell of the person, under the names of OpenID Connect 5.1.
fn demographics(claims: &Map<String, Value>) -> Option<Asserted> {
    credential::demographics::of(claims).ok().map(|known| Asserted::Demographics(Box::new(known)))
}

/// The text or whole number of a claim: under its name or, where there is none of that name, at its dotted path.
fn claim(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let value = claims.get(name).or_else(|| {
        let mut steps = name.split('.');
        let first = claims.get(steps.next()?)?;
        steps.try_fold(first, |value, step| value.get(step))
    })?;
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    }
}

/// An MBI as people and providers write it: any case, with or without the dashes that are printed on cards.
pub fn mbi(text: &str) -> Option<String> {
    let mbi: String = text.chars().filter(|character| *character != '-').collect();
    let well_formed = mbi.len() == 11 && mbi.bytes().all(|byte| byte.is_ascii_alphanumeric());
    well_formed.then(|| mbi.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn apply(rules: &PersonRules, claims: &Value) -> Result<Asserted, IdentityError> {
        rules.apply(claims.as_object().unwrap())
    }

    #[test]
    fn the_first_rule_that_finds_its_claim_decides() {
        let rules = PersonRules {
            person_claim: Some("bene_sk".to_owned()),
            mbi_claim: Some("person.mbi".to_owned()),
            subjects: Some([("s1".to_owned(), Asserted::Mbi("1S00E00AA09".to_owned()))].into()),
            demographics: true,
        };
        let person = Ok(Asserted::Person(PersonId::idr(-7)));
        assert_eq!(apply(&rules, &json!({ "sub": "s1", "bene_sk": "-7", "person": { "mbi": "x" } })), person);
        assert_eq!(apply(&rules, &json!({ "sub": "s1", "bene_sk": -7 })), person);
        let mbi = Ok(Asserted::Mbi("1S00E00AA01".to_owned()));
        assert_eq!(apply(&rules, &json!({ "sub": "s1", "person": { "mbi": "1s00-e00-aa01" } })), mbi);
        assert_eq!(apply(&rules, &json!({ "sub": "s1", "person.mbi": " 1S00E00AA01 " })), mbi);
        assert_eq!(apply(&rules, &json!({ "sub": "s1" })), Ok(Asserted::Mbi("1S00E00AA09".to_owned())));
    }

    #[test]
    fn a_claim_that_does_not_read_is_not_passed_over() {
        let rules = PersonRules {
            mbi_claim: Some("mbi".to_owned()),
            subjects: Some([("s1".to_owned(), Asserted::Mbi("1S00E00AA09".to_owned()))].into()),
            ..PersonRules::default()
        };
        for bad in ["1S00E00AA0", "1S00E00AA0\u{e9}", "1S00E00AA011"] {
            let claims = json!({ "sub": "s1", "mbi": bad });
            assert_eq!(apply(&rules, &claims), Err(IdentityError::Unidentified), "{bad}");
        }
        assert_eq!(apply(&rules, &json!({ "sub": "s2" })), Err(IdentityError::Unidentified));
        assert_eq!(apply(&PersonRules::default(), &json!({ "sub": "s1" })), Err(IdentityError::Unidentified));
    }
}
