//! Bundles of type searchset, written entry by entry as the resources are rendered.

use bluestem_model::time::Timestamp;

use crate::json::Json;
use crate::outcome;

/// What stands before the entries.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// A fresh id.
    pub id: &'a str,
    /// The next safe `_lastUpdated=gt...`: see [`safe_since`].
    pub complete_until: Timestamp,
    /// How many resources match in all; None when that is not wanted.
    pub total: Option<u64>,
    /// Absolute links: relation and URL.
    pub links: &'a [(&'static str, String)],
}

/// A searchset being written.
pub struct Searchset<'o> {
    out: &'o mut Vec<u8>,
    entries: usize,
}

impl<'o> Searchset<'o> {
    /// Writes the head.
    pub fn begin(out: &'o mut Vec<u8>, head: &Head<'_>) -> Self {
        let mut json = Json::new(out);
        json.begin_object();
        json.text("resourceType", "Bundle");
        json.text("id", head.id);
        json.object("meta", |json| json.text("lastUpdated", &safe_since(head.complete_until).to_instant()));
        json.text("type", "searchset");
        if let Some(total) = head.total {
            json.key("total");
            json.integer(i64::try_from(total).unwrap_or(i64::MAX));
        }
        json.array("link", |json| {
            for (relation, url) in head.links {
                json.element(|json| {
                    json.text("relation", relation);
                    json.text("url", url);
                });
            }
        });
        Self { out, entries: 0 }
    }

    /// Adds the resource that `write` renders and that is found at `full_url`.
    pub fn entry<E>(
        &mut self,
        full_url: &str,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.add(Some(full_url), b"match", write)
    }

    /// Adds a resource that the matches name.
    pub fn included<E>(
        &mut self,
        full_url: &str,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.add(Some(full_url), b"include", write)
    }

    /// Adds an OperationOutcome that tells these things about the search, if there are any.
    pub fn notes(&mut self, notes: &[String]) {
        if notes.is_empty() {
            return;
        }
        let write = |out: &mut Vec<u8>| {
            outcome::information(out, notes);
            Ok::<(), std::convert::Infallible>(())
        };
        let _ = self.add(None, b"outcome", write);
    }

    fn add<E>(
        &mut self,
        full_url: Option<&str>,
        mode: &[u8],
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.out.extend_from_slice(if self.entries == 0 { b",\"entry\":[{" } else { b",{" });
        self.entries += 1;
        if let Some(full_url) = full_url {
            self.out.extend_from_slice(b"\"fullUrl\":");
            Json::new(self.out).string(full_url);
            self.out.push(b',');
        }
        self.out.extend_from_slice(b"\"resource\":");
        write(self.out)?;
        self.out.extend_from_slice(b",\"search\":{\"mode\":\"");
        self.out.extend_from_slice(mode);
        self.out.extend_from_slice(b"\"}}");
        Ok(())
    }

    /// The ids of the resources of type `resource` that the entries so far refer to, in order, each once.
    pub fn referred(&self, resource: &str) -> Vec<String> {
        let start = format!("\"reference\":\"{resource}/");
        let mut found: Vec<String> = Vec::new();
        let mut rest = self.out.as_slice();
        while let Some(at) = position(rest, start.as_bytes()) {
            rest = rest.get(at + start.len()..).unwrap_or_default();
            let id: Vec<u8> = rest.iter().copied().take_while(|byte| *byte != b'"').collect();
            if let Ok(id) = String::from_utf8(id)
                && !found.contains(&id)
            {
                found.push(id);
            }
        }
        found
    }

    /// Closes the bundle.
    pub fn end(self) {
        self.out.extend_from_slice(if self.entries == 0 { b"}" } else { b"]}" });
    }
}

/// Where `wanted` begins in `text`. A quote inside a JSON string is escaped, so a reference is found only where one
/// stands.
fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// The moment to show for "everything up to `complete_until` is here", at the precision of FHIR instants as we
/// write them. `gt` an instant of milliseconds means later than its last microsecond, so the last whole
/// millisecond that `complete_until` covers is the latest that loses nothing.
pub fn safe_since(complete_until: Timestamp) -> Timestamp {
    Timestamp((complete_until.0.saturating_add(1)).div_euclid(1000).saturating_sub(1).saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(links: &[(&'static str, String)], entries: usize) -> serde_json::Value {
        let mut out = Vec::new();
        let head = Head { id: "x", complete_until: Timestamp(1_999), total: Some(7), links };
        let mut bundle = Searchset::begin(&mut out, &head);
        for number in 0..entries {
            let url = format!("https://a/Patient/{number}");
            let write = |out: &mut Vec<u8>| {
                out.extend_from_slice(b"{\"resourceType\":\"Patient\"}");
                Ok::<(), ()>(())
            };
            bundle.entry(&url, write).unwrap();
        }
        bundle.end();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn entries_carry_their_url_and_mode() {
        let bundle = written(&[("self", "https://a/Patient".to_owned())], 2);
        assert_eq!(bundle["entry"][1]["fullUrl"], "https://a/Patient/1");
        assert_eq!(bundle["entry"][1]["search"]["mode"], "match");
        assert_eq!(bundle["total"], 7);
        assert_eq!(bundle["link"][0]["relation"], "self");
    }

    #[test]
    fn what_is_included_and_told_is_marked() {
        let mut out = Vec::new();
        let head = Head { id: "x", complete_until: Timestamp(1_999), total: None, links: &[] };
        let mut bundle = Searchset::begin(&mut out, &head);
        let write = |text: &'static [u8]| {
            move |out: &mut Vec<u8>| {
                out.extend_from_slice(text);
                Ok::<(), ()>(())
            }
        };
        let claim = br#"{"a":{"reference":"Patient/-1"},"b":"\"reference\":\"Patient/7","c":[{"reference":"Patient/2"},{"reference":"Patient/-1"}]}"#;
        bundle.entry("https://a/1", write(claim)).unwrap();
        assert_eq!(bundle.referred("Patient"), ["-1", "2"]);
        assert!(bundle.referred("Coverage").is_empty());
        bundle.included("https://a/2", write(b"{}")).unwrap();
        bundle.notes(&["told".to_owned()]);
        bundle.notes(&[]);
        bundle.end();
        let bundle: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let modes: Vec<_> =
            bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["search"]["mode"]).collect();
        assert_eq!(modes, ["match", "include", "outcome"]);
        assert_eq!(bundle["entry"][2]["resource"]["issue"][0]["severity"], "information");
        assert_eq!(bundle["entry"][2]["resource"]["issue"][0]["diagnostics"], "told");
        assert!(bundle.get("total").is_none());
    }

    #[test]
    fn an_empty_bundle_has_no_entry_array() {
        assert!(written(&[], 0).get("entry").is_none());
    }

    #[test]
    fn what_is_committed_later_is_never_missed() {
        for complete in [0, 1, 998, 999, 1_000, 1_998, 1_999, 2_000] {
            let shown = safe_since(Timestamp(complete)).0;
            assert_eq!(shown % 1000, 0);
            // `gt shown` begins behind the shown millisecond; the first moment that may still be committed is
            // complete + 1, and no millisecond is given away without need.
            assert!(shown + 1000 <= complete + 1 && complete + 1 < shown + 2000, "{complete}");
        }
    }
}
