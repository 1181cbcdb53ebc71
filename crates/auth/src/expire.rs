//! An aid for those who build apps: an app ends the consent of one of its people, to see what its own code does
//! then. For sandboxes alone: where people are real, consent is theirs.

use bluestem_model::id::{Namespace, PersonId};
use bluestem_store::platform::EndReason;

use crate::Auth;
use crate::client::{ClientError, ClientRequest};
use crate::failure::{Failure, fails_with_the_store};
use crate::identity::Asserted;
use crate::parameters::Repeated;
use crate::person::Match;
use crate::reply::{OAuthError, Reply};

/// Why no consent is ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpireError {
    /// A parameter is repeated.
    #[error("Parameter {} is repeated.", .0.0)]
    Repeated(Repeated),
    /// The app is not known.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Nobody has this id.
    #[error("Patient was Not Found. Please check the id number and try again.")]
    NoPatient,
    /// This person does not share with this app.
    #[error("Data Access Grant was Not Found.")]
    NoGrant,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for ExpireError {
    fn reply(&self) -> Reply {
        match self {
            Self::Client(error) => error.reply(),
            Self::Repeated(_) => Reply::new(400, "invalid_request", self.to_string()),
            Self::NoPatient | Self::NoGrant => Reply::new(404, "not_found", self.to_string()),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(ExpireError, "cannot end consent");

impl Auth {
    /// Ends the consent of the person with this FHIR id to the app that asks, with every token of it.
    pub async fn expire_person(&self, request: &ClientRequest<'_>, patient: &str) -> Result<(), ExpireError> {
        request.parameters.check_unique().map_err(ExpireError::Repeated)?;
        let app = self.client(request).await?;
        let asked = PersonId::parse(patient, Namespace::Idr).ok_or(ExpireError::NoPatient)?;
        let Match::Person(person) = self.match_person(&Asserted::Person(asked)).await? else {
            return Err(ExpireError::NoPatient);
        };
        let grant = self.platform.grant(&app.client_id, person).await?.ok_or(ExpireError::NoGrant)?;
        if self.end_grant(&grant, EndReason::App).await? { Ok(()) } else { Err(ExpireError::NoGrant) }
    }
}
