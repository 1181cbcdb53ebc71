//! Relabelling after the code list changed.

use bluestem_ingest::Silent;
use bluestem_ingest::relabel::{Mode, RelabelReport, relabel};
use bluestem_model::label::{LabelList, Labels, System};
use bluestem_model::time::{ManualClock, SECOND, Timestamp};

use super::delivery::{Delivery, NOW, Room, claim, load, room};

/// Later than the load.
const LATER: Timestamp = Timestamp(NOW.0 + 3600 * SECOND);

async fn run(room: &Room, list: &LabelList, mode: Mode) -> RelabelReport {
    relabel(room.store.as_ref(), &ManualClock::at(LATER), list, mode, &Silent).await.unwrap()
}

async fn labels(room: &Room) -> Vec<(Labels, u32, Timestamp)> {
    let mut found = Vec::new();
    for number in [101, 102, 103] {
        let (stored, _) = claim(room, number).await.unwrap();
        found.push((stored.index.labels, stored.index.label_list, stored.updated));
    }
    found
}

#[tokio::test]
async fn another_list_labels_and_frees_and_a_dry_run_only_says_so() {
    let room = room();
    load(&room, Delivery::new().path()).await;
    // Of the built-in list 99408 is on claim 102; claim 101 has the diagnosis E0170 and the service 99213.
    let before = labels(&room).await;
    assert_eq!(before, [(Labels::NONE, 1, NOW), (Labels::PART2, 1, NOW), (Labels::NONE, 1, NOW)]);
    let text = "version,1001\nsystem,code,start,end\nicd-10-cm,E01.70,,\ncpt,99213,2024-01-01,\n";
    let list = LabelList::parse(text).unwrap();

    let dry = run(&room, &list, Mode::DryRun).await;
    assert_eq!((dry.claims, dry.other_version, dry.gained, dry.lost), (3, 3, 1, 1));
    let entry = |system, code: &str| (system, code.to_owned());
    let gained: Vec<_> = dry.gained_by.into_iter().collect();
    assert_eq!(gained, [(entry(System::Icd10Cm, "E0170"), 1), (entry(System::Cpt, "99213"), 1)]);
    assert_eq!(dry.lost_by.into_iter().collect::<Vec<_>>(), [(entry(System::Cpt, "99408"), 1)]);
    assert_eq!(labels(&room).await, before);

    run(&room, &list, Mode::Change).await;
    let after = labels(&room).await;
    assert_eq!(after, [(Labels::PART2, 1001, LATER), (Labels::NONE, 1001, LATER), (Labels::NONE, 1001, NOW)]);
    let again = run(&room, &list, Mode::Change).await;
    assert_eq!((again.other_version, again.gained, again.lost), (0, 0, 0));
    assert_eq!(labels(&room).await, after);
}
