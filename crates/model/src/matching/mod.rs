//! Finding a person by their demographics: what is compared, and in which form.
//!
//! One function makes the keys of the people who are stored and those of a query ([`keys`]), so that both sides
//! always write a name or an address alike. A match is exact equality of keys; nothing is scored. The
//! combinations are those of the HL7 Identity Matching proposal that BFD v3 has.

mod address;
mod letters;
mod name;
mod person;
mod verdict;

pub use address::Address;
pub use person::person_keys;
pub use verdict::{Candidate, Verdict, verdict};

use std::collections::BTreeSet;

use crate::time::Date;

/// Which rules the keys are made by. Keys of other rules are not comparable: the store makes all of them anew
/// when it finds another number than this beside them. Raise it with every change of what a key is.
pub const RULES: u32 = 1;

/// What has to be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Combination {
    /// First name, last name, date of birth, address.
    Address,
    /// First name, last name, date of birth, last four digits of the Social Security number.
    Ssn,
    /// First name, date of birth, Medicare Beneficiary Identifier.
    Mbi,
}

impl Combination {
    /// Every combination, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::Address, Self::Ssn, Self::Mbi];

    /// Its number in the proposal: `01`, `04`, `08`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "01",
            Self::Ssn => "04",
            Self::Mbi => "08",
        }
    }
}

/// A first and a last name as given; empty where not given.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The first of the given names.
    pub given: String,
    /// The family name.
    pub family: String,
}

/// What is known of a person. Holds personal data: it has no `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Demographics {
    /// Names, present and former.
    pub names: Vec<Name>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Addresses, present and former.
    pub addresses: Vec<Address>,
    /// Social Security numbers, or their last digits.
    pub ssns: Vec<String>,
    /// Medicare Beneficiary Identifiers, present and former.
    pub mbis: Vec<String>,
}

/// One thing to look for: a combination and what must be equal, as one text. Holds personal data: it has no
/// `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatchKey {
    /// The combination.
    pub combination: Combination,
    /// The combination's code and its inputs, normalised, with separators that occur in none of them.
    pub text: String,
}

/// Every key that these demographics give, in order, each once. A combination of which an input is missing, or
/// says nothing (an address without a number, a Social Security number that ends in `0000`), gives none.
pub fn keys(of: &Demographics) -> BTreeSet<MatchKey> {
    let Some(birth) = of.birth else { return BTreeSet::new() };
    let birth = birth.to_string();
    let mut keys = BTreeSet::new();
    let mut add = |combination: Combination, parts: &[&str]| {
        let text = std::iter::once(&combination.code()).chain(parts).copied().collect::<Vec<_>>();
        keys.insert(MatchKey { combination, text: text.join("\u{1f}") });
    };
    let addresses: Vec<String> = of.addresses.iter().filter_map(Address::normal).collect();
    let ssns: Vec<&str> = of.ssns.iter().filter_map(|ssn| last_four(ssn)).collect();
    let mbis: Vec<String> = of.mbis.iter().filter_map(|mbi| identifier(mbi)).collect();
    for name in &of.names {
        let Some(given) = name::normal(&name.given) else { continue };
        for mbi in &mbis {
            add(Combination::Mbi, &[&given, &birth, mbi]);
        }
        let Some(family) = name::normal(&name.family) else { continue };
        for address in &addresses {
            add(Combination::Address, &[&given, &family, &birth, address]);
        }
        for ssn in &ssns {
            add(Combination::Ssn, &[&given, &family, &birth, ssn]);
        }
    }
    keys
}

/// The last four digits of a Social Security number; None unless it ends in four digits, and for `0000`, which
/// is never issued.
fn last_four(ssn: &str) -> Option<&str> {
    let ssn = ssn.trim();
    let four = ssn.get(ssn.len().checked_sub(4)?..)?;
    (four.bytes().all(|byte| byte.is_ascii_digit()) && four != "0000").then_some(four)
}

/// An identifier without the dashes and spaces of its printed form.
fn identifier(text: &str) -> Option<String> {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    let written: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
    (!written.is_empty()).then_some(written)
}

#[cfg(test)]
mod tests;
