//! docs/errors.md has every error of these endpoints, with its status and code, and no other.

use std::collections::BTreeSet;
use std::path::Path;

use bluestem_auth::authorize::{AuthorizeError, AuthorizePageError, PushError};
use bluestem_auth::bearer::BearerError;
use bluestem_auth::client::{AssertionError, ClientError};
use bluestem_auth::credential::CredentialError;
use bluestem_auth::dpop::DpopError;
use bluestem_auth::expire::ExpireError;
use bluestem_auth::introspect::IntrospectError;
use bluestem_auth::revoke::RevokeError;
use bluestem_auth::scope::ScopeError;
use bluestem_auth::token::TokenError;
use bluestem_auth::{Failure, OAuthError, Repeated};

/// Where the errors of these endpoints are.
const SOURCES: [&str; 13] = [
    "authorize/error.rs",
    "authorize/push.rs",
    "bearer.rs",
    "client.rs",
    "client_assertion.rs",
    "credential/error.rs",
    "dpop.rs",
    "expire.rs",
    "introspect.rs",
    "revoke.rs",
    "failure.rs",
    "scope/parse.rs",
    "token/error.rs",
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
        &Failure::Away,
        &Failure::Broken,
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
    use {AuthorizeError as E, AuthorizePageError as P, CredentialError as C, DpopError as D};
    let proofs = [D::Missing, D::Malformed, D::Elsewhere, D::Time, D::Replayed, D::Token, D::Key];
    let told = [
        E::Denied,
        E::Failed(Failure::Away),
        E::Failed(Failure::Broken),
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
    let credentials = [
        C::NotEnrolled,
        C::Extension,
        C::Malformed,
        C::Issuer,
        C::Audience,
        C::Time,
        C::Stale,
        C::Assurance,
        C::Person,
        C::Signature,
        C::Replayed,
        C::NoPatient,
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
    all.extend(credentials.iter().flat_map(|error| replies(&[error])));
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

/// The texts of a source's errors, with NAME where something of the request stands.
fn texts(source: &str) -> Vec<String> {
    let attributes = source.split("#[error(").skip(1);
    let literals = attributes.filter_map(|rest| rest.trim_start().strip_prefix('"'));
    literals.map(|rest| literal(rest).replace("{}", "NAME").replace("{name}", "NAME")).collect()
}

/// A literal of Rust, from behind its first quotation mark.
fn literal(text: &str) -> String {
    let (mut read, mut rest) = (String::new(), text);
    loop {
        let end = rest.find(['"', '\\']).unwrap();
        read.push_str(&rest[..end]);
        match &rest[end..] {
            escaped if escaped.starts_with("\\\"") => {
                read.push('"');
                rest = &escaped[2..];
            }
            continued if continued.starts_with("\\\n") => rest = continued[2..].trim_start(),
            _ => return read,
        }
    }
}

#[test]
fn no_text_of_an_error_is_missing_and_none_is_made_up() {
    let documented: BTreeSet<String> = rows().into_iter().map(|(_, text)| text).collect();
    let sources = SOURCES.iter().map(|path| file(&format!("src/{path}")));
    let sources: Vec<String> = sources.chain([file("../web/src/oauth/parameters.rs")]).collect();
    let written: BTreeSet<String> = sources.iter().flat_map(|source| texts(source)).collect();
    // These are answered with one text for all; what failed is for the log.
    let general =
        ["Too many failed attempts.", "The keys of the id_token's issuer cannot be read at the moment."];
    for text in written.iter().filter(|text| !general.contains(&text.as_str())) {
        assert!(documented.contains(text), "docs/errors.md lacks: {text}");
    }
    let replies = file("src/reply.rs");
    for text in documented {
        assert!(written.contains(&text) || replies.contains(&text), "nothing answers: {text}");
    }
}
