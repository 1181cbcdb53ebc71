//! `provider`, `referral`, `facility`, and the contained organization.

use bluestem_model::column::{ccw_clm, ccw_clm_line, clm, clm_line_rx, prvdr_hstry};
use bluestem_model::record::Row;
use bluestem_model::reference::RegisteredProvider;

use super::Claim;
use super::coding::{NPI, NPI_SYSTEM, PLAIN_NPI, UPIN, typed_identifier};
use super::extension::coded;
use crate::codes::variables::{CARR_CLM_BLG_NPI_NUM, CLM_FAC_TYPE_CD, PHRMCY_SRVC_TYPE_CD};
use crate::eob::coding::{UNKNOWN, concept};
use crate::json::Json;
use crate::v2::eob::rules::Form;

const ORGANIZATION: &str =
    r#"{"profile":["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Organization"]}"#;
const PROVIDER_NUMBER: &str = coding!("http://terminology.hl7.org/CodeSystem/v2-0203", "PRN");

/// What is known of a provider beside its NPI.
pub(super) enum Known<'c> {
    /// The row that came with the claim.
    Row(Row<'c>),
    /// The national registry's entry.
    Registered(RegisteredProvider),
}

impl<'c> Known<'c> {
    /// The provider with this NPI: by the row that came with the claim, else by the national registry.
    pub(super) fn of(claim: &Claim<'c>, npi: &str) -> Option<Self> {
        let row = claim.record.record().find(prvdr_hstry::PRVDR_NPI_NUM, npi);
        row.map(Self::Row).or_else(|| claim.displays().provider(npi).map(Self::Registered))
    }

    /// The name: an organization's, or a person's names from the first to the last.
    fn name(&self) -> Option<String> {
        match self {
            Self::Row(row) => {
                let Some(last) = row.text(prvdr_hstry::PRVDR_LAST_NAME) else {
                    return row.text(prvdr_hstry::PRVDR_LGL_NAME).map(str::to_owned);
                };
                let given = [prvdr_hstry::PRVDR_1ST_NAME, prvdr_hstry::PRVDR_MDL_NAME];
                let given = given.into_iter().filter_map(|column| row.text(column));
                Some(given.chain([last]).collect::<Vec<_>>().join(" "))
            }
            Self::Registered(provider) => provider.full_name(),
        }
    }

    fn is_person(&self) -> bool {
        match self {
            Self::Row(row) => row.text(prvdr_hstry::PRVDR_LAST_NAME).is_some(),
            Self::Registered(provider) => provider.organization.is_empty(),
        }
    }

    /// What the provider mainly is: a code of NUCC's taxonomy.
    pub(super) fn taxonomy(&self) -> Option<&str> {
        match self {
            Self::Row(row) => row.text(prvdr_hstry::PRVDR_TXNMY_CMPST_CD),
            Self::Registered(provider) => Some(provider.taxonomy.as_str()).filter(|code| !code.is_empty()),
        }
    }
}

/// `display`, if the provider is known by a name.
pub(super) fn display(json: &mut Json<'_>, known: Option<&Known<'_>>) {
    json.optional_text("display", known.and_then(Known::name).as_deref());
}

/// The contained organization: who bills, of institutional claims.
pub(super) fn contained(json: &mut Json<'_>, claim: &Claim<'_>) {
    if claim.rules.form != Form::Institutional {
        return;
    }
    let npi = claim.record.text(clm::PRVDR_BLG_PRVDR_NPI_NUM);
    json.begin_object();
    json.text("resourceType", "Organization");
    json.text("id", "provider-org");
    json.raw_member("meta", ORGANIZATION);
    json.array("identifier", |json| {
        if let Some(number) = claim.record.text(clm::CLM_BLG_PRVDR_OSCAR_NUM) {
            identifier(json, PROVIDER_NUMBER, None, number);
        }
        if let Some(npi) = npi {
            identifier(json, PLAIN_NPI, Some(NPI_SYSTEM), npi);
        }
    });
    json.key("active");
    json.bool(true);
    let name = npi.and_then(|npi| Known::of(claim, npi)?.name());
    json.text("name", name.as_deref().unwrap_or("UNKNOWN"));
    json.end_object();
}

fn identifier(json: &mut Json<'_>, type_coding: &str, system: Option<&str>, value: &str) {
    json.begin_object();
    concept(json, "type", |json| json.raw(type_coding.as_bytes()));
    json.optional_text("system", system);
    json.text("value", value);
    json.end_object();
}

/// `provider`.
pub(super) fn reference(json: &mut Json<'_>, claim: &Claim<'_>) {
    let billing = claim.record.text(clm::PRVDR_BLG_PRVDR_NPI_NUM);
    let numbered = match claim.rules.form {
        Form::Institutional => {
            json.raw_member("provider", r##"{"reference":"#provider-org"}"##);
            return;
        }
        Form::Professional if claim.rules.code == "DME" => {
            claim.text(ccw_clm_line::PRVDR_NPI).or(billing).map(|npi| (NPI_SYSTEM, npi, true))
        }
        Form::Professional => billing.map(|npi| (CARR_CLM_BLG_NPI_NUM.system.url, npi, false)),
        Form::Pharmacy => {
            pharmacy(claim).map(|(number, kind)| (kind.map_or(NPI_SYSTEM, |kind| kind.system), number, false))
        }
    };
    let Some((system, number, named)) = numbered else {
        json.raw_member("provider", UNKNOWN);
        return;
    };
    json.object("provider", |json| {
        let known = if named { Known::of(claim, number) } else { None };
        if let Some(known) = &known {
            json.text("type", if known.is_person() { "Practitioner" } else { "Organization" });
        }
        json.object("identifier", |json| {
            json.text("system", system);
            json.text("value", number);
        });
        display(json, known.as_ref());
    });
}

/// `referral` of professional claims.
pub(super) fn referral(json: &mut Json<'_>, claim: &Claim<'_>) {
    if claim.rules.form != Form::Professional {
        return;
    }
    let npi = claim.record.text(clm::PRVDR_RFRG_PRVDR_NPI_NUM);
    let upin = claim.record.text(ccw_clm::RFR_PHYSN_UPIN);
    json.object("referral", |json| match (npi, upin) {
        (Some(npi), _) => {
            typed_identifier(json, NPI, npi);
            display(json, Known::of(claim, npi).as_ref());
        }
        (None, Some(upin)) => typed_identifier(json, UPIN, upin),
        (None, None) => {}
    });
}

/// `facility`: the kind of place where the service was rendered, of drug events the pharmacy.
pub(super) fn facility(json: &mut Json<'_>, claim: &Claim<'_>) {
    match claim.rules.form {
        Form::Institutional => json.object("facility", |json| {
            json.array("extension", |json| {
                if let Some(code) = claim.record.text(clm::CLM_BILL_FAC_TYPE_CD) {
                    coded(json, claim, &CLM_FAC_TYPE_CD, code);
                }
            });
        }),
        Form::Professional => {}
        Form::Pharmacy => json.object("facility", |json| {
            json.array("extension", |json| {
                if let Some(code) = claim.text(clm_line_rx::CLM_PHRMCY_SRVC_TYPE_CD) {
                    coded(json, claim, &PHRMCY_SRVC_TYPE_CD, code);
                }
            });
            if let Some((number, kind)) = pharmacy(claim) {
                typed_identifier(json, kind.map_or(PLAIN_NPI, |kind| kind.coding), number);
                display(json, Known::of(claim, number).as_ref());
            }
        }),
    }
}

/// A kind of number that pharmacies have beside the NPI.
struct NumberKind {
    system: &'static str,
    coding: &'static str,
}

/// The pharmacy's number and what kind it is; None for an NPI. A number of an unknown kind is not served.
fn pharmacy<'c>(claim: &Claim<'c>) -> Option<(&'c str, Option<NumberKind>)> {
    macro_rules! kind {
        ($name:literal, $code:literal) => {
            Some(NumberKind {
                system: concat!("http://hl7.org/fhir/sid/us-", $name),
                coding: coding!("http://terminology.hl7.org/CodeSystem/v2-0203", $code),
            })
        };
    }
    let qualifier = claim.record.text(clm::PRVDR_SRVC_ID_QLFYR_CD).unwrap_or("01");
    let kind = match qualifier {
        "01" => None,
        "06" => kind!("upin", "UPIN"),
        "07" => kind!("ncpdp", "NCPDP"),
        "08" => kind!("sl", "SL"),
        "11" => kind!("tax", "TAX"),
        _ => return None,
    };
    let generic = claim.record.text(clm::CLM_SRVC_PRVDR_GNRC_ID_NUM);
    let number =
        generic.or_else(|| claim.record.text(clm::PRVDR_SRVC_PRVDR_NPI_NUM).filter(|_| kind.is_none()));
    Some((number?, kind))
}
