//! Which app sends a request, and its proof (RFC 6749 2.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bluestem_store::platform::{App, ClientKind, Hash};

use crate::client_assertion::Assertion;
pub use crate::client_assertion::AssertionError;
use crate::dpop::Call;
use crate::failure::{Failure, fails_with_the_store};
use crate::limits::Failing;
use crate::parameters::Parameters;
use crate::reply::{OAuthError, Reply};
use crate::{Auth, secret};

/// A request of an app to the token, revocation or introspection endpoint.
#[derive(Clone, Copy)]
pub struct ClientRequest<'a> {
    /// Parameters of the body.
    pub parameters: &'a Parameters,
    /// `Authorization` header. Anything but Basic is ignored: a public SDK sends a stale bearer token along.
    pub authorization: Option<&'a str>,
    /// Network address of the client.
    pub address: &'a str,
    /// The call, with the proof of a key that may have come with it.
    pub call: Call<'a>,
}

/// Why the app is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No client id anywhere.
    #[error("The request does not say which app it is from: send client_id, or HTTP Basic authentication.")]
    Missing,
    /// The Basic header does not read.
    #[error("The Authorization header is not valid HTTP Basic authentication.")]
    MalformedHeader,
    /// Header and body name different apps or secrets, or an assertion stands beside a secret.
    #[error("The request proves its app in two ways, or names two apps. Send one client_id and one proof.")]
    Contradiction,
    /// Unknown app or wrong secret; which one is not said.
    #[error("The app is unknown or its secret is wrong.")]
    Wrong,
    /// The assertion that it signed proves nothing.
    #[error(transparent)]
    Assertion(#[from] AssertionError),
    /// The app is switched off.
    #[error(
        "This application, {name}, is temporarily inactive. If you are the app maintainer, please contact the operator of this server."
    )]
    Inactive {
        /// Its name.
        name: String,
    },
    /// Too many failures of this client or address.
    #[error("Too many failed attempts.")]
    TooMany {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

/// `WWW-Authenticate` of endpoints that know apps.
const BASIC: &str = "Basic realm=\"bluestem\", charset=\"UTF-8\"";

impl OAuthError for ClientError {
    fn reply(&self) -> Reply {
        match self {
            Self::Missing | Self::MalformedHeader => {
                Reply::new(401, "invalid_client", self.to_string()).with_challenge(BASIC)
            }
            Self::Contradiction => Reply::new(400, "invalid_request", self.to_string()),
            Self::Wrong => Reply::new(401, "invalid_client", self.to_string()).with_challenge(BASIC),
            Self::Assertion(_) => Reply::new(401, "invalid_client", self.to_string()),
            Self::Inactive { .. } => Reply::new(403, "invalid_client", self.to_string()),
            Self::TooMany { retry_after } => Reply::too_many(*retry_after),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(ClientError, "cannot look up an app");

/// What a request says of its app. Holds a secret: it has no `Debug`.
#[derive(PartialEq, Eq)]
struct Credentials {
    client_id: String,
    secret: Option<String>,
}

/// How a request proves its app.
enum Proof {
    /// By a secret; public apps have none.
    Secret(Credentials),
    /// By an assertion that the app signed.
    Assertion(Box<Assertion>),
}

impl Proof {
    fn client_id(&self) -> &str {
        match self {
            Self::Secret(credentials) => &credentials.client_id,
            Self::Assertion(assertion) => assertion.client_id(),
        }
    }
}

impl Auth {
    /// The app that sends the request. Public apps name themselves; confidential ones prove it.
    pub(crate) async fn client(&self, request: &ClientRequest<'_>) -> Result<App, ClientError> {
        let basic = request.authorization.and_then(basic_value);
        let proof = proof(request.parameters, basic)?;
        let client = Failing::ClientFrom(proof.client_id(), request.address);
        let bounds = self.bounds([client, Failing::Address(request.address)]);
        let now = self.now();
        if let Some(retry_after) = self.wait(&bounds, now).await? {
            return Err(ClientError::TooMany { retry_after });
        }
        let app = match self.proven(&proof).await {
            // Counted when it has failed: an app that proves itself, as all do all day, costs no write.
            Err(wrong @ (ClientError::Wrong | ClientError::Assertion(_))) => {
                let too_many = self.fail(&bounds, now).await?;
                return Err(too_many.map_or(wrong, |retry_after| ClientError::TooMany { retry_after }));
            }
            proven => proven?,
        };
        if app.active { Ok(app) } else { Err(ClientError::Inactive { name: app.name }) }
    }

    async fn proven(&self, proof: &Proof) -> Result<App, ClientError> {
        match proof {
            Proof::Secret(credentials) => {
                // Hashed before the app is known: the time taken does not tell whether it exists.
                let given = credentials.secret.as_deref().map(secret::hash);
                let app = self.platform.app(&credentials.client_id).await?;
                app.filter(|app| proves(app, given.as_ref())).ok_or(ClientError::Wrong)
            }
            Proof::Assertion(assertion) => {
                let app = self.platform.app(assertion.client_id()).await?;
                self.check_assertion(assertion, app.as_ref()).await?;
                app.ok_or(ClientError::Wrong)
            }
        }
    }
}

/// Whether the secret is the app's. A public app has none; a superfluous one is refused.
fn proves(app: &App, given: Option<&Hash>) -> bool {
    match (app.kind, &app.secret, given) {
        (ClientKind::Public, _, None) => true,
        (ClientKind::Confidential, Some(stored), Some(given)) => secret::same(stored, given),
        _ => false,
    }
}

/// The value of a Basic header.
fn basic_value(header: &str) -> Option<&str> {
    let (scheme, value) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then(|| value.trim())
}

/// The one way in which a request proves its app (RFC 6749 2.3: never more than one).
fn proof(parameters: &Parameters, basic: Option<&str>) -> Result<Proof, ClientError> {
    let Some(assertion) = Assertion::of(parameters)? else {
        return credentials(parameters, basic).map(Proof::Secret);
    };
    if basic.is_some() || parameters.get("client_secret").is_some() {
        return Err(ClientError::Contradiction);
    }
    Ok(Proof::Assertion(Box::new(assertion)))
}

fn credentials(parameters: &Parameters, basic: Option<&str>) -> Result<Credentials, ClientError> {
    let body_id = parameters.get("client_id");
    let body_secret = parameters.get("client_secret");
    let Some(basic) = basic else {
        let client_id = body_id.ok_or(ClientError::Missing)?.to_owned();
        return Ok(Credentials { client_id, secret: body_secret.map(str::to_owned) });
    };
    let header = decode(basic).ok_or(ClientError::MalformedHeader)?;
    // Both ways at once are tolerated where they say the same: public SDKs repeat client_id in the body.
    let same_id = body_id.is_none_or(|id| id == header.client_id);
    let same_secret = body_secret.is_none_or(|secret| Some(secret) == header.secret.as_deref());
    if same_id && same_secret { Ok(header) } else { Err(ClientError::Contradiction) }
}

/// Reads the value of a Basic header; both halves are form-encoded (RFC 6749 2.3.1).
fn decode(basic: &str) -> Option<Credentials> {
    let text = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
    let (client_id, secret) = text.split_once(':')?;
    let secret = form_decode(secret)?;
    Some(Credentials { client_id: form_decode(client_id)?, secret: (!secret.is_empty()).then_some(secret) })
}

/// Undoes form encoding of one value. Nearly all clients send ids and secrets unencoded; `+`, which encoding
/// would turn into a space, is in none of ours either way.
fn form_decode(text: &str) -> Option<String> {
    let pair = format!("v={}", text.replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
}
