//! Whether a claim is a substance use disorder record under 42 CFR Part 2.

use std::collections::BTreeSet;

use super::Labels;
use super::list::{LabelList, System};
use crate::claim::{ClaimKind, kind_of};
use crate::column::{View, clm, clm_instnl, clm_line, clm_prod, prauc};
use crate::record::{ClaimRecord, Row};
use crate::time::Date;

impl LabelList {
    /// The security labels of a claim by its diagnoses, procedures, line services and DRG. The code system of a
    /// code must be that of the list's entry, and the claim's through date must lie in the entry's window; a claim
    /// without one counts as of today's list. Of a prior authorization the services and diagnoses count, on the day
    /// from which it is valid. Pharmacy claims have none (BFD v3).
    pub fn labels_of(&self, claim: &ClaimRecord<'_>) -> Labels {
        let mut sensitive = false;
        each_code(claim, |code| {
            sensitive = sensitive || self.find(code.system, code.text, code.date).is_some();
        });
        if sensitive { Labels::PART2 } else { Labels::NONE }
    }

    /// The entries of the list that a claim matches: why it has its label.
    pub fn matches(&self, claim: &ClaimRecord<'_>) -> BTreeSet<(System, String)> {
        let mut found = BTreeSet::new();
        each_code(claim, |code| {
            let entry = self.find(code.system, code.text, code.date);
            found.extend(entry.map(|entry| (code.system, entry.to_owned())));
        });
        found
    }
}

/// A code of a claim as it may stand in a list.
struct Code<'r> {
    system: System,
    text: &'r str,
    date: Option<Date>,
}

/// Shows `see` every code of the claim that may be listed.
fn each_code(claim: &ClaimRecord<'_>, mut see: impl FnMut(Code<'_>)) {
    let kind = claim.integer(clm::CLM_TYPE_CD).and_then(|code| u16::try_from(code).ok()).and_then(kind_of);
    if kind == Some(ClaimKind::Pde) {
        return;
    }
    let date = claim.date(clm::CLM_THRU_DT);
    for row in claim.record().rows_of(View::ClmProd) {
        product_codes(&row, |system, text| see(Code { system, text, date }));
    }
    for line in claim.lines() {
        if let Some(text) = line.text(clm_line::CLM_LINE_HCPCS_CD) {
            see(Code { system: service_system(text), text, date });
        }
        // The diagnosis of a line has no indicator of its revision: either may be meant.
        if let Some(text) = line.text(clm_line::CLM_LINE_DGNS_CD) {
            see(Code { system: System::Icd10Cm, text, date });
            see(Code { system: System::Icd9Cm, text, date });
        }
    }
    if let Some(drg) = claim.integer(clm_instnl::DGNS_DRG_CD) {
        see(Code { system: System::MsDrg, text: &format!("{drg:03}"), date });
    }
    for row in claim.record().rows_of(View::Prauc) {
        let date = row.date(prauc::UTN_VALID_ST_DT);
        segment_codes(&row, |system, text| see(Code { system, text, date }));
    }
}

/// A diagnosis or procedure row. Without a valid indicator its codes are of the tenth revision (BFD v3).
fn product_codes(row: &Row<'_>, mut see: impl FnMut(System, &str)) {
    let (diagnosis, procedure) = revision(row.text(clm_prod::CLM_DGNS_PRCDR_ICD_IND));
    if let Some(code) = row.text(clm_prod::CLM_DGNS_CD) {
        see(diagnosis, code);
    }
    if let Some(code) = row.text(clm_prod::CLM_PRCDR_CD) {
        see(procedure, code);
    }
}

/// A segment of a prior authorization. The service of an inpatient one is a HIPPS code, which no list has.
fn segment_codes(row: &Row<'_>, mut see: impl FnMut(System, &str)) {
    let service = row.text(prauc::HCPCS_OR_CPT_OR_HIPPS).filter(|_| row.text(prauc::CLM_TYPE) != Some("I"));
    if let Some(code) = service {
        see(service_system(code), code);
    }
    for (indicator, code) in [
        (prauc::ICD_DIAG_IND_1, prauc::ICD_DIAG_CODE_1),
        (prauc::ICD_DIAG_IND_2, prauc::ICD_DIAG_CODE_2),
        (prauc::ICD_DIAG_IND_3, prauc::ICD_DIAG_CODE_3),
        (prauc::ICD_DIAG_IND_4, prauc::ICD_DIAG_CODE_4),
        (prauc::ICD_DIAG_IND_5, prauc::ICD_DIAG_CODE_5),
    ] {
        if let Some(code) = row.text(code) {
            see(revision(row.text(indicator)).0, code);
        }
    }
    if let Some(code) = row.text(prauc::ICD_PROC_CODE) {
        see(revision(row.text(prauc::ICD_PROC_IND)).1, code);
    }
}

/// The systems of diagnoses and procedures by the indicator of their revision.
fn revision(indicator: Option<&str>) -> (System, System) {
    match indicator {
        Some("9") => (System::Icd9Cm, System::Icd9Procedure),
        _ => (System::Icd10Cm, System::Icd10Pcs),
    }
}

/// A CPT code begins with a digit, a HCPCS Level II code with a letter. BFD v3 takes codes of digits alone for
/// CPT and so misses the list's 4320F and 0078U. HIPPS codes have a column of their own and never count.
fn service_system(code: &str) -> System {
    if code.starts_with(|first: char| first.is_ascii_digit()) { System::Cpt } else { System::Hcpcs }
}

#[cfg(test)]
mod tests;
