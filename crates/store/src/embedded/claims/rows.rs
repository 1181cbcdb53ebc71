//! Rows to values and back.

use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem, StoredClaim};
use bluestem_model::id::{ClaimId, Namespace, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::person::{PersonIndex, StoredPerson};
use bluestem_model::time::{Date, Timestamp};
use rusqlite::Row;

use crate::StoreError;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(super) fn day(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

fn date(day: Option<i64>) -> Option<Date> {
    let span = jiff::Span::new().try_days(day?).ok()?;
    EPOCH.checked_add(span).ok()
}

/// The columns that [`claim`] reads, of `claim AS c` and `claim_body AS b`.
pub(super) const CLAIM_COLUMNS: &str = "c.namespace, c.number, c.subject, c.person, c.kind, c.type_code, \
     c.source, c.phase, c.outcome, c.final_action, c.latest, c.from_day, c.thru_day, c.created_day, \
     c.control_number, c.lines, c.labels, c.label_list, c.updated, b.record";

pub(super) fn claim(row: &Row<'_>) -> Result<StoredClaim, StoreError> {
    let namespace = namespace(row.get(0)?)?;
    let person = |number| PersonId { namespace, number };
    let index = ClaimIndex {
        id: ClaimId { namespace, number: row.get(1)? },
        person: person(row.get(3)?),
        kind: known(ClaimKind::from_number, row.get(4)?, "claim kind")?,
        type_code: row.get(5)?,
        source: known(SourceSystem::from_number, row.get(6)?, "source system")?,
        phase: known(Phase::from_number, row.get(7)?, "phase")?,
        outcome: known(Outcome::from_number, row.get(8)?, "outcome")?,
        final_action: row.get(9)?,
        latest: row.get(10)?,
        from: date(row.get(11)?),
        thru: date(row.get(12)?),
        created: date(row.get(13)?),
        control_number: row.get(14)?,
        lines: row.get(15)?,
        labels: Labels::from_bits(row.get(16)?),
        label_list: row.get(17)?,
    };
    Ok(StoredClaim {
        index,
        subject: person(row.get(2)?),
        updated: Timestamp(row.get(18)?),
        record: row.get(19)?,
    })
}

/// The columns that [`person`] reads, of `person AS p`.
pub(super) const PERSON_COLUMNS: &str = "p.namespace, p.number, p.survivor, p.mbi, p.current, \
     p.patient_updated, p.part_a_updated, p.part_b_updated, p.part_c_updated, p.part_d_updated, \
     p.dual_updated, p.record";

pub(super) fn person(row: &Row<'_>) -> Result<StoredPerson, StoreError> {
    let namespace = namespace(row.get(0)?)?;
    let index = PersonIndex {
        id: PersonId { namespace, number: row.get(1)? },
        survivor: PersonId { namespace, number: row.get(2)? },
        mbi: row.get(3)?,
        mbis: Vec::new(),
        current: row.get(4)?,
    };
    let mut updated = [Timestamp::default(); 6];
    for (place, time) in updated.iter_mut().enumerate() {
        *time = Timestamp(row.get(5 + place)?);
    }
    Ok(StoredPerson { index, updated, record: row.get(11)? })
}

pub(super) fn namespace(number: u8) -> Result<Namespace, StoreError> {
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
