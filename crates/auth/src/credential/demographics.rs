//! What a provider says of a person, under the names that providers use.

use bluestem_model::matching::{Address, Demographics, Name};
use bluestem_model::time::{Date, parse_date};
use serde_json::{Map, Value};

use super::CredentialError;

/// Former addresses that are looked at.
const MOST_ADDRESSES: usize = 10;

/// The person of these claims. Names and date of birth are required.
pub(crate) fn of(claims: &Map<String, Value>) -> Result<Demographics, CredentialError> {
    let given = text(claims, &["given_name", "name_first"]);
    let family = text(claims, &["family_name", "name_last"]);
    let birth = text(claims, &["birthdate"]).and_then(|text| birth(&text));
    let (Some(given), Some(family), Some(birth)) = (given, family, birth) else {
        return Err(CredentialError::Person);
    };
    let former = ["historical_address", "address_historical"].into_iter().filter_map(|name| claims.get(name));
    let former = former.filter_map(Value::as_array).flatten();
    let addresses = claims.get("address").into_iter().chain(former).filter_map(Value::as_object);
    let ssn = text(claims, &["ssn_itin_short", "ssn_last_four_digits", "SSN", "ssn"]);
    Ok(Demographics {
        names: vec![Name { given, family }],
        birth: Some(birth),
        addresses: addresses.take(MOST_ADDRESSES).map(address).collect(),
        ssns: ssn.into_iter().collect(),
        mbis: Vec::new(),
    })
}

fn address(claims: &Map<String, Value>) -> Address {
    let street = text(claims, &["street_address", "street"]).unwrap_or_default();
    let postal_code = text(claims, &["postal_code", "code_postal"]).unwrap_or_default();
    Address { lines: street.lines().map(str::to_owned).collect(), postal_code }
}

/// The first of these claims that is a text with something in it.
fn text(claims: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let texts = names.iter().filter_map(|name| claims.get(*name)?.as_str()).map(str::trim);
    texts.into_iter().find(|text| !text.is_empty()).map(str::to_owned)
}

/// `YYYY-MM-DD` and nothing behind it.
fn birth(text: &str) -> Option<Date> {
    parse_date(text).filter(|_| text.len() == 10)
}
