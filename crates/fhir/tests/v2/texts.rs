//! Texts that third parties own, as the goldens show them.

use std::path::Path;

use bluestem_fhir::codes::Displays;
use serde_json::Value;

/// The texts of every coding of a loadable system in the goldens.
pub(crate) fn displays(shared: &Path) -> Displays {
    let mut displays = Displays::default();
    for name in super::goldens::GOLDENS.map(|golden| golden.1) {
        collect(&super::goldens::golden(shared, name), &mut displays);
    }
    displays
}

fn collect(value: &Value, displays: &mut Displays) {
    match value {
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if let (Some(system), Some(code), Some(display)) = (text("system"), text("code"), text("display"))
            {
                // Systems whose texts are built in are refused.
                let _ = displays.add(system, code, display);
            }
            members.values().for_each(|value| collect(value, displays));
        }
        Value::Array(elements) => elements.iter().for_each(|value| collect(value, displays)),
        _ => {}
    }
}
