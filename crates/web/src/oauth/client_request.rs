//! What `auth` is told of an app's request.

use axum::extract::Request;
use bluestem_auth::Parameters;
use bluestem_auth::client::ClientRequest;
use http::header::AUTHORIZATION;

use super::parameters::{self, Unreadable};
use crate::server::address;

/// A request of an app, read.
pub(super) struct Received {
    parameters: Parameters,
    authorization: Option<String>,
    address: String,
}

impl Received {
    /// Reads a request to an endpoint that takes a form.
    pub(super) async fn read(request: Request) -> Result<Self, Unreadable> {
        let address = address(&request);
        let (headers, parameters) = parameters::of_body(request).await?;
        let authorization =
            headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned());
        Ok(Self { parameters, authorization, address })
    }

    /// As `auth` takes it.
    pub(super) fn client_request(&self) -> ClientRequest<'_> {
        let authorization = self.authorization.as_deref();
        ClientRequest { parameters: &self.parameters, authorization, address: &self.address }
    }
}
