//! An explanation as a FHIR Parameters resource.

use super::{Cell, Explained};
use crate::json::Json;

/// Appends the explanation to `out`: one parameter `element` for each value. `file` gives the name of a source
/// file by its number; a file without one is left unnamed.
pub fn parameters<'n>(out: &mut Vec<u8>, explained: &[Explained], file: impl Fn(u32) -> Option<&'n str>) {
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Parameters");
    json.array("parameter", |json| {
        for one in explained {
            json.element(|json| {
                json.text("name", "element");
                json.array("part", |json| element(json, one, &file));
            });
        }
    });
    json.end_object();
}

fn element<'n>(json: &mut Json<'_>, one: &Explained, file: &impl Fn(u32) -> Option<&'n str>) {
    part(json, "path", "valueString", &one.path);
    part(json, "value", "valueString", &one.value);
    part(json, "basis", "valueCode", one.basis.word());
    if let Some(element) = one.element {
        part(json, "element", "valueString", &element.path);
        part(json, "meaning", "valueString", &element.meaning);
        part(json, "rule", "valueCode", element.rule);
    }
    if let Some(note) = one.note() {
        part(json, "note", "valueString", note);
    }
    for cell in &one.cells {
        json.element(|json| {
            json.text("name", "source");
            json.array("part", |json| source(json, cell, file(cell.origin.file)));
        });
    }
}

fn source(json: &mut Json<'_>, cell: &Cell, file: Option<&str>) {
    if let Some(file) = file {
        part(json, "file", "valueString", file);
    }
    json.element(|json| {
        json.text("name", "line");
        json.key("valuePositiveInt");
        json.integer(i64::from(cell.origin.line));
    });
    part(json, "view", "valueString", cell.view);
    part(json, "column", "valueString", cell.name);
    part(json, "value", "valueString", &cell.value);
}

fn part(json: &mut Json<'_>, name: &str, kind: &str, value: &str) {
    json.element(|json| {
        json.text("name", name);
        json.text(kind, value);
    });
}
