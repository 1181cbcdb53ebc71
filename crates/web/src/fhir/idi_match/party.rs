//! On whose behalf a system asks: the headers that BFD's partners send.

use std::net::IpAddr;

use bluestem_store::audit::Party;
use http::HeaderMap;

const HEADERS: [&str; 3] = ["X-CLIENT-IP", "X-CLIENT-NAME", "X-CLIENT-ID"];
/// Letters of a name or an id.
const LONGEST: usize = 200;

/// Why the headers do not say on whose behalf.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::fhir) enum PartyError {
    /// Headers are missing or empty.
    #[error("Missing Required Headers: {}", .0.join(", "))]
    Missing(Vec<&'static str>),
    /// More than one value, or one that is not fit for the record.
    #[error("Invalid value supplied for header: {0}")]
    Unfit(&'static str),
}

/// On whose behalf a request is sent.
pub(super) fn of(headers: &HeaderMap) -> Result<Party, PartyError> {
    let missing: Vec<&str> = HEADERS.into_iter().filter(|name| is_missing(headers, name)).collect();
    if !missing.is_empty() {
        return Err(PartyError::Missing(missing));
    }
    let [address, name, id] = HEADERS;
    let ip = value(headers, address)?;
    ip.parse::<IpAddr>().map_err(|_| PartyError::Unfit(address))?;
    Ok(Party { id: value(headers, id)?, name: value(headers, name)?, address: ip })
}

fn is_missing(headers: &HeaderMap, name: &str) -> bool {
    headers.get(name).is_none_or(|value| value.as_bytes().trim_ascii().is_empty())
}

/// The one value of a header: printable text of bounded length.
fn value(headers: &HeaderMap, name: &'static str) -> Result<String, PartyError> {
    let mut values = headers.get_all(name).iter();
    let text = values.next().and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).map(str::trim);
    let fit = |text: &&str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    match (text.filter(fit), values.next()) {
        (Some(text), None) => Ok(text.to_owned()),
        _ => Err(PartyError::Unfit(name)),
    }
}
