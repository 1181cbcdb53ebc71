//! docs/errors.md has every error of these endpoints, with its status and code, and no other.

use std::collections::BTreeSet;
use std::path::Path;

use bluestem_auth::authorize::{AuthorizeError, AuthorizePageError, PushError};
use bluestem_auth::bearer::BearerError;
use bluestem_auth::client::{AssertionError, ClientError};
use bluestem_auth::dpop::DpopError;
use bluestem_auth::expire::ExpireError;
use bluestem_auth::introspect::IntrospectError;
use bluestem_auth::revoke::RevokeError;
use bluestem_auth::scope::ScopeError;
use bluestem_auth::token::TokenError;
use bluestem_auth::{OAuthError, Repeated};

/// Where the errors of these endpoints are.
const SOURCES: [&str; 12] = [
    "authorize/error.rs",
    "authorize/push.rs",
    "bearer.rs",
    "client.rs",
    "client_assertion.rs",
    "dpop.rs",
    "expire.rs",
    "introspect.rs",
    "revoke.rs",
    "scope/parse.rs",
    "token/error.rs",
    // The text that all of them answer a failed store with.
    "reply.rs",
];

fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What stands between `| ` and ` |` of a row of the page: answer and description.
fn rows() -> BTreeSet<(String, String)> {
    let page = file("../../docs/errors.md");
    let cells = page.lines().filter(|line| line.starts_with("| ") && line.contains('`')).filter_map(|line| {
        let mut cells = line.split(" | ");
        Some((cells.next()?.trim_start_matches("| ").to_owned(), cells.next()?.to_owned()))
    });
    cells.collect()
}

fn replies(errors: &[&dyn OAuthError]) -> Vec<(String, String)> {
    let row = |error: &&dyn OAuthError| {
        let reply = error.reply();
        (format!("{} `{}`", reply.status, reply.error), reply.description.into_owned())
    };
    errors.iter().map(row).collect()
}

/// Every error of an app's request, one of a kind.
fn of_apps() -> Vec<(String, String)> {
    use AssertionError as A;
    let assertions =
        [A::Type, A::Malformed, A::Issuer, A::Audience, A::Time, A::Replayed, A::Signature, A::Keys];
    let assertions = assertions.map(ClientError::Assertion);
    let scopes = [ScopeError::Malformed, ScopeError::Filter].map(TokenError::Scope);
    let name = || "NAME".to_owned();
    let mut all = replies(&[
        &TokenError::Repeated(Repeated(name())),
        &ClientError::Missing,
        &ClientError::MalformedHeader,
        &ClientError::Contradiction,
        &ClientError::Wrong,
        &ClientError::Inactive { name: name() },
        &ClientError::TooMany { retry_after: 1 },
        &ClientError::Unavailable,
        &TokenError::MissingGrantType,
        &TokenError::UnsupportedGrantType,
        &TokenError::GrantNotAllowed,
        &TokenError::MissingCode,
        &TokenError::MissingVerifier,
        &TokenError::MalformedVerifier,
        &TokenError::BadCode,
        &TokenError::CodeReplayed,
        &TokenError::MissingRefreshToken,
        &TokenError::BadRefreshToken,
        &TokenError::RefreshReused,
        &TokenError::RefreshNotAllowed,
        &TokenError::GrantExpired,
        &TokenError::GrantEnded,
        &TokenError::ExcessiveScope,
        &TokenError::MissingScope,
        &PushError::RequestUri,
        &RevokeError::MissingToken,
        &RevokeError::Foreign,
        &IntrospectError::MissingToken,
        &ExpireError::NoPatient,
        &ExpireError::NoGrant,
    ]);
    all.extend(assertions.iter().flat_map(|error| replies(&[error])));
    all.extend(scopes.iter().flat_map(|error| replies(&[error])));
    all
}

/// Every error of a resource, of a proof, and of an authorization request.
fn of_others() -> Vec<(String, String)> {
    use {AuthorizeError as E, AuthorizePageError as P, DpopError as D};
    let proofs = [D::Missing, D::Malformed, D::Elsewhere, D::Time, D::Replayed, D::Token, D::Key];
    let told = [
        E::Denied,
        E::Unavailable,
        E::Repeated,
        E::SecretInRequest,
        E::RequestObject,
        E::RequestUri,
        E::GrantNotAllowed,
        E::MissingResponseType,
        E::ResponseType,
        E::ResponseMode,
        E::MissingState,
        E::MissingChallenge,
        E::ChallengeMethod,
        E::Challenge,
        E::ForeignAudience,
        E::ForeignResource,
        E::NoScope,
        E::Prompt,
        E::MaxAge,
        E::Thumbprint,
        E::PromptNone,
    ];
    let mut all = replies(&[
        &BearerError::Missing,
        &BearerError::InQuery,
        &BearerError::Invalid,
        &BearerError::GrantExpired,
        &BearerError::InsufficientScope,
        &P::MissingClient,
        &P::UnknownClient,
        &P::InactiveApp { name: "NAME".to_owned() },
        &P::MissingRedirect,
        &P::ForeignRedirect,
        &P::PushedRequest,
        &P::Repeated,
    ]);
    all.extend(proofs.iter().flat_map(|error| replies(&[error])));
    all.extend(told.iter().map(|error| (format!("`{}`", error.code()), error.to_string())));
    all
}

#[test]
fn the_page_has_every_error_as_it_is_answered() {
    let rows = rows();
    for row in of_apps().into_iter().chain(of_others()) {
        assert!(rows.contains(&row), "docs/errors.md lacks {row:?}");
    }
}

#[test]
fn no_text_of_an_error_is_missing_and_none_is_made_up() {
    let documented: BTreeSet<String> = rows().into_iter().map(|(_, text)| text).collect();
    let sources: Vec<String> = SOURCES.iter().map(|path| file(&format!("src/{path}"))).collect();
    let unreadable = file("../web/src/oauth/parameters.rs");
    // A failed store and a flood are answered with one text for all, which stands in `reply.rs`.
    let general = ["The service cannot do this at the moment.", "Too many failed attempts."];
    for source in sources.iter().chain([&unreadable]) {
        for (_, rest) in source.match_indices("#[error(").map(|(at, found)| source.split_at(at + found.len()))
        {
            let Some(text) = rest.trim_start().strip_prefix('"').and_then(|text| text.split('"').next())
            else {
                continue;
            };
            let text = text.replace("{}", "NAME").replace("{name}", "NAME");
            assert!(
                documented.contains(&text) || general.contains(&text.as_str()),
                "docs/errors.md lacks: {text}"
            );
        }
    }
    let everything = sources.concat() + &unreadable;
    for text in documented {
        let written = [text.replace("NAME", "{}"), text.replace("NAME", "{name}")];
        assert!(written.iter().any(|text| everything.contains(text)), "nothing answers: {text}");
    }
}
