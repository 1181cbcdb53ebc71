//! Where `/v3` differs from BFD v3 on purpose: one list, which the comparisons read and docs/differences.md is made of.

use std::fmt::Write as _;

use serde_json::Value;

use crate::compare::Found;
use crate::listed::DIFFERENCES;
use crate::source::shared;
use crate::{claims, document, pairs, pairs_people, people};

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
    /// What shows it.
    pub(crate) shown: By,
}

/// What shows a difference.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum By {
    /// A golden: an answer of BFD's server.
    Golden,
    /// Only a pair: what BFD's design-time maps, which never served anybody, made of a sample.
    Pair,
    /// Nothing at hand: it is said for readers.
    Nothing,
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

/// What comparisons found so far.
pub(crate) struct Seen {
    by: By,
    shown: Vec<bool>,
    unlisted: Vec<String>,
}

impl Seen {
    fn of(by: By) -> Self {
        Self { by, shown: vec![false; DIFFERENCES.len()], unlisted: Vec::new() }
    }

    /// Notes the differences of a resource, which `name` tells to readers.
    pub(crate) fn add(&mut self, resource: &str, name: &str, found: Vec<Found>) {
        for found in found {
            let may = |entry: &Difference| self.by == By::Pair || entry.shown != By::Pair;
            let listed =
                |entry: &Difference| may(entry) && entry.resource == resource && entry.covers(&found);
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

    /// Holds that all was listed, and that what is listed as shown by this kind of comparison was found.
    fn hold(self) {
        let Self { by, shown, unlisted } = self;
        let count = unlisted.len();
        assert!(unlisted.is_empty(), "{count} differences are not listed:\n{}", unlisted.join("\n"));
        for (difference, found) in DIFFERENCES.iter().zip(shown) {
            let other = by == By::Pair && difference.shown != By::Pair;
            assert!(other || (difference.shown == by) == found, "{difference:?}");
            assert!(difference.why.len() > 20, "{difference:?}");
        }
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
    let mut seen = Seen::of(By::Golden);
    claims::compare(&shared, &mut seen);
    people::compare(&shared, &mut seen);
    seen.hold();
}

#[test]
fn every_pair_agrees_but_for_the_listed_differences() {
    let Some(shared) = shared() else { return };
    let mut seen = Seen::of(By::Pair);
    pairs::compare(&shared, &mut seen);
    pairs_people::compare(&shared, &mut seen);
    seen.hold();
}

const HEAD: &str = "# Differences from BFD v3\n\n\
    Where `/v3/fhir` differs on purpose from what BFD v3 answers for the same source rows. A path names elements of \
    lists by their code, URL or number; `*` stands for any name, `**` for any path. *Shown*: a sample answer of BFD's \
    shows the difference, and a test holds that it shows no other. What is not listed agrees.\n\n\
    *Maps*: BFD also has design-time maps, which serve nobody, and 15 samples of what they make: a person, Parts A, B, \
    C and D, dual coverage, and nine kinds of claims. Where they differ from BFD's server, the server is right; a test \
    holds that they differ from `/v3` in what is listed alone. Not compared with the maps: amounts, information and \
    extensions that the server's tables do not have for the kind of claim; numbers of entries and references to them; \
    the order of lists; the claim's ids; times of update; names of providers, which the samples lack; the prior \
    authorization, whose sample has no member identifier and gives outcome and date ready made; the audit event, which \
    is of no source cells; and the three samples without an output (hospice election, inpatient in process, insurance \
    card).\n\n\
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
            let shown = match entry.shown {
                By::Golden => "shown",
                By::Pair => "maps",
                By::Nothing => "",
            };
            let _ = writeln!(text, "| {path} | {} | {} | {shown} |", entry.what.words(), entry.why);
        }
    }
    document::hold("differences.md", &text);
}
