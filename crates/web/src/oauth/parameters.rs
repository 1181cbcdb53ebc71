//! Reads the parameters of OAuth requests strictly: what does not read is refused, not repaired.

use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse, Response};
use bluestem_auth::Parameters;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::answer;

/// Why parameters do not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// Neither form encoding.
    #[error("The body must be application/x-www-form-urlencoded or multipart/form-data.")]
    ContentType,
    /// Beyond the limit.
    #[error("The body is larger than this server accepts.")]
    TooLarge,
    /// Not what the content type says.
    #[error("The body or query does not read: check percent-encoding, UTF-8 and multipart boundaries.")]
    Malformed,
    /// Secrets where logs and histories see them.
    #[error("Parameters of this endpoint belong into the body, not into the URL.")]
    InQuery,
}

impl Unreadable {
    /// Its HTTP status.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed | Self::InQuery => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        answer::error(self.status(), "invalid_request", &self.to_string())
    }
}

/// Names that must not stand in the URL of an endpoint that takes a body.
const BODY_ONLY: [&str; 8] = [
    "access_token",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "grant_type",
    "refresh_token",
    "token",
];

/// The parameters of a request to an endpoint that takes a body, and the headers.
pub(crate) async fn of_body(request: Request) -> Result<(HeaderMap, Parameters), Unreadable> {
    let query = pairs(request.uri().query().unwrap_or_default().as_bytes())?;
    if query.iter().any(|(name, _)| BODY_ONLY.contains(&name.as_str())) {
        return Err(Unreadable::InQuery);
    }
    let headers = request.headers().clone();
    Ok((headers, Parameters::new(body_pairs(request).await?)))
}

/// The parameters of the query alone.
pub(crate) fn of_query(query: Option<&str>) -> Result<Parameters, Unreadable> {
    Ok(Parameters::new(pairs(query.unwrap_or_default().as_bytes())?))
}

/// The parameters of query and body together: an authorization request by POST may have both.
pub(crate) async fn of_query_and_body(request: Request) -> Result<Parameters, Unreadable> {
    let mut all = pairs(request.uri().query().unwrap_or_default().as_bytes())?;
    all.extend(body_pairs(request).await?);
    Ok(Parameters::new(all))
}

type Pairs = Vec<(String, String)>;

/// The decoded fields of a form body.
pub(crate) async fn body_pairs(request: Request) -> Result<Pairs, Unreadable> {
    match media_type(request.headers()).as_deref() {
        Some("application/x-www-form-urlencoded") => pairs(&body(request).await?),
        Some("multipart/form-data") => multipart(request).await,
        None if body(request).await?.is_empty() => Ok(Vec::new()),
        _ => Err(Unreadable::ContentType),
    }
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().unwrap_or("-");
    Some(kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

async fn body(request: Request) -> Result<Bytes, Unreadable> {
    Bytes::from_request(request, &()).await.map_err(|error| by_status(error.status()))
}

async fn multipart(request: Request) -> Result<Pairs, Unreadable> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Unreadable::Malformed)?;
    let mut found = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| by_status(error.status()))? {
        let name = field.name().ok_or(Unreadable::Malformed)?.to_owned();
        let bytes = field.bytes().await.map_err(|error| by_status(error.status()))?;
        let value = String::from_utf8(bytes.to_vec()).map_err(|_| Unreadable::Malformed)?;
        found.push((name, value));
    }
    Ok(found)
}

fn by_status(status: StatusCode) -> Unreadable {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Unreadable::TooLarge } else { Unreadable::Malformed }
}

/// Decodes `a=b&c=d`. The lenient decoder is guarded: what it would repair is refused.
fn pairs(text: &[u8]) -> Result<Pairs, Unreadable> {
    if !percent_encoding_is_whole(text) {
        return Err(Unreadable::Malformed);
    }
    let found: Pairs = url::form_urlencoded::parse(text).into_owned().collect();
    let repaired = found.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'));
    if repaired { Err(Unreadable::Malformed) } else { Ok(found) }
}

fn percent_encoding_is_whole(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'%')
        .skip(1)
        .all(|rest| rest.get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn read(content_type: Option<&str>, body: &'static [u8]) -> Result<Pairs, Unreadable> {
        let mut request = Request::new(Body::from(body));
        if let Some(kind) = content_type {
            request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        body_pairs(request).await
    }

    fn one(name: &str, value: &str) -> Pairs {
        vec![(name.to_owned(), value.to_owned())]
    }

    #[tokio::test]
    async fn both_encodings_read() {
        let form = Some("application/x-www-form-urlencoded; charset=UTF-8");
        assert_eq!(read(form, b"scope=a+b%2Fc").await, Ok(one("scope", "a b/c")));
        let parts = b"--x\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\na b\r\n--x--\r\n";
        assert_eq!(read(Some("multipart/form-data; boundary=x"), parts).await, Ok(one("code", "a b")));
        assert_eq!(read(None, b"").await, Ok(Vec::new()));
    }

    #[tokio::test]
    async fn what_does_not_read_is_refused() {
        let form = Some("application/x-www-form-urlencoded");
        for body in [b"\xff\xfe=1".as_slice(), b"a=%zz", b"a=%4", b"a=%ff"] {
            assert_eq!(read(form, body).await, Err(Unreadable::Malformed));
        }
        assert_eq!(read(Some("multipart/form-data"), b"a=b").await, Err(Unreadable::Malformed));
        assert_eq!(
            read(Some("multipart/form-data; boundary=x"), b"--x\r\ncut").await,
            Err(Unreadable::Malformed)
        );
        assert_eq!(read(Some("application/json"), b"{}").await, Err(Unreadable::ContentType));
        assert_eq!(read(None, b"a=b").await, Err(Unreadable::ContentType));
    }

    #[tokio::test]
    async fn secrets_do_not_belong_into_the_url() {
        let request = Request::builder().uri("/v3/o/token?code=1").body(Body::empty()).unwrap();
        assert_eq!(of_body(request).await.err(), Some(Unreadable::InQuery));
    }
}
