//! What `auth` is told of an app's request.

use axum::extract::Request;
use bluestem_auth::Parameters;
use bluestem_auth::client::ClientRequest;
use http::header::AUTHORIZATION;

use super::parameters::{self, Unreadable};
use crate::proof::ProvenCall;
use crate::server::address;
use crate::state::App;

/// A request of an app, read.
pub(super) struct Received {
    parameters: Parameters,
    authorization: Option<String>,
    address: String,
    call: ProvenCall,
}

impl Received {
    /// Reads a request to an endpoint that takes a form.
    pub(super) async fn read(app: &App, request: Request) -> Result<Self, Unreadable> {
        let address = address(&request);
        let call = ProvenCall::of(app.base_url(), request.method(), request.uri().path(), request.headers());
        let (headers, parameters) = parameters::of_body(request).await?;
        let authorization =
            headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned());
        Ok(Self { parameters, authorization, address, call })
    }

    /// As `auth` takes it.
    pub(super) fn client_request(&self) -> ClientRequest<'_> {
        let authorization = self.authorization.as_deref();
        ClientRequest {
            parameters: &self.parameters,
            authorization,
            address: &self.address,
            call: self.call.call(),
        }
    }
}
