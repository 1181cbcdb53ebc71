//! Loads of the public samples. They skip where the samples are not beside the repository.

use bluestem_model::claim::ClaimKind;
use bluestem_model::id::{ClaimId, PersonId};

use super::room::{NOW, room, sample, try_load};
use super::watched::Watched;

/// Asserts that each of `lines` is in `text`.
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[tokio::test]
async fn one_claim_of_a_sort_is_kept_under_the_columns_of_the_idr() {
    let Some(folder) = sample("static") else { return };
    let files = ["beneficiaries", "bcarrier", "inpatient", "pde"];
    let paths: Vec<_> = files.iter().map(|name| folder.join(format!("sample-a-{name}.txt"))).collect();
    let room = room();
    let report = room.load(&paths).await;
    assert_eq!(report.refused().count(), 0, "{report}");
    assert_eq!((report.outcome.people_new, report.outcome.claims_new), (1, 3), "{report}");

    let (inpatient, text) = room.claim(ClaimId::ccw(333333222222)).await.unwrap();
    let index = &inpatient.index;
    assert_eq!(
        (index.kind, index.type_code, index.person),
        (ClaimKind::Inpatient, 60, PersonId::ccw(567834))
    );
    assert!(index.final_action && index.latest && index.is_served());
    has(
        &text,
        &[
            "CLM_UNIQ_ID=333333222222",
            "BENE_SK=567834",
            "CLM_FROM_DT=2016-01-15",
            "CLM_MDCR_IP_PPS_DRG_WT_NUM=1.2494",
            "CLM_PROD CLM_VAL_SQNC_NUM=1 CLM_DGNS_PRCDR_ICD_IND=0 CLM_DGNS_CD=A37 CLM_PROD_TYPE_CD=A\n",
            "CLM_DGNS_CD=A40 CLM_PROD_TYPE_CD=P",
            "CLM_PROD_TYPE_CD=S",
            "CLM_LINE_REV_CTR_CD=6767",
            "CCW_CLM CLM_GRP_ID=900",
        ],
    );

    let (carrier, text) = room.claim(ClaimId::ccw(9991831999)).await.unwrap();
    assert_eq!((carrier.index.kind, carrier.index.lines), (ClaimKind::Carrier, 1));
    has(&text, &["CLM_LINE_NUM=6", "CLM_LINE_HCPCS_CD=92999", "BETOS_CD=T2D", "CLM_CARR_PMT_DNL_CD=1"]);

    let (event, text) = room.claim(ClaimId::ccw_event(89).unwrap()).await.unwrap();
    assert_eq!((event.index.kind, event.index.type_code), (ClaimKind::Pde, 2));
    assert!(room.claim(ClaimId::ccw(89)).await.is_none());
    has(
        &text,
        &[
            "PRVDR_SRVC_PRVDR_NPI_NUM=1023011079",
            "CLM_LINE_NDC_QTY=60",
            "CLM_CMPND_CD=1",
            "TOT_RX_CST_AMT=550.00",
        ],
    );

    let (person, text) = room.person(567834).await.unwrap();
    assert_eq!(person.asked.index.mbi.as_deref(), Some("3456789"));
    has(&text, &["BENE_LAST_NAME=Doe", "GEO_USPS_STATE_CD=MO", "RFRNC_YR=2018", "PTD_CNTRCT_SEPT_ID=S4607"]);
    assert!(!text.contains("543217066"), "the health insurance claim number is not kept");
}

#[tokio::test]
async fn the_folders_of_samples_load_completely() {
    let (Some(fixed), Some(samhsa), Some(synthea)) = (sample("static"), sample("samhsa"), sample("synthea"))
    else {
        return;
    };
    let room = room();
    let report = room.load(std::slice::from_ref(&fixed)).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!((report.refused().count(), report.claims.read, report.claims.refused), (0, 8, 0), "{report}");

    let report = room.load(std::slice::from_ref(&samhsa)).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!((report.refused().count(), report.claims.used), (0, 4461), "{report}");

    let report = room.load(std::slice::from_ref(&synthea)).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!((report.refused().count(), report.claims.refused), (0, 0), "{report}");
    assert_eq!(report.outcome.people_new, 2);

    let before = room.dump();
    for folder in [&fixed, &samhsa, &synthea] {
        let again = room.load(std::slice::from_ref(folder)).await;
        assert_eq!((again.outcome.claims_new, again.outcome.claims_changed), (0, 0), "{again}");
    }
    for (table, rows) in room.dump() {
        assert_eq!(rows, before[&table], "{table}");
    }
}

#[tokio::test]
async fn a_load_that_died_at_any_part_ends_as_one_that_did_not() {
    let (Some(fixed), Some(samhsa)) = (sample("static"), sample("samhsa")) else { return };
    let samhsa = ["sample-a-carrier.txt", "sample-a-dme.txt"].map(|name| samhsa.join(name));
    let paths = [vec![fixed.join("sample-a-beneficiaries.txt")], samhsa.to_vec()].concat();
    let undisturbed = room();
    let watched = Watched::new(undisturbed.store.as_ref());
    try_load(&watched, &paths, NOW).await.unwrap();
    assert_eq!(watched.claims().len(), 1212);
    let whole = undisturbed.dump();
    for part in 0..3 {
        let room = room();
        let dying = Watched::dying(room.store.as_ref(), part);
        assert!(try_load(&dying, &paths, NOW).await.is_err(), "it should have died at part {part}");
        let report = room.load_at(&paths, NOW.plus_seconds(3600)).await;
        assert_eq!(report.refused().count(), 0, "{report}");
        for (table, rows) in room.dump() {
            assert_eq!(rows, whole[&table], "{table} after a death at part {part}");
        }
    }
}
