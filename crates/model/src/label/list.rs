//! Dated code lists.

use std::fmt;
use std::sync::LazyLock;

use super::part2_codes::{PART2, PART2_LIST_VERSION};
use crate::time::Date;

/// A code system of claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// ICD-10-CM.
    Icd10Cm,
    /// ICD-9-CM, volumes 1 and 2.
    Icd9Cm,
    /// ICD-10-PCS.
    Icd10Pcs,
    /// ICD-9-CM, volume 3.
    Icd9Procedure,
    /// HCPCS Level II.
    Hcpcs,
    /// CPT.
    Cpt,
    /// MS-DRG.
    MsDrg,
}

impl System {
    /// Every system.
    pub const ALL: [Self; 7] = [
        Self::Icd10Cm,
        Self::Icd9Cm,
        Self::Icd10Pcs,
        Self::Icd9Procedure,
        Self::Hcpcs,
        Self::Cpt,
        Self::MsDrg,
    ];

    /// Its name in list files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Icd10Cm => "icd-10-cm",
            Self::Icd9Cm => "icd-9-cm",
            Self::Icd10Pcs => "icd-10-pcs",
            Self::Icd9Procedure => "icd-9-procedure",
            Self::Hcpcs => "hcpcs",
            Self::Cpt => "cpt",
            Self::MsDrg => "ms-drg",
        }
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A code that counts on claims whose date is in a window, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    pub(super) code: Box<str>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

/// The codes that make a claim a substance use disorder record, with the list's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelList {
    version: u32,
    /// By system, in the order of [`System::ALL`]; each sorted by code.
    codes: [Vec<Listed>; System::ALL.len()],
}

static BUILT_IN: LazyLock<LabelList> = LazyLock::new(|| {
    let entries = PART2.iter().flat_map(|entry| {
        let listed = |code: &&str| Listed { code: (*code).into(), first: entry.first, last: entry.last };
        entry.codes.iter().map(move |code| (entry.system, listed(code)))
    });
    LabelList::new(PART2_LIST_VERSION, entries)
});

impl LabelList {
    /// The list that this release brings.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    pub(super) fn new(version: u32, entries: impl IntoIterator<Item = (System, Listed)>) -> Self {
        let mut list = Self { version, codes: Default::default() };
        for (system, listed) in entries {
            if let Some(codes) = list.codes.get_mut(system as usize) {
                codes.push(listed);
            }
        }
        list.codes.iter_mut().for_each(|codes| codes.sort_unstable());
        list
    }

    /// Its version: what claims are labelled with is stored beside them.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.codes.iter().map(Vec::len).sum()
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry's code, if `code` is listed in `system` on `date`; without a date as of today's list. Dots, blanks
    /// and the case of letters do not count.
    pub(super) fn find(&self, system: System, code: &str, date: Option<Date>) -> Option<&str> {
        let mut plain = [0_u8; LONGEST];
        let plain = normalized(code, &mut plain)?;
        let codes = self.codes.get(system as usize)?;
        let start = codes.partition_point(|listed| listed.code.as_ref() < plain);
        let same = codes.get(start..)?.iter().take_while(|listed| listed.code.as_ref() == plain);
        let in_force = |listed: &&Listed| {
            date.is_none_or(|date| listed.first.is_none_or(|first| first <= date))
                && listed.last.is_none_or(|last| date.is_some_and(|date| date <= last))
        };
        same.into_iter().find(in_force).map(|listed| listed.code.as_ref())
    }
}

/// No code is longer.
pub(super) const LONGEST: usize = 8;

/// The code in upper case without dots and blanks; None when it is longer than any code or not ASCII.
pub(super) fn normalized<'b>(code: &str, into: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let mut length = 0;
    for byte in code.bytes().filter(|byte| !matches!(byte, b'.' | b' ')) {
        *into.get_mut(length)? = byte.to_ascii_uppercase();
        length += 1;
    }
    std::str::from_utf8(into.get(..length)?).ok()
}
