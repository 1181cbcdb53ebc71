//! What is wrong with a search, in words for the developer of the client.

/// A refused parameter. All are answered 400.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct SearchError {
    /// The parameter to blame, as it stood in the request.
    pub parameter: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a parameter. Texts that BFD v3 or Blue Button have are theirs word for word: clients
/// match on them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// An id without text.
    #[error("ID is missing")]
    IdMissing,
    /// An id that is no number.
    #[error("ID is not a valid number")]
    IdNotNumber,
    /// An id of a claim that is not of the form that v2 has.
    #[error(
        "ExplanationOfBenefit ID pattern: '{0}' does not match expected pattern: {{alphaString}}-{{idNumber}}"
    )]
    ClaimId(String),
    /// An id of a coverage that is not of the form that v2 has.
    #[error(
        "Coverage ID pattern: '{0}' does not match expected patterns: {{alphaString}}-{{singleCharacter}}-{{idNumber}}"
    )]
    CoveragePattern(String),
    /// A list of ids that is too long.
    #[error("A maximum of 100 claim IDs may be requested at once.")]
    TooManyIds,
    /// A reference without text.
    #[error("Reference is missing")]
    ReferenceMissing,
    /// A reference whose id is no number.
    #[error("Reference is not a valid number")]
    ReferenceNotNumber,
    /// A reference to something else than a Patient.
    #[error("Invalid resource type")]
    ReferenceType,
    /// An identifier without a value.
    #[error("Value is missing")]
    ValueMissing,
    /// An identifier whose system is not the MBI's.
    #[error("Invalid or missing system")]
    IdentifierSystem,
    /// A malformed Coverage id.
    #[error("{0}")]
    CoverageId(#[from] crate::v3::coverage::CoverageIdError),
    /// A part that Medicare does not have.
    #[error("Unknown coverage part. Supported values are: part-a, part-b, part-c, part-d, dual.")]
    CoveragePart,
    /// A tag without its system.
    #[error("Searching by tag requires a token (system|code) to be specified.")]
    TagToken,
    /// A system type that does not exist.
    #[error(
        "Unsupported _tag value for system type. Supported values are 'NationalClaimsHistory', 'SharedSystem', 'DDPS'."
    )]
    TagSystemType,
    /// A final action status that does not exist.
    #[error(
        "Unsupported _tag value for Final Action Status. Supported values are 'FinalAction','NotFinalAction'."
    )]
    TagFinalAction,
    /// A tag of another system.
    #[error(
        "Invalid tag system specified. Supported systems are 'https://bluebutton.cms.gov/fhir/CodeSystem/System-Type', 'https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action'."
    )]
    TagSystem,
    /// A security label that does not exist.
    #[error(
        "Invalid security code: Use '42CFRPart2' or 'http://terminology.hl7.org/CodeSystem/v3-ActCode|42CFRPart2'."
    )]
    SecurityCode,
    /// A label both wanted and not.
    #[error(
        "Conflict in search filters: You have requested both to include and exclude the '42CFRPart2' (SAMHSA) security label. Please choose one to see results."
    )]
    SecurityConflict,
    /// An empty source.
    #[error("Source cannot be empty.")]
    SourceEmpty,
    /// A source that does not exist.
    #[error("Unknown source. Supported sources are: [DDPS, NCH, MCS, VMS, FISS, CWF]")]
    SourceUnknown,
    /// An empty outcome.
    #[error("Outcome cannot be empty.")]
    OutcomeEmpty,
    /// An outcome that does not exist.
    #[error("Unknown outcome. Supported outcomes are: complete, partial, queued, error.")]
    OutcomeUnknown,
    /// A claim type that does not exist.
    #[error("the type parameter value is not valid")]
    Type,
    /// A prefix that a date parameter does not have.
    #[error("the {0} operator is not valid")]
    DateOperator(&'static str),
    /// A date that does not read.
    #[error("the value is not a date like 2024, 2024-02, 2024-02-29 or 2024-02-29T12:30:00Z")]
    Date,
    /// A number that does not read.
    #[error("expected int")]
    Integer,
    /// A number below zero.
    #[error("value must be at least 0")]
    TooSmall,
    /// A page that is too big for the caller.
    #[error("value must be at most {0}")]
    TooLarge(u32),
    /// A page of v2 without room.
    #[error("Invalid pageSize '0'")]
    PageSize,
    /// A page of v2 behind the last match.
    #[error("Value for startIndex ({start}) must be less than than result size ({total})")]
    StartIndex {
        /// Where the page would begin.
        start: u64,
        /// Matches in all.
        total: u64,
    },
    /// An identifier that must not stand in a URL.
    #[error("Search query by '{0}' is only supported in POST request")]
    PostOnly(&'static str),
    /// An identifier of a system that v2 does not search by.
    #[error("Unsupported identifier system: {0}")]
    UnsupportedSystem(String),
    /// An identifier of v2 without a value.
    #[error("lookup value cannot be null/empty")]
    LookupEmpty,
    /// A flag that is neither true nor false.
    #[error("the value is none of true, false")]
    Flag,
    /// A cursor that is none of ours.
    #[error("the cursor is not one that a 'next' link of this server carries; start again without it")]
    Cursor,
    /// A second list with tags of both systems.
    #[error("Only one _tag list can name tags of both systems; repeat _tag with tags of one system each.")]
    TagMixed,
    /// A cursor of another search.
    #[error("the cursor belongs to a search with other parameters; start again without it")]
    CursorOfOther,
    /// A `_total` that does not exist.
    #[error("the value is none of none, estimate, accurate")]
    Total,
    /// A `_summary` that is not offered.
    #[error("only _summary=count and _summary=false are offered")]
    Summary,
    /// An `_include` that names no reference of the resource.
    #[error("there is no such reference to include")]
    Include,
    /// A format that we do not write.
    #[error("the only format is JSON: application/fhir+json, application/json or json")]
    Format,
    /// A type of resource that is not served.
    #[error("the resource types are Patient, Coverage and ExplanationOfBenefit")]
    ResourceType,
    /// A modifier that the parameter does not have.
    #[error("the modifier ':{0}' is not supported here")]
    Modifier(String),
    /// A parameter that must not be repeated with another value.
    #[error("this parameter may be given once only")]
    Repeated,
    /// More parameters than any search has a use for.
    #[error("a search takes at most 100 parameters")]
    TooManyParameters,
    /// Nothing says whose or which resources are wanted.
    #[error("the search needs {0}")]
    Required(&'static str),
    /// Parameters that do not exist, under `Prefer: handling=strict`.
    #[error("Invalid parameters: [{}]", quoted(.0))]
    Unknown(Vec<String>),
}

impl Problem {
    /// This problem, blamed on `parameter`.
    pub(super) fn of(self, parameter: &str) -> SearchError {
        SearchError { parameter: parameter.to_owned(), problem: self }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}
