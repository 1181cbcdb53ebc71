//! Loads of the public samples. They skip where the samples are not beside the repository.

use std::io::Write as _;
use std::path::PathBuf;

use bluestem_model::claim::{ClaimKind, Phase};
use bluestem_model::column::View;
use bluestem_model::label::Labels;
use bluestem_store::claims::ClaimsLoader;

use super::delivery::{claim, load, person, room, try_load};
use super::watched::Watched;

/// The folder with the samples: `BLUESTEM_SHARED`, or `shared` beside the repository.
fn sample(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("BLUESTEM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("data/idr").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let _ = writeln!(std::io::stderr(), "skipped: {} is not there", folder.display());
    None
}

/// Two pairs of people who share an identifier and whose cross-references have kill credit 1: BFD v3 hides them.
const HIDDEN: [i64; 4] = [-170414904, -695791321, -646746998, -371087048];

#[tokio::test]
async fn every_claim_of_generated_300_is_there_once() {
    let Some(folder) = sample("generated_300") else { return };
    let room = room();
    let watched = Watched::new(room.store.as_ref());
    let report = try_load(&watched, &folder).await.unwrap();
    assert!(report.is_complete());
    assert_eq!((report.claims.read, report.claims.used, report.claims.refused), (2390, 2390, 0), "{report}");
    assert_eq!(report.views[&View::ClmLine].used, 15_757);
    // Counted from the files: 11 authorizations in 21 rows are of the people who share an identifier.
    assert_eq!((report.prior_auths.used, report.views[&View::Prauc].used), (989, 3176));
    assert_eq!((report.refused().count(), report.views[&View::Prauc].orphaned), (21, 21), "{report}");
    assert_eq!(room.store.counts().await.unwrap().claims, 2390 + 989);

    let mut claims = watched.claims();
    claims.retain(|_, claim| claim.kind != ClaimKind::PriorAuth);
    assert_eq!(claims.values().map(|claim| u64::from(claim.lines)).sum::<u64>(), 15_757);
    // Counted from the files and the list by themselves: 309 by the rules of BFD v3, 6 more for 4320F and 0078U.
    assert_eq!(claims.values().filter(|claim| claim.labels == Labels::PART2).count(), 315);
    let in_process = claims.values().filter(|claim| claim.phase == Phase::InProcess).count();
    assert_eq!(in_process, 334);
    for (number, index) in &claims {
        let stored = claim(&room, *number).await;
        let hidden = HIDDEN.contains(&index.person.number);
        assert_eq!(stored.is_some(), index.is_served() && !hidden, "{number}");
    }

    let again = load(&room, &folder).await;
    assert_eq!((again.outcome.claims_same, again.outcome.people_same), (3379, report.outcome.people_new));
}

#[tokio::test]
async fn generated_300_may_die_at_any_part() {
    let Some(folder) = sample("generated_300") else { return };
    let whole = room();
    load(&whole, &folder).await;
    // Parts are references, people, two of claims and prior authorizations: between the claims, before the
    // authorizations, and before the end.
    for at in [3, 4, 5] {
        let room = room();
        let dying = Watched::dying(room.store.as_ref(), at);
        try_load(&dying, &folder).await.unwrap_err();
        assert_eq!(dying.parts(), 5);
        load(&room, &folder).await;
        assert_eq!(room.dump(), whole.dump(), "died at {at}");
    }
}

#[tokio::test]
async fn samples_1() {
    let Some(folder) = sample("test_samples1") else { return };
    let report = load(&room(), &folder).await;
    assert!(report.is_complete());
    assert_eq!((report.claims.read, report.claims.used), (150, 150));
    let refused: Vec<String> = report.refused().map(|row| row.to_string()).collect();
    let bad_date = "SYNTHETIC_CNTRCT_PBP_NUM.csv:4: CNTRCT_PBP_SK_EFCTV_DT: is not a date (YYYY-MM-DD)";
    assert!(refused.iter().any(|row| row == bad_date), "{refused:#?}");
    let odd: Vec<String> = report.warnings.listed().iter().map(ToString::to_string).collect();
    assert_eq!(odd, ["SYNTHETIC_BENE_XREF.csv:4: SRC_REC_UPDT_TS: is not a date and time"]);
}

#[tokio::test]
async fn samples_2() {
    let Some(folder) = sample("test_samples2") else { return };
    let room = room();
    let watched = Watched::new(room.store.as_ref());
    let report = try_load(&watched, &folder).await.unwrap();
    assert!(report.is_complete(), "{report}");
    assert_eq!((report.claims.read, report.claims.used), (26, 26), "{report}");
    assert_eq!((report.prior_auths.used, report.views[&View::Prauc].used), (13, 42));

    // BFD v3: 848484848 and 121212121 were merged into 517782585, 232323232 was not.
    for (number, survivor) in [(848484848, 517782585), (121212121, 517782585), (517782585, 517782585)] {
        let file = person(&room, number).await.unwrap();
        assert_eq!(file.asked.index.survivor.number, survivor);
    }
    assert_eq!(person(&room, 517782585).await.unwrap().merged.len(), 2);
    let claims = watched.claims();
    assert_eq!(claims[&9688880648059].person.number, 412457726);
    // Six claims, and two authorizations: for H0005 and for 99408.
    assert_eq!(claims.values().filter(|claim| claim.labels == Labels::PART2).count(), 8);
    // Two claims of a person under an old key, served under the surviving one.
    let (merged, _) = claim(&room, 1071939712294).await.unwrap();
    assert_eq!(merged.subject.number, 517782585);
}
