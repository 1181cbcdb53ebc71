//! Our rule tables against the tables of what BFD v3 emits, row by row: same column, same codings, same order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bluestem_fhir::dictionary;
use bluestem_fhir::v3::eob::rules::{
    self, Adjudication, Amount, Category, Extension, ExtensionValue, Info, InfoGroup, InfoValue, Role,
    RuleSet, Source,
};

use crate::csv;
use crate::source::shared;

/// The families of the table and what ours are called.
const FAMILIES: [(&str, &str); 5] = [
    ("inst_nch", "institutional"),
    ("inst_ss", "institutional in process"),
    ("prof_nch", "professional"),
    ("prof_ss", "professional in process"),
    ("rx", "pharmacy"),
];

/// The dictionary's elements for rows that no rule table has, by how their targets begin.
#[rustfmt::skip] // a table: one row a line
const IRREGULAR: &[(&str, &[&str])] = &[
    ("id", &["id"]),
    ("patient.reference", &["patient"]),
    ("status", &["status"]),
    ("use", &["use"]),
    ("type.coding", &["type"]),
    ("subType", &["subType"]),
    ("meta.lastUpdated", &["meta.lastUpdated"]),
    ("meta.profile", &["meta.profile"]),
    ("meta.tag", &["meta.tag"]),
    ("meta.security", &["meta.security"]),
    ("meta.source", &["meta.source"]),
    ("identifier[0]", &["identifier:uc", "identifier:Unique-Tracking-Number"]),
    ("identifier[1]", &["identifier:CLM-CNTL-NUM", "identifier:PA-ICN-DCN"]),
    ("related", &["related"]),
    ("billablePeriod.start", &["billablePeriod.start"]),
    ("billablePeriod.end", &["billablePeriod.end"]),
    ("created", &["created"]),
    ("contained Organization/insurer-org", &["contained:insurer"]),
    ("contained Organization", &["contained:provider"]),
    ("contained Observation", &["contained:observation"]),
    ("outcome", &["outcome"]),
    ("preAuthRefPeriod", &["preAuthRefPeriod"]),
    ("item[line].sequence", &["item.sequence"]),
    ("item[line].productOrService", &["item.productOrService"]),
    ("item[line].detail", &["item.detail"]),
    ("item[line].quantity", &["item.quantity"]),
    ("item[line].revenue", &["item.revenue"]),
    ("item[line].modifier", &["item.modifier"]),
    ("item[line].servicedPeriod", &["item.servicedPeriod"]),
    ("item[line].locationCodeableConcept", &["item.locationCodeableConcept"]),
    ("item[line].diagnosisSequence", &["item.diagnosisSequence"]),
    ("item[0].sequence", &["item.sequence"]),
    ("item[0].productOrService", &["item.productOrService"]),
    ("item[0].detail", &["item.detail"]),
    ("item[0].quantity", &["item.quantity"]),
    ("item[0].servicedDate", &["item.servicedDate"]),
    ("item.", &["item"]),
    ("procedure", &["procedure.sequence", "procedure.date", "procedure.procedureCodeableConcept"]),
    ("diagnosis", &["diagnosis.diagnosisCodeableConcept", "diagnosis.type", "diagnosis.onAdmission"]),
    ("payment.amount", &["payment.amount"]),
    ("payment.date", &["payment.date"]),
    ("insurance", &["insurance.coverage"]),
    ("careTeam referring", &["careTeam:referring"]),
    ("careTeam rendering", &["careTeam:rendering"]),
    ("careTeam attending", &["careTeam:attending"]),
    ("supportingInfo CLM_CNTRCTR_NUM", &["supportingInfo:CLM_CNTRCTR_NUM"]),
    ("supportingInfo typeofbill", &["supportingInfo:typeofbill"]),
];

/// Columns that the table names for an element and that its element in ours rightly does without.
const NOT_OURS: [(&str, &str); 1] = [
    // The diagnosis that a line names is found by its code, not by the row that it shares with the line.
    ("item[line].diagnosisSequence[+]", "CLM_DGNS_CD"),
];

/// A row of the table by the names of its columns.
pub(crate) type Row = BTreeMap<String, String>;

pub(crate) fn rows(shared: &Path, name: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(shared.join("data").join(name)).unwrap();
    let rows = csv::rows(&text);
    let (names, rows) = rows.split_first().unwrap();
    rows.iter().map(|row| names.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

/// `VIEW.COLUMN` of every column that a row reads.
fn sources(row: &Row) -> Vec<String> {
    let named = row["idr_source"].split(" | ").flat_map(|part| part.split('|'));
    named.map(|name| name.trim_start_matches("V2_MDCR_").to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The rows of a family that go to one of our tables, said as [`Said`] says ours.
fn expected(rows: &[Row], family: &str, target: &str) -> Vec<String> {
    let wanted = rows.iter().filter(|row| row["family"] == family && row["target"].starts_with(target));
    wanted.map(said).collect()
}

fn said(row: &Row) -> String {
    let target = row["target"].as_str();
    let own = |name: &str| row[name].clone();
    if let Some((_, value)) = target.strip_prefix("supportingInfo[+]").and_then(|rest| rest.split_once('.')) {
        let slice = own("category_system").ends_with("C4BBSupportingInfoType");
        let (code, display) = if slice {
            (own("category_code"), String::new())
        } else {
            (own("category_code"), own("category_display"))
        };
        return [sources(row)[0].clone(), code, display, value.to_owned(), systems(row).join("+")].join("|");
    }
    if target.contains(".extension(") {
        let name = target.split(['(', ')']).nth(1).unwrap();
        let name = name.rsplit("url ").next().unwrap();
        return [sources(row).join("+"), name.to_owned(), own("category_system")].join("|");
    }
    if target.starts_with("careTeam") {
        let specialty = sources(row).into_iter().find(|name| name.contains("SPCLTY")).unwrap_or_default();
        return [own("category_code"), own("category_display"), specialty].join("|");
    }
    let (slice, code, display) = if own("category2_code").is_empty() {
        (String::new(), own("category_code"), own("category_display"))
    } else {
        (own("category_code"), own("category2_code"), own("category2_display"))
    };
    let source = match code.as_str() {
        "benefitpaymentstatus" => String::new(),
        "adjustmentreason" => "CLM_ANSI_SGNTR".to_owned(),
        _ if sources(row)[0].starts_with("CLM_VAL.") => "CLM_VAL".to_owned(),
        _ => sources(row).join("+"),
    };
    let value = if target.contains(".value") { "value" } else { "" };
    [source, slice, code, display, value.to_owned()].join("|")
}

/// The code systems that a row's note names.
fn systems(row: &Row) -> Vec<String> {
    let Some((_, note)) = row["note"].split_once("code.coding = ") else { return Vec::new() };
    note.split_whitespace()
        .filter(|word| word.starts_with("http"))
        .map(|url| url.trim_end_matches('.').to_owned())
        .collect()
}

fn infos(rules: &RuleSet) -> Vec<String> {
    let groups = rules.info.iter().flat_map(|group| match group {
        InfoGroup::Header(infos) | InfoGroup::Line(infos) | InfoGroup::OnlyLine(infos) => infos.iter(),
    });
    groups.map(info).collect()
}

fn info(info: &Info) -> String {
    let url = |system: &&'static bluestem_fhir::codes::CodeSystem| system.url.to_owned();
    let (value, systems) = match &info.value {
        InfoValue::Codes(systems) => ("code", systems.iter().map(url).collect()),
        InfoValue::CodeOr(system, _) | InfoValue::Number(system) => ("code", vec![url(system)]),
        InfoValue::State => ("code", vec![url(&&bluestem_fhir::codes::systems::US_FIPS_STATE_CODES)]),
        InfoValue::Conditions => ("code", vec![url(&&bluestem_fhir::codes::systems::CLM_RLT_COND_CD)]),
        InfoValue::AuditTrail => ("code", vec![url(&&bluestem_fhir::codes::systems::CLM_AUDT_TRL_STUS_CD)]),
        InfoValue::TypeOfBill => ("code", vec![]),
        InfoValue::Date => ("timingDate", vec![]),
        InfoValue::AdmissionPeriod => ("timingPeriod", vec![]),
        InfoValue::Text => ("valueString", vec![]),
        InfoValue::Quantity(_) => ("valueQuantity", vec![]),
    };
    let Category { slice, code, display, .. } = &info.category;
    let code = slice.or(*code).unwrap();
    [&format!("{:?}", info.column), code, display, value, &systems.join("+")].join("|")
}

fn adjudication(rule: &Adjudication) -> String {
    match rule {
        Adjudication::Amount(rule) => amount(rule),
        Adjudication::PaymentStatus | Adjudication::PricingStatus(_) => {
            "||benefitpaymentstatus|Benefit Payment Status|".to_owned()
        }
        Adjudication::AdjustmentReason(_) => "CLM_ANSI_SGNTR||adjustmentreason|Adjustment Reason|".to_owned(),
    }
}

fn amount(rule: &Amount) -> String {
    let (source, value) = match &rule.source {
        Source::Money(column) => (format!("{column:?}"), ""),
        Source::Number(column) => (format!("{column:?}"), "value"),
        Source::ValueCode(_) => ("CLM_VAL".to_owned(), ""),
        Source::Sum(columns, _) => {
            (columns.iter().map(|column| format!("{column:?}")).collect::<Vec<_>>().join("+"), "")
        }
    };
    let Category { slice, code, display, .. } = &rule.category;
    [&source, slice.unwrap_or_default(), code.unwrap(), display, value].join("|")
}

fn extension(rule: &Extension) -> String {
    let system = match rule.value {
        ExtensionValue::Coding(system) => system.url,
        ExtensionValue::Decimal | ExtensionValue::TaxNumber => "",
    };
    [&format!("{:?}", rule.column), rule.name, system].join("|")
}

fn member(role: &Role) -> String {
    let json: serde_json::Value = serde_json::from_str(role.json).unwrap();
    let display = json["coding"][0]["display"].as_str().unwrap();
    let specialty = role.specialty.map(|column| format!("{column:?}")).unwrap_or_default();
    [role.code, display, &specialty].join("|")
}

#[test]
fn every_regular_row_is_in_our_tables_in_the_same_order() {
    let Some(shared) = shared() else { return };
    let rows = rows(&shared, "mapping/v3_server_mapping.csv");
    let mut compared = 0;
    for (theirs, ours) in FAMILIES {
        let (_, rules) = rules::all().find(|(name, _)| *name == ours).unwrap();
        let header: Vec<String> = rules.adjudication.iter().copied().flatten().map(adjudication).collect();
        let tables: [(&str, Vec<String>); 6] = [
            ("supportingInfo[+]", infos(rules)),
            ("adjudication[", header),
            ("total[+]", rules.total.iter().map(amount).collect()),
            ("item[line].adjudication[+]", rules.line_adjudication.iter().map(adjudication).collect()),
            ("item[line].extension(", rules.line_extensions.iter().map(extension).collect()),
            ("careTeam", rules.line_care_team.iter().chain(rules.care_team).map(member).collect()),
        ];
        for (target, table) in tables {
            let expected = expected(&rows, theirs, target);
            compared += expected.len();
            assert_eq!(table, expected, "{theirs} {target}");
        }
    }
    assert!(compared > 360, "{compared}");
}

#[test]
fn every_other_row_has_an_element_with_its_columns() {
    let Some(shared) = shared() else { return };
    let regular = [
        "supportingInfo[+]",
        "adjudication[",
        "total[+]",
        "item[line].adjudication[+]",
        "item[line].extension(",
        "careTeam[",
    ];
    let mut missing = BTreeSet::new();
    for row in rows(&shared, "mapping/v3_server_mapping.csv") {
        let target = row["target"].as_str();
        if row["resource"] != "ExplanationOfBenefit" || regular.iter().any(|start| target.starts_with(start))
        {
            continue;
        }
        let known = IRREGULAR.iter().filter(|(start, _)| target.starts_with(start));
        let known = known.max_by_key(|(start, _)| start.len());
        let Some((_, paths)) = known else {
            missing.insert(format!("nothing for {target}"));
            continue;
        };
        let paths: Vec<String> = match target.strip_prefix("item.").filter(|_| paths == &["item"]) {
            Some(name) => {
                vec![format!("item.{}", name.replace('(', ":").trim_end_matches([')', ']', '0', '[']))]
            }
            None => paths.iter().map(|path| (*path).to_owned()).collect(),
        };
        let columns: Vec<String> = dictionary::elements()
            .iter()
            .filter(|element| paths.iter().any(|path| element.path == format!("ExplanationOfBenefit.{path}")))
            .flat_map(|element| element.columns.iter().map(|column| column.name().to_owned()))
            .collect();
        let found = dictionary::elements()
            .iter()
            .any(|element| paths.iter().any(|path| element.path == format!("ExplanationOfBenefit.{path}")));
        if !found {
            missing.insert(format!("{target}: {paths:?}"));
        }
        for source in sources(&row) {
            let name = source.rsplit('.').next().unwrap();
            let ours = name.starts_with("CLM_<") || NOT_OURS.contains(&(target, name));
            if !ours && !columns.iter().any(|column| column == name) {
                missing.insert(format!("{} {target}: {source}", row["family"]));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
