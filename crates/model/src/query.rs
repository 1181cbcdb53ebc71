//! What is asked of the claims plane: the meaning of a search, free of any wire form.

use crate::claim::{ClaimKind, Outcome, SourceSystem, StoredClaim};
use crate::id::{ClaimId, PersonId};
use crate::label::Labels;
use crate::time::{Date, Timestamp};

/// A set of numbered values as one number, so that one SQL text serves every combination: bit `n` stands for
/// the value with the stored number `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask(pub i64);

impl Mask {
    /// Every value.
    pub const ALL: Self = Self(i64::MAX);
    /// No value.
    pub const NONE: Self = Self(0);

    /// The values in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn of(numbers: impl Iterator<Item = u8>) -> Self {
        Self(numbers.fold(0, |bits, number| bits | 1_i64 << (number & 63).min(62)))
    }
}

impl FromIterator<ClaimKind> for Mask {
    fn from_iter<I: IntoIterator<Item = ClaimKind>>(kinds: I) -> Self {
        Self::of(kinds.into_iter().map(ClaimKind::number))
    }
}

impl FromIterator<SourceSystem> for Mask {
    fn from_iter<I: IntoIterator<Item = SourceSystem>>(sources: I) -> Self {
        Self::of(sources.into_iter().map(SourceSystem::number))
    }
}

impl FromIterator<Outcome> for Mask {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        Self::of(outcomes.into_iter().map(Outcome::number))
    }
}

/// `FinalAction` is bit 1, `NotFinalAction` bit 0.
impl FromIterator<bool> for Mask {
    fn from_iter<I: IntoIterator<Item = bool>>(flags: I) -> Self {
        Self::of(flags.into_iter().map(u8::from))
    }
}

/// A range of dates, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// Earliest date.
    pub first: Option<Date>,
    /// Latest date.
    pub last: Option<Date>,
}

/// A range of moments, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeRange {
    /// Earliest moment.
    pub first: Option<Timestamp>,
    /// Latest moment.
    pub last: Option<Timestamp>,
}

impl TimeRange {
    /// Whether `moment` is in it.
    pub fn contains(&self, moment: Timestamp) -> bool {
        self.first.is_none_or(|first| first <= moment) && self.last.is_none_or(|last| moment <= last)
    }
}

/// Whose or which claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimSelect {
    /// The claims of one person, by the surviving key (or, for that person's own token, by the token's key).
    OfPerson(PersonId),
    /// These claims; at most 100.
    Ids(Vec<ClaimId>),
}

/// Which of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Kinds of claim.
    pub kinds: Mask,
    /// Source systems.
    pub sources: Mask,
    /// Outcomes.
    pub outcomes: Mask,
    /// Final action or not.
    pub final_action: Mask,
    /// Claims must have one of these source systems or one of these final action statuses.
    pub either: (Mask, Mask),
    /// `CLM_THRU_DT`; claims without one do not match a bounded range.
    pub thru: DateRange,
    /// `CLM_FROM_DT`; likewise.
    pub from: DateRange,
    /// Time of last change.
    pub updated: TimeRange,
    /// Claims must have all of these labels.
    pub with: Labels,
    /// Claims must have none of these labels. What the access withholds is withheld besides.
    pub without: Labels,
    /// Dates of [`Self::thru`] that are left out.
    pub thru_except: Option<DateRange>,
    /// Dates of [`Self::from`] that are left out.
    pub from_except: Option<DateRange>,
    /// Moments of [`Self::updated`] that are left out.
    pub updated_except: Option<TimeRange>,
    /// `CLM_CNTL_NUM`, or [`Self::unique_number`] where that is given too.
    pub control_number: Option<String>,
    /// The claim's own number, or [`Self::control_number`] where that is given too.
    pub unique_number: Option<i64>,
}

impl ClaimFilter {
    /// Whether it asks for more than sorts of claims (kinds, sources, outcomes, status, labels): for dates, times
    /// or numbers.
    pub fn is_narrow(&self) -> bool {
        let unasked = (DateRange::default(), DateRange::default(), TimeRange::default());
        (self.thru, self.from, self.updated) != unasked
            || self.thru_except.is_some()
            || self.from_except.is_some()
            || self.updated_except.is_some()
            || self.control_number.is_some()
            || self.unique_number.is_some()
    }
}

impl Default for ClaimFilter {
    fn default() -> Self {
        Self {
            kinds: Mask::ALL,
            sources: Mask::ALL,
            outcomes: Mask::ALL,
            final_action: Mask::ALL,
            either: (Mask::ALL, Mask::ALL),
            thru: DateRange::default(),
            from: DateRange::default(),
            updated: TimeRange::default(),
            with: Labels::NONE,
            without: Labels::NONE,
            thru_except: None,
            from_except: None,
            updated_except: None,
            control_number: None,
            unique_number: None,
        }
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStart {
    /// Behind this many matches.
    Offset(u64),
    /// Behind this claim: costs the same however far it is.
    After(ClaimId),
    /// Behind this claim, with a total that was counted for an earlier page of the same query.
    Onward(ClaimId, Counted),
}

/// A total and the state of the store that it holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many claims match in all.
    pub total: u64,
    /// [`ClaimPage::state`] of when they were counted.
    pub state: u64,
}

/// A search for claims.
#[derive(Clone, Debug)]
pub struct ClaimQuery {
    /// Whose or which claims.
    pub select: ClaimSelect,
    /// Which of them.
    pub filter: ClaimFilter,
    /// Where the page begins.
    pub start: PageStart,
    /// How many claims it holds at most; 0 asks for the total alone.
    pub count: u32,
}

/// One page of claims.
#[derive(Clone, Debug, Default)]
pub struct ClaimPage {
    /// How many claims match in all, this page or not.
    pub total: u64,
    /// The claims of this page.
    pub claims: Vec<StoredClaim>,
    /// Whether more follow.
    pub more: bool,
    /// What the total holds for: the claims as they are and what the access reaches of them. While it is the same
    /// they need not be counted again. None while a load is open, for then it may change at any moment.
    pub state: Option<u64>,
}
