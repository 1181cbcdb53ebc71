//! `provider`: the contained billing provider.

use bluestem_model::column::{clm, prvdr_hstry};
use bluestem_model::record::Row;

use super::Claim;
use super::coding::{NPI_CODING, NPI_SYSTEM, TAX_CODING, TAX_SYSTEM, UNKNOWN, coding, concept, identifier};
use super::insurance::ORGANIZATION_META;
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
const WITHOUT_NPI: &str = "billing-provider";

/// The billing provider as the claim and the provider's own row name it.
struct Billing<'c> {
    /// Its row, by NPI.
    row: Option<Row<'c>>,
    npi: Option<&'c str>,
    /// A number with its kind: only of pharmacies.
    generic: Option<(&'c str, &'c str)>,
}

impl<'c> Billing<'c> {
    fn of(claim: &Claim<'c>) -> Option<Self> {
        let npi_column = match claim.rules.family {
            Family::Pharmacy => clm::PRVDR_SRVC_PRVDR_NPI_NUM,
            Family::Institutional | Family::Professional => clm::PRVDR_BLG_PRVDR_NPI_NUM,
        };
        let npi = claim.record.text(npi_column);
        let row = npi.and_then(|npi| claim.record.record().find(prvdr_hstry::PRVDR_NPI_NUM, npi));
        if claim.rules.family != Family::Pharmacy {
            return row.map(|row| Self { row: Some(row), npi, generic: None });
        }
        let number = claim.record.text(clm::CLM_SRVC_PRVDR_GNRC_ID_NUM)?;
        let kind = claim.record.text(clm::PRVDR_SRVC_ID_QLFYR_CD).unwrap_or_default();
        let npi = npi.filter(|_| row.is_some()).or(Some(number).filter(|_| kind == "01"));
        Some(Self { row, npi, generic: Some((number, kind)) })
    }

    fn first_name(&self) -> Option<&'c str> {
        self.row.as_ref()?.text(prvdr_hstry::PRVDR_1ST_NAME)
    }

    /// The legal name, else the last name (BFD v3).
    fn last_name(&self) -> Option<&'c str> {
        let row = self.row.as_ref()?;
        row.text(prvdr_hstry::PRVDR_LGL_NAME).or_else(|| row.text(prvdr_hstry::PRVDR_LAST_NAME))
    }

    fn id(&self) -> &'c str {
        self.npi.unwrap_or(WITHOUT_NPI)
    }
}

/// Last and first name, where there is a last name; else the legal name.
pub(super) fn name_parts<'c>(provider: &Row<'c>) -> (Option<&'c str>, Option<&'c str>) {
    match provider.text(prvdr_hstry::PRVDR_LAST_NAME) {
        Some(last) => (Some(last), provider.text(prvdr_hstry::PRVDR_1ST_NAME)),
        None => (provider.text(prvdr_hstry::PRVDR_LGL_NAME), None),
    }
}

/// The contained provider: a person if it has a first name, else an organization.
pub(super) fn contained(json: &mut Json<'_>, claim: &Claim<'_>) {
    let Some(billing) = Billing::of(claim) else { return };
    let person = billing.first_name().is_some();
    json.begin_object();
    json.text("resourceType", if person { "Practitioner" } else { "Organization" });
    json.text("id", billing.id());
    json.raw_member("meta", if person { PRACTITIONER_META } else { ORGANIZATION_META });
    json.array("identifier", |json| identifiers(json, claim, &billing, person));
    if !person {
        json.key("active");
        json.bool(true);
    }
    name(json, &billing);
    if claim.rules.family == Family::Institutional {
        address(json, claim);
    }
    json.end_object();
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

fn name(json: &mut Json<'_>, billing: &Billing<'_>) {
    let last = billing.last_name();
    let Some(first) = billing.first_name() else {
        json.optional_text("name", last);
        if last.is_none() {
            json.raw_member("_name", UNKNOWN);
        }
        return;
    };
    json.array("name", |json| {
        json.element(|json| {
            json.optional_text("family", last);
            if last.is_none() {
                json.raw_member("_family", UNKNOWN);
            }
            json.array("given", |json| json.string(first));
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
