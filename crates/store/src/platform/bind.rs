//! The parameters of the statements.

use bluestem_model::id::PersonId;

use super::{
    App, Approval, BrowserSession, Consent, Entrusted, Exchange, NewToken, PushedRequest, Rotation,
    SigningKey, rows,
};
use crate::sql::{Parameters, Value};

/// The person of a statement; null for nobody.
pub(crate) fn person(person: Option<PersonId>) -> Parameters {
    vec![
        (":person_namespace", person.map(|person| i64::from(person.namespace.number())).into()),
        (":person_number", person.map(|person| person.number).into()),
    ]
}

/// Redirect URIs as they are stored: one a line.
pub(crate) fn redirect_uris(uris: &[String]) -> Value {
    uris.join("\n").as_str().into()
}

pub(crate) fn app(app: &App) -> Parameters {
    vec![
        (":client_id", app.client_id.as_str().into()),
        (":name", app.name.as_str().into()),
        (":kind", app.kind.number().into()),
        (":secret", app.secret.as_ref().into()),
        (":jwks", app.jwks.as_deref().into()),
        (":jwks_uri", app.jwks_uri.as_deref().into()),
        (":identity_algorithm", app.identity_algorithm.number().into()),
        (":redirect_uris", redirect_uris(&app.redirect_uris)),
        (":scopes", app.scopes.as_str().into()),
        (":authorization_code", app.authorization_code.into()),
        (":client_credentials", app.client_credentials.into()),
        (":access_type", app.access_type.number().into()),
        (":personal_information", app.personal_information.number().into()),
        (":claims", rows::claim_scope_number(app.claims).into()),
        (":active", app.active.into()),
        (":listed", app.listed.into()),
        (":description", app.description.as_deref().into()),
        (":website_uri", app.website_uri.as_deref().into()),
        (":policy_uri", app.policy_uri.as_deref().into()),
        (":terms_uri", app.terms_uri.as_deref().into()),
        (":created_at", app.created_at.into()),
    ]
}

pub(crate) fn approval(approval: &Approval) -> Parameters {
    let mut parameters = person(approval.person);
    parameters.extend([
        (":id", Value::from(&approval.id)),
        (":browser", (&approval.browser).into()),
        (":client_id", approval.client_id.as_str().into()),
        (":request", approval.request.as_str().into()),
        (":signed_in_at", approval.signed_in_at.into()),
        (":created_at", approval.created_at.into()),
        (":expires_at", approval.expires_at.into()),
    ]);
    parameters
}

pub(crate) fn browser_session(session: &BrowserSession) -> Parameters {
    let mut parameters = person(session.person);
    parameters.extend([
        (":id", Value::from(&session.id)),
        (":content", session.content.as_str().into()),
        (":created_at", session.created_at.into()),
        (":seen_at", session.seen_at.into()),
        (":expires_at", session.expires_at.into()),
    ]);
    parameters
}

pub(crate) fn pushed_request(request: &PushedRequest) -> Parameters {
    vec![
        (":id", (&request.id).into()),
        (":client_id", request.client_id.as_str().into()),
        (":content", request.content.as_str().into()),
        (":expires_at", request.expires_at.into()),
    ]
}

/// Of the approval that a consent ends.
pub(crate) fn consent_approval(consent: &Consent) -> Parameters {
    let mut parameters = person(Some(consent.person));
    parameters.extend([
        (":approval", Value::from(&consent.approval)),
        (":browser", (&consent.browser).into()),
        (":client_id", consent.client_id.as_str().into()),
        (":now", consent.now.into()),
    ]);
    parameters
}

/// Of the grant that a consent makes or renews.
pub(crate) fn consent_grant(consent: &Consent) -> Parameters {
    let mut parameters = person(Some(consent.person));
    parameters.extend([
        (":client_id", Value::from(consent.client_id.as_str())),
        (":scope", consent.scope.as_str().into()),
        (":withheld", consent.withheld.bits().into()),
        (":now", consent.now.into()),
        (":grant_until", consent.grant_until.into()),
    ]);
    parameters
}

/// Of the code that a consent gives.
pub(crate) fn consent_code(consent: &Consent, grant: i64) -> Parameters {
    vec![
        (":code", (&consent.code).into()),
        (":client_id", consent.client_id.as_str().into()),
        (":grant", grant.into()),
        (":scope", consent.scope.as_str().into()),
        (":redirect_uri", consent.redirect_uri.as_str().into()),
        (":redirect_given", consent.redirect_given.into()),
        (":challenge", consent.challenge.as_str().into()),
        (":nonce", consent.nonce.as_deref().into()),
        (":signed_in_at", consent.signed_in_at.into()),
        (":key", consent.key.as_deref().into()),
        (":code_until", consent.code_until.into()),
    ]
}

/// Of the family that an exchange founds.
pub(crate) fn family(exchange: &Exchange, grant: i64) -> Parameters {
    vec![
        (":grant", grant.into()),
        (":scope", exchange.access.scope.as_str().into()),
        (":key", exchange.refresh_key.as_deref().into()),
        (":now", exchange.now.into()),
    ]
}

/// Of the grant that a credential makes or leads on.
pub(crate) fn entrusted_grant(entrusted: &Entrusted) -> Parameters {
    let mut parameters = person(Some(entrusted.person));
    parameters.extend([
        (":client_id", Value::from(entrusted.client_id.as_str())),
        (":scope", entrusted.scope.as_str().into()),
        (":withheld", entrusted.withheld.bits().into()),
        (":now", entrusted.now.into()),
        (":grant_until", entrusted.grant_until.into()),
    ]);
    parameters
}

/// Of the family of its tokens. The app proves itself at every refresh, so none is bound to a key.
pub(crate) fn entrusted_family(entrusted: &Entrusted, grant: i64) -> Parameters {
    vec![
        (":grant", grant.into()),
        (":scope", entrusted.access.scope.as_str().into()),
        (":key", None::<&str>.into()),
        (":now", entrusted.now.into()),
    ]
}

/// Of an access token; without a family it is the app's own.
pub(crate) fn access(token: &NewToken, family: Option<i64>) -> Parameters {
    vec![
        (":hash", (&token.hash).into()),
        (":client_id", token.client_id.as_str().into()),
        (":family", family.into()),
        (":scope", token.scope.as_str().into()),
        (":issued_at", token.issued_at.into()),
        (":expires_at", token.expires_at.into()),
        (":key", token.key.as_deref().into()),
    ]
}

pub(crate) fn rotation(rotation: &Rotation) -> Parameters {
    vec![
        (":presented", (&rotation.presented).into()),
        (":seed", (&rotation.seed).into()),
        (":now", rotation.now.into()),
    ]
}

pub(crate) fn signing_key(key: &SigningKey) -> Parameters {
    vec![
        (":kid", key.kid.as_str().into()),
        (":algorithm", key.algorithm.number().into()),
        (":sealed", key.sealed.as_slice().into()),
        (":public", key.public.as_str().into()),
        (":created_at", key.created_at.into()),
    ]
}
