//! The rules by which elements are made.

/// Every rule: its name and what it does.
#[rustfmt::skip] // a table: one row a line
pub const RULES: &[(&str, &str)] = &[
    (
        "adjustment-reason",
        "Group and reason of each pair in the line's ANSI signature, under X12's system and the source's; a group that X12 does not know is left out.",
    ),
    (
        "admission-period",
        "Start and end of active care; without a start the first day of the claim stands in for inpatient stays, whose profile demands the period. An end before the start is left out.",
    ),
    (
        "amount",
        "The amount in US dollars, rounded to cents. What the source does not have is absent; zero is zero.",
    ),
    (
        "audit-trail",
        "The latest entry of the claim's trail: the shared system's initial, the status, and in the equipment system the location.",
    ),
    (
        "care-team",
        "The provider whose NPI the role's column holds, if a row of providers has that NPI. A line's provider has the line's number, the header's follow in the order of their roles.",
    ),
    (
        "code",
        "The code as the source has it, in each of the element's code systems; the text is the system's own. Some systems drop codes that they do not know.",
    ),
    ("code-or-blank", "The code as the source has it; a blank means the code N."),
    (
        "conditions",
        "One entry for each condition of the claim's condition signature, in the signature's order.",
    ),
    ("constant", "The same in every resource that has it."),
    ("copy", "The text as the source has it."),
    ("count", "The number as the source has it, without a currency."),
    (
        "coverage",
        "The row of the person's spans that is in force on the day of the request decides; the value is the cell's.",
    ),
    (
        "date",
        "The date as the source has it. Dates that stand for no date (9999-12-31, 1000-01-01) are left out.",
    ),
    (
        "demographics",
        "From the person's version in force: the latest transaction that the source marks as such.",
    ),
    ("derived", "A code that follows from the source's value."),
    (
        "diagnosis",
        "The diagnosis codes by type and number, dotted after the third character (ICD-9 E codes after the fourth). Of professional claims type D counts: P repeats its first.",
    ),
    ("drug", "The drug's code; a compound is named as such and its code stands in the detail."),
    ("identifier", "The number as the source has it, under its system."),
    (
        "insurance",
        "Part D for drug events; else by the near-line record code (U, V: Part A; M, O, W: Part B), without it Part B for professional claims and Part A for others. Prior authorizations: by the letter of the claim type (B, D, O: Part B). It refers to the Coverage if the person has it.",
    ),
    ("line-extension", "The line's value as it stands in the source."),
    (
        "modifiers",
        "The modifiers of the procedure code, all in one concept: those of digits alone are CPT's, others HCPCS'.",
    ),
    ("number", "The number without leading zeros as a code; zero and less are left out."),
    (
        "observation",
        "The blood test of a line (R1 hemoglobin, R2 hematocrit) as a contained Observation; a result of zero is none.",
    ),
    (
        "payment-status",
        "Of drug events by the pricing exception code: none is in network, O out of network, anything else other. Of other claims always `other`: the source does not say whether the provider is in a network.",
    ),
    ("position", "The element's place in its list, or the number of what it points at."),
    (
        "procedure",
        "The procedure codes by number; ICD-9 codes get their dot after the second character. Dates before 2000 are left out.",
    ),
    (
        "provider",
        "The provider of the claim's NPI, with the names of the provider's own row: a person if it has a first name, else an organization.",
    ),
    ("quantity", "The number with the element's unit."),
    (
        "revenue",
        "The revenue center under the source's system and NUBC's, with the line's deductible and coinsurance code beside.",
    ),
    (
        "segment",
        "The value of the segment as it stands; a decision that BFD v3 does not know, a negative count and anything but Y are left out.",
    ),
    ("server", "What this server knows: the time of change and the key of the person today."),
    (
        "service",
        "HCPCS and CPT codes (which begin with a digit) and HIPPS rates of the line; a line without any does not apply.",
    ),
    (
        "serviced",
        "Dates of the line, else of the claim. Outpatient lines and drug events have a day, others a period.",
    ),
    ("state", "The FIPS code of the state whose SSA code the source has."),
    ("sum", "The sum of those columns that the source has, in US dollars, each rounded to cents."),
    ("tax-number", "The number, only for systems that ask for tax numbers."),
    (
        "type-of-bill",
        "Facility type, classification and frequency: joined behind a zero as NUBC's code, then each of the source's codes up to its digit.",
    ),
    ("value-code", "The sum of the amounts of the claim's value codes with this code."),
];

/// What a rule does.
pub fn rule_note(name: &str) -> Option<&'static str> {
    let place = RULES.binary_search_by_key(&name, |(known, _)| known).ok()?;
    RULES.get(place).map(|(_, note)| *note)
}
