//! The people of these tests.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bluestem_model::access::{Access, People, ResourceType};
use bluestem_model::claim::StoredClaim;
use bluestem_model::column::{View, bene_hstry};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::matching::{Candidate, MatchKey, person_keys};
use bluestem_model::person::{PersonFile, PersonIndex, StoredPerson};
use bluestem_model::query::{ClaimPage, ClaimQuery};
use bluestem_model::record::{Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::claims::Claims;

/// Somebody with a name.
pub(crate) const PERSON: PersonId = PersonId::idr(-1);
/// Another key of [`PERSON`], from before two keys were merged.
pub(crate) const MERGED: PersonId = PersonId::idr(-11);
/// Identifier of [`PERSON`].
pub(crate) const MBI: &str = "1S00E00AA01";
/// An identifier that two people have.
pub(crate) const SHARED_MBI: &str = "1S00E00AA02";

/// A claims plane that knows three people: -1 with a name, -2 and -3 with one identifier.
pub(crate) struct ThreePeople;

fn file(number: i64) -> PersonFile {
    let names = [(bene_hstry::BENE_1ST_NAME, "Given"), (bene_hstry::BENE_LAST_NAME, "Family")];
    let ssn = if number == -1 { "900001111" } else { "900002222" };
    let known = [(bene_hstry::BENE_BRTH_DT, "1950-01-02"), (bene_hstry::BENE_SSN_NUM, ssn)];
    let place = [(bene_hstry::GEO_ZIP5_CD, "2351"), (bene_hstry::BENE_LINE_1_ADR, "1 ELM STREET")];
    let latest = [(bene_hstry::IDR_LTST_TRANS_FLG, "Y")];
    let place = place.into_iter().filter(|_| number == -1);
    let mut cells: Vec<_> = names.into_iter().chain(known).chain(place).chain(latest).collect();
    cells.sort_unstable_by_key(|(column, _)| *column);
    let mut record = RecordBuilder::default();
    record.push(SourceRow::new(View::BeneHstry, Origin { file: 1, line: 2 }, cells));
    let mbi = if number == -1 { MBI } else { SHARED_MBI };
    let id = PersonId::idr(number);
    let index = PersonIndex {
        id,
        survivor: id,
        mbi: Some(mbi.to_owned()),
        mbis: vec![mbi.to_owned()],
        current: true,
    };
    let asked = StoredPerson { index, updated: Default::default(), record: record.encode() };
    let merged = PersonIndex { id: MERGED, survivor: PERSON, mbi: None, mbis: Vec::new(), current: false };
    let merged = StoredPerson { index: merged, updated: Default::default(), record: asked.record.clone() };
    PersonFile { asked, merged: Vec::from_iter((id == PERSON).then_some(merged)) }
}

#[async_trait]
impl Claims for ThreePeople {
    async fn person(&self, access: &Access, id: PersonId) -> Result<Option<PersonFile>, StoreError> {
        assert!(access.rights(ResourceType::Patient).read);
        let reached = *access.people() == People::All || *access.people() == People::One(id);
        Ok((reached && (-3..=-1).contains(&id.number)).then(|| file(id.number)))
    }

    async fn people_by_mbi(&self, access: &Access, mbi: &str) -> Result<Vec<PersonFile>, StoreError> {
        assert_eq!(*access.people(), People::All);
        let all = (-3..=-1).map(file);
        Ok(all.filter(|file| file.asked.index.mbi.as_deref() == Some(mbi)).collect())
    }

    async fn people_by_mbi_hash(&self, _: &Access, _: &str) -> Result<Vec<PersonFile>, StoreError> {
        Err(StoreError::Damaged("no hashes here".to_owned()))
    }

    async fn people_by_keys(&self, access: &Access, keys: &[MatchKey]) -> Result<Vec<Candidate>, StoreError> {
        assert!(*access.people() == People::All && access.rights(ResourceType::Patient).search);
        let mut found = Vec::new();
        for number in -3..=-1 {
            let StoredPerson { index, record, .. } = file(number).asked;
            let own = person_keys(&index, &Record::parse(&record)?);
            let shared = keys.iter().filter(|key| own.contains(key));
            found.extend(shared.map(|key| Candidate {
                combination: key.combination,
                person: index.id,
                served: true,
            }));
        }
        Ok(found)
    }

    async fn claim(&self, _: &Access, _: ClaimId) -> Result<Option<StoredClaim>, StoreError> {
        panic!("the authorization server reads no claims");
    }

    async fn claims(&self, _: &Access, _: &ClaimQuery) -> Result<ClaimPage, StoreError> {
        panic!("the authorization server reads no claims");
    }

    async fn source_files(&self, _: &Access, _: &[u32]) -> Result<BTreeMap<u32, String>, StoreError> {
        panic!("the authorization server reads no claims");
    }

    async fn complete_until(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        Ok(now)
    }

    async fn probe(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
