//! Where we differ from BFD v3 on purpose, and how differences are found.

use serde_json::Value;

/// One deliberate difference.
#[derive(Debug)]
pub(crate) struct Difference {
    /// Name of the golden, without its ending.
    pub(crate) golden: &'static str,
    /// Where in the resource.
    pub(crate) at: &'static str,
    /// Why.
    pub(crate) why: &'static str,
}

/// Every deliberate difference. A test fails when one is not listed, and when a listed one is gone.
pub(crate) const DIFFERENCES: &[Difference] = &[Difference {
    golden: "Coverage-part-b-178083966",
    at: "",
    why: "The person has no Part B. BFD answers a resource of an id alone, which is no valid Coverage; we \
          answer that there is none (404).",
}];

/// The paths at which two resources differ.
pub(crate) fn between(golden: &str, at: &str, ours: &Value, theirs: &Value) -> Vec<(String, String)> {
    match (ours, theirs) {
        (Value::Object(our_fields), Value::Object(their_fields)) => {
            let mut names: Vec<&String> = our_fields.keys().chain(their_fields.keys()).collect();
            names.sort_unstable();
            names.dedup();
            let fields = names.into_iter().flat_map(|name| {
                let absent = &Value::Null;
                let (one, other) =
                    (our_fields.get(name).unwrap_or(absent), their_fields.get(name).unwrap_or(absent));
                between(golden, &format!("{at}/{name}"), one, other)
            });
            fields.collect()
        }
        (Value::Array(our_items), Value::Array(their_items)) if our_items.len() == their_items.len() => {
            let pairs = our_items.iter().zip(their_items).enumerate();
            pairs
                .flat_map(|(place, (one, other))| between(golden, &format!("{at}/{place}"), one, other))
                .collect()
        }
        _ if ours == theirs => Vec::new(),
        _ => vec![(golden.to_owned(), at.to_owned())],
    }
}
