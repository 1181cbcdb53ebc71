//! The sandbox's sign-in. Its passwords are public: `serve` must never run with it.

use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::id::PersonId;

use super::person::mbi;
use super::{Asserted, IdentityError, PasswordProvider};

/// The password of everybody who signs in with their MBI.
const MBI_PASSWORD: &str = "sandbox";

/// Finds the n-th synthetic person, from 0.
pub type SyntheticPeople = Arc<dyn Fn(u32) -> Option<PersonId> + Send + Sync>;

/// `BBUser00000` with `PW00000!` is the first synthetic person, and so on; any loaded person has their MBI as
/// user name and `sandbox` as password.
pub struct SandboxIdentity {
    people: SyntheticPeople,
}

impl SandboxIdentity {
    /// Sign-in for these synthetic people and whoever is loaded.
    pub fn new(people: SyntheticPeople) -> Self {
        Self { people }
    }
}

#[async_trait]
impl PasswordProvider for SandboxIdentity {
    async fn verify(&self, username: &str, password: &str) -> Result<Asserted, IdentityError> {
        let username = username.trim();
        let asserted = match username.strip_prefix("BBUser") {
            Some(digits) => self.synthetic(digits, password),
            None => (password == MBI_PASSWORD).then(|| mbi(username)).flatten().map(Asserted::Mbi),
        };
        asserted.ok_or(IdentityError::WrongCredentials)
    }
}

impl SandboxIdentity {
    fn synthetic(&self, digits: &str, password: &str) -> Option<Asserted> {
        let well_formed = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let same_digits = password.strip_prefix("PW")?.strip_suffix('!')? == digits;
        let number = digits.parse().ok().filter(|_| well_formed && same_digits)?;
        (self.people)(number).map(Asserted::Person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn verify(username: &str, password: &str) -> Result<Asserted, IdentityError> {
        let people = Arc::new(|number| (number < 3).then(|| PersonId::idr(-1 - i64::from(number))));
        SandboxIdentity::new(people).verify(username, password).await
    }

    #[tokio::test]
    async fn synthetic_people_sign_in_by_number() {
        assert_eq!(verify("BBUser00002", "PW00002!").await, Ok(Asserted::Person(PersonId::idr(-3))));
        let wrong = [
            ("BBUser00002", "PW00001!"),
            ("BBUser00003", "PW00003!"),
            ("BBUser2", "PW2!"),
            ("BBUser+0002", "PW+0002!"),
            ("BBUser00002", "sandbox"),
            ("", ""),
        ];
        for (username, password) in wrong {
            assert_eq!(verify(username, password).await, Err(IdentityError::WrongCredentials), "{username}");
        }
    }

    #[tokio::test]
    async fn anybody_signs_in_by_mbi() {
        let asserted = Ok(Asserted::Mbi("1S00E00AA00".to_owned()));
        assert_eq!(verify("1s00-e00-aa00", "sandbox").await, asserted);
        assert_eq!(verify("1S00E00AA00", "Sandbox").await, Err(IdentityError::WrongCredentials));
        assert_eq!(verify("1S00E00AA0", "sandbox").await, Err(IdentityError::WrongCredentials));
    }
}
