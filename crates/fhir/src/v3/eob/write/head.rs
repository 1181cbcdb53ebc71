//! What every claim says of itself: id, meta, identifiers, type, person, dates.

use bluestem_model::claim::{SourceSystem, shown_control_number};
use bluestem_model::column::clm;
use bluestem_model::label::Labels;
use bluestem_model::version::Version;

use super::Claim;
use super::coding::{UNKNOWN, coding, concept};
use crate::codes::systems::CLM_TYPE_CD;
use crate::datatype;
use crate::json::Json;
use crate::v3::eob::rules::Family;

const CONTROL_NUMBER: &str = "https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM";
const UNIQUE_CLAIM: &str =
    coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType", "uc", "Unique Claim ID");
const PART2: &str =
    coding!("http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2", "42 CFR Part 2");

/// `resourceType`, `id`, `meta`.
pub(super) fn meta(json: &mut Json<'_>, claim: &Claim<'_>) {
    identity(json, claim);
    json.object("meta", |json| {
        version(json, claim);
        json.array("profile", |json| {
            if let Some(kind) = &claim.kind {
                json.string(kind.profile);
            }
        });
        security(json, claim);
        json.array("tag", |json| {
            system_type(json, claim);
            let final_action = claim.stored.index.final_action;
            tag(json, "Final-Action", if final_action { "FinalAction" } else { "NotFinalAction" });
        });
    });
}

/// `resourceType` and `id`.
pub(super) fn identity(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.text("resourceType", "ExplanationOfBenefit");
    let index = &claim.stored.index;
    json.text("id", &crate::id::claim(Version::V3, index.kind, index.id));
}

/// `meta.lastUpdated` and `meta.source`.
pub(super) fn version(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.text("lastUpdated", &claim.stored.updated.to_instant());
    json.text("source", claim.stored.index.source.name());
}

/// `meta.security`.
pub(super) fn security(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.array("security", |json| {
        if claim.stored.index.labels.contains(Labels::PART2) {
            json.raw(PART2.as_bytes());
        }
    });
}

/// The tag of the system that the claim comes from.
pub(super) fn system_type(json: &mut Json<'_>, claim: &Claim<'_>) {
    let system = match claim.stored.index.source {
        SourceSystem::Nch => "NationalClaimsHistory",
        SourceSystem::Ddps => "DDPS",
        SourceSystem::Mcs | SourceSystem::Vms | SourceSystem::Fiss | SourceSystem::Cwf => "SharedSystem",
    };
    tag(json, "System-Type", system);
}

fn tag(json: &mut Json<'_>, system: &str, code: &str) {
    json.element(|json| {
        json.key("system");
        json.joined(&["https://bluebutton.cms.gov/fhir/CodeSystem/", system]);
        json.text("code", code);
    });
}

/// `patient`.
pub(super) fn patient(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.object("patient", |json| {
        json.key("reference");
        json.joined(&["Patient/", &claim.stored.subject.text(Version::V3.home())]);
    });
}

/// `identifier` to `created`.
pub(super) fn claim(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.array("identifier", |json| identifiers(json, claim));
    json.text("status", "active");
    types(json, claim);
    json.text("use", "claim");
    patient(json, claim);
    json.object("billablePeriod", |json| {
        let start = claim.record.date_text(clm::CLM_FROM_DT);
        datatype::period(json, start, claim.record.date_text(clm::CLM_THRU_DT));
        if start.is_none() {
            json.raw_member("_start", UNKNOWN);
        }
    });
    created(json, claim);
}

fn identifiers(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.element(|json| {
        concept(json, "type", |json| json.raw(UNIQUE_CLAIM.as_bytes()));
        json.text("value", itoa::Buffer::new().format(claim.stored.index.id.source_number()));
    });
    if let Some(number) = shown_control_number(claim.record, claim.stored.index.kind) {
        json.element(|json| {
            json.text("system", CONTROL_NUMBER);
            json.text("value", number);
        });
    }
}

fn types(json: &mut Json<'_>, claim: &Claim<'_>) {
    concept(json, "type", |json| {
        let mut code = itoa::Buffer::new();
        coding(json, &CLM_TYPE_CD, code.format(claim.stored.index.type_code), claim.options.displays);
        let Some(kind) = &claim.kind else { return };
        json.element(|json| {
            json.text("system", "http://terminology.hl7.org/CodeSystem/claim-type");
            json.text("code", kind.group);
        });
        json.element(|json| {
            json.text("system", "https://bluebutton.cms.gov/fhir/CodeSystem/EOB-TYPE");
            json.text("code", kind.code);
            json.text("display", kind.text);
        });
    });
    let Some(code) = claim.kind.as_ref().and_then(|kind| kind.subtype) else { return };
    concept(json, "subType", |json| {
        json.element(|json| {
            json.text("system", "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBInstitutionalClaimSubType");
            json.text("code", code);
        });
    });
}

/// The day on which the version took effect, else the day on which the source or we got it.
fn created(json: &mut Json<'_>, claim: &Claim<'_>) {
    let date = claim.record.date_text(clm::CLM_EFCTV_DT);
    if let Some(date) = date.or_else(|| claim.record.date_text(clm::CLM_IDR_LD_DT)) {
        midnight(json, date);
    } else {
        json.text("created", &claim.stored.updated.to_instant());
    }
}

/// `created` at the beginning of a day.
pub(super) fn midnight(json: &mut Json<'_>, date: &str) {
    json.key("created");
    json.joined(&[date, "T00:00:00+00:00"]);
}

/// `related`: the claim that this one adjusts.
pub(super) fn related(json: &mut Json<'_>, claim: &Claim<'_>) {
    const PRIOR: &str = coding!("http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship", "prior");
    let original = claim.record.text(clm::CLM_ORIG_CNTL_NUM);
    let Some(original) = original.filter(|number| Some(*number) != claim.record.text(clm::CLM_CNTL_NUM))
    else {
        return;
    };
    if claim.rules.family == Family::Pharmacy {
        return;
    }
    json.array("related", |json| {
        json.element(|json| {
            concept(json, "relationship", |json| json.raw(PRIOR.as_bytes()));
            json.object("reference", |json| {
                json.text("system", CONTROL_NUMBER);
                json.text("value", original);
            });
        });
    });
}

/// `outcome`.
pub(super) fn outcome(json: &mut Json<'_>, claim: &Claim<'_>) {
    crate::eob::outcome(json, claim.stored.index.outcome);
}
