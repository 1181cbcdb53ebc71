//! Rows that name their person by an identifier alone: prior authorizations, and identifiers that come late.

use bluestem_model::claim::{ClaimKind, Outcome, SourceSystem, StoredClaim};
use bluestem_model::column::View;
use bluestem_model::id::PersonId;
use bluestem_model::query::{ClaimFilter, ClaimQuery, ClaimSelect, Mask, PageStart};
use bluestem_store::claims::Claims;

use super::delivery::{Delivery, HSTRY, Room, as_text, everything, load, person, room};

const PRAUC: &str = "SYNTHETIC_PRAUC.csv";

const HEADER: &str = "MBI_NUM,UTN,SEGMENT_COUNT,CURRENT_SEGMENT,UTN_VALID_ST_DT,UTN_VALID_EN_DT,CLM_TYPE,\
                      HCPCS_OR_CPT_OR_HIPPS,PA_DT_ADDED,PA_DT_UPDATED,PA_DECISION,NPI,SERVICE_CNTS\n";

fn delivery(rows: &str) -> Delivery {
    let mut delivery = Delivery::new();
    delivery.set(PRAUC, &format!("{HEADER}{rows}"));
    delivery
}

/// Two segments of a person under an old key.
const TWO: &str = "1S00A00AA02,-0X1,2,2,2024-05-01,2025-05-01,D,G0162,2024-04-01,2024-04-02,P,1999999902,3\n\
                   1S00A00AA02,-0X1,2,1,2024-05-01,2025-05-01,D,G0299,2024-04-01,2024-04-02,A,1999999902,5\n";

async fn prior_auths(room: &Room, number: i64) -> Vec<StoredClaim> {
    let filter = ClaimFilter { kinds: Mask::from_iter([ClaimKind::PriorAuth]), ..Default::default() };
    let select = ClaimSelect::OfPerson(PersonId::idr(number));
    let query = ClaimQuery { select, filter, start: PageStart::Offset(0), count: 100 };
    room.store.claims(&everything(), &query).await.unwrap().claims
}

#[tokio::test]
async fn a_prior_authorization_is_one_record_of_its_person() {
    let room = room();
    let report = load(&room, delivery(TWO).path()).await;
    assert_eq!(
        (report.prior_auths.read, report.prior_auths.used, report.views[&View::Prauc].used),
        (1, 1, 2)
    );
    assert_eq!(report.refused().count(), 0, "{report}");

    let found = prior_auths(&room, 11).await;
    assert_eq!(found.len(), 1);
    let index = &found[0].index;
    assert_eq!((index.person.number, found[0].subject.number), (11, 11));
    assert_eq!((index.source, index.outcome, index.lines), (SourceSystem::Cwf, Outcome::Partial, 2));
    let text = as_text(&found[0].record);
    assert!(text.contains("HCPCS_OR_CPT_OR_HIPPS=G0162") && text.contains("Elm Pharmacy"), "{text}");

    let by_id = room.store.claim(&everything(), index.id).await.unwrap().unwrap();
    assert_eq!(by_id.index, *index);
}

#[tokio::test]
async fn a_later_row_replaces_a_segment_and_a_later_delivery_the_whole() {
    let room = room();
    let later = "1S00A00AA02,-0X1,2,2,2024-05-01,2025-05-01,D,G0162,2024-04-01,2024-06-02,A,1999999902,3\n";
    let report = load(&room, delivery(TWO).path()).await;
    let first = prior_auths(&room, 11).await;
    let counts = load(&room, delivery(&format!("{later}{TWO}")).path()).await;
    let second = prior_auths(&room, 11).await;
    assert_eq!((report.outcome.claims_new, counts.outcome.claims_changed), (4, 1));
    assert_eq!((counts.views[&View::Prauc].used, counts.views[&View::Prauc].unused), (2, 1));
    assert_eq!(second.len(), 1);
    assert_eq!(second[0].index.id, first[0].index.id);
    assert_eq!((second[0].index.outcome, second[0].index.lines), (Outcome::Complete, 2));
}

#[tokio::test]
async fn prior_authorizations_that_cannot_be_told_are_refused() {
    let room = room();
    let mut delivery = delivery(&format!(
        "{TWO}1S00A00AA02,-0X1,2,3,2024-05-01,2025-05-01,D,G0162,2024-04-01,never,P,1999999902,3\n\
         1S00A00AA99,-0X2,1,1,2024-05-01,2025-05-01,D,G0162,2024-04-01,2024-04-02,P,1999999902,3\n\
         1S00A00AA01,~,1,1,2024-05-01,2025-05-01,D,G0162,2024-04-01,2024-04-02,P,1999999902,3\n\
         1S00A00AA05,-0X3,1,1,2024-05-01,2025-05-01,D,G0162,2024-04-01,2024-04-02,P,1999999902,3\n"
    ));
    let people = delivery.text(HSTRY);
    delivery.set(
        HSTRY,
        &format!(
            "{people}21,21,21,1S00A00AA05,Reed,Y,2020-01-01 00:00:00.000000\n\
             22,22,22,1S00A00AA05,Poe,Y,2020-01-01 00:00:00.000000\n"
        ),
    );
    let report = load(&room, delivery.path()).await;
    let refused: Vec<String> = report.refused().map(|row| row.to_string()).collect();
    assert_eq!(
        refused,
        [
            "SYNTHETIC_PRAUC.csv:2: the claim is refused because a row of it is: SYNTHETIC_PRAUC.csv:4",
            "SYNTHETIC_PRAUC.csv:3: the claim is refused because a row of it is: SYNTHETIC_PRAUC.csv:4",
            "SYNTHETIC_PRAUC.csv:4: PA_DT_UPDATED: is not a date (YYYY-MM-DD)",
            "SYNTHETIC_PRAUC.csv:5: MBI_NUM: this person is neither in the delivery nor stored",
            "SYNTHETIC_PRAUC.csv:6: UTN: is empty, and the row has no place without it",
            "SYNTHETIC_PRAUC.csv:7: MBI_NUM: several people have this identifier",
        ]
    );
    assert!(prior_auths(&room, 11).await.is_empty());
}

#[tokio::test]
async fn an_identifier_may_come_after_its_person() {
    let room = room();
    load(&room, Delivery::new().path()).await;
    let before = person(&room, 11).await.unwrap().asked;
    let mut late = Delivery::new();
    for name in late.names() {
        late.remove(&name);
    }
    late.set(
        "SYNTHETIC_BENE_MBI_ID.csv",
        "BENE_MBI_ID,BENE_MBI_EFCTV_DT,BENE_MBI_OBSLT_DT,IDR_TRANS_EFCTV_TS,IDR_LTST_TRANS_FLG\n\
         1S00A00AA00,2015-01-01,2019-12-31,2020-01-01 00:00:00,Y\n\
         1S00A00AA00,2015-01-01,2019-12-31,2020-01-01 00:00:00,Y\n\
         1S00A00AA77,2015-01-01,2019-12-31,2020-01-01 00:00:00,Y\n",
    );
    let report = load(&room, late.path()).await;
    let counts = report.views[&View::BeneMbiId];
    assert_eq!((counts.used, counts.repeated, counts.orphaned), (1, 1, 1), "{report}");
    assert_eq!((report.outcome.people_changed, report.refused().count()), (1, 1));
    let after = person(&room, 11).await.unwrap().asked;
    assert!(!as_text(&before.record).contains("BENE_MBI_EFCTV_DT=2015-01-01"));
    assert!(as_text(&after.record).contains("BENE_MBI_EFCTV_DT=2015-01-01"));
    assert_eq!(after.index, before.index);
}
