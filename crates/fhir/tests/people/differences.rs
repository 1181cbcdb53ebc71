//! Where we differ from BFD v3 on purpose, and how differences are found.

use serde_json::Value;

/// One deliberate difference.
#[derive(Debug)]
pub(crate) struct Difference {
    /// Where: a golden's name and the path in it, or the element when no golden shows it.
    pub(crate) path: &'static str,
    /// What is different about it.
    pub(crate) what: What,
    /// Why.
    pub(crate) why: &'static str,
    /// Whether a golden shows it. What none shows is said here for readers.
    pub(crate) shown: bool,
}

/// A kind of difference.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// We have it, BFD does not.
    Added,
    /// BFD has it, we do not.
    Left,
    /// Both have it, with different values.
    Changed,
}

/// Every deliberate difference. A test fails when one is not listed, and when a listed one is gone.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        path: "Coverage-part-b-178083966",
        what: What::Left,
        why: "The person has no Part B. BFD answers a resource of an id alone, which is no valid Coverage; we \
              answer that there is none (404).",
        shown: true,
    },
    Difference {
        path: "Patient.gender",
        what: What::Added,
        why: "US Core requires a gender: 'unknown' where the source has neither 1 nor 2. BFD leaves it out.",
        shown: false,
    },
    Difference {
        path: "Patient.name, Patient.identifier:memberid.value, Coverage.subscriberId",
        what: What::Added,
        why: "C4BB and US Core require them: a data-absent-reason where the source has none.",
        shown: false,
    },
    Difference {
        path: "Patient.extension:race",
        what: What::Changed,
        why: "'Other Race' (3) is not among the OMB categories that us-core-race requires; it stands under \
              'detailed'.",
        shown: false,
    },
    Difference {
        path: "Coverage.contained.name",
        what: What::Added,
        why: "C4BB-Organization requires a name: the contract number where the plan's name is unknown.",
        shown: false,
    },
    Difference {
        path: "Coverage.id",
        what: What::Changed,
        why: "Our own ids read back for negative keys, and an id that names another plan than the person's is \
              absent; BFD ignores the plan and refuses the sign.",
        shown: false,
    },
];

/// The paths below `at` at which two resources differ, and how.
pub(crate) fn between(at: &str, ours: &Value, theirs: &Value) -> Vec<(String, What)> {
    match (ours, theirs) {
        (Value::Object(our_fields), Value::Object(their_fields)) => {
            let mut names: Vec<&String> = our_fields.keys().chain(their_fields.keys()).collect();
            names.sort_unstable();
            names.dedup();
            let field = |name: &String| {
                let (one, other) = (ours.get(name), theirs.get(name));
                between(&format!("{at}/{name}"), one.unwrap_or(&Value::Null), other.unwrap_or(&Value::Null))
            };
            names.into_iter().flat_map(field).collect()
        }
        (Value::Array(our_items), Value::Array(their_items)) if our_items.len() == their_items.len() => {
            let pairs = our_items.iter().zip(their_items).enumerate();
            pairs.flat_map(|(place, (one, other))| between(&format!("{at}/{place}"), one, other)).collect()
        }
        _ if ours == theirs => Vec::new(),
        (Value::Null, _) => vec![(at.to_owned(), What::Left)],
        (_, Value::Null) => vec![(at.to_owned(), What::Added)],
        _ => vec![(at.to_owned(), What::Changed)],
    }
}
