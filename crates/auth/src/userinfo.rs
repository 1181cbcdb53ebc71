//! Userinfo (OpenID Connect 5.3, with Blue Button's claims).

use serde::Serialize;

use crate::bearer::{BearerError, Presented};
use crate::config::Version;
use crate::scope::ScopeSet;
use crate::{Auth, person};

/// Who the person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserInfo {
    /// The person, the same in every version of the API: that of the identity token.
    pub sub: String,
    /// FHIR id of the person in the version that is asked.
    pub patient: String,
    /// Given and family name.
    pub name: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Always empty: claims know no address of electronic mail.
    pub email: String,
    /// Day of the first consent, `YYYY-MM-DD`.
    pub iat: String,
    /// The person's Patient resource, with the scope `fhirUser`.
    #[serde(rename = "fhirUser", skip_serializing_if = "Option::is_none")]
    pub fhir_user: Option<String>,
}

impl Auth {
    /// Who the person behind the token is. Needs the scope `profile`, now as at consent.
    pub async fn userinfo(
        &self,
        version: Version,
        presented: &Presented<'_>,
    ) -> Result<UserInfo, BearerError> {
        let token = self.presented_token(presented).await?;
        let grant = token.grant.as_ref().ok_or(BearerError::InsufficientScope)?;
        let scopes = [&token.scope, &token.app_scopes, &grant.scope];
        let covered = |word| scopes.iter().all(|scope| ScopeSet::parse(scope).is_ok_and(|set| set.has(word)));
        if !covered("profile") {
            return Err(BearerError::InsufficientScope);
        }
        let name = self.name_of(grant.person).await?.unwrap_or_default();
        let patient = grant.person.text(version.home());
        let base = self.config.fhir_base(version);
        let fhir_user = covered("fhirUser").then(|| format!("{base}/Patient/{patient}"));
        let person::Name { given, family } = name.clone();
        Ok(UserInfo {
            sub: grant.person.to_string(),
            patient,
            name: name.full(),
            given_name: given.unwrap_or_default(),
            family_name: family.unwrap_or_default(),
            email: String::new(),
            iat: grant.created_at.date().to_string(),
            fhir_user,
        })
    }
}
