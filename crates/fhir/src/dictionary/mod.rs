//! The data dictionary: every element that we can write, the source columns behind it, its code systems, what it
//! means, the rule that makes it, and which claims have it.
//!
//! What the rule tables of ExplanationOfBenefit say is taken from them; the irregular rest is listed beside. The
//! explanation of a resource ([`crate::v3::eob::explain`]) looks its elements up here.

mod claim;
mod claim_fixed;
mod columns;
mod element;
mod markdown;
mod migration;
mod person;
mod prior_auth;
mod rif;
mod rule;
mod v2;

pub use columns::{Use, column_use, columns_markdown};
pub use element::Element;
pub use markdown::markdown;
pub use migration::migration_markdown;
pub use rif::{RifUse, rif_markdown, rif_use};
pub use rule::{RULES, rule_note};

use std::collections::HashMap;
use std::sync::LazyLock;

static ELEMENTS: LazyLock<Vec<Element>> = LazyLock::new(|| {
    let mut elements = claim::elements();
    elements.extend(person::elements());
    elements
});

static BY_PATH: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    ELEMENTS.iter().enumerate().map(|(place, element)| (element.path.as_str(), place)).collect()
});

/// Every element, by resource and in the order of output.
pub fn elements() -> &'static [Element] {
    &ELEMENTS
}

/// The element to which `path` belongs: its own, or the one that it is a part of. `path` has slices and no
/// indexes: `ExplanationOfBenefit.supportingInfo:admtype.code.coding.system`.
pub fn find(path: &str) -> Option<&'static Element> {
    let known = |path: &str| BY_PATH.get(path).and_then(|place| ELEMENTS.get(*place));
    let mut part = path;
    loop {
        let (above, last) = part.rsplit_once('.')?;
        if let Some(found) = known(part) {
            return Some(found);
        }
        // A slice without an entry of its own is an element of the list.
        if let Some((name, _)) = last.split_once(':')
            && let Some(found) = known(&format!("{above}.{name}"))
        {
            return Some(found);
        }
        part = above;
    }
}
