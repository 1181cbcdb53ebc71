//! What is indexed of a person beside their record.

mod index;

pub use index::person_index;

use crate::column::View;
use crate::id::PersonId;
use crate::time::Timestamp;

/// The resources that are made of a person's record; each has its own time of last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Slice {
    /// The Patient.
    Patient = 0,
    /// Coverage under Part A.
    PartA = 1,
    /// Coverage under Part B.
    PartB = 2,
    /// Coverage under Part C.
    PartC = 3,
    /// Coverage under Part D.
    PartD = 4,
    /// Dual coverage by Medicare and Medicaid.
    Dual = 5,
}

impl Slice {
    /// Every slice, in the order in which times and hashes of slices are stored.
    pub const ALL: [Self; 6] =
        [Self::Patient, Self::PartA, Self::PartB, Self::PartC, Self::PartD, Self::Dual];

    /// Whether a change in a row of `view` is a change of this resource.
    pub fn contains(self, view: View) -> bool {
        match self {
            Self::Patient => matches!(
                view,
                View::BeneHstry | View::BeneMbiId | View::BeneXref | View::CcwBene | View::CcwBeneHstry
            ),
            Self::PartA | Self::PartB => matches!(
                view,
                View::BeneHstry
                    | View::BeneMbiId
                    | View::BeneTp
                    | View::BeneMdcrEntlmt
                    | View::BeneMdcrEntlmtRsn
                    | View::BeneMdcrStus
                    | View::CcwBene
            ),
            Self::PartC => matches!(
                view,
                View::BeneHstry
                    | View::BeneMbiId
                    | View::BeneMapdEnrlmt
                    | View::CntrctPbpNum
                    | View::CntrctPbpCntct
                    | View::CntrctPbpSgmt
                    | View::CcwBene
            ),
            Self::PartD => {
                Self::PartC.contains(view)
                    || matches!(view, View::BeneMapdEnrlmtRx | View::BeneLis | View::BeneCmbndLis)
            }
            Self::Dual => matches!(view, View::BeneHstry | View::BeneMbiId | View::BeneCmbndDualMdcr),
        }
    }
}

/// The typed columns that stand beside a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonIndex {
    /// The person, by the key of this record.
    pub id: PersonId,
    /// The surviving person: the same id unless a valid cross-reference names another.
    pub survivor: PersonId,
    /// Current Medicare Beneficiary Identifier.
    pub mbi: Option<String>,
    /// Every identifier that this key has had, the current one included.
    pub mbis: Vec<String>,
    /// Whether the source has a latest version of this person (`IDR_LTST_TRANS_FLG` is `Y`).
    pub current: bool,
}

/// When each resource of a person last changed here, in the order of [`Slice::ALL`].
pub type SliceTimes = [Timestamp; Slice::ALL.len()];

/// One key of a person as a read returns it.
#[derive(Clone, Debug)]
pub struct StoredPerson {
    /// The indexed columns.
    pub index: PersonIndex,
    /// When each resource last changed.
    pub updated: SliceTimes,
    /// The record in stored form.
    pub record: Vec<u8>,
}

impl StoredPerson {
    /// When this resource last changed.
    pub fn updated(&self, slice: Slice) -> Timestamp {
        self.updated.get(slice as usize).copied().unwrap_or_default()
    }
}

/// A person as a read returns them: the surviving key and the keys that were merged into it.
#[derive(Clone, Debug)]
pub struct PersonFile {
    /// The key that was asked for.
    pub asked: StoredPerson,
    /// All other keys of the same person. Empty when the asked key was itself merged away.
    pub merged: Vec<StoredPerson>,
}

impl PersonFile {
    /// Whether the asked key was merged into another one.
    pub fn is_superseded(&self) -> bool {
        self.asked.index.survivor != self.asked.index.id
    }
}
