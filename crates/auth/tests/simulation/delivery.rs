//! Deliveries of people and claims, as small as they can be.

use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem};
use bluestem_model::column::{View, bene_hstry, bene_xref, clm};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::record::{Origin, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::claims::{ClaimDelivery, ClaimsLoader, Load, LoadPlan, Part, PersonDelivery, SourceFile};

use crate::model::{Claim, Member, Model, PEOPLE};

const ORIGIN: Origin = Origin { file: 1, line: 2 };

/// What one load brings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delivery {
    /// Its number: another fingerprint for each.
    pub(crate) number: u32,
    pub(crate) people: Vec<Member>,
    pub(crate) claims: Vec<Claim>,
}

impl Delivery {
    /// Begins it, or takes it up where it was left.
    pub(crate) async fn begin(&self, loader: &dyn ClaimsLoader, now: Timestamp) -> Result<Load, StoreError> {
        let mut fingerprint = [7; 32];
        fingerprint[..4].copy_from_slice(&self.number.to_be_bytes());
        let file = SourceFile { path: format!("{}_CLM.csv", self.number), size: 9, sha256: fingerprint };
        let plan = LoadPlan { fingerprint, format: "idr", parts: 1, files: vec![file] };
        loader.begin_load(&plan, now).await
    }

    pub(crate) fn part(&self) -> Part {
        Part {
            number: 0,
            references: Vec::new(),
            people: self.people.iter().map(person).collect(),
            claims: self.claims.iter().map(claim).collect(),
        }
    }
}

/// What every run begins with.
pub(crate) async fn first(loader: &dyn ClaimsLoader, now: Timestamp) {
    let model = Model::new(now);
    let delivery = Delivery { number: 0, people: model.people.clone(), claims: model.claims.clone() };
    let load = delivery.begin(loader, now).await.unwrap();
    loader.write_part(&load, delivery.part()).await.unwrap();
    loader.finish_load(&load).await.unwrap();
    assert_eq!(load.stamp, now);
    assert_eq!(delivery.people.len(), PEOPLE);
}

fn person(member: &Member) -> PersonDelivery {
    let (key, survivor) = (member.key.to_string(), member.survivor.to_string());
    let mut rows = RecordBuilder::default();
    let mut version = vec![
        (bene_hstry::BENE_SK, key.as_str()),
        (bene_hstry::BENE_XREF_EFCTV_SK, survivor.as_str()),
        (bene_hstry::BENE_MBI_ID, member.mbi),
        (bene_hstry::IDR_LTST_TRANS_FLG, "Y"),
        (bene_hstry::IDR_TRANS_EFCTV_TS, "2020-01-01T00:00:00"),
    ];
    version.sort_unstable_by_key(|(column, _)| *column);
    rows.push(SourceRow::new(View::BeneHstry, ORIGIN, version));
    if member.survivor != member.key {
        let cells = [
            (bene_xref::BENE_SK, survivor.as_str()),
            (bene_xref::BENE_XREF_SK, key.as_str()),
            (bene_xref::BENE_KILL_CRED_CD, "2"),
        ];
        rows.push(SourceRow::new(View::BeneXref, ORIGIN, cells));
    }
    PersonDelivery { id: PersonId::idr(member.key), rows }
}

fn claim(claim: &Claim) -> ClaimDelivery {
    let number = claim.number.to_string();
    let content = claim.content.to_string();
    let mut rows = RecordBuilder::default();
    let cells = [(clm::CLM_UNIQ_ID, number.as_str()), (clm::CLM_CNTL_NUM, content.as_str())];
    rows.push(SourceRow::new(View::Clm, ORIGIN, cells));
    let index = ClaimIndex {
        id: ClaimId::idr(claim.number),
        person: PersonId::idr(claim.person),
        kind: ClaimKind::Carrier,
        type_code: 71,
        source: SourceSystem::Nch,
        phase: Phase::Adjudicated,
        outcome: Outcome::Complete,
        final_action: true,
        latest: true,
        from: Some(jiff_date(1)),
        thru: Some(jiff_date(5)),
        created: Some(jiff_date(9)),
        control_number: Some(content.clone()),
        lines: 1,
        labels: if claim.part2 { Labels::PART2 } else { Labels::NONE },
        label_list: claim.label_list,
    };
    ClaimDelivery { index, rows }
}

fn jiff_date(day: u8) -> bluestem_model::time::Date {
    bluestem_model::time::parse_date(&format!("2025-01-0{day}")).unwrap()
}
