//! Small deliveries for the suite.

use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem};
use bluestem_model::column::{Column, View, bene_hstry, bene_mdcr_stus, bene_xref, clm};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::query::{ClaimFilter, ClaimQuery, ClaimSelect, PageStart};
use bluestem_model::record::{Origin, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;
use bluestem_store::claims::{
    ClaimDelivery, Claims, ClaimsLoader, Load, LoadPlan, Part, PartOutcome, PersonDelivery, SourceFile,
};

/// What the suite needs of a backend.
pub(crate) trait Room: Claims + ClaimsLoader {}
impl<T: Claims + ClaimsLoader> Room for T {}

pub(crate) fn access_to(people: People, withheld: Labels, claims: ClaimScope) -> Access {
    let all = Rights { read: true, search: true };
    let rights = ResourceType::ALL.iter().map(|resource| (*resource, all)).collect();
    let agent = Agent { client_id: "suite".to_owned(), grant: None };
    Access::grant(agent, people, rights, withheld, claims, Timestamp(i64::MAX))
}

pub(crate) fn access_to_all() -> Access {
    access_to(People::All, Labels::NONE, ClaimScope::All)
}

pub(crate) fn access_of(person: i64) -> Access {
    access_to(People::One(PersonId::idr(person)), Labels::NONE, ClaimScope::All)
}

fn origin(line: u32) -> Origin {
    Origin { file: 1, line }
}

/// A person with a current version.
pub(crate) struct Person {
    pub(crate) key: i64,
    pub(crate) mbi: &'static str,
    pub(crate) merged_into: Option<i64>,
    pub(crate) status: &'static str,
    /// When the status began; one more row for each.
    pub(crate) since: &'static str,
    /// Name, date of birth, address.
    pub(crate) known: Vec<(Column, &'static str)>,
}

impl Person {
    pub(crate) fn new(key: i64, mbi: &'static str) -> Self {
        Self { key, mbi, merged_into: None, status: "10", since: "2020-01-01", known: Vec::new() }
    }

    fn delivery(&self) -> PersonDelivery {
        let key = self.key.to_string();
        let survivor = self.merged_into.unwrap_or(self.key).to_string();
        let mut rows = RecordBuilder::default();
        let mut version = vec![
            (bene_hstry::BENE_SK, key.as_str()),
            (bene_hstry::BENE_XREF_EFCTV_SK, survivor.as_str()),
            (bene_hstry::BENE_MBI_ID, self.mbi),
            (bene_hstry::IDR_LTST_TRANS_FLG, "Y"),
            (bene_hstry::IDR_TRANS_EFCTV_TS, "2020-01-01T00:00:00"),
        ];
        version.retain(|(column, _)| self.known.iter().all(|(known, _)| known != column));
        version.extend(&self.known);
        version.sort_unstable_by_key(|(column, _)| *column);
        rows.push(SourceRow::new(View::BeneHstry, origin(2), version));
        rows.push(SourceRow::new(
            View::BeneMdcrStus,
            origin(3),
            [
                (bene_mdcr_stus::BENE_SK, key.as_str()),
                (bene_mdcr_stus::BENE_MDCR_STUS_CD, self.status),
                (bene_mdcr_stus::MDCR_STUS_BGN_DT, self.since),
            ],
        ));
        if self.merged_into.is_some() {
            rows.push(SourceRow::new(
                View::BeneXref,
                origin(4),
                [
                    (bene_xref::BENE_SK, survivor.as_str()),
                    (bene_xref::BENE_XREF_SK, key.as_str()),
                    (bene_xref::BENE_KILL_CRED_CD, "2"),
                ],
            ));
        }
        PersonDelivery { id: PersonId::idr(self.key), rows }
    }
}

/// A carrier claim; tests change what they are about.
pub(crate) fn claim(number: i64, person: i64) -> ClaimIndex {
    ClaimIndex {
        id: ClaimId::idr(number),
        person: PersonId::idr(person),
        kind: ClaimKind::Carrier,
        type_code: 71,
        source: SourceSystem::Nch,
        phase: Phase::Adjudicated,
        outcome: Outcome::Complete,
        final_action: true,
        latest: true,
        from: Some(jiff::civil::date(2025, 1, 1)),
        thru: Some(jiff::civil::date(2025, 1, 5)),
        created: Some(jiff::civil::date(2025, 2, 1)),
        control_number: Some(format!("C{number}")),
        lines: 1,
        labels: Labels::NONE,
        label_list: 1,
    }
}

fn claim_delivery(index: &ClaimIndex, content: &str) -> ClaimDelivery {
    let mut rows = RecordBuilder::default();
    let number = index.id.number.to_string();
    let cells = [(clm::CLM_UNIQ_ID, number.as_str()), (clm::CLM_CNTL_NUM, content)];
    rows.push(SourceRow::new(View::Clm, origin(2), cells));
    ClaimDelivery { index: index.clone(), rows }
}

/// Loads people and claims in one part. `name` is the delivery's fingerprint.
pub(crate) async fn load(
    room: &impl Room,
    name: u8,
    now: i64,
    people: &[Person],
    claims: &[(ClaimIndex, &str)],
) -> PartOutcome {
    let open = begin(room, name, now).await;
    let outcome = room.write_part(&open, part(0, people, claims)).await.unwrap();
    room.finish_load(&open).await.unwrap();
    outcome
}

pub(crate) async fn begin(room: &impl Room, name: u8, now: i64) -> Load {
    let file = SourceFile { path: "SYNTHETIC_CLM.csv".to_owned(), size: 9, sha256: [name; 32] };
    let plan = LoadPlan { fingerprint: [name; 32], format: "idr", parts: 2, files: vec![file] };
    room.begin_load(&plan, Timestamp(now)).await.unwrap()
}

pub(crate) fn part(number: u32, people: &[Person], claims: &[(ClaimIndex, &str)]) -> Part {
    Part {
        number,
        references: Vec::new(),
        people: people.iter().map(Person::delivery).collect(),
        claims: claims.iter().map(|(index, content)| claim_delivery(index, content)).collect(),
    }
}

pub(crate) fn of_person(person: i64, filter: ClaimFilter) -> ClaimQuery {
    let select = ClaimSelect::OfPerson(PersonId::idr(person));
    ClaimQuery { select, filter, start: PageStart::Offset(0), count: 100 }
}

/// The numbers of the claims that the access sees of the person, and the total.
pub(crate) async fn numbers(room: &impl Room, access: &Access, query: &ClaimQuery) -> (Vec<i64>, u64) {
    let page = room.claims(access, query).await.unwrap();
    (page.claims.iter().map(|claim| claim.index.id.number).collect(), page.total)
}
