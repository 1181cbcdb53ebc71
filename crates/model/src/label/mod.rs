//! Security labels of claims.

mod file;
mod list;
mod part2;
mod part2_codes;

pub use file::{FIRST_OWN_VERSION, ListError};
pub use list::{LabelList, System};

/// A set of security labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Labels(u32);

impl Labels {
    /// No label.
    pub const NONE: Self = Self(0);
    /// Substance use disorder records under 42 CFR Part 2.
    pub const PART2: Self = Self(1);

    /// The set with this stored number.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Its stored number.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether every label of `other` is in it.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether some label of `other` is in it.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The labels of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
