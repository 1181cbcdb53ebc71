//! `/v3` beside BFD's design-time maps: what they made of a sample, and what we make of the same cells.
//!
//! A sample is one object, whose members have the names of source columns. Each cell is put into every view that has
//! its column, as the source has them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bluestem_model::column::View;
use bluestem_model::record::Origin;
use serde_json::{Map, Value};

use crate::differences::Seen;
use crate::source::{Source, displays};
use crate::{claims, compare, csv};

type Cells = BTreeMap<String, String>;

/// Samples of claims, what was made of them, and the family of the server's tables.
const CLAIMS: [(&str, &str, &str); 9] = [
    ("Base", "", "inst_nch"),
    ("Carrier", "-Carrier", "prof_nch"),
    ("Carrier-MCS", "-MCS", "prof_ss"),
    ("DME", "-DME", "prof_nch"),
    ("HHA", "-HHA", "inst_nch"),
    ("Hospice", "-Hospice", "inst_nch"),
    ("Institutional-Outpatient", "-Outpatient", "inst_nch"),
    ("Pharmacy", "-Pharmacy", "rx"),
    ("SNF", "-SNF", "inst_nch"),
];

/// The number of the claim, which the samples have as text.
const CLAIM: i64 = 71;

const HEADER: [View; 7] = [
    View::Clm,
    View::ClmDtSgntr,
    View::ClmDcmtn,
    View::ClmFiss,
    View::ClmInstnl,
    View::ClmPrfnl,
    View::ClmLctnHstry,
];

const LINE: [View; 5] =
    [View::ClmLine, View::ClmLineInstnl, View::ClmLinePrfnl, View::ClmLineRx, View::ClmAnsiSgntr];

/// Compares every pair of claims but the prior authorization, whose sample has no member identifier and gives outcome
/// and date ready made. The hospice election, the inpatient claim in process and the insurance card have no output, the
/// audit event is of no source cells.
pub(crate) fn compare(shared: &Path, seen: &mut Seen) {
    let displays = displays(shared);
    for (input, output, family) in CLAIMS {
        let input = read(shared, &format!("input/EOB-{input}-Sample"));
        let theirs = sorted(read(shared, &format!("output/ExplanationOfBenefit{output}")));
        let mut source = source(&input);
        add_providers(&mut source, &theirs);
        let ours = sorted(claims::rendered(&source.find(CLAIM), &displays, true));
        let mut found = compare::differences(&ours, &theirs);
        let served = served(shared, family);
        found.retain(|found| {
            found.ours.is_some() || code(&found.path).is_none_or(|code| served.contains(code))
        });
        seen.add("ExplanationOfBenefit", output, found);
    }
}

/// The codes of what the server has of a family of claims: the maps have more than it, and more than its tables.
fn served(shared: &Path, family: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(shared.join("data/mapping/v3_server_mapping.csv")).unwrap();
    let rows = csv::rows(&text);
    let place = |name: &str| rows[0].iter().position(|own| own == name).unwrap();
    let places = ["category_code", "category2_code"].map(place);
    let (own, target) = (place("family"), place("target"));
    let mut codes = BTreeSet::new();
    for row in rows.iter().filter(|row| row[own] == family) {
        codes.extend(places.map(|place| row[place].clone()));
        let words =
            row[target].split(|char: char| !char.is_ascii_alphanumeric() && char != '-' && char != '_');
        codes.extend(words.map(str::to_owned));
    }
    codes
}

/// The code of the amount, information or extension that a path ends with.
fn code(path: &str) -> Option<&str> {
    let (list, code) = path.rsplit_once('[')?;
    let coded =
        ["adjudication", "total", "supportingInfo", "extension"].iter().any(|name| list.ends_with(name));
    let code = code.trim_end_matches(']').split(' ').next()?;
    coded.then_some(code)
}

pub(crate) fn read(shared: &Path, name: &str) -> Value {
    let path = shared.join("data/fml_pairs").join(name).with_extension("json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The rows of the source that a sample was made of.
fn source(sample: &Value) -> Source {
    let mut source = Source::default();
    let mut header = cells(sample.as_object().unwrap());
    for part in ["institutionalComponents", "profComponents"] {
        if let Some(part) = sample[part].as_object() {
            header.extend(cells(part));
        }
    }
    let keys = |number: usize| {
        let keys = [("GEO_BENE_SK", "1"), ("CLM_DT_SGNTR_SK", "1"), ("CLM_NUM_SK", "1")];
        let mut keys: Cells =
            keys.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        keys.insert("CLM_UNIQ_ID".to_owned(), CLAIM.to_string());
        keys.insert("CLM_TYPE_CD".to_owned(), header["CLM_TYPE_CD"].clone());
        keys.insert("CLM_ANSI_SGNTR_SK".to_owned(), number.to_string());
        keys
    };
    add(&mut source, &HEADER, &header, &keys(0));
    for (number, line) in (1..).zip(parts(sample, "lineItemComponents")) {
        add(&mut source, &LINE, &line, &keys(number));
    }
    for diagnosis in parts(sample, "diagnoses") {
        add(&mut source, &[View::ClmProd], &diagnosis, &keys(0));
    }
    for mut procedure in parts(sample, "procedures") {
        procedure.insert("CLM_PROD_TYPE_CD".to_owned(), "S".to_owned());
        add(&mut source, &[View::ClmProd], &procedure, &keys(0));
    }
    for (code, column) in [("18", "CLM_OPRTNL_DSPRTNT_AMT"), ("19", "CLM_OPRTNL_IME_AMT")] {
        if let Some(amount) = header.get(column) {
            let cells = [("CLM_VAL_CD", code), ("CLM_VAL_AMT", amount)];
            let cells = cells.map(|(name, text)| (name.to_owned(), text.to_owned()));
            add(&mut source, &[View::ClmVal], &cells.into(), &keys(0));
        }
    }
    source
}

fn parts(sample: &Value, name: &str) -> Vec<Cells> {
    let parts = sample[name].as_array().into_iter().flatten();
    parts.map(|part| cells(part.as_object().unwrap())).collect()
}

pub(crate) fn cells(object: &Map<String, Value>) -> Cells {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let name = |name: &str| match name {
        // One sample spells it so.
        "CLM_RNDRNG_FED_PRVDR_SPCLTY_CD" => "CLM_RNDRG_FED_PRVDR_SPCLTY_CD".to_owned(),
        _ => name.to_owned(),
    };
    object.iter().filter_map(|(own, value)| Some((name(own), text(value)?))).collect()
}

/// The maps have the names of providers from elsewhere: here from what they made.
fn add_providers(source: &mut Source, theirs: &Value) {
    let mut add = |npi: &Value, names: &[(&str, &str)]| {
        let npi = ("PRVDR_NPI_NUM", npi.as_str().unwrap());
        let cells = names.iter().chain([&npi]).map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        source.add(View::PrvdrHstry, Origin { file: 1, line: 1 }, cells.collect());
    };
    for contained in theirs["contained"].as_array().into_iter().flatten() {
        if contained["identifier"][0]["system"] == "http://hl7.org/fhir/sid/us-npi" {
            let text = |path: &str| contained.pointer(path).and_then(Value::as_str).unwrap_or_default();
            let names = [
                ("PRVDR_LGL_NAME", text("/name")),
                ("PRVDR_LAST_NAME", text("/name/0/family")),
                ("PRVDR_1ST_NAME", text("/name/0/given/0")),
            ];
            add(&contained["id"], &names);
        }
    }
    for member in theirs["careTeam"].as_array().into_iter().flatten() {
        let provider = &member["provider"];
        if let Some((last, first)) = provider["display"].as_str().and_then(|name| name.split_once(", ")) {
            let names = [("PRVDR_LAST_NAME", last), ("PRVDR_1ST_NAME", first)];
            add(&provider["identifier"]["value"], &names);
        }
    }
}

/// Adds a row of each view that has a column of `cells`.
fn add(source: &mut Source, views: &[View], cells: &Cells, keys: &Cells) {
    for view in views {
        let has = |cells: &Cells| -> Cells {
            let own = cells.iter().filter(|(name, _)| view.column(name).is_some());
            own.map(|(name, text)| (name.clone(), text.clone())).collect()
        };
        let mut row = has(cells);
        if row.keys().any(|name| !keys.contains_key(name) && name != "CLM_LINE_NUM") {
            row.extend(has(keys));
            source.add(*view, Origin { file: 0, line: 1 }, row);
        }
    }
}

/// The resource without its times and the numbers of its entries, its lists in the order of what they are about: the
/// maps' order is not the server's. The samples' ids of claims are no numbers, so claims go without.
pub(crate) fn sorted(mut resource: Value) -> Value {
    resource["meta"]["lastUpdated"] = Value::Null;
    if resource["resourceType"] == "ExplanationOfBenefit" {
        resource["id"] = Value::Null;
        resource["identifier"][0]["value"] = Value::Null;
    }
    for list in ["supportingInfo", "diagnosis", "careTeam"] {
        for entry in resource[list].as_array_mut().into_iter().flatten() {
            entry.as_object_mut().unwrap().remove("sequence");
        }
    }
    for item in resource["item"].as_array_mut().into_iter().flatten() {
        for list in ["informationSequence", "diagnosisSequence", "careTeamSequence"] {
            item.as_object_mut().unwrap().remove(list);
        }
    }
    for contained in resource["contained"].as_array_mut().into_iter().flatten() {
        if contained["resourceType"] == "Observation" {
            contained["id"] = "observation".into();
        }
    }
    for entry in resource["supportingInfo"].as_array_mut().into_iter().flatten() {
        if let Some(reference) = entry.get_mut("valueReference") {
            *reference = Value::Null;
        }
    }
    for member in resource.get_mut("careTeam").and_then(Value::as_array_mut).into_iter().flatten() {
        let npi = member["provider"]["identifier"]["value"].as_str().unwrap_or_default();
        member["id"] = format!("{npi} {}", member["role"]["coding"][0]["code"]).into();
    }
    sort(&mut resource);
    resource
}

fn sort(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(sort);
            let system = |item: &Value| item["system"].as_str().map(str::to_owned);
            items.sort_by_cached_key(|item| (compare::name(item).or_else(|| system(item)), item.to_string()));
        }
        Value::Object(members) => members.values_mut().for_each(sort),
        _ => {}
    }
}
