use std::collections::BTreeSet;

use bluestem_model::column::{Column, Kind};

use super::*;

fn infos(rules: &RuleSet) -> impl Iterator<Item = &Info> {
    rules.info.iter().flat_map(|group| match group {
        InfoGroup::Header(infos) | InfoGroup::Line(infos) | InfoGroup::OnlyLine(infos) => infos.iter(),
    })
}

fn amounts<'r>(rules: &'r RuleSet) -> impl Iterator<Item = &'r Amount> {
    let amount = |adjudication: &'r Adjudication| match adjudication {
        Adjudication::Amount(amount) => Some(amount),
        _ => None,
    };
    let line = rules.line_adjudication.iter().filter_map(amount);
    rules.adjudication.iter().copied().flatten().filter_map(amount).chain(line).chain(rules.total)
}

fn columns_of(amount: &Amount) -> Vec<Column> {
    match &amount.source {
        Source::Money(column) | Source::Number(column) => vec![*column],
        Source::ValueCode(_) => vec![],
        Source::Sum(columns, given) => [columns, &[*given][..]].concat(),
    }
}

#[test]
fn categories_are_valid_json_with_a_system_a_code_and_a_text() {
    for (family, rules) in all() {
        let categories = infos(rules).map(|info| &info.category);
        for category in categories.chain(amounts(rules).map(|amount| &amount.category)) {
            let json: serde_json::Value = serde_json::from_str(category.json).unwrap();
            let codings = json["coding"].as_array().unwrap();
            assert!(category.slice.is_some() || category.code.is_some(), "{family}");
            for coding in codings {
                assert!(coding["system"].is_string() && coding["code"].is_string(), "{family} {coding}");
            }
            if let Some(code) = category.code {
                assert!(!category.display.is_empty(), "{family} {code}");
                assert!(codings.iter().any(|coding| coding["code"] == code), "{family} {code}");
            }
        }
        for role in rules.care_team.iter().chain(&rules.line_care_team) {
            let json: serde_json::Value = serde_json::from_str(role.json).unwrap();
            assert_eq!(json["coding"][0]["code"], role.code);
        }
    }
}

#[test]
fn no_column_is_used_twice_for_the_same_thing() {
    for (family, rules) in all() {
        let mut seen = BTreeSet::new();
        for info in infos(rules) {
            assert!(seen.insert(info.column), "{family} {:?}", info.column);
        }
        let header: Vec<&Adjudication> = rules.adjudication.iter().copied().flatten().collect();
        for list in [header, rules.line_adjudication.iter().collect()] {
            let mut codes = BTreeSet::new();
            for adjudication in list {
                if let Adjudication::Amount(amount) = adjudication {
                    assert!(codes.insert(amount.category.code), "{family} {:?}", amount.category.code);
                }
            }
        }
        let mut codes = BTreeSet::new();
        for amount in rules.total {
            assert!(codes.insert(amount.category.code), "{family} {:?}", amount.category.code);
        }
        let mut extensions = BTreeSet::new();
        for extension in rules.line_extensions {
            assert!(extensions.insert(extension.column), "{family} {:?}", extension.column);
        }
    }
}

#[test]
fn amounts_are_read_from_numbers_and_dates_from_dates() {
    for (family, rules) in all() {
        for column in amounts(rules).flat_map(columns_of) {
            let kind = column.spec().unwrap().kind;
            assert!(matches!(kind, Kind::Decimal | Kind::Integer), "{family} {column:?}");
        }
        for info in infos(rules) {
            let date = info.column.spec().unwrap().kind == Kind::Date;
            let written_as_date = matches!(info.value, InfoValue::Date | InfoValue::AdmissionPeriod);
            assert_eq!(date, written_as_date, "{family} {:?}", info.column);
        }
    }
}

#[test]
fn every_total_has_an_amount_type() {
    for (family, rules) in all() {
        for amount in rules.total {
            assert!(amount.category.slice.is_some(), "{family} {:?}", amount.category.code);
        }
    }
}
