//! What else a page shows: `_include`, `_total`, `_summary`.

use super::error::{Problem, SearchError};
use super::given::{Argument, Given};

/// What becomes of the total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Total {
    /// It stands beside the page.
    #[default]
    Shown,
    /// It stands alone.
    Alone,
    /// It is left out.
    Absent,
}

/// What else a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// The people that its resources are about.
    pub patients: bool,
    /// The coverages that its claims name.
    pub coverages: bool,
    /// What becomes of the total.
    pub total: Total,
    /// What is told about the search, for an OperationOutcome in the bundle.
    pub notes: Vec<String>,
}

/// What `_include` can name, and what becomes of it.
#[derive(Clone, Copy)]
pub(super) enum Included {
    Patients,
    Coverages,
    /// It stands in the resource itself.
    Contained,
}

pub(super) type Names = &'static [(&'static str, Included)];

/// References of ExplanationOfBenefit (C4BB CapabilityStatement).
pub(super) const OF_CLAIM: (&str, Names) = (
    "ExplanationOfBenefit",
    &[
        ("patient", Included::Patients),
        ("coverage", Included::Coverages),
        ("provider", Included::Contained),
        ("care-team", Included::Contained),
        ("insurer", Included::Contained),
        ("payee", Included::Contained),
    ],
);

/// References of Coverage (C4BB and C4DIC).
pub(super) const OF_COVERAGE: (&str, Names) = (
    "Coverage",
    &[
        ("beneficiary", Included::Patients),
        ("patient", Included::Patients),
        ("subscriber", Included::Patients),
        ("payor", Included::Contained),
    ],
);

/// Patient names nobody.
pub(super) const OF_PATIENT: (&str, Names) = ("Patient", &[]);

/// What `_include` can name in searches of a resource, for the CapabilityStatement.
pub fn includes(resource: &str) -> impl Iterator<Item = String> {
    let tables = [OF_CLAIM, OF_COVERAGE].into_iter().filter(move |(known, _)| *known == resource);
    tables.flat_map(|(resource, names)| {
        let names = names.iter().map(|(name, _)| *name).chain(["*"]);
        names.map(move |name| format!("{resource}:{name}"))
    })
}

impl Show {
    /// `total`, unless it is to be left out.
    pub fn total(&self, total: u64) -> Option<u64> {
        (self.total != Total::Absent).then_some(total)
    }

    /// Reads what else is wanted. What is left out disappears from `given`.
    pub(super) fn read(
        given: &mut Given<'_>,
        (resource, names): (&'static str, Names),
    ) -> Result<Self, SearchError> {
        let mut show = Self::default();
        if let Some(value) = given.first(&["_total"]) {
            match value.value {
                "none" => show.total = Total::Absent,
                "estimate" | "accurate" => {}
                _ => return Err(value.error(Problem::Total)),
            }
        }
        let mut unknown: Vec<(Argument<'_>, Problem)> = Vec::new();
        if let Some(value) = given.first(&["_summary"]) {
            match value.value {
                "count" => show.total = Total::Alone,
                "false" => {}
                _ => unknown.push((value.clone(), Problem::Summary)),
            }
        }
        for value in given.all("_include") {
            if !show.include(value.value, resource, names) {
                unknown.push((value.clone(), Problem::Include));
            }
        }
        for (argument, problem) in unknown {
            given.leave_out(&argument, problem)?;
        }
        show.notes.extend_from_slice(given.notes());
        Ok(show)
    }

    /// `Source:name`, `Source:name:Target`, `Source:*` or `*`. False if there is no such reference.
    fn include(&mut self, text: &str, resource: &str, names: Names) -> bool {
        let mut words = text.split(':');
        let name = match (words.next(), words.next()) {
            (Some("*"), None) => "*",
            (Some(source), Some(name)) if source == resource => name,
            _ => return false,
        };
        let wanted: Vec<_> = names.iter().filter(|(known, _)| name == "*" || *known == name).collect();
        for (name, included) in &wanted {
            match included {
                Included::Patients => self.patients = true,
                Included::Coverages => self.coverages = true,
                Included::Contained => self.notes.push(format!(
                    "{resource}:{name} is not included separately: what it names is contained in each {resource}."
                )),
            }
        }
        !wanted.is_empty()
    }
}
