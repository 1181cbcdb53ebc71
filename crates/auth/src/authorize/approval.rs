//! Approvals: what the pages between request and decision show.

use bluestem_model::access::{ClaimScope, ResourceType};
use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::platform::{App, Approval, DataAccessType, Hash, PersonalInformation};

use super::request::Request;
use crate::failure::{Failure, fails_with_the_store};
use crate::reply::{OAuthError, Reply};
use crate::scope::{Context, ScopeSet};
use crate::{Auth, secret};

/// Why an approval does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// It does not exist, was decided, expired, or was begun in another browser.
    #[error("This request has expired or was already answered. Go back to the app and start again.")]
    Gone,
    /// The form was not made for this browser and approval.
    #[error("This form is out of date. Go back to the app and start again.")]
    Forged,
    /// Nobody has signed in.
    #[error("Sign in first.")]
    NotSignedIn,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for ApprovalError {
    fn reply(&self) -> Reply {
        match self {
            Self::Gone => Reply::new(404, "invalid_request", self.to_string()),
            Self::Forged => Reply::new(403, "invalid_request", self.to_string()),
            Self::NotSignedIn => Reply::new(403, "access_denied", self.to_string()),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(ApprovalError, "cannot work on an approval");

/// What the app wants to know of who the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalAsk {
    /// Nothing.
    No,
    /// The person chooses.
    Optional,
    /// It cannot do without.
    Required,
}

/// The app as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSummary {
    /// `client_id`.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// Its home page.
    pub website_uri: Option<String>,
    /// Its privacy policy.
    pub policy_uri: Option<String>,
    /// Its terms of use.
    pub terms_uri: Option<String>,
}

impl From<App> for AppSummary {
    fn from(app: App) -> Self {
        Self {
            client_id: app.client_id,
            name: app.name,
            description: app.description,
            website_uri: app.website_uri,
            policy_uri: app.policy_uri,
            terms_uri: app.terms_uri,
        }
    }
}

/// What the sign-in page and the consent page show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalView {
    /// The app that asks.
    pub app: AppSummary,
    /// Value of the forms' hidden field against forgery.
    pub csrf: String,
    /// Whether a person has signed in: the page is the consent page.
    pub signed_in: bool,
    /// Their name, where the record has one.
    pub name: Option<String>,
    /// Whether the app asks for personal information.
    pub personal: PersonalAsk,
    /// Whether it asks for coverage.
    pub coverage: bool,
    /// Which claims it asks for.
    pub claims: Option<ClaimScope>,
    /// Whether it asks for what was done with the person's data.
    pub activity: bool,
    /// The scopes asked for, as the app would be told.
    pub scope: String,
    /// For how long consent lasts.
    pub access_type: DataAccessType,
    /// Until when it lasts, were it given now; None: without end.
    pub until: Option<Timestamp>,
    /// Where the browser goes after the decision (for `form-action` of the page's content security policy).
    pub redirect_uri: String,
    /// `lang` of the request.
    pub language: Option<String>,
}

/// An approval that is open for this browser.
pub(crate) struct Open {
    pub(crate) approval: Approval,
    pub(crate) app: App,
    pub(crate) request: Request,
    pub(crate) scope: ScopeSet,
    csrf: String,
}

impl Open {
    /// The person who signed in.
    pub(crate) fn person(&self) -> Result<PersonId, ApprovalError> {
        self.approval.person.ok_or(ApprovalError::NotSignedIn)
    }

    /// Refuses a form that was not made for this browser and approval.
    pub(crate) fn check_csrf(&self, csrf: &str) -> Result<(), ApprovalError> {
        if secret::same(self.csrf.as_bytes(), csrf.as_bytes()) { Ok(()) } else { Err(ApprovalError::Forged) }
    }

    /// What the app wants to know of who the person is.
    pub(crate) fn personal(&self) -> PersonalAsk {
        match (self.scope.personal(), self.app.personal_information) {
            (false, _) | (true, PersonalInformation::Never) => PersonalAsk::No,
            (true, PersonalInformation::Optional) => PersonalAsk::Optional,
            (true, PersonalInformation::Required) => PersonalAsk::Required,
        }
    }
}

impl Auth {
    /// The approval `id` as the pages show it to `browser`.
    pub async fn approval(&self, id: &str, browser: &str) -> Result<ApprovalView, ApprovalError> {
        let open = self.open_approval(id, browser).await?;
        let name = match open.approval.person {
            Some(person) => self.name_of(person).await?.map(|name| name.full()),
            None => None,
        };
        let asks = |resource| {
            let rights = open.scope.rights_to(Context::Patient, resource);
            rights.read || rights.search
        };
        Ok(ApprovalView {
            csrf: open.csrf.clone(),
            signed_in: open.approval.person.is_some(),
            name,
            personal: open.personal(),
            coverage: asks(ResourceType::Coverage),
            claims: asks(ResourceType::ExplanationOfBenefit).then_some(open.app.claims),
            activity: asks(ResourceType::AuditEvent),
            scope: open.scope.to_string(),
            access_type: open.app.access_type,
            until: self.grant_until(open.app.access_type),
            redirect_uri: open.request.redirect_uri,
            language: open.request.language,
            app: open.app.into(),
        })
    }

    /// Lets another person sign in ("Not you?"). The browser's cookie takes the value returned.
    pub async fn switch_person(&self, id: &str, browser: &str, csrf: &str) -> Result<String, ApprovalError> {
        let open = self.open_approval(id, browser).await?;
        open.check_csrf(csrf)?;
        self.move_approval(&open.approval.id, browser, None).await
    }

    /// Notes who signed in and moves the approval to a new browser id, which it returns. The new id is known
    /// to nobody who may have planted the old one (session fixation).
    pub(crate) async fn move_approval(
        &self,
        id: &Hash,
        browser: &str,
        person: Option<PersonId>,
    ) -> Result<String, ApprovalError> {
        let next = self.new_browser();
        let (old, new) = (secret::hash(browser), secret::hash(&next));
        let moved = self.platform.sign_in_approval(id, &old, &new, person, self.now()).await?;
        if moved { Ok(next) } else { Err(ApprovalError::Gone) }
    }

    /// The approval `id`, if it is open for `browser`.
    pub(crate) async fn open_approval(&self, id: &str, browser: &str) -> Result<Open, ApprovalError> {
        let approval = self.platform.approval(&secret::hash(id)).await?.ok_or(ApprovalError::Gone)?;
        let own = !browser.is_empty() && secret::same(&approval.browser, &secret::hash(browser));
        if !own || approval.expires_at <= self.now() {
            return Err(ApprovalError::Gone);
        }
        let app = self.platform.app(&approval.client_id).await?.ok_or(ApprovalError::Gone)?;
        let damaged = |_| StoreError::Damaged("an approval's request does not read".to_owned());
        let request: Request = serde_json::from_str(&approval.request).map_err(damaged)?;
        let scope = ScopeSet::stored(&request.scope)?;
        if !app.active {
            return Err(ApprovalError::Gone);
        }
        let csrf = secret::derive(browser, &approval.id, "approval form");
        Ok(Open { approval, app, request, scope, csrf })
    }

    /// Until when a grant of this type holds that is given now.
    pub(crate) fn grant_until(&self, access_type: DataAccessType) -> Option<Timestamp> {
        let now = self.now();
        match access_type {
            DataAccessType::ThirteenMonth => Some(now.plus_months(13)),
            // Long enough for the code to be exchanged and the one token to run out.
            DataAccessType::OneTime => {
                Some(now.plus_seconds(self.config.code_seconds + self.config.token_seconds))
            }
            DataAccessType::ResearchStudy => None,
        }
    }
}
