//! Where we differ from BFD v3 on purpose.

use serde_json::Value;

use crate::compare::Found;

/// One deliberate difference.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The elements, as a pattern.
    pub(crate) path: &'static str,
    /// What is different about them.
    pub(crate) what: What,
    /// Why.
    pub(crate) why: &'static str,
    /// Whether a golden shows it. What none shows is said here for readers.
    pub(crate) shown: bool,
}

/// A kind of difference.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// We have it, BFD does not.
    Added,
    /// BFD has it, we do not.
    Left,
    /// BFD has an amount or number of zero, we have nothing.
    NotZero,
    /// Both have it, with different values.
    Changed,
}

/// Every deliberate difference.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        path: "**adjudication[*]",
        what: What::NotZero,
        why: "The source has no such amount or count: absent is not zero, which a reader would take for a fact.",
        shown: true,
    },
    Difference {
        path: "total[*]",
        what: What::NotZero,
        why: "The source has no such amount: absent is not zero, which a reader would take for a fact.",
        shown: true,
    },
    Difference {
        path: "item[*].extension[*-CNT]",
        what: What::NotZero,
        why: "The source has no such count: absent is not zero.",
        shown: false,
    },
    Difference {
        path: "insurance[0].coverage.reference",
        what: What::Added,
        why: "FHIR and CARIN ask for the Coverage that the claim was made under, so it is referred to, not only named.",
        shown: true,
    },
    Difference {
        path: "insurer",
        what: What::Added,
        why: "CARIN demands an insurer. Where the plan is not known it is Medicare, which runs Part D.",
        shown: true,
    },
    Difference {
        path: "careTeam[*].provider.reference",
        what: What::Added,
        why: "CARIN demands that most members resolve to a Practitioner, so each is contained and referred to.",
        shown: true,
    },
    Difference {
        path: "contained[*]",
        what: What::Added,
        why: "The members of the care team that CARIN demands to resolve, and the insurer that it demands where BFD does not know the plan.",
        shown: true,
    },
    Difference {
        path: "careTeam[*].provider.type",
        what: What::Changed,
        why: "The type is that of the resource referred to: a provider with a first name is a person, whatever the specialty.",
        shown: true,
    },
    Difference {
        path: "careTeam[*].role.coding[1].*",
        what: What::Changed,
        why: "CARIN has no role service: who gave the service is the rendering provider.",
        shown: false,
    },
    Difference {
        path: "careTeam[*].qualification",
        what: What::Added,
        why: "CARIN demands the qualification of who renders on outpatient bills: the taxonomy of the provider, without a specialty on the claim.",
        shown: true,
    },
    Difference {
        path: "item[*].servicedDate",
        what: What::Added,
        why: "Of outpatient bills CARIN takes a day, not a period: the first day.",
        shown: true,
    },
    Difference {
        path: "item[*].servicedPeriod",
        what: What::Left,
        why: "Of outpatient bills CARIN takes a day, not a period: the first day.",
        shown: true,
    },
    Difference {
        path: "item[*].revenue.coding[0].*",
        what: What::Changed,
        why: "Without a revenue center the deductible code stands in an extension: CARIN demands NUBC codes in revenue.",
        shown: false,
    },
    Difference {
        path: "procedure[*].procedureCodeableConcept.coding[*].system",
        what: What::Changed,
        why: "CARIN demands sid/icd-9-cm for ICD-9 procedures.",
        shown: false,
    },
    Difference {
        path: "supportingInfo[19]",
        what: What::Added,
        why: "CARIN demands the period of a stay: the claim's first day stands in for a missing admission. It \
              comes last, so that no number of BFD's changes.",
        shown: true,
    },
    Difference {
        path: "supportingInfo[13]",
        what: What::Added,
        why: "A contained Observation must be referred to (FHIR dom-3). The entry comes last, so that no number \
              of BFD's changes.",
        shown: true,
    },
    Difference {
        path: "item[*].informationSequence[*]",
        what: What::Added,
        why: "The line points at its observation.",
        shown: true,
    },
    Difference {
        path: "item[*].careTeamSequence",
        what: What::Added,
        why: "Who rendered a line is otherwise not to be told from the other members of the care team.",
        shown: true,
    },
    Difference {
        path: "item[*].diagnosisSequence",
        what: What::Left,
        why: "BFD points at the diagnosis that shares the row number of the line; we point at the one with the code of the line, here none.",
        shown: true,
    },
    Difference {
        path: "procedure",
        what: What::Added,
        why: "BFD leaves out procedures that the source numbers 0, and uses a number twice where the source does; here these follow behind the last.",
        shown: true,
    },
    Difference {
        path: "item[*]",
        what: What::Added,
        why: "BFD leaves out lines that the source numbers 0; FHIR numbers from 1, so they follow behind the last.",
        shown: false,
    },
    Difference {
        path: "contained[*].identifier[*]",
        what: What::Left,
        why: "The tax number of a billing provider is shown only to those who ask, as that of a line; and a number that is no NPI is not called one.",
        shown: false,
    },
    Difference {
        path: "contained[BILLING_ID]",
        what: What::Left,
        why: "An underscore may not stand in a FHIR id: a pharmacy without NPI is called billing-provider.",
        shown: false,
    },
    Difference {
        path: "adjudication[submitted]",
        what: What::Added,
        why: "CARIN demands amounts of an institutional claim on its lines or its header; without any on lines what was submitted in all stands in the header.",
        shown: false,
    },
    Difference {
        path: "item[*].adjudication[submitted]",
        what: What::Added,
        why: "CARIN demands an amount of each line of other claims; without one in the source it is said to be unknown.",
        shown: false,
    },
    Difference {
        path: "contained[*].name",
        what: What::Added,
        why: "The profiles demand the name of an organization: one that only has a number goes by it.",
        shown: false,
    },
    Difference {
        path: "contained[*].valueQuantity.*",
        what: What::Changed,
        why: "A hematocrit is a percentage, not grams per decilitre.",
        shown: false,
    },
    Difference {
        path: "careTeam[*].sequence",
        what: What::Changed,
        why: "Numbers of header members follow behind the last line that has one, so that no number is used twice.",
        shown: false,
    },
    Difference {
        path: "supportingInfo[*].code.coding[*]",
        what: What::Changed,
        why: "Each condition code has an entry of its own; BFD looks all of a claim up as one.",
        shown: false,
    },
    Difference {
        path: "diagnosis",
        what: What::Added,
        why: "CARIN demands a diagnosis of every bill; without one in the source the entry says that it is not known.",
        shown: true,
    },
    Difference {
        path: "item[*].adjudication[adjustmentreason]",
        what: What::Added,
        why: "BFD gives the first of up to four adjustment reasons; we give all.",
        shown: false,
    },
];

impl Difference {
    /// Whether `found` is this difference.
    pub(crate) fn covers(&self, found: &Found) -> bool {
        let kind = match (&found.ours, &found.theirs) {
            (Some(_), None) => What::Added,
            (None, Some(theirs)) if is_zero(theirs) && self.what == What::NotZero => What::NotZero,
            (None, Some(_)) => What::Left,
            _ => What::Changed,
        };
        kind == self.what && matches(self.path, &found.path)
    }
}

fn is_zero(element: &Value) -> bool {
    let number = element.get("value").or_else(|| element.get("amount")?.get("value"));
    number.or_else(|| element.get("valueDecimal")).and_then(Value::as_f64) == Some(0.0)
}

/// `*` stands for a name or what is between brackets, `**` for anything.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == path };
    let (rest, anything) = rest.strip_prefix('*').map_or((rest, false), |rest| (rest, true));
    let Some(tail) = path.strip_prefix(head) else { return false };
    let end = tail.find(['.', '[', ']']).filter(|_| !anything).unwrap_or(tail.len());
    (0..=end).any(|place| tail.get(place..).is_some_and(|tail| matches(rest, tail)))
}

#[test]
fn stars_stand_for_names() {
    assert!(matches("item[*]", "item[1]"));
    assert!(!matches("item[*]", "item[1].extension[CLM-X]"));
    assert!(matches("item[*].extension[*-CNT]", "item[1].extension[CLM-MTUS-CNT]"));
    assert!(matches("**adjudication[*]", "item[1].adjudication[CLM_X]"));
    assert!(!matches("**adjudication[*]", "item[1].adjudication[CLM_X].amount"));
}
