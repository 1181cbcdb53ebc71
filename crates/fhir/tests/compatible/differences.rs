//! Where `/v3` differs from BFD v3 on purpose: one list, which the comparisons read and docs/differences.md is made of.

use std::fmt::Write as _;

use serde_json::Value;

use crate::compare::Found;
use crate::source::shared;
use crate::{claims, document, people};

/// One deliberate difference.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The type of resource.
    pub(crate) resource: &'static str,
    /// The elements, as a pattern: `*` stands for a name or what is between brackets, `**` for anything; empty for
    /// the whole resource.
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

/// Every deliberate difference. A test fails when one is not listed, and when a listed one that a golden showed is gone.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        resource: "ExplanationOfBenefit",
        path: "billablePeriod.end",
        what: What::Left,
        why: "An end before the start is left out: FHIR allows no such period.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "**adjudication[*]",
        what: What::NotZero,
        why: "The source has no such amount or count: absent is not zero, which a reader would take for a fact.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "total[*]",
        what: What::NotZero,
        why: "The source has no such amount: absent is not zero, which a reader would take for a fact.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].extension[*-CNT]",
        what: What::NotZero,
        why: "The source has no such count: absent is not zero.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "insurance[0].coverage.reference",
        what: What::Added,
        why: "FHIR and CARIN ask for the Coverage that the claim was made under, so it is referred to where there is one, not only named.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "insurer",
        what: What::Added,
        why: "CARIN demands an insurer. Where the plan is not known it is Medicare, which runs Part D.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "careTeam[*].provider.reference",
        what: What::Added,
        why: "CARIN demands that most members resolve to a Practitioner, so each is contained and referred to.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "contained[*]",
        what: What::Added,
        why: "The members of the care team that CARIN demands to resolve, and the insurer that it demands where BFD does not know the plan.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "careTeam[*].provider.type",
        what: What::Changed,
        why: "The type is that of the resource referred to: a provider with a first name is a person, whatever the specialty.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "careTeam[*].role.coding[1].*",
        what: What::Changed,
        why: "CARIN has no role service: who gave the service is the rendering provider.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "careTeam[*].qualification",
        what: What::Added,
        why: "CARIN demands the qualification of who renders on outpatient bills: the taxonomy of the provider, without a specialty on the claim.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].servicedDate",
        what: What::Added,
        why: "Of outpatient bills CARIN takes a day, not a period: the first day.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].servicedPeriod",
        what: What::Left,
        why: "Of outpatient bills CARIN takes a day, not a period: the first day.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].revenue.coding[0].*",
        what: What::Changed,
        why: "Without a revenue center the deductible code stands in an extension: CARIN demands NUBC codes in revenue.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "procedure[*].procedureCodeableConcept.coding[*].system",
        what: What::Changed,
        why: "CARIN demands sid/icd-9-cm for ICD-9 procedures.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "supportingInfo[19]",
        what: What::Added,
        why: "CARIN demands the period of a stay: the claim's first day stands in for a missing admission. It \
              comes last, so that no number of BFD's changes.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "supportingInfo[13]",
        what: What::Added,
        why: "A contained Observation must be referred to (FHIR dom-3). The entry comes last, so that no number \
              of BFD's changes.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].informationSequence[*]",
        what: What::Added,
        why: "The line points at its observation.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].careTeamSequence",
        what: What::Added,
        why: "Who rendered a line is otherwise not to be told from the other members of the care team.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].diagnosisSequence",
        what: What::Left,
        why: "BFD points at the diagnosis that shares the row number of the line; we point at the one with the code of the line, here none.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "procedure",
        what: What::Added,
        why: "BFD leaves out procedures that the source numbers 0, and uses a number twice where the source does; here these follow behind the last.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*]",
        what: What::Added,
        why: "BFD leaves out lines that the source numbers 0; FHIR numbers from 1, so they follow behind the last.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "contained[*].identifier[*]",
        what: What::Left,
        why: "The tax number of a billing provider is shown only to those who ask, as that of a line; and a number that is no NPI is not called one.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "contained[BILLING_ID]",
        what: What::Left,
        why: "An underscore may not stand in a FHIR id: a pharmacy without NPI is called billing-provider.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "adjudication[submitted]",
        what: What::Added,
        why: "CARIN demands amounts of an institutional claim on its lines or its header; without any on lines what was submitted in all stands in the header.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].adjudication[submitted]",
        what: What::Added,
        why: "CARIN demands an amount of each line of other claims; without one in the source it is said to be unknown.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "contained[*].name",
        what: What::Added,
        why: "The profiles demand the name of an organization: one that only has a number goes by it.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "contained[*].valueQuantity.*",
        what: What::Changed,
        why: "A hematocrit is a percentage, not grams per decilitre.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "careTeam[*].sequence",
        what: What::Changed,
        why: "Numbers of header members follow behind the last line that has one, so that no number is used twice.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "supportingInfo[*].code.coding[*]",
        what: What::Changed,
        why: "Each condition code has an entry of its own; BFD looks all of a claim up as one.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "supportingInfo[*].code.coding[*].display",
        what: What::Left,
        why: "The text of the audit trail status V0509 is a page of instructions to staff: the code is served without.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "supportingInfo[CLM_PD_STUS_CD]",
        what: What::Left,
        why: "BFD gives a paid status to every claim in process, a blank too; without a status there is no entry.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "outcome",
        what: What::Added,
        why: "FHIR demands an outcome: partial where BFD does not know the paid status, as its own search has it.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "adjudication[benefitpaymentstatus]",
        what: What::Added,
        why: "CARIN demands the status: other where BFD does not know the pricing exception code of a drug event.",
        shown: false,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "diagnosis",
        what: What::Added,
        why: "CARIN demands a diagnosis of every bill; without one in the source the entry says that it is not known.",
        shown: true,
    },
    Difference {
        resource: "ExplanationOfBenefit",
        path: "item[*].adjudication[adjustmentreason]",
        what: What::Added,
        why: "BFD gives the first of up to four adjustment reasons; we give all.",
        shown: false,
    },
    Difference {
        resource: "Coverage",
        path: "period.end",
        what: What::Left,
        why: "An end before the start is left out: FHIR allows no such period.",
        shown: false,
    },
    Difference {
        resource: "Coverage",
        path: "",
        what: What::Left,
        why: "The person has no Part B. BFD answers a resource of an id alone, which is no valid Coverage; we \
              answer that there is none (404).",
        shown: true,
    },
    Difference {
        resource: "Patient",
        path: "identifier[*].period.end",
        what: What::Left,
        why: "An end before the start is left out: FHIR allows no such period (per-1).",
        shown: true,
    },
    Difference {
        resource: "Patient",
        path: "gender",
        what: What::Added,
        why: "US Core requires a gender: 'unknown' where the source has neither 1 nor 2. BFD leaves it out.",
        shown: false,
    },
    Difference {
        resource: "Patient",
        path: "name",
        what: What::Added,
        why: "US Core requires a name: a data-absent-reason where the source has none.",
        shown: false,
    },
    Difference {
        resource: "Patient",
        path: "identifier[MB].value",
        what: What::Added,
        why: "C4BB requires a member identifier: a data-absent-reason where the source has none.",
        shown: false,
    },
    Difference {
        resource: "Coverage",
        path: "subscriberId",
        what: What::Added,
        why: "C4BB requires the identifier: a data-absent-reason where the source has none.",
        shown: false,
    },
    Difference {
        resource: "Patient",
        path: "extension[us-core-race].extension[*].url",
        what: What::Changed,
        why: "'Other Race' (3) is not among the OMB categories that us-core-race requires; it stands under \
              'detailed'.",
        shown: false,
    },
    Difference {
        resource: "Coverage",
        path: "contained[insurer-org].name",
        what: What::Added,
        why: "C4BB-Organization requires a name: the contract number where the plan's name is unknown.",
        shown: false,
    },
    Difference {
        resource: "Coverage",
        path: "id",
        what: What::Changed,
        why: "Our own ids read back for negative keys, and an id that names another plan than the person's is \
              absent; BFD ignores the plan and refuses the sign.",
        shown: false,
    },
];

/// What comparisons found so far.
#[derive(Default)]
pub(crate) struct Seen {
    shown: Vec<bool>,
    unlisted: Vec<String>,
}

impl Seen {
    /// Notes the differences of a resource, which `name` tells to readers.
    pub(crate) fn add(&mut self, resource: &str, name: &str, found: Vec<Found>) {
        self.shown.resize(DIFFERENCES.len(), false);
        for found in found {
            let listed = |entry: &Difference| entry.resource == resource && entry.covers(&found);
            match DIFFERENCES.iter().position(listed) {
                Some(place) => self.shown[place] = true,
                None => self.unlisted.push(format!("{resource} {name}: {found:?}")),
            }
        }
    }

    /// Notes that BFD has a resource and we have none.
    pub(crate) fn whole(&mut self, resource: &str, name: &str, theirs: &Value) {
        let found = Found { path: String::new(), theirs: Some(theirs.clone()), ours: None };
        self.add(resource, name, vec![found]);
    }
}

impl What {
    fn words(&self) -> &'static str {
        match self {
            Self::Added => "we have it, BFD does not",
            Self::Left => "BFD has it, we do not",
            Self::NotZero => "BFD says 0, we nothing",
            Self::Changed => "another value",
        }
    }
}

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

#[test]
fn every_golden_agrees_but_for_the_listed_differences() {
    let Some(shared) = shared() else { return };
    let mut seen = Seen::default();
    claims::compare(&shared, &mut seen);
    people::compare(&shared, &mut seen);
    let Seen { shown, unlisted } = seen;
    assert!(unlisted.is_empty(), "{} differences are not listed:\n{}", unlisted.len(), unlisted.join("\n"));
    for (difference, shown) in DIFFERENCES.iter().zip(shown) {
        assert_eq!(difference.shown, shown, "{difference:?}");
        assert!(difference.why.len() > 20, "{difference:?}");
    }
}

const HEAD: &str = "# Differences from BFD v3\n\n\
    Where `/v3/fhir` differs on purpose from what BFD v3 answers for the same source rows. A path names elements of \
    lists by their code, URL or number; `*` stands for any name, `**` for any path. *Shown*: a sample answer of BFD's \
    shows the difference, and a test holds that it shows no other. What is not listed agrees.\n\n\
    This file is generated: `make docs`.\n";

#[test]
fn the_document_is_current() {
    let mut text = HEAD.to_owned();
    for resource in ["ExplanationOfBenefit", "Patient", "Coverage"] {
        let _ = write!(text, "\n## {resource}\n\n| Where | What | Why | Shown |\n|---|---|---|---|\n");
        for entry in DIFFERENCES.iter().filter(|entry| entry.resource == resource) {
            let path = if entry.path.is_empty() {
                "the whole resource".to_owned()
            } else {
                format!("`{}`", entry.path)
            };
            let shown = if entry.shown { "shown" } else { "" };
            let _ = writeln!(text, "| {path} | {} | {} | {shown} |", entry.what.words(), entry.why);
        }
    }
    document::hold("differences.md", &text);
}
