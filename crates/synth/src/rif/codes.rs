//! Diagnoses and procedures in the numbered columns of a claim. All are ICD-10, whose version code is `0`.

use super::sheet::{On, Sheet};
use crate::truth::claim::{Claim, Role};

const ICD_10: &str = "0";

/// Principal and listed diagnoses, on claims of every kind but pharmacy; `most` is how many the type has room for.
pub(super) fn diagnoses(sheet: &mut Sheet, claim: &Claim<'_>, most: i64) {
    for diagnosis in &claim.diagnoses {
        match diagnosis.role {
            Role::Principal => {
                sheet.set("PRNCPAL_DGNS_CD", diagnosis.code).set("PRNCPAL_DGNS_VRSN_CD", ICD_10);
            }
            Role::Listed if diagnosis.sequence <= most => {
                sheet.set_numbered("ICD_DGNS_CD", diagnosis.sequence, diagnosis.code).set_numbered(
                    "ICD_DGNS_VRSN_CD",
                    diagnosis.sequence,
                    ICD_10,
                );
            }
            _ => {}
        }
    }
}

/// External causes; the first one stands in a column of its own besides.
pub(super) fn external_causes(sheet: &mut Sheet, claim: &Claim<'_>) {
    for cause in claim.diagnoses.iter().filter(|diagnosis| diagnosis.role == Role::External) {
        if cause.sequence == 1 {
            sheet.set("FST_DGNS_E_CD", cause.code).set("FST_DGNS_E_VRSN_CD", ICD_10);
        }
        sheet.set_numbered("ICD_DGNS_E_CD", cause.sequence, cause.code).set_numbered(
            "ICD_DGNS_E_VRSN_CD",
            cause.sequence,
            ICD_10,
        );
    }
}

/// What the person was admitted with.
pub(super) fn admitting(sheet: &mut Sheet, claim: &Claim<'_>) {
    if let Some(diagnosis) = claim.diagnoses.iter().find(|diagnosis| diagnosis.role == Role::Admitting) {
        sheet.set("ADMTG_DGNS_CD", diagnosis.code).set("ADMTG_DGNS_VRSN_CD", ICD_10);
    }
}

/// Why the person came.
pub(super) fn reasons_for_visit(sheet: &mut Sheet, claim: &Claim<'_>) {
    for reason in claim.diagnoses.iter().filter(|diagnosis| diagnosis.role == Role::ReasonForVisit) {
        sheet.set_numbered("RSN_VISIT_CD", reason.sequence, reason.code).set_numbered(
            "RSN_VISIT_VRSN_CD",
            reason.sequence,
            ICD_10,
        );
    }
}

/// Which of the listed diagnoses were there on admission.
pub(super) fn on_admission(sheet: &mut Sheet, claim: &Claim<'_>) {
    for diagnosis in claim.diagnoses.iter().filter(|diagnosis| diagnosis.on_admission != "~") {
        if diagnosis.role == Role::Listed {
            sheet.set_numbered("CLM_POA_IND_SW", diagnosis.sequence, diagnosis.on_admission);
        }
    }
}

/// Procedures with their days.
pub(super) fn procedures(sheet: &mut Sheet, claim: &Claim<'_>) {
    for (procedure, number) in claim.procedures.iter().zip(1_i64..) {
        sheet
            .set_numbered("ICD_PRCDR_CD", number, procedure.code)
            .set_numbered("ICD_PRCDR_VRSN_CD", number, ICD_10)
            .set_numbered("PRCDR_DT", number, On(procedure.day));
    }
}
