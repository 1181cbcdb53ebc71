//! `procedure`.

use bluestem_model::column::{View, clm_prod};
use bluestem_model::record::Row;

use super::Claim;
use super::coding::{coding, coding_of, concept};
use crate::codes::CodeSystem;
use crate::codes::systems::{ICD_9_CM, ICD_10_PCS};
use crate::json::Json;

macro_rules! kind {
    ($code:literal, $display:literal) => {
        concat!(
            "[{\"coding\":[",
            coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimProcedureType", $code, $display),
            "]}]"
        )
    };
}

const PRINCIPAL: &str = kind!("principal", "Principal");
const OTHER: &str = kind!("other", "Other");

/// Before this day a date only says that it is not known (BFD v3).
const FIRST_DAY: &str = "2000-01-01";

struct Procedure<'c> {
    number: i64,
    kind: Option<&'c str>,
    code: &'c str,
    system: &'static CodeSystem,
    date: Option<&'c str>,
}

impl<'c> Procedure<'c> {
    fn of(row: &Row<'c>) -> Option<Self> {
        let system = match row.text(clm_prod::CLM_DGNS_PRCDR_ICD_IND) {
            Some("0") => &ICD_10_PCS,
            Some("9") | None => &ICD_9_CM,
            Some(_) => return None,
        };
        Some(Self {
            number: row.integer(clm_prod::CLM_VAL_SQNC_NUM).unwrap_or(0),
            kind: row.text(clm_prod::CLM_PROD_TYPE_CD),
            code: row.text(clm_prod::CLM_PRCDR_CD)?,
            system,
            date: row.date_text(clm_prod::CLM_PRCDR_PRFRM_DT).filter(|date| *date > FIRST_DAY),
        })
    }
}

/// Writes the procedures by number. FHIR numbers from 1 and each number once: those that the source numbers 0
/// or like another follow behind the last.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    let rows = claim.record.record().rows_of(View::ClmProd);
    let mut procedures: Vec<Procedure<'_>> = rows.filter_map(|row| Procedure::of(&row)).collect();
    procedures.sort_by_key(|procedure| (procedure.number, procedure.kind));
    let mut last = 0;
    let mut unnumbered = Vec::new();
    for procedure in procedures {
        if procedure.number > last {
            last = procedure.number;
            one(json, claim, &procedure, last, if last == 1 { PRINCIPAL } else { OTHER });
        } else {
            unnumbered.push(procedure);
        }
    }
    for (procedure, sequence) in unnumbered.iter().zip(last + 1..) {
        one(json, claim, procedure, sequence, OTHER);
    }
}

fn one(json: &mut Json<'_>, claim: &Claim<'_>, procedure: &Procedure<'_>, sequence: i64, kind: &str) {
    json.begin_object();
    json.key("sequence");
    json.integer(sequence);
    json.raw_member("type", kind);
    json.optional_text("date", procedure.date);
    concept(json, "procedureCodeableConcept", |json| {
        let nine = std::ptr::eq(procedure.system, &raw const ICD_9_CM) && !procedure.code.contains('.');
        match procedure.code.split_at_checked(2) {
            Some((head, tail)) if nine && !tail.is_empty() => {
                coding_of(json, procedure.system, &[head, ".", tail]);
            }
            _ => coding(json, procedure.system, procedure.code, claim.options.displays),
        }
    });
    json.end_object();
}
