//! The index columns of a prior authorization, from its record.

use super::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem};
use crate::column::{Column, View, prauc};
use crate::id::{ClaimId, PersonId};
use crate::label::LabelList;
use crate::record::{ClaimRecord, Record, Row};
use crate::time::Date;

/// The segments of a prior authorization in the order of their numbers. What is said of the whole is the same in
/// each.
pub fn segments<'r>(record: &'r Record<'r>) -> Vec<Row<'r>> {
    let mut segments: Vec<Row<'r>> = record.rows_of(View::Prauc).collect();
    segments.sort_by_key(|row| row.integer(prauc::CURRENT_SEGMENT));
    segments
}

/// The index columns of a prior authorization of `person`. It is in process in a shared system, complete when no
/// segment is pending any more; its labels are by `list`.
pub fn prior_auth_index(
    id: ClaimId,
    person: PersonId,
    record: &ClaimRecord<'_>,
    list: &LabelList,
) -> ClaimIndex {
    let segments = segments(record.record());
    let dates = |column: Column| segments.iter().filter_map(move |row| row.date(column));
    let latest = |column: Column| -> Option<Date> { dates(column).max() };
    let pending = segments.iter().any(|row| row.text(prauc::PA_DECISION) == Some("P"));
    let number = segments.iter().find_map(|row| row.text(prauc::UTN));
    ClaimIndex {
        id,
        person,
        kind: ClaimKind::PriorAuth,
        type_code: 0,
        source: SourceSystem::Cwf,
        phase: Phase::InProcess,
        outcome: if pending { Outcome::Partial } else { Outcome::Complete },
        final_action: false,
        latest: true,
        from: dates(prauc::UTN_VALID_ST_DT).min(),
        thru: latest(prauc::UTN_VALID_EN_DT),
        created: latest(prauc::PA_DT_UPDATED).or_else(|| latest(prauc::PA_DT_ADDED)),
        control_number: number.map(str::to_owned),
        lines: u32::try_from(segments.len()).unwrap_or(u32::MAX),
        labels: list.labels_of(record),
        label_list: list.version(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Origin, RecordBuilder, SourceRow};
    use crate::time::parse_date;

    fn index(rows: &[[(Column, &str); 5]]) -> ClaimIndex {
        let mut builder = RecordBuilder::default();
        for (line, cells) in (2..).zip(rows) {
            let mut cells = cells.to_vec();
            cells.sort_by_key(|(column, _)| *column);
            builder.push(SourceRow::new(View::Prauc, Origin { file: 1, line }, cells));
        }
        let bytes = builder.encode();
        let record = Record::parse(&bytes).unwrap();
        prior_auth_index(
            ClaimId::prior_auth(5),
            PersonId::idr(-7),
            &ClaimRecord::new(&record),
            LabelList::built_in(),
        )
    }

    fn row<'a>(number: &'a str, decision: &'a str, updated: &'a str) -> [(Column, &'a str); 5] {
        [
            (prauc::UTN, "-X1"),
            (prauc::CURRENT_SEGMENT, number),
            (prauc::PA_DECISION, decision),
            (prauc::PA_DT_UPDATED, updated),
            (prauc::UTN_VALID_ST_DT, "2022-04-19"),
        ]
    }

    #[test]
    fn one_pending_segment_leaves_the_whole_partial() {
        let found = index(&[row("2", "P", "2022-04-09"), row("1", "A", "2022-05-01")]);
        assert_eq!((found.outcome, found.lines), (Outcome::Partial, 2));
        assert_eq!(found.created, parse_date("2022-05-01"));
        assert_eq!((found.from, found.thru), (parse_date("2022-04-19"), None));
        assert_eq!(found.control_number.as_deref(), Some("-X1"));
        assert_eq!((found.source, found.kind), (SourceSystem::Cwf, ClaimKind::PriorAuth));
        assert!(found.is_served());

        let decided = index(&[row("1", "A", "2022-04-09"), row("2", "N", "2022-04-09")]);
        assert_eq!(decided.outcome, Outcome::Complete);
    }
}
