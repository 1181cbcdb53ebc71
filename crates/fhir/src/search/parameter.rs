//! The parameters that each search has: one table for the grammar and for the CapabilityStatement.

/// FHIR search parameter types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Dates with prefixes.
    Date,
    /// A reference to another resource.
    Reference,
    /// Text.
    String,
    /// `system|code`.
    Token,
    /// A URI.
    Uri,
    /// No search parameter, but one that says which page is wanted and how.
    Page,
    /// No search parameter, but one that says what else every page shows.
    Show,
}

impl Kind {
    /// The code in a CapabilityStatement; None for what stands in none.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Self::Date => Some("date"),
            Self::Reference => Some("reference"),
            Self::String => Some("string"),
            Self::Token => Some("token"),
            Self::Uri => Some("uri"),
            Self::Page | Self::Show => None,
        }
    }
}

/// One parameter of a search.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Modifiers that it takes, without the colon.
    pub modifiers: &'static [&'static str],
    /// What it does, for developers.
    pub documentation: &'static str,
}

pub(super) const fn parameter(name: &'static str, kind: Kind, documentation: &'static str) -> Parameter {
    Parameter { name, kind, modifiers: &[], documentation }
}

/// A reference to a Patient.
pub(super) const fn reference(name: &'static str, documentation: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Reference, modifiers: &["Patient"], documentation }
}

pub(super) const LAST_UPDATED: Parameter = parameter(
    "_lastUpdated",
    Kind::Date,
    "When the content last changed here. Prefixes eq, ne, gt, ge, lt, le, sa, eb, ap; repeat it for a range.",
);
const CURSOR: Parameter =
    parameter("cursor", Kind::Page, "Where a page begins, from the 'next' link of the page before.");
pub(super) const COUNT: Parameter = parameter("_count", Kind::Page, "Resources on a page.");
pub(super) const COUNT_ALIAS: Parameter = parameter("count", Kind::Page, "As _count.");
const OFFSET: Parameter = parameter("_offset", Kind::Page, "Matches to skip, from 0.");
pub(super) const START_INDEX: Parameter = parameter("startIndex", Kind::Page, "As _offset.");
const TOTAL: Parameter = parameter("_total", Kind::Show, "accurate (which estimate means too) or none.");
const SUMMARY: Parameter = parameter("_summary", Kind::Show, "count: the total alone; or false.");
const fn include(documentation: &'static str) -> Parameter {
    Parameter { name: "_include", kind: Kind::Show, modifiers: &["iterate"], documentation }
}
pub(super) const FORMAT: Parameter = parameter("_format", Kind::Page, "JSON.");

/// Parameters of Patient searches.
pub(super) const PATIENT: &[Parameter] = &[
    parameter("_id", Kind::Token, "Id of the person, or a list of up to 100."),
    parameter("identifier", Kind::Token, "http://hl7.org/fhir/sid/us-mbi|<MBI>, current or former."),
    LAST_UPDATED,
    COUNT,
    COUNT_ALIAS,
    OFFSET,
    START_INDEX,
    TOTAL,
    SUMMARY,
    FORMAT,
];

/// Parameters of AuditEvent searches.
pub(super) const AUDIT_EVENT: &[Parameter] =
    &[reference("patient", "Whose data: Patient/<id> or <id>."), CURSOR, COUNT, COUNT_ALIAS, FORMAT];

/// Parameters of `$everything`.
pub(super) const PATIENT_EVERYTHING: &[Parameter] = &[
    parameter("_since", Kind::Show, "Only what changed after this moment."),
    parameter("_type", Kind::Show, "Patient, Coverage, ExplanationOfBenefit, or a list of them."),
    CURSOR,
    COUNT,
    COUNT_ALIAS,
    OFFSET,
    START_INDEX,
    FORMAT,
];

/// Parameters of Coverage searches.
pub(super) const COVERAGE: &[Parameter] = &[
    parameter("_id", Kind::Token, "Id of the coverage, or a list of up to 100."),
    reference("beneficiary", "The covered person: Patient/<id> or <id>."),
    reference("patient", "As beneficiary."),
    include("Coverage:beneficiary adds the person; Coverage:payor is contained."),
    parameter("class-value", Kind::String, "part-a, part-b, part-c, part-d or dual, or a list of them."),
    LAST_UPDATED,
    COUNT,
    COUNT_ALIAS,
    OFFSET,
    START_INDEX,
    TOTAL,
    SUMMARY,
    FORMAT,
];

/// Parameters of ExplanationOfBenefit searches.
pub(super) const EXPLANATION_OF_BENEFIT: &[Parameter] = &[
    parameter("_id", Kind::Token, "Id of the claim, or a list of up to 100."),
    reference("patient", "Whose claims: Patient/<id> or <id>."),
    parameter(
        "type",
        Kind::Token,
        "carrier, dme, hha, hospice, inpatient, outpatient, pde, snf, or * for all; lists and repeats are alternatives.",
    ),
    parameter("service-date", Kind::Date, "Last day of service. Prefixes as for _lastUpdated."),
    parameter("service-start-date", Kind::Date, "First day of service. Prefixes as for _lastUpdated."),
    parameter("billable-period-start", Kind::Date, "As service-start-date."),
    LAST_UPDATED,
    parameter(
        "_tag",
        Kind::Token,
        "System type or final action status as system|code; a list gives alternatives, repeats must all hold.",
    ),
    parameter("_source", Kind::Uri, "DDPS, NCH, MCS, VMS, FISS or CWF; a list gives alternatives."),
    parameter("outcome", Kind::Token, "complete, partial, queued or error; a list gives alternatives."),
    Parameter {
        name: "_security",
        kind: Kind::Token,
        modifiers: &["not"],
        documentation: "42CFRPart2: only, or with :not none of, the claims with that label.",
    },
    parameter(
        "identifier",
        Kind::Token,
        "Claim control number as https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM|<number>, unique claim id as |<number>, or either as <number>.",
    ),
    include("ExplanationOfBenefit:patient and :coverage add those resources; the others are contained."),
    parameter("cursor", Kind::Page, "Where a page begins, from the 'next' link of the page before."),
    COUNT,
    COUNT_ALIAS,
    OFFSET,
    START_INDEX,
    TOTAL,
    SUMMARY,
    FORMAT,
];
