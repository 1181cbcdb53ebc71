//! `grant_type=client_credentials` with a person's credential (CMS Aligned Networks): tokens for that person.

use bluestem_model::access::{People, ResourceType};
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_store::platform::{ClientKind, DataAccessType, Entrusted};

use super::{Asked, TokenError, TokenResponse, Trail};
use crate::client::ClientRequest;
use crate::credential::{CredentialError, Presented};
use crate::matching::Inquiry;
use crate::scope::{Context, ScopeSet};
use crate::{Auth, secret};

impl Auth {
    /// Gives an app tokens for the person whose credential it presents. Claims under 42 CFR Part 2 are withheld: the
    /// credential says who the person is, not what they share. A consent that they gave this app here holds as it is.
    pub(super) async fn person_token(
        &self,
        asked: &Asked<'_>,
        request: &ClientRequest<'_>,
        presented: Presented,
        trail: &mut Trail,
    ) -> Result<TokenResponse, TokenError> {
        let Asked { app, parameters, .. } = asked;
        if !app.client_credentials || app.kind != ClientKind::Confidential {
            return Err(TokenError::GrantNotAllowed);
        }
        let scope = parameters.get("scope").ok_or(TokenError::MissingScope)?;
        let scope = ScopeSet::parse(scope).map_err(TokenError::Scope)?.of(Context::Patient);
        // Nobody signed in here, so there is no identity token to give.
        let scope = scope.without_identity();
        let allowed = ScopeSet::stored(&app.scopes)?.of(Context::Patient);
        let known = self.check_credential(&app.client_id, request.call.url, presented).await?;
        let inquiry =
            Inquiry { client_id: &app.client_id, known: &known, party: None, address: request.address };
        let person = self.find_person(&self.own_access(People::All), inquiry).await?;
        let person = person.ok_or(CredentialError::NoPatient)?;
        trail.person = Some(person);
        let scope = self.within_consent(&app.client_id, person, scope.narrowed_to(&allowed)).await?;
        let (access, refresh, now) = (self.secret(), self.secret(), self.now());
        // An app of one-time access asks the person again instead.
        let refresh = (app.access_type != DataAccessType::OneTime).then_some(refresh);
        let token = asked.new_token(&access, &scope, self.config.token_seconds, now);
        let until = token.expires_at;
        let entrusted = Entrusted {
            person,
            client_id: app.client_id.clone(),
            scope: allowed.to_string(),
            withheld: Labels::PART2,
            grant_until: now.plus_seconds(self.config.credential_seconds),
            access: token,
            refresh: refresh.as_deref().map(secret::hash),
            now,
        };
        let grant = self.platform.entrust(&entrusted).await?;
        trail.grant = Some(grant.id);
        trail.scope = Some(scope.clone());
        Ok(TokenResponse {
            access_token: access,
            token_type: asked.token_type(),
            expires_in: self.config.token_seconds,
            scope,
            refresh_token: refresh,
            id_token: None,
            patient: Some(person.to_string()),
            access_grant_expiration: Some(Self::grant_expiration(app, &grant, until)),
        })
    }

    /// What of the scope the person leaves the app, where they decided here before. A scope that opens nothing is
    /// refused.
    async fn within_consent(
        &self,
        client_id: &str,
        person: PersonId,
        scope: ScopeSet,
    ) -> Result<String, TokenError> {
        let grant = self.platform.grant(client_id, person).await?;
        let scope = match grant.filter(|grant| grant.is_live(self.now())) {
            Some(grant) => scope.narrowed_to(&ScopeSet::stored(&grant.scope)?),
            None => scope,
        };
        let opens = |resource| {
            let rights = scope.rights_to(Context::Patient, resource);
            rights.read || rights.search
        };
        if ResourceType::ALL.into_iter().any(opens) {
            Ok(scope.to_string())
        } else {
            Err(TokenError::ExcessiveScope)
        }
    }
}
