//! Coverages as an insurance card shows them: C4DIC-Coverage 1.1.0.

use bluestem_model::person::PersonFile;
use bluestem_model::record::{Record, RecordError};
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use super::payor::Payor;
use super::select::Snapshot;
use super::{CoverageId, Part, classes, end_column, full_id, insurance_type, period, reference, updated};
use crate::datatype::{concept, meta, required_text};
use crate::json::Json;
use crate::v3::person::{US_MBI, member_type};

const PROFILE: &str = "http://hl7.org/fhir/us/insurance-card/StructureDefinition/C4DIC-Coverage";
const INFORMATION: &str =
    "http://hl7.org/fhir/us/insurance-card/StructureDefinition/C4DIC-AdditionalCardInformation-extension";

/// What stands on the back of the card, for Medicare itself and for a plan: language and text.
const MEDICARE: [(&str, &str); 2] = [
    (
        "en",
        "Show this card when you get health care. It tells who pays but does not promise payment. Give your number \
         only to people who care for you or pay for your care. Medicare: 1-800-633-4227, TTY 1-877-486-2048, \
         www.medicare.gov.",
    ),
    (
        "es",
        "Muestre esta tarjeta cuando reciba atención médica. Indica quién paga, pero no garantiza el pago. Dé su \
         número solo a quienes le atienden o pagan su atención. Medicare: 1-800-633-4227, TTY 1-877-486-2048, \
         es.medicare.gov.",
    ),
];
const PLAN: [(&str, &str); 2] = [
    (
        "en",
        "Show this card when you use your plan. It tells who pays but does not promise payment. Ask your plan what \
         it covers and which doctors and pharmacies belong to its network.",
    ),
    (
        "es",
        "Muestre esta tarjeta cuando use su plan. Indica quién paga, pero no garantiza el pago. Pregunte a su plan \
         qué cubre y qué médicos y farmacias pertenecen a su red.",
    ),
];

/// A coverage that stands on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CardCoverage {
    /// Its id.
    pub(crate) id: CoverageId,
    /// Who pays.
    pub(crate) payor: Payor,
}

/// The coverages that stand on the person's card at `now`: those that have not ended.
pub(crate) fn on_card(file: &PersonFile, now: Timestamp) -> Result<Vec<CardCoverage>, RecordError> {
    if file.is_superseded() {
        return Ok(Vec::new());
    }
    let record = Record::parse(&file.asked.record)?;
    let snapshot = Snapshot::new(&record, now);
    let open = Part::ALL.into_iter().filter_map(|part| {
        let basis = snapshot.basis(part)?;
        let ended = snapshot.has_ended(&basis, end_column(part));
        let shown =
            || CardCoverage { id: full_id(file, part, &basis), payor: Payor::of(part, &basis, &record) };
        (!ended).then(shown)
    });
    Ok(open.collect())
}

impl CardCoverage {
    /// Writes it; `patient` and `payor` are the references to the other resources of the card.
    pub(crate) fn write(
        &self,
        out: &mut Vec<u8>,
        file: &PersonFile,
        now: Timestamp,
        patient: &str,
        payor: &str,
    ) -> Result<(), RecordError> {
        let record = Record::parse(&file.asked.record)?;
        let snapshot = Snapshot::new(&record, now);
        let part = self.id.part;
        let basis = snapshot.basis(part);
        let card = basis.filter(|_| part == Part::D).and_then(|basis| snapshot.card(&basis));
        let mbi = file.asked.index.mbi.as_deref();
        let mut json = Json::new(out);
        json.begin_object();
        json.text("resourceType", "Coverage");
        json.text("id", &self.id.text(Version::V3.home()));
        meta(&mut json, &updated(file, part).to_instant(), &[PROFILE]);
        json.array("extension", |json| information(json, part));
        json.array("identifier", |json| {
            json.element(|json| {
                member_type(json);
                json.text("system", US_MBI);
                required_text(json, "value", mbi);
                reference(json, "assigner", payor);
            });
        });
        json.text("status", "active");
        let (code, display) = insurance_type(part);
        concept(&mut json, "type", "https://nahdo.org/sopt", code, Some(display));
        reference(&mut json, "subscriber", patient);
        required_text(&mut json, "subscriberId", mbi);
        reference(&mut json, "beneficiary", patient);
        let relationship = "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
        concept(&mut json, "relationship", relationship, "self", Some("Self"));
        if let Some(basis) = &basis {
            json.object("period", |json| period(json, part, basis, snapshot));
        }
        json.array("payor", |json| json.element(|json| json.text("reference", payor)));
        json.array("class", |json| classes(json, part, card.as_ref()));
        json.end_object();
        Ok(())
    }
}

fn information(json: &mut Json<'_>, part: Part) {
    let texts = if matches!(part, Part::C | Part::D) { PLAN } else { MEDICARE };
    for (language, text) in texts {
        json.element(|json| {
            json.text("url", INFORMATION);
            json.object("valueAnnotation", |json| {
                json.text("text", text);
                json.object("_text", |json| {
                    json.array("extension", |json| {
                        json.element(|json| {
                            json.text("url", "http://hl7.org/fhir/StructureDefinition/language");
                            json.text("valueCode", language);
                        });
                    });
                });
            });
        });
    }
}
