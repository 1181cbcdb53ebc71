//! A short table of what a resource says, for people.

use serde_json::Value;

use crate::pages::frame::Frame;

/// A table. The first cell of a row may be a link.
#[derive(Default)]
pub(super) struct Table {
    /// Names of the columns.
    pub(super) columns: Vec<String>,
    /// Rows of cells.
    pub(super) rows: Vec<Row>,
}

/// One row.
pub(super) struct Row {
    /// Where the first cell leads, if anywhere.
    pub(super) link: Option<String>,
    /// Texts of the cells.
    pub(super) cells: Vec<String>,
}

/// The table for a bundle, one resource, or a flat document.
pub(super) fn of(frame: &Frame, content: &Value) -> Table {
    match (text(content, "/resourceType").as_str(), content.get("entry").and_then(Value::as_array)) {
        ("Bundle", entries) => {
            let resources: Vec<_> =
                entries.into_iter().flatten().filter_map(|entry| entry.get("resource")).collect();
            of_resources(frame, &resources)
        }
        ("Patient" | "Coverage" | "ExplanationOfBenefit", _) => of_resources(frame, &[content]),
        _ => of_fields(frame, content),
    }
}

fn of_resources(frame: &Frame, resources: &[&Value]) -> Table {
    let Some(kind) = resources.first().map(|resource| text(resource, "/resourceType")) else {
        return Table::default();
    };
    let cells = match kind.as_str() {
        "Patient" => patient,
        "Coverage" => coverage,
        _ => claim,
    };
    let row = |resource: &&Value| {
        let link = format!("/testclient/{kind}/{}", text(resource, "/id"));
        Row { link: Some(link), cells: cells(resource) }
    };
    Table { columns: columns(frame, &kind), rows: resources.iter().map(row).collect() }
}

fn columns(frame: &Frame, kind: &str) -> Vec<String> {
    let mut columns = vec![frame.say("name-id")];
    if kind == "Patient" {
        columns.extend([frame.say("testclient-col-name"), frame.say("testclient-col-born")]);
        return columns;
    }
    columns.extend([
        frame.say("testclient-col-type"),
        frame.say("testclient-col-status"),
        frame.say("testclient-col-period"),
    ]);
    if kind == "ExplanationOfBenefit" {
        columns.push(frame.say("testclient-col-total"));
    }
    columns
}

fn patient(patient: &Value) -> Vec<String> {
    let given = patient.pointer("/name/0/given").and_then(Value::as_array).into_iter().flatten();
    let family = patient.pointer("/name/0/family");
    let name: Vec<_> = given.chain(family).filter_map(Value::as_str).collect();
    vec![text(patient, "/id"), name.join(" "), text(patient, "/birthDate")]
}

fn coverage(coverage: &Value) -> Vec<String> {
    let class = first_of(coverage, &["/class/0/name", "/class/0/value", "/type/text"]);
    let kind = if class.is_empty() { display(coverage, "/type") } else { class };
    vec![text(coverage, "/id"), kind, text(coverage, "/status"), period(coverage, "/period")]
}

fn claim(claim: &Value) -> Vec<String> {
    vec![
        text(claim, "/id"),
        display(claim, "/type"),
        text(claim, "/outcome"),
        period(claim, "/billablePeriod"),
        paid(claim),
    ]
}

/// What was paid: the payment, or else the total of benefits.
fn paid(claim: &Value) -> String {
    let totals = claim.get("total").and_then(Value::as_array).into_iter().flatten();
    let benefit = totals.into_iter().find(|total| {
        let codings = total.pointer("/category/coding").and_then(Value::as_array).into_iter().flatten();
        codings
            .into_iter()
            .any(|coding| matches!(text(coding, "/code").as_str(), "benefit" | "paidtoprovider"))
    });
    let amount = claim.pointer("/payment/amount/value").or_else(|| benefit?.pointer("/amount/value"));
    amount.and_then(Value::as_f64).map(|amount| format!("{amount:.2} USD")).unwrap_or_default()
}

/// The first coding that has a text.
fn display(resource: &Value, concept: &str) -> String {
    let codings =
        resource.pointer(concept).and_then(|concept| concept.get("coding")).and_then(Value::as_array);
    let texts =
        codings.into_iter().flatten().filter_map(|coding| coding.get("display").and_then(Value::as_str));
    let code =
        codings.and_then(|codings| codings.first()).map(|coding| text(coding, "/code")).unwrap_or_default();
    texts.into_iter().next().map_or(code, str::to_owned)
}

fn period(resource: &Value, pointer: &str) -> String {
    let (start, end) =
        (text(resource, &format!("{pointer}/start")), text(resource, &format!("{pointer}/end")));
    match (start.is_empty(), end.is_empty()) {
        (true, true) => String::new(),
        _ if start == end => start,
        _ => format!("{start} – {end}"),
    }
}

/// Single values of a document; lists and objects are in the JSON.
fn of_fields(frame: &Frame, content: &Value) -> Table {
    let fields = content.as_object().into_iter().flatten();
    let rows = fields.filter(|(_, value)| value.is_string() || value.is_number() || value.is_boolean());
    let row = |(name, value): (&String, &Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Row { link: None, cells: vec![name.clone(), value] }
    };
    Table {
        columns: vec![frame.say("testclient-col-field"), frame.say("testclient-col-value")],
        rows: rows.map(row).collect(),
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn first_of(value: &Value, pointers: &[&str]) -> String {
    pointers.iter().map(|pointer| text(value, pointer)).find(|found| !found.is_empty()).unwrap_or_default()
}
