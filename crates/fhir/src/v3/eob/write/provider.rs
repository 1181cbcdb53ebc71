//! `provider`: the contained billing provider.

use std::collections::BTreeSet;

use bluestem_model::column::clm;

use super::Claim;
use super::care_team::Member;
use super::coding::{NPI_CODING, NPI_SYSTEM, TAX_CODING, TAX_SYSTEM, UNKNOWN, coding, concept, identifier};
use super::insurance::ORGANIZATION_META;
use super::known::Known;
use crate::codes::systems::PRVDR_ID_QLFYR_CD;
use crate::json::Json;
use crate::v3::eob::rules::Family;

/// Numbers of providers that need not be NPIs.
pub(super) const GENERIC_ID: &str = "http://bluebutton.cms.gov/fhir/identifiers/GenericIdNum";

const PRACTITIONER_META: &str = concat!(
    r#"{"profile":["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Practitioner|2.2.0","#,
    r#""http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitioner|7.0.0"]}"#
);

/// The id of a contained provider whose NPI is not known.
pub(super) const WITHOUT_NPI: &str = "billing-provider";

/// The billing provider as the claim names it, with what is known of it.
struct Billing<'c> {
    known: Option<Known<'c>>,
    npi: Option<&'c str>,
    /// A number with its kind: only of pharmacies.
    generic: Option<(&'c str, &'c str)>,
}

impl<'c> Billing<'c> {
    fn of(claim: &Claim<'c>) -> Option<Self> {
        let known = |npi| Known::of(claim.stored, claim.record, npi, claim.options.displays);
        if claim.rules.family != Family::Pharmacy {
            let known = known(claim.record.text(clm::PRVDR_BLG_PRVDR_NPI_NUM)?)?;
            return Some(Self { npi: Some(known.npi), known: Some(known), generic: None });
        }
        let kind = claim.record.text(clm::PRVDR_SRVC_ID_QLFYR_CD).unwrap_or_default();
        let number = claim.record.text(clm::CLM_SRVC_PRVDR_GNRC_ID_NUM);
        // A number that is not said to be an NPI is none, unless a provider is known by it.
        let known = claim
            .record
            .text(clm::PRVDR_SRVC_PRVDR_NPI_NUM)
            .and_then(known)
            .or_else(|| number.filter(|_| kind == "01").and_then(known));
        let npi = known.as_ref().map(|known| known.npi).or(number.filter(|_| kind == "01"));
        (npi.is_some() || number.is_some()).then(|| Self {
            known,
            npi,
            generic: number.map(|number| (number, kind)),
        })
    }

    fn first_name(&self) -> Option<&str> {
        self.known.as_ref()?.first.as_deref()
    }

    /// The legal name, else the last name (BFD v3).
    fn last_name(&self) -> Option<&str> {
        let known = self.known.as_ref()?;
        known.legal.as_deref().or(known.last.as_deref())
    }

    fn id(&self) -> &'c str {
        self.npi.unwrap_or(WITHOUT_NPI)
    }
}

/// The contained provider.
pub(super) fn contained(json: &mut Json<'_>, claim: &Claim<'_>) {
    let Some(billing) = Billing::of(claim) else { return };
    let person = billing.known.as_ref().is_some_and(Known::is_person);
    begin(json, person, &[billing.id()]);
    json.array("identifier", |json| identifiers(json, claim, &billing, person));
    let label = billing.generic.map_or("", |(number, _)| number);
    let label = billing.npi.map_or(["Provider ", label], |npi| ["NPI ", npi]);
    name(json, person, billing.last_name(), billing.first_name(), &label);
    if claim.rules.family == Family::Institutional {
        address(json, claim);
    }
    json.end_object();
}

/// The contained providers of the care team: CARIN wants to know that they are persons.
pub(super) fn contained_members(json: &mut Json<'_>, claim: &Claim<'_>) {
    let billing = Billing::of(claim).map_or("", |billing| billing.id());
    let mut contained = BTreeSet::from([[billing, ""]]);
    for member in &claim.team {
        let id @ [npi, _] = member_id(member);
        if !contained.insert(id) {
            continue;
        }
        let person = is_person_as_member(member);
        begin(json, person, &id);
        json.array("identifier", |json| identifier(json, NPI_CODING, NPI_SYSTEM, npi));
        let known = &member.provider;
        let last = known.last.as_deref().or(known.legal.as_deref());
        name(json, person, last, known.first.as_deref(), &["NPI ", npi]);
        json.end_object();
    }
}

/// Some roles only a person has, whatever the provider's row looks like. Who is known by number alone is taken for
/// one: the columns of the CCW speak of physicians.
fn is_person_as_member(member: &Member<'_>) -> bool {
    member.role.person || member.provider.is_person() || member.provider.is_nameless()
}

/// The id of a member: its NPI, and a mark when it is only a person by its role.
fn member_id<'c>(member: &Member<'c>) -> [&'c str; 2] {
    let by_role = is_person_as_member(member) && !member.provider.is_person();
    [member.provider.npi, if by_role { "-person" } else { "" }]
}

/// `reference` of a member.
pub(super) fn member_reference(json: &mut Json<'_>, member: &Member<'_>) {
    let [npi, mark] = member_id(member);
    json.key("reference");
    json.joined(&["#", npi, mark]);
}

/// The resource type of a member.
pub(super) fn kind_of_member(member: &Member<'_>) -> &'static str {
    if is_person_as_member(member) { "Practitioner" } else { "Organization" }
}

fn begin(json: &mut Json<'_>, person: bool, id: &[&str]) {
    json.begin_object();
    json.text("resourceType", if person { "Practitioner" } else { "Organization" });
    json.key("id");
    json.joined(id);
    json.raw_member("meta", if person { PRACTITIONER_META } else { ORGANIZATION_META });
    if !person {
        json.key("active");
        json.bool(true);
    }
}

fn identifiers(json: &mut Json<'_>, claim: &Claim<'_>, billing: &Billing<'_>, person: bool) {
    if let Some(npi) = billing.npi {
        identifier(json, NPI_CODING, NPI_SYSTEM, npi);
    }
    if let Some((number, kind)) = billing.generic {
        json.element(|json| {
            concept(json, "type", |json| {
                if PRVDR_ID_QLFYR_CD.serves(kind) {
                    coding(json, &PRVDR_ID_QLFYR_CD, kind, claim.options.displays);
                }
            });
            json.text("system", GENERIC_ID);
            json.text("value", number);
        });
    }
    match claim.rules.family {
        Family::Institutional if !person => {
            if let Some(number) = claim.record.text(clm::CLM_BLG_PRVDR_OSCAR_NUM) {
                json.element(|json| {
                    json.text("system", "http://terminology.hl7.org/NamingSystem/CCN");
                    json.text("value", number);
                });
            }
        }
        Family::Professional if claim.options.tax_numbers => {
            if let Some(number) = claim.record.text(clm::CLM_BLG_PRVDR_TAX_NUM) {
                identifier(json, TAX_CODING, TAX_SYSTEM, number);
            }
        }
        _ => {}
    }
}

/// The name. The profiles want one of everybody: who has a name that nobody knows goes by the number.
fn name(json: &mut Json<'_>, person: bool, last: Option<&str>, first: Option<&str>, label: &[&str]) {
    if !person {
        json.key("name");
        match last {
            Some(last) => json.string(last),
            None => json.joined(label),
        }
        return;
    }
    json.array("name", |json| {
        json.element(|json| {
            json.key("family");
            match last {
                Some(last) => json.string(last),
                None => json.joined(label),
            }
            json.array("given", |json| {
                if let Some(first) = first {
                    json.string(first);
                }
            });
        });
    });
}

fn address(json: &mut Json<'_>, claim: &Claim<'_>) {
    let Some(code) = claim.record.text(clm::CLM_BLG_PRVDR_ZIP5_CD) else { return };
    json.array("address", |json| json.element(|json| json.text("postalCode", code)));
}

/// `provider`.
pub(super) fn reference(json: &mut Json<'_>, claim: &Claim<'_>) {
    match Billing::of(claim) {
        Some(billing) => json.object("provider", |json| {
            json.key("reference");
            json.joined(&["#", billing.id()]);
        }),
        None => json.raw_member("provider", UNKNOWN),
    }
}
