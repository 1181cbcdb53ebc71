//! Claims: their rows, put aside and put together.

use std::collections::HashSet;

use bluestem_model::claim::{ClaimIndex, ClaimIndexError, claim_index};
use bluestem_model::column::{Column, View, clm, clm_line};
use bluestem_model::id::PersonId;
use bluestem_model::record::{ClaimRecord, Record, RecordBuilder};
use bluestem_store::claims::{ClaimDelivery, ReferenceKey};

use super::PART;
use super::header::JoinKey;
use super::people::{People, Sources};
use super::reference::{Lookup, contract, provider};
use super::row::RawRow;
use super::signature::Signatures;
use super::spill::{Entry, Partition, Spill};
use crate::LoadError;
use crate::report::{LoadReport, Place, Reason, Warning};

/// Views of which a claim has one row.
const SINGLE: [View; 5] = [View::Clm, View::ClmInstnl, View::ClmPrfnl, View::ClmDcmtn, View::ClmFiss];

/// The claims of a delivery.
pub(super) struct Claims {
    spill: Spill,
    /// Headers per partition.
    headers: Vec<u64>,
    /// Claims that were put together, to tell one that comes twice.
    seen: HashSet<i64>,
}

/// The rows of one claim.
pub(super) struct ClaimRows<'p> {
    header: RawRow<'p>,
    rows: Vec<RawRow<'p>>,
    /// Its date signature.
    dates: Vec<RawRow<'p>>,
    /// A row of it that was refused.
    refused: Option<Place>,
}

/// What a partition holds.
pub(super) struct ClaimsOf<'p> {
    /// Claims in the order of their keys.
    pub(super) claims: Vec<ClaimRows<'p>>,
    /// Rows of date signatures, of claims or of none.
    dates: Vec<RawRow<'p>>,
}

/// The key of a date signature's row: it sorts before the keys of the signature's claims.
fn signature_key(number: i64) -> JoinKey {
    [number, i64::MIN, i64::MIN, i64::MIN]
}

impl Claims {
    pub(super) fn new(bytes: u64) -> Self {
        let spill = Spill::new(bytes);
        Self { headers: vec![0; spill.len()], spill, seen: HashSet::new() }
    }

    /// Takes a row of the claim with this key.
    pub(super) fn push(&mut self, key: &JoinKey, row: &RawRow<'_>) -> Result<(), LoadError> {
        if row.view == View::Clm
            && let Some(headers) = self.headers.get_mut(self.spill.partition_of(key))
        {
            *headers += 1;
        }
        self.spill.push(key, row)
    }

    /// Notes that a row of the claim was refused.
    pub(super) fn push_refused(&mut self, key: &JoinKey, place: Place) -> Result<(), LoadError> {
        self.spill.push_refused(key, place)
    }

    /// Takes the row of a date signature.
    pub(super) fn push_signature(&mut self, number: i64, row: &RawRow<'_>) -> Result<(), LoadError> {
        self.spill.push(&signature_key(number), row)
    }

    /// Notes that the row of a date signature was refused.
    pub(super) fn push_refused_signature(&mut self, number: i64, place: Place) -> Result<(), LoadError> {
        self.spill.push_refused(&signature_key(number), place)
    }

    /// How many parts each partition has.
    pub(super) fn parts(&self) -> Vec<u64> {
        self.headers.iter().map(|headers| headers.div_ceil(PART as u64)).collect()
    }

    pub(super) fn take(&mut self, partition: usize) -> Result<Partition, LoadError> {
        self.spill.take(partition)
    }

    /// Puts the claims of one part together.
    pub(super) async fn build(
        &mut self,
        chunk: &[ClaimRows<'_>],
        joins: &mut Joins<'_>,
        report: &mut LoadReport,
    ) -> Result<Vec<ClaimDelivery>, LoadError> {
        let people = known_people(chunk, joins).await?;
        let keys = chunk.iter().flat_map(|claim| claim.rows.iter().flat_map(references_of)).collect();
        let Sources { references, files, loader } = joins.sources;
        let lookup = Lookup::fetch(references, files, *loader, keys).await?;
        let mut claims = Vec::with_capacity(chunk.len());
        for claim in chunk {
            report.claims.read += 1;
            match self.build_one(claim, joins, &lookup, &people) {
                Ok(built) => {
                    report.claims.used += 1;
                    claim.rows.iter().for_each(|row| report.view(row.view).used += 1);
                    joins.used_dates.extend(claim.dates.iter().map(|row| row.place));
                    claims.push(built);
                }
                Err(Refused { column, reason, because }) => {
                    report.claims.refused += 1;
                    claim.rows.iter().for_each(|row| report.view(row.view).refused += 1);
                    match because {
                        Some(bad) => report.refuse_because(claim.header.place, bad),
                        None => report.refuse(claim.header.place, column, reason),
                    }
                }
            }
        }
        Ok(claims)
    }

    fn build_one(
        &mut self,
        claim: &ClaimRows<'_>,
        joins: &mut Joins<'_>,
        lookup: &Lookup<'_>,
        people: &HashSet<PersonId>,
    ) -> Result<ClaimDelivery, Refused> {
        let signatures = || claim.rows.iter().find_map(|row| joins.signatures.refused_by(row));
        if let Some(bad) = claim.refused.or_else(signatures) {
            return Err(Refused { column: None, reason: Reason::RowRefused, because: Some(bad) });
        }
        let refused = |column, reason| Refused { column: Some(column), reason, because: None };
        let rows = record(claim, joins, lookup);
        let index = index_of(&rows).map_err(|error| refused(error.column(), Reason::Claim(error)))?;
        if !people.contains(&index.person) {
            return Err(refused(clm::BENE_SK, Reason::NoPerson));
        }
        if !self.seen.insert(index.id.number) {
            return Err(refused(clm::CLM_UNIQ_ID, Reason::ClaimTwice));
        }
        Ok(ClaimDelivery { index, rows })
    }
}

struct Refused {
    column: Option<Column>,
    reason: Reason,
    because: Option<Place>,
}

/// Where the records of claims get what they do not bring themselves.
pub(super) struct Joins<'s> {
    pub(super) sources: &'s Sources<'s>,
    pub(super) signatures: &'s mut Signatures,
    pub(super) people: &'s People,
    /// Rows of date signatures that a claim took.
    pub(super) used_dates: HashSet<Place>,
}

impl Joins<'_> {
    /// Counts the date signatures of a partition, behind its last claim.
    pub(super) fn count_dates(&mut self, of: &ClaimsOf<'_>, report: &mut LoadReport) {
        for row in &of.dates {
            let counts = report.view(row.view);
            if self.used_dates.contains(&row.place) {
                counts.used += 1;
            } else {
                counts.unused += 1;
            }
        }
        self.used_dates.clear();
    }
}

/// The claims of a partition. Rows that have no claim are refused, rows that are there twice count once.
pub(super) fn claims_of<'p>(partition: &'p Partition, report: &mut LoadReport) -> ClaimsOf<'p> {
    let mut of = ClaimsOf { claims: Vec::new(), dates: Vec::new() };
    let mut seen: HashSet<(View, &[u8])> = HashSet::new();
    let mut signature: (i64, Vec<RawRow<'p>>, Option<Place>) = (0, Vec::new(), None);
    for (key, entries) in partition.groups() {
        let (mut rows, mut refused) = (Vec::new(), None);
        seen.clear();
        for entry in entries {
            match entry {
                Entry::Refused(place) => drop(refused.get_or_insert(place)),
                Entry::Row(row) if seen.insert((row.view, row.cells)) => rows.push(row),
                Entry::Row(row) => report.view(row.view).repeated += 1,
            }
        }
        if key == signature_key(key[0]) {
            of.dates.extend(&rows);
            warn_of_second(&rows, report);
            signature = (key[0], rows, refused);
            continue;
        }
        let (dates, bad_dates) =
            if signature.0 == key[0] { (signature.1.clone(), signature.2) } else { (Vec::new(), None) };
        let header = rows.iter().find(|row| row.view == View::Clm).copied();
        match header {
            Some(header) => {
                warn_of_second(&rows, report);
                of.claims.push(ClaimRows { header, rows, dates, refused: refused.or(bad_dates) });
            }
            None => orphans(&rows, refused, report),
        }
    }
    of
}

/// Rows of a claim that is not there, or whose header was refused.
fn orphans(rows: &[RawRow<'_>], refused: Option<Place>, report: &mut LoadReport) {
    for row in rows {
        if refused.is_some() {
            report.view(row.view).refused += 1;
        } else {
            report.view(row.view).orphaned += 1;
            report.refuse(row.place, None, Reason::NoClaim);
        }
    }
}

/// A record can hold several rows of such a view but the first one is read.
fn warn_of_second(rows: &[RawRow<'_>], report: &mut LoadReport) {
    let mut seen = HashSet::new();
    let single = |view| view == View::ClmDtSgntr || SINGLE.contains(&view);
    for row in rows.iter().filter(|row| single(row.view)) {
        if !seen.insert(row.view) {
            let file = report.file(row.place.file).to_owned();
            report.warnings.add(Warning::SecondRow { file, line: row.place.line });
        }
    }
}

/// Who of the people that the claims name is in the delivery or stored.
async fn known_people(chunk: &[ClaimRows<'_>], joins: &Joins<'_>) -> Result<HashSet<PersonId>, LoadError> {
    let named = chunk.iter().filter_map(|claim| claim.header.integer(clm::BENE_SK));
    let (mut known, unsure): (HashSet<PersonId>, HashSet<PersonId>) =
        named.map(PersonId::idr).partition(|id| joins.people.has(id.number));
    if !unsure.is_empty() {
        let mut unsure: Vec<PersonId> = unsure.into_iter().collect();
        unsure.sort_unstable();
        known.extend(joins.sources.loader.known_people(&unsure).await?);
    }
    Ok(known)
}

/// The providers and plans that a row names.
fn references_of(row: &RawRow<'_>) -> Vec<ReferenceKey> {
    if !matches!(row.view, View::Clm | View::ClmLine) {
        return Vec::new();
    }
    let (mut keys, mut contract_number, mut package) = (Vec::new(), None, None);
    for (column, text) in row.cells() {
        if column == clm::CLM_SBMTR_CNTRCT_NUM {
            contract_number = Some(text);
        } else if column == clm::CLM_SBMTR_CNTRCT_PBP_NUM {
            package = Some(text);
        } else if PROVIDERS.contains(&column) {
            keys.push(provider(text));
        }
    }
    keys.extend(contract_number.zip(package).map(|(number, package)| contract(number, package)));
    keys
}

/// Every column that may hold an NPI.
const PROVIDERS: [Column; 19] = [
    clm::PRVDR_BLG_PRVDR_NPI_NUM,
    clm::PRVDR_RFRG_PRVDR_NPI_NUM,
    clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM,
    clm::PRVDR_OTHR_PRVDR_NPI_NUM,
    clm::CLM_OTHR_PRVDR_NPI_NUM,
    clm::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    clm::CLM_RNDRG_PRVDR_NPI_NUM,
    clm::PRVDR_SRVC_PRVDR_NPI_NUM,
    clm::CLM_SRVC_PRVDR_GNRC_ID_NUM,
    clm::CLM_PRSBNG_PRVDR_GNRC_ID_NUM,
    clm::PRVDR_ATNDG_PRVDR_NPI_NUM,
    clm::CLM_ATNDG_PRVDR_NPI_NUM,
    clm::PRVDR_OPRTG_PRVDR_NPI_NUM,
    clm::CLM_OPRTG_PRVDR_NPI_NUM,
    clm::CLM_BLG_PRVDR_NPI_NUM,
    clm::CLM_RFRG_PRVDR_PIN_NUM,
    clm_line::CLM_RNDRG_PRVDR_NPI_NUM,
    clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    clm_line::CLM_RNDRG_PRVDR_PIN_NUM,
];

fn record(claim: &ClaimRows<'_>, joins: &mut Joins<'_>, lookup: &Lookup<'_>) -> RecordBuilder {
    let files = joins.sources.files;
    let mut builder = RecordBuilder::default();
    let (mut signatures, mut references) = (HashSet::new(), HashSet::new());
    for row in claim.rows.iter().chain(&claim.dates) {
        builder.push(row.source_row(files));
        for member in joins.signatures.named_by(row, &mut signatures) {
            builder.push(member.source_row(files));
        }
        for key in references_of(row) {
            let rows = lookup.rows(&key);
            if references.insert(key) {
                rows.into_iter().for_each(|row| builder.push(row));
            }
        }
    }
    builder
}

fn index_of(rows: &RecordBuilder) -> Result<ClaimIndex, ClaimIndexError> {
    let bytes = rows.clone().encode();
    // Bytes that were encoded here parse.
    let record = Record::parse(&bytes).map_err(|_| ClaimIndexError::Missing(clm::CLM_UNIQ_ID))?;
    claim_index(&ClaimRecord::new(&record))
}
