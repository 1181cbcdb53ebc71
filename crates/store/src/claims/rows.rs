//! Rows to values, whatever the backend.

use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem, StoredClaim};
use bluestem_model::id::{ClaimId, Namespace, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::person::{StoredPerson, person_index};
use bluestem_model::record::Record;
use bluestem_model::time::{Date, Timestamp};

use super::Holder;
use crate::StoreError;
use crate::sql::Cells;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn day(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

fn date(day: Option<i64>) -> Option<Date> {
    let span = jiff::Span::new().try_days(day?).ok()?;
    EPOCH.checked_add(span).ok()
}

/// The index columns of `claim AS c`; [`claim`] reads them with the record behind them.
pub(crate) const CLAIM_COLUMNS: &str = "c.namespace, c.number, c.subject, c.person, c.kind, c.type_code, \
     c.source, c.phase, c.outcome, c.final_action, c.latest, c.from_day, c.thru_day, c.created_day, \
     c.control_number, c.lines, c.labels, c.label_list, c.updated";

/// The columns of `claim AS c` that say how it is labelled.
pub(crate) const LABEL_COLUMNS: &str = "c.namespace, c.number, c.labels, c.label_list, c.updated";

pub(crate) fn claim(row: &dyn Cells) -> Result<StoredClaim, StoreError> {
    let namespace = namespace(row.number(0)?)?;
    let person = |number| PersonId { namespace, number };
    let index = ClaimIndex {
        id: ClaimId { namespace, number: row.number(1)? },
        person: person(row.number(3)?),
        kind: known(ClaimKind::from_number, row.number(4)?, "claim kind")?,
        type_code: row.number(5)?,
        source: known(SourceSystem::from_number, row.number(6)?, "source system")?,
        phase: known(Phase::from_number, row.number(7)?, "phase")?,
        outcome: known(Outcome::from_number, row.number(8)?, "outcome")?,
        final_action: row.number::<u8>(9)? == 1,
        latest: row.flag(10)?,
        from: date(row.integer(11)?),
        thru: date(row.integer(12)?),
        created: date(row.integer(13)?),
        control_number: row.text(14)?,
        lines: row.number(15)?,
        labels: Labels::from_bits(row.number(16)?),
        label_list: row.number(17)?,
    };
    Ok(StoredClaim {
        index,
        subject: person(row.number(2)?),
        updated: Timestamp(row.number(18)?),
        record: row.bytes(19)?,
    })
}

/// The columns that [`person`] reads, of `person AS p`.
pub(crate) const PERSON_COLUMNS: &str = "p.namespace, p.number, p.patient_updated, p.part_a_updated, \
     p.part_b_updated, p.part_c_updated, p.part_d_updated, p.dual_updated, p.record";

pub(crate) fn person(row: &dyn Cells) -> Result<StoredPerson, StoreError> {
    let id = person_id(row)?;
    let mut updated = [Timestamp::default(); 6];
    for (place, time) in updated.iter_mut().enumerate() {
        *time = Timestamp(row.number(2 + place)?);
    }
    let record = row.bytes(8)?;
    // The stored index columns were made of this very record.
    let index = person_index(id, &Record::parse(&record)?);
    Ok(StoredPerson { index, updated, record })
}

/// A person's id, from a row that begins with namespace and number.
pub(crate) fn person_id(row: &dyn Cells) -> Result<PersonId, StoreError> {
    Ok(PersonId { namespace: namespace(row.number(0)?)?, number: row.number(1)? })
}

/// Somebody who has or had an identifier.
pub(crate) fn holder(row: &dyn Cells) -> Result<Holder, StoreError> {
    let person = person_id(row)?;
    let survivor = PersonId { number: row.number(2)?, ..person };
    Ok(Holder { person, survivor, mbi: row.string(3)?, has_it_now: row.flag(4)? })
}

pub(crate) fn namespace(number: u8) -> Result<Namespace, StoreError> {
    known(Namespace::from_number, number, "namespace")
}

fn known<T>(from: impl Fn(u8) -> Option<T>, number: u8, what: &str) -> Result<T, StoreError> {
    from(number).ok_or_else(|| StoreError::Damaged(format!("{what} {number} is unknown")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_both_ways() {
        for (text, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017)] {
            let parsed: Date = text.parse().unwrap();
            assert_eq!(day(parsed), number);
            assert_eq!(date(Some(number)), Some(parsed));
        }
    }
}
