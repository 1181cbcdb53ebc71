//! Extensions of Patient and Coverage: one for each variable of the Chronic Conditions Warehouse.

use bluestem_model::column::{Column, ccw_bene};
use bluestem_model::record::Row;
use bluestem_model::rif::{MONTHS, Monthly};

use super::person::Person;
use crate::codes::CodeSystem;
use crate::codes::variables::{DUAL, PTDCNTRCT, RFRNC_YR, Variable};
use crate::datatype::coding_fields;
use crate::json::Json;

/// One extension, or one for each month.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// A code of the person.
    Code(&'static Variable, Column),
    /// A code for each month of the latest reference year.
    Months(&'static CodeSystem, Monthly),
    /// The Part D contract of each month of every reference year, under URLs that name year and month.
    Contracts,
    /// The latest reference year.
    Year,
}

/// The dual eligibility of each month, after the year that it is of.
pub(super) const YEAR_AND_DUAL: [Rule; 2] = [Rule::Year, Rule::Months(&DUAL, Monthly::Dual)];

/// Writes what the rules say as elements of an array.
pub(super) fn write(json: &mut Json<'_>, person: &Person<'_>, rules: &[Rule]) {
    for rule in rules {
        match *rule {
            Rule::Code(variable, column) => {
                if let Some(code) = person.text(column) {
                    coded(json, variable.system.url, &variable.system, code);
                }
            }
            Rule::Months(system, kind) => {
                for (month, code) in person.latest_year().into_iter().flat_map(|year| months(year, kind)) {
                    coded(json, &of_month(system, month), system, code);
                }
            }
            Rule::Contracts => person.years().for_each(|year| contracts(json, year)),
            Rule::Year => year(json, person),
        }
    }
}

/// The values of a year's months that there are, with the months from 1.
fn months(year: Row<'_>, kind: Monthly) -> impl Iterator<Item = (usize, &str)> {
    let columns = MONTHS.iter().find(|(known, _)| *known == kind).map(|(_, columns)| columns);
    let months = (1..).zip(columns.into_iter().flatten());
    months.filter_map(move |(month, column)| Some((month, year.text(*column)?)))
}

fn of_month(system: &CodeSystem, month: usize) -> String {
    format!("{}{month:02}", system.url)
}

/// An extension with a coding of the same URL.
fn coded(json: &mut Json<'_>, url: &str, system: &CodeSystem, code: &str) {
    coding(json, url, url, system, code);
}

fn coding(json: &mut Json<'_>, url: &str, system_url: &str, system: &CodeSystem, code: &str) {
    json.element(|json| {
        json.text("url", url);
        json.object("valueCoding", |json| coding_fields(json, system_url, code, system.built_in(code)));
    });
}

fn contracts(json: &mut Json<'_>, row: Row<'_>) {
    let Some(year) = row.integer(ccw_bene::RFRNC_YR) else { return };
    for (month, code) in months(row, Monthly::PartDContract) {
        let system = of_month(&PTDCNTRCT, month);
        coding(json, &format!("{system}/{year}-{month}"), &system, &PTDCNTRCT, code);
    }
}

fn year(json: &mut Json<'_>, person: &Person<'_>) {
    let Some(year) = person.latest_year().and_then(|row| row.integer(ccw_bene::RFRNC_YR)) else { return };
    json.element(|json| {
        json.text("url", RFRNC_YR.system.url);
        json.text("valueDate", &format!("{year:04}"));
    });
}
