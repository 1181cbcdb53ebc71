//! What every claim says of itself: id, meta, identifiers, type, person, dates, insurance, payment.

use bluestem_model::column::{ccw_clm, clm, clm_dcmtn, clm_line};
use bluestem_model::label::Labels;
use bluestem_model::version::Version;

use super::{BASE, Claim};
use crate::codes::variables::{CLAIM_QUERY_CD, NCH_CLM_TYPE_CD, PLAN_CNTRCT_REC_ID, PLAN_PBP_REC_NUM};
use crate::datatype::dollars;
use crate::eob::coding::{UNKNOWN, coding, concept};
use crate::id;
use crate::json::Json;
use crate::v2::eob::Defect;
use crate::v2::eob::rules::{Extension, ExtensionValue, Form, Part, Source};

const UNIQUE_CLAIM: &str =
    coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType", "uc", "Unique Claim ID");
const PART2: &str =
    coding!("http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2", "42 CFR Part 2");

/// `resourceType`, `id`, `meta`.
pub(super) fn meta(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.text("resourceType", "ExplanationOfBenefit");
    json.text("id", &id::claim(Version::V2, claim.stored.index.kind, claim.stored.index.id));
    json.object("meta", |json| {
        json.text("lastUpdated", &claim.stored.updated.to_instant());
        json.array("profile", |json| {
            json.joined(&[
                "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-",
                claim.rules.profile,
            ]);
        });
        json.array("security", |json| {
            if claim.stored.index.labels.contains(Labels::PART2) {
                json.raw(PART2.as_bytes());
            }
        });
    });
}

/// `identifier` to `insurer`.
pub(super) fn claim(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.array("identifier", |json| identifiers(json, claim));
    json.text("status", if claim.stored.index.final_action { "active" } else { "cancelled" });
    types(json, claim);
    json.text("use", "claim");
    json.object("patient", |json| {
        json.key("reference");
        json.joined(&["Patient/", &claim.stored.subject.text(Version::V2.home())]);
    });
    json.object("billablePeriod", |json| {
        if claim.rules.form == Form::Institutional {
            json.array("extension", |json| super::extension::write(json, claim, claim.record, &QUERY));
        }
        let start = claim.record.date_text(clm::CLM_FROM_DT);
        json.optional_text("start", start);
        if start.is_none() {
            json.raw_member("_start", UNKNOWN);
        }
        json.optional_text("end", claim.record.date_text(clm::CLM_THRU_DT));
    });
    // BFD v2 says when it answers, which differs with every answer.
    json.text("created", &claim.stored.updated.to_instant());
    json.object("insurer", |json| json.object("identifier", |json| json.text("value", "CMS")));
}

const QUERY: Extension = Extension {
    source: Source::Column(clm::CLM_QUERY_CD),
    variable: &CLAIM_QUERY_CD,
    value: ExtensionValue::Coding,
    defect: None,
};

fn identifiers(json: &mut Json<'_>, claim: &Claim<'_>) {
    let pharmacy = claim.rules.form == Form::Pharmacy;
    let number = claim.stored.index.id.source_number();
    let own = if pharmacy { "variables/pde_id" } else { "variables/clm_id" };
    identifier(json, own, itoa::Buffer::new().format(number));
    if let Some(group) = claim.record.text(ccw_clm::CLM_GRP_ID) {
        identifier(json, "identifier/claim-group", group);
    }
    if let Some(prescription) = claim.text(clm_line::CLM_LINE_RX_NUM).filter(|_| pharmacy) {
        identifier(json, "variables/rx_srvc_rfrnc_num", prescription);
    }
}

fn identifier(json: &mut Json<'_>, system: &str, value: &str) {
    json.begin_object();
    concept(json, "type", |json| json.raw(UNIQUE_CLAIM.as_bytes()));
    json.key("system");
    json.joined(&[BASE, system]);
    json.text("value", value);
    json.end_object();
}

fn types(json: &mut Json<'_>, claim: &Claim<'_>) {
    concept(json, "type", |json| {
        // Drug events have no such code: ours is made up of another.
        if claim.rules.form != Form::Pharmacy {
            let mut code = itoa::Buffer::new();
            let code = code.format(claim.stored.index.type_code);
            coding(json, &NCH_CLM_TYPE_CD.system, code, claim.displays());
        }
        json.element(|json| {
            json.key("system");
            json.joined(&[BASE, "codesystem/eob-type"]);
            json.text("code", claim.rules.code);
        });
        json.element(|json| {
            json.text("system", "http://terminology.hl7.org/CodeSystem/claim-type");
            json.text("code", claim.rules.group);
            json.text("display", claim.rules.group_text);
        });
    });
    let Some(code) = claim.rules.subtype else { return };
    json.object("subType", |json| {
        json.array("coding", |json| {
            json.element(|json| {
                json.text(
                    "system",
                    "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBInstitutionalClaimSubType",
                );
                json.text("code", code);
            });
        });
        json.text("text", if code == "inpatient" { "Inpatient" } else { "Outpatient" });
    });
}

/// `outcome` and `disposition`.
pub(super) fn outcome(json: &mut Json<'_>, claim: &Claim<'_>) {
    crate::eob::outcome(json, claim.stored.index.outcome);
    if claim.rules.form == Form::Professional {
        json.optional_text("disposition", claim.record.text(clm::CLM_DISP_CD));
    }
}

/// `insurance`: the coverage of the part that pays.
pub(super) fn insurance(json: &mut Json<'_>, claim: &Claim<'_>) {
    let plan = [
        (clm::CLM_SBMTR_CNTRCT_NUM, &PLAN_CNTRCT_REC_ID),
        (clm::CLM_SBMTR_CNTRCT_PBP_NUM, &PLAN_PBP_REC_NUM),
    ];
    json.begin_object();
    json.key("focal");
    json.bool(true);
    json.object("coverage", |json| {
        if claim.rules.form == Form::Pharmacy {
            json.array("extension", |json| {
                for (column, variable) in plan {
                    let rule = Extension {
                        source: Source::Column(column),
                        variable,
                        value: ExtensionValue::Identifier,
                        defect: None,
                    };
                    super::extension::write(json, claim, claim.record, &rule);
                }
            });
        }
        let part = match part(claim) {
            Part::A => "part-a-",
            Part::B => "part-b-",
            Part::D => "part-d-",
        };
        json.key("reference");
        json.joined(&["Coverage/", part, &claim.stored.subject.text(Version::V2.home())]);
    });
    json.end_object();
}

/// The part of Medicare that pays: of bills that either may pay, the kind of record says which.
fn part(claim: &Claim<'_>) -> Part {
    if claim.rules.form == Form::Professional
        && claim.rules.code == "DME"
        && claim.keeps(Defect::EquipmentPartA)
    {
        return Part::A;
    }
    match claim.record.text(clm_dcmtn::CLM_NRLN_RIC_CD) {
        Some("U" | "V") if claim.rules.part == Part::B => Part::A,
        _ => claim.rules.part,
    }
}

/// `payment`: the amount, of drug events the day.
pub(super) fn payment(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.object("payment", |json| {
        if claim.rules.form == Form::Pharmacy {
            json.optional_text("date", claim.record.date_text(clm::CLM_PD_DT));
        } else if let Some(amount) = claim.record.money(clm::CLM_PMT_AMT) {
            dollars(json, "amount", amount);
        }
    });
}
