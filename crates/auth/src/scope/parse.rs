//! Reading scopes.

use bluestem_model::access::{ResourceType, Rights};

use super::{Context, ResourceScope, Scope, ScopeSet, WORDS};

/// Why a scope parameter is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// A character that no scope has (RFC 6749 3.3), or rights that SMART does not know.
    #[error("A scope is malformed.")]
    Malformed,
    /// A scope with a filter.
    #[error("Scopes with a filter (?...) are not supported. Ask for the scope without it.")]
    Filter,
}

/// A scope parameter, read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The scopes that this server has.
    pub(crate) set: ScopeSet,
    /// Whether there were others.
    pub(crate) others: bool,
}

/// Reads a scope parameter.
pub(crate) fn parse(text: &str) -> Result<Parsed, ScopeError> {
    let mut set = ScopeSet::default();
    let mut others = false;
    for token in text.split(' ').filter(|token| !token.is_empty()) {
        match parse_one(token)? {
            Some(scope) => set.push(scope),
            None => others = true,
        }
    }
    Ok(Parsed { set, others })
}

/// None for a scope that this server does not have.
fn parse_one(token: &str) -> Result<Option<Scope>, ScopeError> {
    let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    if !token.bytes().all(allowed) {
        return Err(ScopeError::Malformed);
    }
    if let Some(word) = WORDS.into_iter().find(|word| *word == token) {
        return Ok(Some(Scope::Word(word)));
    }
    let (context, rest) = if let Some(rest) = token.strip_prefix("patient/") {
        (Context::Patient, rest)
    } else if let Some(rest) = token.strip_prefix("system/") {
        (Context::System, rest)
    } else {
        return Ok(None);
    };
    if rest.contains('?') {
        return Err(ScopeError::Filter);
    }
    let (resource, permissions) = rest.split_once('.').ok_or(ScopeError::Malformed)?;
    let (rights, v1) = parse_rights(permissions).ok_or(ScopeError::Malformed)?;
    let resource = match resource {
        "*" => None,
        name => match ResourceType::ALL.into_iter().find(|known| known.name() == name) {
            Some(known) => Some(known),
            None => return Ok(None),
        },
    };
    let scope = ResourceScope { context, resource, rights, v1 };
    // Rights to write alone are rights that this server does not have.
    Ok(scope.narrowed(resource, rights).map(Scope::Resource))
}

/// The rights and whether they are in SMART v1 form. SMART v2 letters stand in the order `cruds`.
fn parse_rights(text: &str) -> Option<(Rights, bool)> {
    match text {
        "read" | "*" => return Some((Rights { read: true, search: true }, true)),
        "write" => return Some((Rights::default(), true)),
        _ => {}
    }
    let mut order = "cruds".chars();
    let in_order = !text.is_empty() && text.chars().all(|letter| order.any(|next| next == letter));
    in_order.then(|| (Rights { read: text.contains('r'), search: text.contains('s') }, false))
}
