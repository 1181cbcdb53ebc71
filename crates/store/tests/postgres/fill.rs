//! Enough rows that a plan without an index would be the worse one.

use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem};
use bluestem_model::column::{View, bene_hstry, clm};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::record::{Origin, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;
use bluestem_store::claims::{ClaimDelivery, ClaimsLoader, LoadPlan, Part, PersonDelivery};

/// How many people there are.
pub(crate) const PEOPLE: i64 = 2_000;
/// How many claims each of them has.
pub(crate) const CLAIMS: i64 = 20;

pub(crate) fn mbi(person: i64) -> String {
    format!("1S00A{person:06}")
}

fn row<const N: usize>(view: View, cells: [(bluestem_model::column::Column, &str); N]) -> RecordBuilder {
    let mut rows = RecordBuilder::default();
    rows.push(SourceRow::new(view, Origin { file: 1, line: 2 }, cells));
    rows
}

pub(crate) fn person(number: i64) -> PersonDelivery {
    let (key, mbi) = (number.to_string(), mbi(number));
    let cells = [
        (bene_hstry::BENE_SK, key.as_str()),
        (bene_hstry::BENE_XREF_EFCTV_SK, key.as_str()),
        (bene_hstry::BENE_MBI_ID, mbi.as_str()),
        (bene_hstry::BENE_1ST_NAME, "Ann"),
        (bene_hstry::BENE_BRTH_DT, "1950-01-02"),
        (bene_hstry::IDR_LTST_TRANS_FLG, "Y"),
        (bene_hstry::IDR_TRANS_EFCTV_TS, "2020-01-01T00:00:00"),
    ];
    PersonDelivery { id: PersonId::idr(number), rows: row(View::BeneHstry, cells) }
}

pub(crate) fn claim(number: i64) -> ClaimDelivery {
    let index = ClaimIndex {
        id: ClaimId::idr(number),
        person: PersonId::idr(number % PEOPLE),
        kind: ClaimKind::Carrier,
        type_code: 71,
        source: SourceSystem::Nch,
        phase: Phase::Adjudicated,
        outcome: Outcome::Complete,
        final_action: true,
        latest: true,
        from: None,
        thru: None,
        created: None,
        control_number: None,
        lines: 1,
        labels: Labels::NONE,
        label_list: 1,
    };
    let key = number.to_string();
    ClaimDelivery { index, rows: row(View::Clm, [(clm::CLM_UNIQ_ID, key.as_str())]) }
}

/// Loads everybody with their claims.
pub(crate) async fn fill(room: &impl ClaimsLoader) {
    let plan = LoadPlan { fingerprint: [7; 32], format: "idr", parts: 1, files: Vec::new() };
    let load = room.begin_load(&plan, Timestamp(1)).await.unwrap();
    let part = Part {
        people: (0..PEOPLE).map(person).collect(),
        claims: (0..PEOPLE * CLAIMS).map(claim).collect(),
        ..Part::default()
    };
    room.write_part(&load, part).await.unwrap();
    room.finish_load(&load).await.unwrap();
}
