//! The index columns of a claim, from its record.

use super::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem, kind_of};
use crate::column::{Column, clm, clm_dt_sgntr};
use crate::id::{ClaimId, Namespace, PersonId};
use crate::label::LabelList;
use crate::record::ClaimRecord;
use crate::time::Date;

/// Why a record is not a claim that can be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimIndexError {
    /// A cell without which the claim has no place is absent or is no number.
    #[error("{} is missing", .0.name())]
    Missing(Column),
    /// `CLM_UNIQ_ID` is among the numbers that prior authorizations get here.
    #[error("CLM_UNIQ_ID is greater than any number of a claim")]
    NumberTooGreat,
    /// `CLM_TYPE_CD` is not one of the 124 claim types.
    #[error("CLM_TYPE_CD is not a known claim type")]
    UnknownType,
    /// `META_SRC_SK` names no system that claims come from.
    #[error("META_SRC_SK is not a known source system")]
    UnknownSource,
}

impl ClaimIndexError {
    /// The column that is at fault.
    pub fn column(self) -> Column {
        match self {
            Self::Missing(column) => column,
            Self::NumberTooGreat => clm::CLM_UNIQ_ID,
            Self::UnknownType => clm::CLM_TYPE_CD,
            Self::UnknownSource => clm::META_SRC_SK,
        }
    }
}

/// The index columns of a claim of the Integrated Data Repository, labelled by the built-in list.
pub fn claim_index(record: &ClaimRecord<'_>) -> Result<ClaimIndex, ClaimIndexError> {
    claim_index_by(record, LabelList::built_in())
}

/// The index columns of a claim of the Integrated Data Repository, labelled by `list`.
pub fn claim_index_by(record: &ClaimRecord<'_>, list: &LabelList) -> Result<ClaimIndex, ClaimIndexError> {
    claim_index_of(Namespace::Idr, record, list)
}

/// The index columns of a claim whose numbers are of `namespace`, labelled by `list`. The CCW has the latest version
/// of a claim alone.
pub fn claim_index_of(
    namespace: Namespace,
    record: &ClaimRecord<'_>,
    list: &LabelList,
) -> Result<ClaimIndex, ClaimIndexError> {
    let number = |column: Column| record.integer(column).ok_or(ClaimIndexError::Missing(column));
    let is_yes = |column: Column| record.text(column) == Some("Y");
    let type_code = u16::try_from(number(clm::CLM_TYPE_CD)?).map_err(|_| ClaimIndexError::UnknownType)?;
    let kind = kind_of(type_code).ok_or(ClaimIndexError::UnknownType)?;
    let phase = phase_of(type_code);
    let id = claim_id(namespace, kind, number(clm::CLM_UNIQ_ID)?)?;
    Ok(ClaimIndex {
        id,
        person: PersonId { namespace, number: number(clm::BENE_SK)? },
        kind,
        type_code,
        source: source_of(record, kind, phase)?,
        phase,
        outcome: outcome_of(record, phase),
        final_action: is_yes(clm::CLM_FINL_ACTN_IND),
        latest: namespace == Namespace::Ccw || is_yes(clm::CLM_LTST_CLM_IND),
        from: record.date(clm::CLM_FROM_DT),
        thru: record.date(clm::CLM_THRU_DT),
        created: record.date(clm::CLM_EFCTV_DT).or_else(|| processed(namespace, record)),
        control_number: shown_control_number(record, kind).map(str::to_owned),
        lines: u32::try_from(record.lines().len()).unwrap_or(u32::MAX),
        labels: list.labels_of(record),
        label_list: list.version(),
    })
}

/// The control number by which the claim is known: an adjusted drug event keeps that of its first version (BFD v3).
pub fn shown_control_number<'r>(record: &ClaimRecord<'r>, kind: ClaimKind) -> Option<&'r str> {
    let own = record.text(clm::CLM_CNTL_NUM);
    if kind == ClaimKind::Pde { record.text(clm::CLM_ORIG_CNTL_NUM).or(own) } else { own }
}

fn claim_id(namespace: Namespace, kind: ClaimKind, number: i64) -> Result<ClaimId, ClaimIndexError> {
    let id = match (namespace, kind) {
        (Namespace::Idr, _) => Some(ClaimId::idr(number)).filter(|id| !id.is_prior_auth()),
        (Namespace::Ccw, ClaimKind::Pde) => ClaimId::ccw_event(number),
        (Namespace::Ccw, _) => ClaimId::ccw_claim(number),
    };
    id.ok_or(ClaimIndexError::NumberTooGreat)
}

/// The CCW does not say when a claim was created; it says when the history processed it or the plan paid it.
fn processed(namespace: Namespace, record: &ClaimRecord<'_>) -> Option<Date> {
    let days = [clm_dt_sgntr::CLM_NCH_WKLY_PROC_DT, clm::CLM_PD_DT, clm::CLM_THRU_DT];
    days.into_iter().filter(|_| namespace == Namespace::Ccw).find_map(|column| record.date(column))
}

fn phase_of(type_code: u16) -> Phase {
    match type_code {
        0..1000 => Phase::Adjudicated,
        1000..2000 => Phase::InProcess,
        2000.. => Phase::SharedSystemAdjudicated,
    }
}

/// Drug events come from the drug data and adjudicated claims from the history, whatever `META_SRC_SK` says: some
/// files name another source (BFD v3 does not read it for them). For claims of shared systems it decides; where
/// it is absent the type does.
fn source_of(
    record: &ClaimRecord<'_>,
    kind: ClaimKind,
    phase: Phase,
) -> Result<SourceSystem, ClaimIndexError> {
    let by_type = match (phase, kind) {
        (_, ClaimKind::Pde) => return Ok(SourceSystem::Ddps),
        (Phase::Adjudicated, _) => return Ok(SourceSystem::Nch),
        (_, ClaimKind::Carrier) => SourceSystem::Mcs,
        (_, ClaimKind::Dme) => SourceSystem::Vms,
        _ => SourceSystem::Fiss,
    };
    match record.decimal(clm::META_SRC_SK) {
        Some(key) => SourceSystem::from_meta_src_sk(key.whole()).ok_or(ClaimIndexError::UnknownSource),
        None => Ok(by_type),
    }
}

/// Claims of the history and drug events are complete; a claim of a shared system is by its paid status
/// (BFD v3).
fn outcome_of(record: &ClaimRecord<'_>, phase: Phase) -> Outcome {
    match (phase, record.text(clm::CLM_PD_STUS_CD)) {
        (Phase::Adjudicated, _) | (_, Some("P" | "1" | "R" | "2" | "D" | "Y")) => Outcome::Complete,
        _ => Outcome::Partial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::View;
    use crate::record::{Origin, Record, RecordBuilder, SourceRow};
    use crate::time::parse_date;

    fn index(cells: &[(Column, &str)]) -> Result<ClaimIndex, ClaimIndexError> {
        let mut builder = RecordBuilder::default();
        let mut header: Vec<_> =
            vec![(clm::CLM_UNIQ_ID, "0042"), (clm::CLM_TYPE_CD, "60"), (clm::BENE_SK, "-7")];
        header.retain(|(column, _)| cells.iter().all(|(other, _)| other != column));
        header.extend(cells);
        header.sort_by_key(|(column, _)| *column);
        builder.push(SourceRow::new(View::Clm, Origin { file: 1, line: 2 }, header));
        let bytes = builder.encode();
        claim_index(&ClaimRecord::new(&Record::parse(&bytes).unwrap()))
    }

    #[test]
    fn the_header_fills_the_index() {
        let claim = index(&[
            (clm::CLM_FROM_DT, "2024-01-01"),
            (clm::CLM_THRU_DT, "9999-12-31"),
            (clm::CLM_FINL_ACTN_IND, "Y"),
            (clm::CLM_LTST_CLM_IND, "N"),
            (clm::CLM_CNTL_NUM, "12A"),
        ])
        .unwrap();
        assert_eq!((claim.id, claim.person), (ClaimId::idr(42), PersonId::idr(-7)));
        assert_eq!((claim.kind, claim.type_code), (ClaimKind::Inpatient, 60));
        assert_eq!((claim.from, claim.thru), (parse_date("2024-01-01"), None));
        assert_eq!((claim.final_action, claim.latest), (true, false));
        assert_eq!(claim.control_number.as_deref(), Some("12A"));
        assert_eq!(claim.outcome, Outcome::Complete);
    }

    #[test]
    fn the_source_is_named_or_follows_from_the_type() {
        let source = |cells: &[(Column, &str)]| index(cells).map(|claim| claim.source);
        let named = |code, key| source(&[(clm::CLM_TYPE_CD, code), (clm::META_SRC_SK, key)]);
        assert_eq!(named("2013", "1002.0"), Ok(SourceSystem::Vms));
        assert_eq!(named("2013", "4711"), Err(ClaimIndexError::UnknownSource));
        // As in a public sample whose drug events name the history.
        assert_eq!(named("1", "7"), Ok(SourceSystem::Ddps));
        for (code, system) in [
            ("60", SourceSystem::Nch),
            ("3", SourceSystem::Ddps),
            ("1013", SourceSystem::Fiss),
            ("2700", SourceSystem::Mcs),
            ("1800", SourceSystem::Vms),
        ] {
            assert_eq!(source(&[(clm::CLM_TYPE_CD, code)]), Ok(system), "{code}");
        }
    }

    #[test]
    fn an_adjusted_drug_event_is_known_by_its_first_control_number() {
        let number = |code, original| {
            let cells =
                [(clm::CLM_TYPE_CD, code), (clm::CLM_CNTL_NUM, "12A"), (clm::CLM_ORIG_CNTL_NUM, original)];
            index(&cells).unwrap().control_number.unwrap()
        };
        assert_eq!([number("2", "11A"), number("2", "~"), number("60", "11A")], ["11A", "12A", "12A"]);
    }

    #[test]
    fn paid_status_decides_the_outcome_of_claims_of_shared_systems() {
        let outcome = |code, status| {
            let claim = index(&[(clm::CLM_TYPE_CD, code), (clm::CLM_PD_STUS_CD, status)]).unwrap();
            (claim.phase, claim.outcome)
        };
        assert_eq!(outcome("1013", "P"), (Phase::InProcess, Outcome::Complete));
        assert_eq!(outcome("1013", "S"), (Phase::InProcess, Outcome::Partial));
        assert_eq!(outcome("2013", "~"), (Phase::SharedSystemAdjudicated, Outcome::Partial));
        assert_eq!(outcome("40", "S"), (Phase::Adjudicated, Outcome::Complete));
    }

    #[test]
    fn what_has_no_place_is_refused() {
        let missing = |column| index(&[(column, "~")]);
        assert_eq!(missing(clm::CLM_UNIQ_ID), Err(ClaimIndexError::Missing(clm::CLM_UNIQ_ID)));
        assert_eq!(missing(clm::BENE_SK), Err(ClaimIndexError::Missing(clm::BENE_SK)));
        let number = index(&[(clm::CLM_UNIQ_ID, "4611686018427387904")]);
        assert_eq!(number, Err(ClaimIndexError::NumberTooGreat));
        assert_eq!(index(&[(clm::CLM_TYPE_CD, "5")]), Err(ClaimIndexError::UnknownType));
        assert_eq!(index(&[(clm::CLM_TYPE_CD, "-60")]), Err(ClaimIndexError::UnknownType));
    }
}
