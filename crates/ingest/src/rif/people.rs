//! People: their rows grouped, judged and put together.

use std::collections::{BTreeMap, HashSet};

use bluestem_model::column::{Column, View, bene_hstry, bene_mbi_id};
use bluestem_model::id::PersonId;
use bluestem_model::record::{Origin, RecordBuilder, SourceRow};
use bluestem_model::rif::{RifType, Target, identity_history, postal_state, synthetic_mbi, synthetic_name};
use bluestem_store::claims::PersonDelivery;

use super::claims::RifRow;
use super::load::Sources;
use super::read::FileKind;
use super::row::values;
use crate::LoadError;
use crate::report::{LoadReport, Place, Reason, Warning};
use crate::spill::{Entry, Partition};

/// The rows of one person in the order in which they are read.
pub(super) struct RifPerson<'p> {
    id: PersonId,
    rows: Vec<(RifRow<'p>, Place)>,
}

/// The people of a partition; rows that are there twice count once.
pub(super) fn people_of<'p>(
    partition: &'p Partition,
    kinds: &[Option<FileKind>],
    files: &[u32],
    report: &mut LoadReport,
) -> Vec<RifPerson<'p>> {
    let mut people = Vec::new();
    for (key, entries) in partition.groups() {
        let mut person = RifPerson { id: PersonId::ccw(key[0]), rows: Vec::new() };
        let mut seen: HashSet<(RifType, &[u8])> = HashSet::new();
        for entry in entries {
            let Entry::Row(row) = entry else { continue };
            let Some(FileKind { kind, .. }) = kinds.get(row.place.file as usize).copied().flatten() else {
                continue;
            };
            // An update may set back what one before it changed; of others the same row says nothing new.
            let new = RifRow { kind, origin: Origin { file: 0, line: 0 }, values: row.cells };
            if new.text("DML_IND") != Some("UPDATE") && !seen.insert((kind, row.cells)) {
                report.rows_of(kind).repeated += 1;
                continue;
            }
            let file = files.get(row.place.file as usize).copied().unwrap_or_default();
            let origin = Origin { file, line: row.place.line };
            person.rows.push((RifRow { origin, ..new }, row.place));
        }
        person.rows.sort_by_key(|(row, place)| (row.kind, *place));
        people.push(person);
    }
    people
}

/// Puts the people of one part together.
pub(super) async fn build(
    chunk: &[RifPerson<'_>],
    sources: &Sources<'_>,
    report: &mut LoadReport,
) -> Result<Vec<PersonDelivery>, LoadError> {
    let ids: Vec<PersonId> = chunk.iter().map(|person| person.id).collect();
    let stored: HashSet<PersonId> = sources.loader.known_people(&ids).await?.into_iter().collect();
    let mut people = Vec::with_capacity(chunk.len());
    for person in chunk {
        let rows = record(person, stored.contains(&person.id), report);
        people.extend(rows.map(|rows| PersonDelivery { id: person.id, rows }));
    }
    Ok(people)
}

/// The rows of a person's record; None when there is nothing to store.
fn record(person: &RifPerson<'_>, stored: bool, report: &mut LoadReport) -> Option<RecordBuilder> {
    let mut record = RecordBuilder::default();
    let (mut known, mut any) = (stored, false);
    let mut current: Option<&RifRow<'_>> = None;
    let mut years: BTreeMap<&str, &RifRow<'_>> = BTreeMap::new();
    for (row, place) in &person.rows {
        let counts = report.rows_of(row.kind);
        let operation = row.text("DML_IND");
        if row.kind == RifType::BeneficiaryHistory {
            if known {
                counts.used += 1;
                any = true;
                put_history(row, &mut record);
            } else {
                counts.orphaned += 1;
                report.refuse_cell(*place, Some("BENE_ID"), Reason::NoPerson);
            }
            continue;
        }
        if operation == Some("UPDATE") && !known {
            counts.refused += 1;
            report.refuse_cell(*place, Some("DML_IND"), Reason::NothingToUpdate);
            continue;
        }
        if operation == Some("INSERT") && known {
            counts.unused += 1;
            let file = report.file(place.file).to_owned();
            report.warnings.add(Warning::AlreadyThere { file, line: place.line });
            continue;
        }
        counts.used += 1;
        (known, any) = (true, true);
        if let Some(earlier) = current
            && let Some(history) = identity_history(&identity(earlier), &identity(row), earlier.origin)
        {
            record.push(history);
        }
        current = Some(row);
        years.insert(row.text("RFRNC_YR").unwrap_or(""), row);
    }
    if let Some(row) = current {
        put_version(row, &mut record);
    }
    for row in years.into_values() {
        put_year(row, &mut record);
    }
    any.then_some(record)
}

/// The cells of a row that are kept in `view`, in the order of its columns.
fn cells_of<'p>(row: &RifRow<'p>, view: View) -> Vec<(Column, &'p str)> {
    let mut cells = Vec::new();
    for (column, text) in values(row.kind, row.values) {
        if let Target::Cells(columns) = column.target {
            let of_view = columns.iter().filter(|column| column.view_number() == view.number());
            cells.extend(of_view.map(|column| (*column, text)));
        }
    }
    cells.sort_by_key(|(column, _)| *column);
    cells
}

/// The person as the row has them: the version in force.
fn put_version(row: &RifRow<'_>, record: &mut RecordBuilder) {
    let mut cells = cells_of(row, View::BeneHstry);
    cells.push((bene_hstry::IDR_LTST_TRANS_FLG, "Y"));
    // The public files say nothing of who a person is; what is made up stands for it.
    let number: i64 = row.text("BENE_ID").and_then(|text| text.parse().ok()).unwrap_or_default();
    let is_public = row.text("DML_IND").is_none();
    let (name, mbi) = (synthetic_name(number), synthetic_mbi(number));
    if is_public {
        cells.extend([(bene_hstry::BENE_LAST_NAME, name.as_str()), (bene_hstry::BENE_MBI_ID, mbi.as_str())]);
    }
    if row.text("V_DOD_SW") == Some("V") {
        cells.push((bene_hstry::BENE_VRFY_DEATH_DAY_SW, "Y"));
    }
    let state = [row.text("STATE_CODE"), row.text("STATE_CD")].into_iter().flatten().find_map(postal_state);
    cells.extend(state.map(|state| (bene_hstry::GEO_USPS_STATE_CD, state)));
    cells.sort_by_key(|(column, _)| *column);
    record.push(SourceRow::new(View::BeneHstry, row.origin, cells.iter().copied()));
    let mut identifier = cells_of(row, View::BeneMbiId);
    if is_public {
        identifier.push((bene_mbi_id::BENE_MBI_ID, mbi.as_str()));
    }
    if identifier.iter().any(|(column, _)| *column == bene_mbi_id::BENE_MBI_ID) {
        identifier.push((bene_mbi_id::IDR_LTST_TRANS_FLG, "Y"));
        identifier.sort_by_key(|(column, _)| *column);
        record.push(SourceRow::new(View::BeneMbiId, row.origin, identifier));
    }
}

fn identity<'p>(row: &RifRow<'p>) -> Vec<(Column, &'p str)> {
    [View::BeneHstry, View::BeneMbiId].into_iter().flat_map(|view| cells_of(row, view)).collect()
}

fn put_year(row: &RifRow<'_>, record: &mut RecordBuilder) {
    record.push(SourceRow::new(View::CcwBene, row.origin, cells_of(row, View::CcwBene)));
}

fn put_history(row: &RifRow<'_>, record: &mut RecordBuilder) {
    record.push(SourceRow::new(View::CcwBeneHstry, row.origin, cells_of(row, View::CcwBeneHstry)));
}
