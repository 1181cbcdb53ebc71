//! Two members and their claims.

use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem};
use bluestem_model::column::{View, bene_hstry, bene_mdcr_entlmt, clm};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::record::{Origin, RecordBuilder, SourceRow};
use bluestem_model::time::{Timestamp, parse_date};
use bluestem_store::claims::{ClaimDelivery, ClaimsLoader, LoadPlan, Part, PersonDelivery, SourceFile};

/// The member whose data the tests are about.
pub(crate) const MEMBER: i64 = -101;
/// Somebody else.
pub(crate) const OTHER: i64 = -202;
/// The claim of a member.
pub(crate) fn claim_of(member: i64) -> i64 {
    member * 1000
}
/// The family name of a member; stands in their Patient and nowhere else.
pub(crate) fn family_of(member: i64) -> &'static str {
    if member == MEMBER { "Switchgrass" } else { "Dropseed" }
}

fn origin(line: u32) -> Origin {
    Origin { file: 1, line }
}

fn person(member: i64) -> PersonDelivery {
    let key = member.to_string();
    let mbi = if member == MEMBER { "1S00E00AA00" } else { "1S00E00AA11" };
    let mut rows = RecordBuilder::default();
    rows.push(SourceRow::new(
        View::BeneHstry,
        origin(2),
        [
            (bene_hstry::BENE_SK, key.as_str()),
            (bene_hstry::BENE_XREF_EFCTV_SK, key.as_str()),
            (bene_hstry::BENE_MBI_ID, mbi),
            (bene_hstry::BENE_1ST_NAME, "Prairie"),
            (bene_hstry::BENE_LAST_NAME, family_of(member)),
            (bene_hstry::BENE_BRTH_DT, "1950-05-05"),
            (bene_hstry::BENE_SEX_CD, "2"),
            (bene_hstry::IDR_LTST_TRANS_FLG, "Y"),
            (bene_hstry::IDR_TRANS_EFCTV_TS, "2020-01-01T00:00:00"),
        ],
    ));
    rows.push(SourceRow::new(
        View::BeneMdcrEntlmt,
        origin(3),
        [
            (bene_mdcr_entlmt::BENE_SK, key.as_str()),
            (bene_mdcr_entlmt::BENE_RNG_BGN_DT, "2015-05-01"),
            (bene_mdcr_entlmt::BENE_RNG_END_DT, "9999-12-31"),
            (bene_mdcr_entlmt::BENE_MDCR_ENTLMT_TYPE_CD, "A"),
            (bene_mdcr_entlmt::BENE_MDCR_ENTLMT_STUS_CD, "Y"),
            (bene_mdcr_entlmt::IDR_LTST_TRANS_FLG, "Y"),
            (bene_mdcr_entlmt::IDR_TRANS_EFCTV_TS, "2020-01-01T00:00:00"),
        ],
    ));
    PersonDelivery { id: PersonId::idr(member), rows }
}

fn claim(member: i64) -> ClaimDelivery {
    let number = claim_of(member);
    let text = number.to_string();
    let mut rows = RecordBuilder::default();
    let cells = [
        (clm::CLM_UNIQ_ID, text.as_str()),
        (clm::CLM_TYPE_CD, "71"),
        (clm::CLM_CNTL_NUM, "C1"),
        (clm::CLM_FROM_DT, "2025-01-01"),
        (clm::CLM_THRU_DT, "2025-01-05"),
    ];
    rows.push(SourceRow::new(View::Clm, origin(2), cells));
    let index = ClaimIndex {
        id: ClaimId::idr(number),
        person: PersonId::idr(member),
        kind: ClaimKind::Carrier,
        type_code: 71,
        source: SourceSystem::Nch,
        phase: Phase::Adjudicated,
        outcome: Outcome::Complete,
        final_action: true,
        latest: true,
        from: parse_date("2025-01-01"),
        thru: parse_date("2025-01-05"),
        created: parse_date("2025-02-01"),
        control_number: Some("C1".to_owned()),
        lines: 0,
        labels: Labels::NONE,
        label_list: 1,
    };
    ClaimDelivery { index, rows }
}

/// Loads both members.
pub(crate) async fn load(claims: &impl ClaimsLoader, now: Timestamp) {
    let file = SourceFile { path: "SYNTHETIC_CLM.csv".to_owned(), size: 9, sha256: [1; 32] };
    let plan = LoadPlan { fingerprint: [1; 32], format: "idr", parts: 1, files: vec![file] };
    let open = claims.begin_load(&plan, now).await.unwrap();
    let members = [MEMBER, OTHER];
    let part = Part {
        number: 0,
        references: Vec::new(),
        people: members.map(person).into(),
        claims: members.map(claim).into(),
    };
    claims.write_part(&open, part).await.unwrap();
    claims.finish_load(&open).await.unwrap();
}
