//! Loads of the public samples. They skip where the samples are not beside the repository.

use std::path::PathBuf;

use bluestem_model::column::View;
use bluestem_store::claims::ClaimsLoader;

use super::delivery::{claim, load, person, room};

/// The folder with the samples: `BLUESTEM_SHARED`, or `shared` beside the repository.
fn sample(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("BLUESTEM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("data/idr").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

#[tokio::test]
async fn generated_300() {
    let Some(folder) = sample("generated_300") else { return };
    let room = room();
    let report = load(&room, &folder).await;
    println!("{report}");
    assert!(report.is_complete());
    assert_eq!((report.claims.read, report.claims.used, report.claims.refused), (2390, 2390, 0));
    assert_eq!(room.store.counts().await.unwrap().claims, 2390);

    let again = load(&room, &folder).await;
    assert_eq!(again.outcome.claims_new + again.outcome.claims_changed, 0);
    assert_eq!(again.outcome.people_new + again.outcome.people_changed, 0);
}

#[tokio::test]
async fn samples_1() {
    let Some(folder) = sample("test_samples1") else { return };
    let room = room();
    let report = load(&room, &folder).await;
    println!("{report}");
    assert!(report.is_complete());
    assert_eq!(report.claims.read, 150);
    let refused: Vec<String> = report.refused().map(|row| row.to_string()).collect();
    let bad_date = "SYNTHETIC_CNTRCT_PBP_NUM.csv:4: CNTRCT_PBP_SK_EFCTV_DT: is not a date (YYYY-MM-DD)";
    assert!(refused.iter().any(|row| row == bad_date), "{refused:#?}");
}

#[tokio::test]
async fn samples_2() {
    let Some(folder) = sample("test_samples2") else { return };
    let room = room();
    let report = load(&room, &folder).await;
    println!("{report}");
    assert!(report.is_complete());
    assert_eq!(report.claims.read, 26);

    // BFD v3: 848484848 and 121212121 were merged into 517782585, 232323232 was not.
    for (number, survivor) in [(848484848, 517782585), (121212121, 517782585), (517782585, 517782585)] {
        let file = person(&room, number).await.unwrap();
        assert_eq!(file.asked.index.survivor.number, survivor);
    }
    assert_eq!(person(&room, 517782585).await.unwrap().merged.len(), 2);
    let (stored, _) = claim(&room, 9688880648059).await.unwrap();
    assert_eq!(stored.index.person.number, 412457726);
    assert_eq!(report.views[&View::Prauc].unused, 42);
}
