//! Fuzz target: any text is scopes or an error, and the scopes that were understood are understood again.

use proptest::prelude::*;

use super::ScopeSet;

#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

proptest! {
    #![proptest_config(mutate::cases(3_000))]

    #[test]
    fn any_text_is_scopes_or_an_error(
        bytes in mutate::mutated(mutate::corpus("scope"), &[" ", "patient/", "system/", ".rs", ".read", "*", "?", "openid", "é", "\0"]),
    ) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(set) = ScopeSet::parse(&text) {
            prop_assert_eq!(ScopeSet::parse(&set.to_string()).ok(), Some(set));
        }
    }
}
