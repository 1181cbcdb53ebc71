//! Ids of Coverage: the part, the person and, for Parts C and D, the plan.

use bluestem_model::id::{Namespace, PersonId, source_number};
use bluestem_model::person::Slice;

/// A part of Medicare, or dual eligibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Hospital insurance.
    A,
    /// Medical insurance.
    B,
    /// Medicare Advantage.
    C,
    /// Drug coverage.
    D,
    /// Medicare and Medicaid together.
    Dual,
}

impl Part {
    /// Every part, in the order in which a search returns them.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::Dual];

    /// The slice of the person's record that tells when this coverage last changed.
    pub fn slice(self) -> Slice {
        match self {
            Self::A => Slice::PartA,
            Self::B => Slice::PartB,
            Self::C => Slice::PartC,
            Self::D => Slice::PartD,
            Self::Dual => Slice::Dual,
        }
    }

    /// The beginning of its ids and its word in `class-value` searches.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::A => "part-a",
            Self::B => "part-b",
            Self::C => "part-c",
            Self::D => "part-d",
            Self::Dual => "dual",
        }
    }

    /// The value of its class `plan`.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "Part A",
            Self::B => "Part B",
            Self::C => "Part C",
            Self::D => "Part D",
            Self::Dual => "Dual Medicare/Medicaid",
        }
    }

    fn has_plan(self) -> bool {
        matches!(self, Self::C | Self::D)
    }
}

/// The plan in the id of a Part C or D coverage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    /// `BENE_CNTRCT_NUM`: five letters and digits.
    pub contract: String,
    /// `BENE_PBP_NUM`: three digits.
    pub package: String,
}

/// The id of a Coverage, as asked for: the plan may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CoverageId {
    /// Which part.
    pub part: Part,
    /// Whose.
    pub person: PersonId,
    /// Under which plan (Parts C and D only).
    pub plan: Option<Plan>,
}

/// Why a text is no id of a Coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoverageIdError {
    /// Nothing there.
    #[error("Coverage ID must not be null or empty")]
    Empty,
    /// The number of the person does not read.
    #[error("Invalid beneficiary SK format in Coverage ID")]
    Person,
    /// Something behind the number that is no plan.
    #[error("Invalid Coverage ID format. Expected pattern like 'part-c-12345-H1234-001'.")]
    Plan,
    /// It begins with no part.
    #[error("Unrecognized or unsupported coverage part identifier prefix provided.")]
    Part,
}

impl CoverageId {
    /// Reads `part-a-<person>`, `part-b-`, `dual-`, `part-c-<person>[-<contract>-<package>]` and `part-d-...`, in
    /// any case of letters. The person's number may be negative, as it is for synthetic people; without its
    /// namespace's word it is one of `bare`'s.
    pub fn parse(text: &str, bare: Namespace) -> Result<Self, CoverageIdError> {
        if text.trim().is_empty() {
            return Err(CoverageIdError::Empty);
        }
        let after = |part: &Part| {
            let (prefix, rest) = text.split_at_checked(part.prefix().len())?;
            let rest = rest.strip_prefix('-')?;
            prefix.eq_ignore_ascii_case(part.prefix()).then_some((*part, rest))
        };
        let (part, rest) = Part::ALL.iter().find_map(after).ok_or(CoverageIdError::Part)?;
        let (namespace, rest) = Namespace::split(rest, bare);
        let (number, plan) = split_number(rest);
        let number = source_number(number).ok_or(CoverageIdError::Person)?;
        let person = PersonId { namespace, number };
        let plan = match plan {
            None => None,
            Some(plan) if part.has_plan() => Some(Plan::parse(plan).ok_or(CoverageIdError::Plan)?),
            Some(_) => return Err(CoverageIdError::Person),
        };
        Ok(Self { part, person, plan })
    }
}

impl CoverageId {
    /// Whether this id, as asked for, names the coverage with the full id `other`.
    pub fn covers(&self, other: &Self) -> bool {
        let same_plan = self.plan.is_none() || self.plan == other.plan;
        self.part == other.part && self.person == other.person && same_plan
    }
}

/// Splits behind the number, whose own sign is not a separator.
fn split_number(text: &str) -> (&str, Option<&str>) {
    let sign = usize::from(text.starts_with('-'));
    let digits = text.get(sign..).unwrap_or_default();
    match digits.find('-') {
        Some(at) => (text.get(..sign + at).unwrap_or_default(), digits.get(at + 1..)),
        None => (text, None),
    }
}

impl Plan {
    fn parse(text: &str) -> Option<Self> {
        let (contract, package) = text.split_once('-')?;
        let fits = contract.len() == 5
            && contract.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && package.len() == 3
            && package.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self { contract: contract.to_ascii_uppercase(), package: package.to_owned() })
    }
}

impl CoverageId {
    /// The id in a base whose bare numbers are those of `home`.
    pub fn text(&self, home: Namespace) -> String {
        let (prefix, person) = (self.part.prefix(), self.person.text(home));
        match &self.plan {
            Some(plan) => format!("{prefix}-{person}-{}-{}", plan.contract, plan.package),
            None => format!("{prefix}-{person}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use Namespace::{Ccw, Idr};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_read_as_they_are_written() {
        for id in ["part-a-5", "part-b--10000010288010", "dual-7", "part-c--123-H1234-001", "part-d-12"] {
            assert_eq!(CoverageId::parse(id, Idr).unwrap().text(Idr), id);
        }
        let shouted = CoverageId::parse("PART-C--123-h1234-001", Idr).unwrap();
        assert_eq!(shouted.text(Idr), "part-c--123-H1234-001");
        assert_eq!(shouted.person, PersonId::idr(-123));
        assert_eq!(shouted.text(Ccw), "part-c-idr--123-H1234-001");
        assert_eq!(CoverageId::parse("part-c-ccw--123-H1234-001", Idr).unwrap().person, PersonId::ccw(-123));
        assert_eq!(CoverageId::parse("part-a-5", Ccw).unwrap().person, PersonId::ccw(5));
    }

    #[test]
    fn what_is_no_id_is_told_apart() {
        for (text, error) in [
            ("", CoverageIdError::Empty),
            ("  ", CoverageIdError::Empty),
            ("part-e-1", CoverageIdError::Part),
            ("1", CoverageIdError::Part),
            ("part-a", CoverageIdError::Part),
            ("part-a-", CoverageIdError::Person),
            ("part-a-12x", CoverageIdError::Person),
            ("part-a--", CoverageIdError::Person),
            ("part-a-1-H1234-001", CoverageIdError::Person),
            ("part-a-99999999999999999999", CoverageIdError::Person),
            ("part-a-+1", CoverageIdError::Person),
            ("part-c-1-H123-001", CoverageIdError::Plan),
            ("part-c-1-H1234-01", CoverageIdError::Plan),
            ("part-d-1-H1234", CoverageIdError::Plan),
        ] {
            assert_eq!(CoverageId::parse(text, Idr), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_id_or_an_error(text in "(part|PART|dual)?[-a-dé]{0,4}.{0,20}") {
            if let Ok(id) = CoverageId::parse(&text, Idr) {
                prop_assert_eq!(CoverageId::parse(&id.text(Idr), Idr), Ok(id.clone()));
                prop_assert_eq!(CoverageId::parse(&id.text(Ccw), Ccw), Ok(id));
            }
        }
    }
}
