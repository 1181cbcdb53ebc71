//! What a FHIR request says, before any resource is looked at.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use bluestem_auth::audit::{DataAsked, DataResponse};
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_fhir::search::{Asker, Caller, Handling, is_json};
use bluestem_model::access::{Access, People, ResourceType};
use bluestem_model::version::Version;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};

use super::error::FhirError;
use super::render::PatientForm;
use crate::proof::ProvenCall;
use crate::server::Peer;
use crate::state::App;

/// What is about to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interaction {
    Read,
    Search,
}

/// A request whose token was checked.
pub(super) struct Asked {
    /// What the token may see.
    pub(super) access: Access,
    /// Headers of the request.
    pub(super) headers: HeaderMap,
    /// The version of the API that is asked.
    pub(super) version: Version,
    /// Whether parameters come in a body, which no log keeps.
    posted: bool,
    peer: Option<Peer>,
}

impl FromRequestParts<App> for Asked {
    type Rejection = FhirError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, FhirError> {
        let query = decoded(parts.uri.query().unwrap_or_default().as_bytes());
        if query.iter().any(|(name, _)| name == "access_token") {
            return Err(BearerError::InQuery.into());
        }
        let header = parts.headers.get(header::AUTHORIZATION);
        let call = ProvenCall::of(app.base_url(), &parts.method, parts.uri.path(), &parts.headers);
        let token = Presented::from_header(header.and_then(|value| value.to_str().ok()), call.call())?;
        let access = app.auth().access(&token).await?;
        check_format(&query, &parts.headers)?;
        let peer = parts.extensions.get::<Peer>().copied();
        let version = parts.extensions.get::<Version>().copied().unwrap_or(Version::V3);
        let posted = parts.method == Method::POST;
        Ok(Self { access, headers: parts.headers.clone(), version, posted, peer })
    }
}

impl Asked {
    /// Refuses what the token's scope does not cover.
    pub(super) fn may(&self, resource: ResourceType, interaction: Interaction) -> Result<(), FhirError> {
        let rights = self.access.rights(resource);
        let (granted, letter) = match interaction {
            Interaction::Read => (rights.read, 'r'),
            Interaction::Search => (rights.search, 's'),
        };
        if granted {
            return Ok(());
        }
        let context = match self.access.people() {
            People::One(_) => "patient",
            People::All => "system",
        };
        Err(FhirError::Scope(format!("{context}/{}.{letter}", resource.name())))
    }

    /// Network address of who asks.
    pub(super) fn address(&self) -> String {
        self.peer.map(|peer| peer.0.ip().to_string()).unwrap_or_default()
    }

    /// Records an answer. What cannot be recorded is not answered.
    pub(super) async fn record(
        &self,
        app: &App,
        resource: ResourceType,
        asked: DataAsked,
    ) -> Result<(), FhirError> {
        let address = self.address();
        Ok(app.auth().record_data(&self.access, DataResponse { resource, asked, address }).await?)
    }

    /// Who searches, how, and when.
    pub(super) fn asker(&self, app: &App) -> Asker {
        let caller = match self.access.people() {
            People::One(own) => Caller::Person(*own),
            People::All => Caller::System,
        };
        let (handling, version, posted) = (self.handling(), self.version, self.posted);
        Asker { caller, handling, now: app.now(), version, posted }
    }

    /// `Prefer: handling=...`, among whatever else the header says (RFC 7240).
    fn handling(&self) -> Handling {
        let values = self.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        let mut preferences = values.flat_map(|value| value.split([',', ';']));
        let handling = preferences.find_map(|preference| {
            let (name, value) = preference.split_once('=')?;
            let named = name.trim().eq_ignore_ascii_case("handling");
            named.then(|| value.trim().trim_matches('"').to_ascii_lowercase())
        });
        match handling.as_deref() {
            Some("strict") => Handling::Strict,
            Some("lenient") => Handling::Reported,
            _ => Handling::Lenient,
        }
    }

    /// Whether providers' tax numbers are wanted and may be shown: systems may ask for them. v3 takes every word
    /// but `true` for `false`.
    pub(super) fn tax_numbers(&self) -> Result<bool, FhirError> {
        let wanted = match self.single_header("IncludeTaxNumbers")? {
            Some(word) if word.eq_ignore_ascii_case("true") => true,
            Some(word) if self.version == Version::V2 && !word.eq_ignore_ascii_case("false") => {
                return Err(FhirError::TaxNumbers(word.to_owned()));
            }
            _ => false,
        };
        Ok(wanted && *self.access.people() == People::All)
    }

    /// How people are shown. In v2, systems may ask for street and city.
    pub(super) fn patient_form(&self) -> Result<PatientForm, FhirError> {
        let version = self.version;
        if version == Version::V3 {
            return Ok(PatientForm { version, addresses: false });
        }
        self.check_identifiers()?;
        let wanted = self.single_header("IncludeAddressFields")?;
        let wanted = wanted.is_some_and(|word| word.eq_ignore_ascii_case("true"));
        Ok(PatientForm { version, addresses: wanted && *self.access.people() == People::All })
    }

    /// `IncludeIdentifiers` has no effect: v2 gives every MBI, and nothing here has a claim number (HICN) to give.
    /// What does not exist is refused.
    fn check_identifiers(&self) -> Result<(), FhirError> {
        let values = self.headers.get_all("IncludeIdentifiers").iter();
        let words = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        for word in words.map(|word| word.trim_matches(['[', ']', ' '])) {
            if !["", "true", "false", "hicn", "mbi"].iter().any(|known| word.eq_ignore_ascii_case(known)) {
                return Err(FhirError::Identifiers(word.to_owned()));
            }
        }
        Ok(())
    }

    /// A header that may be sent once.
    fn single_header(&self, name: &'static str) -> Result<Option<&str>, FhirError> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next().map(|value| value.to_str().unwrap_or_default().trim());
        if values.next().is_some() {
            return Err(FhirError::HeaderRepeated(name));
        }
        Ok(first)
    }
}

/// A search whose page held `count` resources.
pub(super) fn searched(count: usize) -> DataAsked {
    DataAsked::Search { count: u32::try_from(count).unwrap_or(u32::MAX) }
}

/// Refuses a request that leaves no room for JSON: `_format` decides, else `Accept` (FHIR R4 3.1.0.1.11, RFC
/// 9110 12.5.1).
fn check_format(query: &[(String, String)], headers: &HeaderMap) -> Result<(), FhirError> {
    let format = query.iter().find(|(name, _)| name == "_format");
    let mut ranges =
        headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    let json = match format {
        Some((_, format)) => is_json(format),
        None => ranges.peek().is_none() || ranges.flat_map(|value| value.split(',')).any(is_json_range),
    };
    if json { Ok(()) } else { Err(FhirError::NotAcceptable) }
}

/// A request without a token that leaves room for JSON.
pub(super) struct Open;

impl FromRequestParts<App> for Open {
    type Rejection = FhirError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, FhirError> {
        let query = decoded(parts.uri.query().unwrap_or_default().as_bytes());
        check_format(&query, &parts.headers).map(|()| Self)
    }
}

fn is_json_range(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let refused = parts.any(|part| {
        part.strip_prefix("q=").is_some_and(|quality| quality.trim_end_matches(['0', '.']).is_empty())
    });
    let json = ["", "*/*", "application/*", "application/fhir+json", "application/json", "text/json"];
    !refused && json.contains(&kind.as_str())
}

/// The decoded names and values of a search, in the order of the request: those of the URL, then those of a
/// POST's form.
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

impl FromRequest<App> for Pairs {
    type Rejection = FhirError;

    async fn from_request(request: Request, app: &App) -> Result<Self, FhirError> {
        let mut pairs = decoded(request.uri().query().unwrap_or_default().as_bytes());
        // Some clients send GETs with the Content-Type of their last POST: only a POST has a body to look at.
        if request.method() == Method::POST {
            let is_form = is_form(request.headers().get(header::CONTENT_TYPE));
            let body = Bytes::from_request(request, app).await;
            let body = body.map_err(|rejection| FhirError::Body(rejection.status()))?;
            if !body.is_empty() && !is_form {
                return Err(FhirError::NotAForm);
            }
            pairs.extend(decoded(&body));
        }
        Ok(Self(pairs))
    }
}

fn decoded(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn is_form(content_type: Option<&HeaderValue>) -> bool {
    let kind = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
