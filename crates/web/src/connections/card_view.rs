//! What an insurance card shows, in the reader's language.

use serde_json::Value;

use crate::pages::frame::Frame;

/// One card: one coverage.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Card {
    /// Who pays.
    pub(super) payer: String,
    /// What it covers.
    pub(super) kind: String,
    /// The member.
    pub(super) name: String,
    /// Labels and values.
    pub(super) facts: Vec<(String, String)>,
    /// What stands on the back.
    pub(super) back: String,
    /// How the payer is reached.
    pub(super) contacts: Vec<String>,
}

/// The keys of the messages that name a part, by the class `plan` of its Coverage.
const PARTS: [(&str, &str); 5] = [
    ("Part A", "card-part-a"),
    ("Part B", "card-part-b"),
    ("Part C", "card-part-c"),
    ("Part D", "card-part-d"),
    ("Dual Medicare/Medicaid", "card-dual"),
];
/// Classes that pharmacies ask for, and the keys of their messages.
const PHARMACY: [(&str, &str); 4] =
    [("rxid", "card-rxid"), ("rxgroup", "card-rxgroup"), ("rxbin", "card-rxbin"), ("rxpcn", "card-rxpcn")];

/// The cards of a bundle that `$generate-insurance-card` gives.
pub(super) fn cards(frame: &Frame, bundle: &Value) -> Vec<Card> {
    let entries = list(bundle, "/entry");
    let of_kind = |kind: &'static str| {
        entries.iter().filter(move |entry| text(entry, "/resource/resourceType").as_deref() == Some(kind))
    };
    let name = of_kind("Patient").next().map(name).unwrap_or_default();
    let card = |entry: &Value| {
        let url = text(entry, "/resource/payor/0/reference");
        let payer = of_kind("Organization").find(|entry| text(entry, "/fullUrl") == url);
        card(frame, &name, entry, payer.unwrap_or(&Value::Null))
    };
    of_kind("Coverage").map(card).collect()
}

fn card(frame: &Frame, name: &str, coverage: &Value, payer: &Value) -> Card {
    let plan = class(coverage, "plan").unwrap_or_default();
    let part = PARTS.iter().find(|(part, _)| *part == plan);
    let since = text(coverage, "/resource/period/start").and_then(|start| start.get(..10)?.parse().ok());
    let number = text(coverage, "/resource/subscriberId").map(|number| ("card-number", number));
    let since = since.map(|since| ("card-since", frame.date(since)));
    let pharmacy = PHARMACY.iter().filter_map(|(code, key)| Some((*key, class(coverage, code)?)));
    let facts = number.into_iter().chain(since).chain(pharmacy);
    let contacts = list(payer, "/resource/contact").iter().flat_map(|contact| list(contact, "/telecom"));
    Card {
        payer: text(payer, "/resource/name").unwrap_or_default(),
        kind: part.map_or(plan, |(_, key)| frame.say(key)),
        name: name.to_owned(),
        facts: facts.map(|(key, value)| (frame.say(key), value)).collect(),
        back: back(frame, coverage),
        contacts: contacts.filter_map(|telecom| text(telecom, "/value")).collect(),
    }
}

/// Given names, then the family name.
fn name(patient: &Value) -> String {
    let given = list(patient, "/resource/name/0/given").iter().filter_map(|name| text(name, ""));
    given.chain(text(patient, "/resource/name/0/family")).collect::<Vec<_>>().join(" ")
}

/// The text for the back, in the reader's language.
fn back(frame: &Frame, coverage: &Value) -> String {
    let language = |note: &&Value| {
        text(note, "/valueAnnotation/_text/extension/0/valueCode").as_deref() == Some(frame.lang().tag())
    };
    let note = list(coverage, "/resource/extension").iter().find(language);
    note.and_then(|note| text(note, "/valueAnnotation/text")).unwrap_or_default()
}

fn class(coverage: &Value, code: &str) -> Option<String> {
    let named = |class: &&Value| text(class, "/type/coding/0/code").as_deref() == Some(code);
    text(list(coverage, "/resource/class").iter().find(named)?, "/value")
}

/// The elements at a place (RFC 6901); none where there are none.
fn list<'v>(value: &'v Value, place: &str) -> &'v [Value] {
    value.pointer(place).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The text at a place.
fn text(value: &Value, place: &str) -> Option<String> {
    value.pointer(place)?.as_str().map(str::to_owned)
}
