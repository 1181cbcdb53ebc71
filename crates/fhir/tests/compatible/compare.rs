//! How two resources differ, element by element.

use serde_json::{Map, Value};

/// One difference.
#[derive(Debug)]
pub(crate) struct Found {
    /// The element: names joined by points; elements of lists by their code, url or id, else their place.
    pub(crate) path: String,
    /// BFD's value.
    pub(crate) theirs: Option<Value>,
    /// Our value.
    pub(crate) ours: Option<Value>,
}

/// All differences between `ours` and `theirs`. Numbers are compared by value; lists in order.
pub(crate) fn differences(ours: &Value, theirs: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    value("", Some(ours), Some(theirs), &mut found);
    found
}

fn value(path: &str, ours: Option<&Value>, theirs: Option<&Value>, found: &mut Vec<Found>) {
    match (ours, theirs) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => object(path, ours, theirs, found),
        (Some(Value::Array(ours)), Some(Value::Array(theirs))) => list(path, ours, theirs, found),
        (Some(Value::Number(ours)), Some(Value::Number(theirs))) if ours.as_f64() == theirs.as_f64() => {}
        _ if ours == theirs => {}
        _ => {
            found.push(Found { path: path.to_owned(), theirs: theirs.cloned(), ours: ours.cloned() });
        }
    }
}

fn object(path: &str, ours: &Map<String, Value>, theirs: &Map<String, Value>, found: &mut Vec<Found>) {
    let mut names: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        value(&inner, ours.get(name), theirs.get(name), found);
    }
}

fn list(path: &str, ours: &[Value], theirs: &[Value], found: &mut Vec<Found>) {
    let our_keys = keys(ours);
    let their_keys = keys(theirs);
    let common: Vec<&String> = their_keys.iter().filter(|key| our_keys.contains(key)).collect();
    let ordered: Vec<&String> = our_keys.iter().filter(|key| their_keys.contains(key)).collect();
    if common != ordered {
        found.push(Found { path: format!("{path} (order)"), theirs: None, ours: None });
    }
    for key in their_keys.iter().chain(our_keys.iter().filter(|key| !their_keys.contains(key))) {
        let one = our_keys.iter().position(|other| other == key).map(|place| &ours[place]);
        let other = their_keys.iter().position(|other| other == key).map(|place| &theirs[place]);
        value(&format!("{path}[{key}]"), one, other, found);
    }
}

/// Elements are told apart by what they are about, where all say it; else by their place. Of several about the same,
/// the second is `name (2)`.
fn keys(items: &[Value]) -> Vec<String> {
    let named: Option<Vec<String>> = items.iter().map(name).collect();
    let Some(named) = named else { return (0..items.len()).map(|place| place.to_string()).collect() };
    let number = |place: usize| named[..=place].iter().filter(|other| **other == named[place]).count();
    let numbered = |(place, key): (usize, &String)| match number(place) {
        1 => key.clone(),
        number => format!("{key} ({number})"),
    };
    named.iter().enumerate().map(numbered).collect()
}

pub(crate) fn name(item: &Value) -> Option<String> {
    let last_code =
        |concept: &Value| concept["coding"].as_array()?.last()?["code"].as_str().map(str::to_owned);
    if item.get("sequence").is_some() {
        return Some(item["sequence"].to_string());
    }
    item["url"]
        .as_str()
        .or(item["id"].as_str())
        .map(|text| text.rsplit('/').next().unwrap().to_owned())
        .or_else(|| last_code(&item["category"]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(ours: &Value, theirs: &Value) -> Vec<String> {
        differences(ours, theirs).into_iter().map(|found| found.path).collect()
    }

    #[test]
    fn differences_are_found_where_they_are() {
        let theirs = json!({"a": [{"url": "x/p", "v": 1}, {"url": "x/q", "v": 0.0}], "b": [1, 2]});
        assert!(paths(&theirs, &theirs).is_empty());
        let ours = json!({"a": [{"url": "x/q", "v": 0}], "b": [2, 1], "c": null});
        assert_eq!(paths(&ours, &theirs), ["a[p]", "b[0]", "b[1]", "c"]);
        let swapped = json!({"a": [{"url": "x/q", "v": 0}, {"url": "x/p", "v": 1}], "b": [1, 2]});
        assert_eq!(paths(&swapped, &theirs), ["a (order)"]);
    }
}
