//! Kinds of claims: how a claim of each is typed and which profile it declares.

use bluestem_model::claim::ClaimKind;

/// How claims of a kind are typed.
#[derive(Debug)]
pub struct ClaimType {
    /// `claim-type` code of HL7.
    pub group: &'static str,
    /// `EOB-TYPE` code of Blue Button.
    pub code: &'static str,
    /// Its text.
    pub text: &'static str,
    /// `subType` of institutional claims.
    pub subtype: Option<&'static str>,
    /// The profile that claims of the kind declare.
    pub profile: &'static str,
}

macro_rules! profile {
    ($name:literal) => {
        concat!(
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-",
            $name,
            "|2.2.0"
        )
    };
}

const INPATIENT: &str = profile!("Inpatient-Institutional");
const OUTPATIENT: &str = profile!("Outpatient-Institutional");
const PROFESSIONAL: &str = profile!("Professional-NonClinician");
const PHARMACY: &str = profile!("Pharmacy");

/// How claims of `kind` are typed; None for type codes that belong to no group.
pub fn claim_type(kind: ClaimKind) -> Option<ClaimType> {
    let stay = |code, text| ClaimType {
        group: "institutional",
        code,
        text,
        subtype: Some("inpatient"),
        profile: INPATIENT,
    };
    let professional =
        |code, text| ClaimType { group: "professional", code, text, subtype: None, profile: PROFESSIONAL };
    Some(match kind {
        ClaimKind::Pde => ClaimType {
            group: "pharmacy",
            code: "PDE",
            text: "Drug Plan Event",
            subtype: None,
            profile: PHARMACY,
        },
        ClaimKind::Carrier => professional("CARRIER", "Professional Physician/Supplier Claim"),
        ClaimKind::Dme => professional("DME", "Durable Medical Equipment Claim"),
        ClaimKind::Hha => stay("HHA", "Home Health Services"),
        ClaimKind::Hospice => stay("HOSPICE", "Hospice Care"),
        ClaimKind::Inpatient => stay("INPATIENT", "Inpatient Hospital Care"),
        ClaimKind::Snf => stay("SNF", "Skilled Nursing Facility Care"),
        ClaimKind::Outpatient => ClaimType {
            group: "institutional",
            code: "OUTPATIENT",
            text: "Outpatient Hospital Care",
            subtype: Some("outpatient"),
            profile: OUTPATIENT,
        },
        ClaimKind::Ungrouped | ClaimKind::PriorAuth => return None,
    })
}
