//! What is indexed of a claim beside its record.

mod index;
mod prior_auth;
mod types;

pub use index::{ClaimIndexError, claim_index, claim_index_by, claim_index_of, shown_control_number};
pub use prior_auth::{prior_auth_index, segments};
pub use types::{codes_of, kind_of};

use crate::id::{ClaimId, PersonId};
use crate::label::Labels;
use crate::time::{Date, Timestamp};

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $number:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$item])* $variant = $number,)* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its stored number.
            pub const fn number(self) -> u8 {
                self as u8
            }

            /// The value with this stored number.
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.number() == number)
            }
        }
    };
}

numbered! {
    /// The kind of a claim, as `type` searches name it.
    ClaimKind {
        /// Part D prescription drug event.
        Pde = 1,
        /// Part B physician and supplier.
        Carrier = 2,
        /// Durable medical equipment.
        Dme = 3,
        /// Home health agency.
        Hha = 4,
        /// Hospice.
        Hospice = 5,
        /// Inpatient hospital.
        Inpatient = 6,
        /// Skilled nursing facility.
        Snf = 7,
        /// Hospital outpatient.
        Outpatient = 8,
        /// A known type code that belongs to no group.
        Ungrouped = 9,
        /// Prior authorization.
        PriorAuth = 10,
    }
}

numbered! {
    /// The system that a claim comes from.
    SourceSystem {
        /// Drug Data Processing System.
        Ddps = 1,
        /// National Claims History.
        Nch = 2,
        /// Multi-Carrier System (professional claims in process).
        Mcs = 3,
        /// VIPS Medicare System (equipment claims in process).
        Vms = 4,
        /// Fiscal Intermediary Shared System (institutional claims in process).
        Fiss = 5,
        /// Common Working File (prior authorizations).
        Cwf = 6,
    }
}

numbered! {
    /// How far a claim is.
    Phase {
        /// In the National Claims History or the drug data: final processing is done.
        Adjudicated = 0,
        /// In process in a shared system (type codes 1000 to 1999).
        InProcess = 1,
        /// Decided by a shared system, not yet in the history (type codes 2000 to 2900).
        SharedSystemAdjudicated = 2,
    }
}

numbered! {
    /// FHIR `ExplanationOfBenefit.outcome`.
    Outcome {
        /// Decided.
        Complete = 1,
        /// In process.
        Partial = 2,
        /// Waiting.
        Queued = 3,
        /// Failed.
        Error = 4,
    }
}

impl ClaimKind {
    /// The word in `type` searches: `carrier`, `pde`; None for kinds that no word names.
    pub fn search_word(self) -> Option<&'static str> {
        match self {
            Self::Pde => Some("pde"),
            Self::Carrier => Some("carrier"),
            Self::Dme => Some("dme"),
            Self::Hha => Some("hha"),
            Self::Hospice => Some("hospice"),
            Self::Inpatient => Some("inpatient"),
            Self::Snf => Some("snf"),
            Self::Outpatient => Some("outpatient"),
            Self::Ungrouped | Self::PriorAuth => None,
        }
    }

    /// The kind that a `type` search names, in any case of letters.
    pub fn from_search_word(word: &str) -> Option<Self> {
        let matches = |kind: &Self| kind.search_word().is_some_and(|name| name.eq_ignore_ascii_case(word));
        Self::ALL.iter().copied().find(matches)
    }
}

impl SourceSystem {
    /// The source system with this `META_SRC_SK`.
    pub fn from_meta_src_sk(key: i64) -> Option<Self> {
        match key {
            1 => Some(Self::Ddps),
            7 => Some(Self::Nch),
            1001 => Some(Self::Mcs),
            1002 => Some(Self::Vms),
            1003 => Some(Self::Fiss),
            237 => Some(Self::Cwf),
            _ => None,
        }
    }

    /// The name in `meta.source` and in `_source` searches.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ddps => "DDPS",
            Self::Nch => "NCH",
            Self::Mcs => "MCS",
            Self::Vms => "VMS",
            Self::Fiss => "FISS",
            Self::Cwf => "CWF",
        }
    }

    /// The system with this name, in any case of letters.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|system| system.name().eq_ignore_ascii_case(name))
    }
}

/// The typed columns that stand beside a claim's record and that searches and access decisions use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimIndex {
    /// The claim.
    pub id: ClaimId,
    /// The person whose key the claim carries. Who that person is today is the store's business.
    pub person: PersonId,
    /// Kind by type code.
    pub kind: ClaimKind,
    /// `CLM_TYPE_CD`; 0 for a prior authorization, whose `CLM_TYPE` is a letter.
    pub type_code: u16,
    /// Source system.
    pub source: SourceSystem,
    /// How far it is.
    pub phase: Phase,
    /// FHIR outcome.
    pub outcome: Outcome,
    /// `CLM_FINL_ACTN_IND` is `Y`. Prior authorizations are neither final action nor not.
    pub final_action: bool,
    /// `CLM_LTST_CLM_IND` is `Y`.
    pub latest: bool,
    /// `CLM_FROM_DT`, `UTN_VALID_ST_DT`.
    pub from: Option<Date>,
    /// `CLM_THRU_DT`, `UTN_VALID_EN_DT`.
    pub thru: Option<Date>,
    /// `CLM_EFCTV_DT`, the last `PA_DT_UPDATED`.
    pub created: Option<Date>,
    /// The control number that the claim shows ([`shown_control_number`]); the `UTN` of a prior authorization.
    pub control_number: Option<String>,
    /// Number of lines, segments of a prior authorization.
    pub lines: u32,
    /// Security labels found at load.
    pub labels: Labels,
    /// Version of the code list that the labels were found with.
    pub label_list: u32,
}

impl ClaimIndex {
    /// Whether reads and searches serve it: superseded versions are kept but not served, except of Part D
    /// events, of which every version is (BFD v3). The type says what is one; some files name another source.
    pub fn is_served(&self) -> bool {
        self.latest || self.kind == ClaimKind::Pde
    }
}

/// A claim as a read returns it.
#[derive(Clone, Debug)]
pub struct StoredClaim {
    /// The indexed columns.
    pub index: ClaimIndex,
    /// The surviving person to whom it belongs today.
    pub subject: PersonId,
    /// When its content last changed here.
    pub updated: Timestamp,
    /// The record in stored form.
    pub record: Vec<u8>,
}
