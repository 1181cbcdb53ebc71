//! What is given to the claims plane to store.

use bluestem_model::claim::ClaimIndex;
use bluestem_model::column::View;
use bluestem_model::id::PersonId;
use bluestem_model::record::RecordBuilder;
use bluestem_model::time::Timestamp;

/// What a load is going to do.
#[derive(Clone, Debug)]
pub struct LoadPlan {
    /// SHA-256 over format, file names, sizes and contents: the same for the same delivery.
    pub fingerprint: [u8; 32],
    /// Source format: `idr`.
    pub format: &'static str,
    /// How many parts it has; the same for the same fingerprint.
    pub parts: u32,
    /// The files, in the order in which records number them.
    pub files: Vec<SourceFile>,
}

/// One file of a delivery.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path below the delivery's folder, with `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
}

/// A running load.
#[derive(Clone, Debug)]
pub struct Load {
    /// Its number.
    pub id: i64,
    /// The time of change that everything it changes gets: its first start, kept when it is taken up again.
    pub stamp: Timestamp,
    /// Whether the same delivery was already loaded to the end.
    pub already_done: bool,
    /// Parts that an earlier run stored.
    pub done: Vec<u32>,
    /// The numbers of the plan's files, in the plan's order.
    pub files: Vec<u32>,
}

/// One part of a load. Stored in one transaction.
#[derive(Debug, Default)]
pub struct Part {
    /// Its number, from 0.
    pub number: u32,
    /// Providers and plans.
    pub references: Vec<ReferenceRow>,
    /// People, each with the rows that were delivered.
    pub people: Vec<PersonDelivery>,
    /// Claims, whole.
    pub claims: Vec<ClaimDelivery>,
}

/// Rows of one person.
#[derive(Debug)]
pub struct PersonDelivery {
    /// The person, by the key of the rows.
    pub id: PersonId,
    /// The rows.
    pub rows: RecordBuilder,
}

/// One claim, whole.
#[derive(Debug)]
pub struct ClaimDelivery {
    /// Index columns.
    pub index: ClaimIndex,
    /// The rows.
    pub rows: RecordBuilder,
}

/// Key of a reference row: the view and its natural key as text (NPI, plan key).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceKey {
    /// Which view.
    pub view: View,
    /// Natural key.
    pub key: String,
}

/// A provider or plan, kept so that claims of later deliveries can name it.
#[derive(Clone, Debug)]
pub struct ReferenceRow {
    /// Its key.
    pub key: ReferenceKey,
    /// A record of one or more rows in stored form.
    pub record: Vec<u8>,
}

/// Somebody who has or had an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The identifier.
    pub mbi: String,
    /// The person, by the key whose versions name it.
    pub person: PersonId,
    /// The key that stands for the person today.
    pub survivor: PersonId,
    /// Whether the key has it today.
    pub has_it_now: bool,
}

/// What storing a part did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartOutcome {
    /// People that were not there before.
    pub people_new: u64,
    /// People whose content changed.
    pub people_changed: u64,
    /// People whose content was the same.
    pub people_same: u64,
    /// Claims that were not there before.
    pub claims_new: u64,
    /// Claims whose content changed.
    pub claims_changed: u64,
    /// Claims whose content was the same.
    pub claims_same: u64,
}

impl std::ops::AddAssign for PartOutcome {
    fn add_assign(&mut self, other: Self) {
        self.people_new += other.people_new;
        self.people_changed += other.people_changed;
        self.people_same += other.people_same;
        self.claims_new += other.claims_new;
        self.claims_changed += other.claims_changed;
        self.claims_same += other.claims_same;
    }
}

/// What is stored, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Person keys, merged and hidden ones included.
    pub people: u64,
    /// Claims, superseded ones included.
    pub claims: u64,
}
