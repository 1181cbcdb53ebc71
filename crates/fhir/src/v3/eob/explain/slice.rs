//! Which slice an element of a list is: the dictionary names elements by it.

use std::collections::HashMap;

use super::scan::Leaf;

/// The slices by the path of the element that has them: `supportingInfo[3]` is `admtype`.
pub(super) fn slices(json: &[u8], leaves: &[Leaf]) -> HashMap<String, String> {
    let mut slices = HashMap::new();
    let mut provider = String::new();
    for leaf in leaves {
        let text = text_of(json, leaf);
        let names: Vec<&str> = leaf.tail(0);
        let (depth, slice) = match names.as_slice() {
            ["supportingInfo", "category", "coding", "code"] | ["careTeam", "role", "coding", "code"] => {
                if slices.contains_key(&leaf.path(1)) {
                    continue;
                }
                (1, text)
            }
            // The last coding is our own, by column; a profile's alone stands first.
            ["item", "adjudication", "category", "coding", "code"] => (2, text),
            ["item", "extension", "url"] => (2, last_part(text)),
            ["adjudication" | "total", "category", "coding", "code"]
            | ["identifier", "type", "coding", "code"] => (1, text),
            ["identifier", "system"] => (1, last_part(text)),
            ["contained", "resourceType"] => (1, contained(text)),
            ["contained", "id"] if text == "insurer-org" => (1, "insurer"),
            ["contained", "id"] => {
                ids(&mut slices, leaf, text);
                continue;
            }
            ["provider", "reference"] => {
                text.trim_start_matches('#').clone_into(&mut provider);
                continue;
            }
            _ => continue,
        };
        slices.insert(leaf.path(depth), slice.to_owned());
    }
    for slice in slices.values_mut() {
        if let Some(id) = slice.strip_prefix(ID) {
            let name = if id == provider { "provider" } else { "member" };
            name.clone_into(slice);
        }
    }
    slices
}

/// Marks the id of a contained resource until it is known which of them is the billing provider.
const ID: &str = "#";

fn ids(slices: &mut HashMap<String, String>, leaf: &Leaf, id: &str) {
    let slice = slices.entry(leaf.path(1)).or_default();
    if slice != "observation" {
        *slice = format!("{ID}{id}");
    }
}

fn contained(kind: &str) -> &'static str {
    if kind == "Observation" { "observation" } else { "" }
}

fn last_part(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}

/// A string's text (ours have no escapes where it matters), or a number as it stands.
pub(super) fn text_of<'j>(json: &'j [u8], leaf: &Leaf) -> &'j str {
    let bytes = json.get(leaf.at..leaf.end).unwrap_or_default();
    std::str::from_utf8(bytes).unwrap_or_default().trim_matches('"')
}
