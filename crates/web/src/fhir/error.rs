//! What can go wrong on a FHIR path: each case mapped once to a status and an OperationOutcome.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use bluestem_auth::OAuthError as _;
use bluestem_auth::bearer::BearerError;
use bluestem_fhir::outcome::{self, Issue, IssueCode};
use bluestem_fhir::search::{Problem, SearchError};
use bluestem_fhir::v3::coverage::CoverageIdError;
use bluestem_model::record::RecordError;
use bluestem_store::StoreError;
use http::{HeaderValue, StatusCode, header};

use super::answer::FHIR_JSON;
use super::idi_match::{InputError, PartyError};
use crate::metric;

/// A refused or failed request.
#[derive(Debug, thiserror::Error)]
pub(super) enum FhirError {
    /// The token.
    #[error(transparent)]
    Bearer(#[from] BearerError),
    /// The token's scope; the scope that would do.
    #[error("This needs the scope {0}.")]
    Scope(String),
    /// A parameter of a search.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The id of a read.
    #[error(transparent)]
    Id(#[from] Problem),
    /// The id of a Coverage read.
    #[error(transparent)]
    CoverageId(#[from] CoverageIdError),
    /// A header that may be sent once.
    #[error("Multiple values supplied for header: {0}")]
    HeaderRepeated(&'static str),
    /// A word that `IncludeTaxNumbers` does not have.
    #[error("Unsupported IncludeTaxNumbers header value: [{0}]")]
    TaxNumbers(String),
    /// A word that `IncludeIdentifiers` does not have.
    #[error("Unsupported IncludeIdentifiers Header Value: |{0}|")]
    Identifiers(String),
    /// A search by a hash on a server that makes none.
    #[error(
        "Nobody is found by mbi-hash here: the server has no pepper to hash with. Search by POST with the MBI."
    )]
    NoHashes,
    /// A card without the person whose it is.
    #[error("A system's token says whose card it wants: Coverage/<id>/$generate-insurance-card.")]
    WhoseCard,
    /// A `_format` or `Accept` that leaves out what we write.
    #[error("The only format is JSON: ask for application/fhir+json.")]
    NotAcceptable,
    /// A search body that is no form.
    #[error("The body of _search is a form: send Content-Type: application/x-www-form-urlencoded.")]
    NotAForm,
    /// A search body that is too long or was cut.
    #[error("The body could not be read.")]
    Body(StatusCode),
    /// Headers that say on whose behalf a system asks.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// What is known of a person.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Absent, or not to be seen.
    #[error("There is no such {0}.")]
    NotFound(&'static str),
    /// The store is not available; the same request may work in a moment.
    #[error("The service cannot do this at the moment. Try again in a few seconds.")]
    Away(StoreError),
    /// The store failed, or what is stored does not read.
    #[error("The server failed on this resource. Name the X-Request-Id to the operator.")]
    Failed(StoreError),
}

impl From<StoreError> for FhirError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Away(error),
            _ => Self::Failed(error),
        }
    }
}

impl From<RecordError> for FhirError {
    fn from(error: RecordError) -> Self {
        Self::Failed(error.into())
    }
}

impl FhirError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Bearer(error) => {
                StatusCode::from_u16(error.reply().status).unwrap_or(StatusCode::UNAUTHORIZED)
            }
            Self::Scope(_) => StatusCode::FORBIDDEN,
            Self::Search(error) if error.problem == Problem::Format => StatusCode::NOT_ACCEPTABLE,
            Self::Input(InputError::NotJson) | Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Search(_)
            | Self::Id(_)
            | Self::CoverageId(_)
            | Self::HeaderRepeated(_)
            | Self::Party(_)
            | Self::Input(_)
            | Self::NoHashes
            | Self::TaxNumbers(_)
            | Self::Identifiers(_)
            | Self::WhoseCard => StatusCode::BAD_REQUEST,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Body(status) => *status,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> IssueCode {
        match self.status() {
            StatusCode::UNAUTHORIZED => IssueCode::Login,
            StatusCode::FORBIDDEN => IssueCode::Forbidden,
            StatusCode::NOT_FOUND => IssueCode::NotFound,
            StatusCode::NOT_ACCEPTABLE | StatusCode::UNSUPPORTED_MEDIA_TYPE => IssueCode::NotSupported,
            StatusCode::PAYLOAD_TOO_LARGE => IssueCode::TooLong,
            StatusCode::SERVICE_UNAVAILABLE => IssueCode::Transient,
            StatusCode::INTERNAL_SERVER_ERROR => IssueCode::Exception,
            _ => IssueCode::Processing,
        }
    }

    /// The parameter or header to blame.
    fn expression(&self) -> Option<&str> {
        match self {
            Self::Search(error) => Some(&error.parameter),
            Self::Id(_) | Self::CoverageId(_) => Some("id"),
            Self::HeaderRepeated(name) | Self::Party(PartyError::Unfit(name)) => Some(name),
            Self::Input(InputError::BirthDate) => Some("birthDate"),
            Self::Input(InputError::Ssn) | Self::NoHashes => Some("identifier"),
            Self::TaxNumbers(_) => Some("IncludeTaxNumbers"),
            Self::Identifiers(_) => Some("IncludeIdentifiers"),
            _ => None,
        }
    }

    fn challenge(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Bearer(error) => error.reply().challenge.map(Cow::Borrowed),
            Self::Scope(scope) => {
                let text =
                    format!("Bearer realm=\"bluestem\", error=\"insufficient_scope\", scope=\"{scope}\"");
                Some(Cow::Owned(text))
            }
            _ => None,
        }
    }

    fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Bearer(error) => error.reply().retry_after,
            Self::Away(_) => Some(5),
            _ => None,
        }
    }
}

impl IntoResponse for FhirError {
    fn into_response(self) -> Response {
        match &self {
            Self::Away(error) => tracing::error!(%error, "a plane is not available"),
            Self::Failed(error) => tracing::error!(%error, "a plane failed"),
            _ => {}
        }
        let text = self.to_string();
        metric::refused("fhir", self.code().code());
        let issue = Issue { code: self.code(), diagnostics: &text, expression: self.expression() };
        let mut response = (self.status(), outcome::error(&issue)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON));
        if let Some(challenge) = self.challenge().and_then(|text| HeaderValue::from_str(&text).ok()) {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
