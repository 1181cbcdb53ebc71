//! Whether a claim is a substance use disorder record under 42 CFR Part 2.

use super::part2_codes::{PART2, System};
use super::{Labels, PART2_LIST_VERSION};
use crate::claim::{ClaimKind, kind_of};
use crate::column::{View, clm, clm_instnl, clm_line, clm_prod};
use crate::record::{ClaimRecord, Row};
use crate::time::Date;

/// The version of the code list that [`labels_of`] goes by.
pub const LABEL_LIST: u32 = PART2_LIST_VERSION;

/// The security labels of a claim by its diagnoses, procedures, line services and DRG. The code system of a
/// code must be that of the list's entry, and the claim's through date must lie in the entry's window; a claim
/// without one counts as of today's list. Pharmacy claims have none (BFD v3).
pub fn labels_of(claim: &ClaimRecord<'_>) -> Labels {
    let kind = claim.integer(clm::CLM_TYPE_CD).and_then(|code| u16::try_from(code).ok()).and_then(kind_of);
    if kind == Some(ClaimKind::Pde) {
        return Labels::NONE;
    }
    let thru = claim.date(clm::CLM_THRU_DT);
    let sensitive = claim.record().rows_of(View::ClmProd).any(|row| is_sensitive_product(&row, thru))
        || claim.lines().iter().any(|line| {
            is_sensitive_service(line.text(clm_line::CLM_LINE_HCPCS_CD), thru)
                || is_sensitive_line_diagnosis(line.text(clm_line::CLM_LINE_DGNS_CD), thru)
        })
        || claim.integer(clm_instnl::DGNS_DRG_CD).is_some_and(|drg| {
            let code = format!("{drg:03}");
            is_listed(System::MsDrg, &code, thru)
        });
    if sensitive { Labels::PART2 } else { Labels::NONE }
}

/// A diagnosis or procedure row. Without a valid indicator its codes are of the tenth revision (BFD v3).
fn is_sensitive_product(row: &Row<'_>, thru: Option<Date>) -> bool {
    let ninth = row.text(clm_prod::CLM_DGNS_PRCDR_ICD_IND) == Some("9");
    let (diagnosis, procedure) =
        if ninth { (System::Icd9Cm, System::Icd9Procedure) } else { (System::Icd10Cm, System::Icd10Pcs) };
    row.text(clm_prod::CLM_DGNS_CD).is_some_and(|code| is_listed(diagnosis, code, thru))
        || row.text(clm_prod::CLM_PRCDR_CD).is_some_and(|code| is_listed(procedure, code, thru))
}

/// A CPT code begins with a digit, a HCPCS Level II code with a letter. BFD v3 takes codes of digits alone for
/// CPT and so misses the list's 4320F and 0078U. HIPPS codes have a column of their own and never count.
fn is_sensitive_service(code: Option<&str>, thru: Option<Date>) -> bool {
    code.is_some_and(|code| {
        let system =
            if code.starts_with(|first: char| first.is_ascii_digit()) { System::Cpt } else { System::Hcpcs };
        is_listed(system, code, thru)
    })
}

/// The diagnosis of a line has no indicator of its revision: either may be meant.
fn is_sensitive_line_diagnosis(code: Option<&str>, thru: Option<Date>) -> bool {
    code.is_some_and(|code| is_listed(System::Icd10Cm, code, thru) || is_listed(System::Icd9Cm, code, thru))
}

fn is_listed(system: System, code: &str, thru: Option<Date>) -> bool {
    let mut plain = [0_u8; 8];
    let mut length = 0;
    for byte in code.bytes().filter(|byte| !matches!(byte, b'.' | b' ')) {
        // No code of the list is longer than eight characters.
        let Some(slot) = plain.get_mut(length) else { return false };
        *slot = byte.to_ascii_uppercase();
        length += 1;
    }
    let plain = plain.get(..length).unwrap_or_default();
    PART2.iter().any(|entry| {
        entry.system == system
            && thru.is_none_or(|thru| entry.first.is_none_or(|first| first <= thru))
            && entry.last.is_none_or(|last| thru.is_some_and(|thru| thru <= last))
            && entry.codes.binary_search_by(|listed| listed.as_bytes().cmp(plain)).is_ok()
    })
}

#[cfg(test)]
mod tests;
