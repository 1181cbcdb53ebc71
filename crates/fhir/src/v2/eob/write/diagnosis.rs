//! `diagnosis`.

use bluestem_model::column::{View, ccw_clm_line, clm_line, clm_prod};
use bluestem_model::record::{ClaimRecord, Line, Row};

use super::{BASE, Claim};
use crate::codes::systems::{ICD_9_CM, ICD_10_CM};
use crate::codes::variables::PRESENT_ON_ADMISSION;
use crate::codes::{CodeSystem, Displays};
use crate::eob::coding::concept;
use crate::eob::items::Item;
use crate::json::Json;
use crate::v2::eob::rules::{DiagnosisKind, Form, RuleSet};

/// The second system that every ICD-10 code is said to be of.
const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";

/// One diagnosis. Its place in the list, counted from 1, is its sequence number.
struct Diagnosis<'c> {
    code: &'c str,
    system: &'static CodeSystem,
    kind: DiagnosisKind,
    on_admission: Option<OnAdmission<'c>>,
}

/// Whether it was present on admission, under the variable of its slot.
struct OnAdmission<'c> {
    stem: &'static str,
    slot: i64,
    indicator: &'c str,
}

/// All diagnoses, and which of them each item points at.
pub(super) struct Diagnoses<'c> {
    list: Vec<Diagnosis<'c>>,
    links: Vec<Option<i64>>,
}

impl<'c> Diagnoses<'c> {
    /// The header's in the order of the file's columns, then those that only lines have.
    pub(super) fn of(record: &'c ClaimRecord<'c>, items: &[Item<'c>], rules: &RuleSet) -> Self {
        let mut all = Self { list: Vec::new(), links: Vec::new() };
        let mut rows: Vec<((u8, i64), Row<'c>)> =
            record.record().rows_of(View::ClmProd).filter_map(|row| Some((order(&row)?, row))).collect();
        rows.sort_by_key(|(order, _)| *order);
        for (_, row) in rows {
            all.add_row(&row, rules);
        }
        if rules.form == Form::Professional {
            all.links = items.iter().map(|item| all.add_line(item.line)).collect();
        }
        all
    }

    fn add_row(&mut self, row: &Row<'c>, rules: &RuleSet) {
        let Some(code) = row.text(clm_prod::CLM_DGNS_CD) else { return };
        let system = system(row.text(clm_prod::CLM_DGNS_PRCDR_ICD_IND));
        let slot = row.integer(clm_prod::CLM_VAL_SQNC_NUM).unwrap_or(0);
        let source = row.text(clm_prod::CLM_PROD_TYPE_CD).unwrap_or_default();
        let further = |institutional| match rules.further {
            DiagnosisKind::Secondary => DiagnosisKind::Secondary,
            _ => institutional,
        };
        let (kind, stem) = match source {
            "A" => (DiagnosisKind::Admitting, None),
            "P" => (DiagnosisKind::Principal, None),
            // The first is the principal one, whatever the source says that is.
            "D" if slot == 1 => (DiagnosisKind::Principal, Some("variables/clm_poa_ind_sw")),
            "D" => (rules.further, Some("variables/clm_poa_ind_sw")),
            "1" => (further(DiagnosisKind::ExternalCause), None),
            "E" => (further(DiagnosisKind::ExternalCause), Some("variables/clm_e_poa_ind_sw")),
            "R" => (DiagnosisKind::ReasonForVisit, None),
            _ => return,
        };
        if self.list.iter().any(|known| known.is(code, system) && known.kind == kind) {
            return;
        }
        let indicator = row.text(clm_prod::CLM_POA_IND);
        let on_admission = stem.zip(indicator).map(|(stem, indicator)| OnAdmission { stem, slot, indicator });
        self.list.push(Diagnosis { code, system, kind, on_admission });
    }

    /// The number of the line's diagnosis, which joins the list if it is not in it.
    fn add_line(&mut self, line: &Line<'c>) -> Option<i64> {
        let code = line.text(clm_line::CLM_LINE_DGNS_CD)?;
        // The IDR does not say of what version a line's code is; the claim's other codes do.
        let version = line.text(ccw_clm_line::LINE_ICD_DGNS_VRSN_CD).map(|version| system(Some(version)));
        let same = |known: &Diagnosis<'_>| {
            version.map_or_else(|| known.code == code, |version| known.is(code, version))
        };
        let place = self.list.iter().position(same).unwrap_or_else(|| {
            let system = version.or_else(|| Some(self.list.first()?.system)).unwrap_or(&ICD_10_CM);
            let kind = DiagnosisKind::Secondary;
            self.list.push(Diagnosis { code, system, kind, on_admission: None });
            self.list.len() - 1
        });
        i64::try_from(place + 1).ok()
    }

    /// The diagnosis that the item at `place` points at.
    pub(super) fn link(&self, place: usize) -> Option<i64> {
        self.links.get(place).copied().flatten()
    }
}

impl Diagnosis<'_> {
    fn is(&self, code: &str, system: &CodeSystem) -> bool {
        self.code == code && self.system.url == system.url
    }
}

/// Where a diagnosis of the header stands: by kind as the file's columns do, then by slot. The first of the numbered
/// comes before the one that is said to be the principal.
fn order(row: &Row<'_>) -> Option<(u8, i64)> {
    let slot = row.integer(clm_prod::CLM_VAL_SQNC_NUM).unwrap_or(0);
    let kind = match row.text(clm_prod::CLM_PROD_TYPE_CD)? {
        "A" => 0,
        "D" if slot == 1 => 1,
        "P" => 2,
        "D" => 3,
        // The first external cause repeats the first of the numbered, which know whether they were present.
        "E" => 4,
        "1" => 5,
        "R" => 6,
        _ => return None,
    };
    Some((kind, slot))
}

/// The system by the version indicator: `0` is ICD-10, `9` and blank are ICD-9.
pub(super) fn system(version: Option<&str>) -> &'static CodeSystem {
    if version == Some("0") { &ICD_10_CM } else { &ICD_9_CM }
}

/// Writes the diagnoses.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    for (diagnosis, sequence) in claim.diagnoses.list.iter().zip(1..) {
        json.begin_object();
        if let Some(on_admission) = &diagnosis.on_admission {
            json.array("extension", |json| indicator(json, on_admission, claim.displays()));
        }
        json.key("sequence");
        json.integer(sequence);
        concept(json, "diagnosisCodeableConcept", |json| {
            codings(json, diagnosis.system, diagnosis.code, claim.displays());
        });
        let coding = kind(claim, diagnosis.kind).as_bytes();
        json.array("type", |json| json.element(|json| json.array("coding", |json| json.raw(coding))));
        json.end_object();
    }
}

/// The codings of an ICD code: ICD-10 codes have two.
pub(super) fn codings(json: &mut Json<'_>, system: &CodeSystem, code: &str, displays: &Displays) {
    crate::eob::coding::coding(json, system, code, displays);
    if system.url != ICD_9_CM.url {
        crate::datatype::coding(json, ICD_10, code, system.text(code, displays));
    }
}

fn indicator(json: &mut Json<'_>, on_admission: &OnAdmission<'_>, displays: &Displays) {
    let mut slot = itoa::Buffer::new();
    let url = [BASE, on_admission.stem, slot.format(on_admission.slot)];
    json.element(|json| {
        json.key("url");
        json.joined(&url);
        json.object("valueCoding", |json| {
            json.key("system");
            json.joined(&url);
            json.text("code", on_admission.indicator);
            json.optional_text("display", PRESENT_ON_ADMISSION.text(on_admission.indicator, displays));
        });
    });
}

/// The coding of a kind of diagnosis. Carrier claims write one text in small letters (BFD v2).
fn kind(claim: &Claim<'_>, kind: DiagnosisKind) -> &'static str {
    macro_rules! hl7 {
        ($code:literal, $text:literal) => {
            coding!("http://terminology.hl7.org/CodeSystem/ex-diagnosistype", $code, $text)
        };
    }
    macro_rules! carin {
        ($code:literal, $text:literal) => {
            coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType", $code, $text)
        };
    }
    match kind {
        DiagnosisKind::Admitting => hl7!("admitting", "Admitting Diagnosis"),
        DiagnosisKind::Principal if claim.rules.code == "CARRIER" => hl7!("principal", "principal"),
        DiagnosisKind::Principal => hl7!("principal", "Principal Diagnosis"),
        DiagnosisKind::Other => carin!("other", "Other"),
        DiagnosisKind::Secondary => carin!("secondary", "Secondary"),
        DiagnosisKind::ExternalCause => carin!("externalcauseofinjury", "External Cause of Injury"),
        DiagnosisKind::ReasonForVisit => carin!("patientreasonforvisit", "Patient Reason for Visit"),
    }
}
