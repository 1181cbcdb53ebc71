//! The parameters that searches have in v2.

use crate::search::parameter::{
    COUNT, COUNT_ALIAS, FORMAT, Kind, LAST_UPDATED, Parameter, START_INDEX, parameter, reference,
};

/// Parameters of Patient searches.
pub(in crate::search) const PATIENT: &[Parameter] = &[
    parameter("_id", Kind::Token, "Id of the person, or a list of up to 100."),
    parameter(
        "identifier",
        Kind::Token,
        "http://hl7.org/fhir/sid/us-mbi|<MBI>, by POST only, or https://bluebutton.cms.gov/resources/identifier/mbi-hash|<hash>; current or former.",
    ),
    LAST_UPDATED,
    COUNT,
    COUNT_ALIAS,
    START_INDEX,
    FORMAT,
];

/// Parameters of Coverage searches.
pub(in crate::search) const COVERAGE: &[Parameter] = &[
    reference("beneficiary", "The covered person: Patient/<id> or <id>."),
    reference("patient", "As beneficiary."),
    LAST_UPDATED,
    COUNT,
    COUNT_ALIAS,
    START_INDEX,
    FORMAT,
];

/// Parameters of ExplanationOfBenefit searches.
pub(in crate::search) const EXPLANATION_OF_BENEFIT: &[Parameter] = &[
    reference("patient", "Whose claims: Patient/<id> or <id>."),
    parameter(
        "type",
        Kind::Token,
        "carrier, dme, hha, hospice, inpatient, outpatient, pde, snf, or * for all; a list gives alternatives, repeats must all hold.",
    ),
    parameter("service-date", Kind::Date, "Last day of service. Prefixes as for _lastUpdated."),
    LAST_UPDATED,
    parameter("excludeSAMHSA", Kind::Token, "true leaves out claims labelled under 42 CFR Part 2."),
    COUNT,
    COUNT_ALIAS,
    START_INDEX,
    FORMAT,
];
