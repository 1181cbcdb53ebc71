//! What a load makes of good input.

use std::sync::atomic::{AtomicU32, Ordering};

use bluestem_ingest::{LoadError, Progress, Silent, Stage, Step, Stopped, idr};
use bluestem_model::column::View;
use bluestem_model::id::PersonId;
use bluestem_model::label::LabelList;
use bluestem_model::time::{ManualClock, Timestamp};

use super::delivery::{
    CLM, Delivery, HSTRY, LINE, Listed, NOW, Room, as_text, claim, load, person, room, try_load,
};
use super::watched::Watched;

/// Everything that is stored of the small delivery, rows of a record sorted.
async fn contents(room: &Room) -> Vec<(String, Timestamp)> {
    let mut contents = Vec::new();
    for number in [101, 102, 103] {
        if let Some((stored, text)) = claim(room, number).await {
            contents.push((format!("{} of {}\n{}", number, stored.subject, sorted(&text)), stored.updated));
        }
    }
    for number in [11, 12] {
        if let Some(file) = person(room, number).await {
            let text = sorted(&as_text(&file.asked.record));
            let slices = file.asked.updated.iter().max().copied().unwrap();
            contents.push((format!("{:?}\n{text}", file.asked.index), slices));
        }
    }
    contents
}

fn sorted(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

async fn contents_of(delivery: &Delivery) -> Vec<(String, Timestamp)> {
    let room = room();
    assert!(load(&room, delivery.path()).await.is_complete());
    contents(&room).await
}

/// The sandbox loads on a task of its own.
#[test]
fn a_load_may_move_between_threads() {
    fn assert_send<T: Send>(_: T) {}
    let (delivery, room) = (Delivery::new(), room());
    let clock = ManualClock::default();
    assert_send(idr::load(
        room.store.as_ref(),
        &clock,
        delivery.path(),
        LabelList::built_in(),
        &Listed,
        &Silent,
    ));
}

#[tokio::test]
async fn codes_on_no_list_are_counted_by_column_and_not_shown() {
    let (delivery, room) = (Delivery::new(), room());
    let report = load(&room, delivery.path()).await;
    assert_eq!(report.unknown_codes.served().values().sum::<u64>(), 1);
    assert_eq!(report.unknown_codes.left_out().values().sum::<u64>(), 1);
    let text = report.to_string();
    for line in ["CLM.CLM_CNTL_NUM: 1 served without a text", "CLM.CLM_CNTL_NUM: 1 left out"] {
        assert!(text.contains(&format!("unknown codes: {line}\n")), "{text}");
    }
    assert!(!text.contains("A2") && !text.contains("A3"), "{text}");
    let again = load(&room, delivery.path()).await;
    assert_eq!(again.unknown_codes, report.unknown_codes, "a load that changes nothing reports the same");
}

#[tokio::test]
async fn rows_are_joined_by_their_natural_keys() {
    let (delivery, room) = (Delivery::new(), room());
    let report = load(&room, delivery.path()).await;
    assert_eq!(report.refused().count(), 0, "{report}");
    assert_eq!((report.outcome.claims_new, report.outcome.people_new), (3, 2));

    let (inpatient, text) = claim(&room, 101).await.unwrap();
    assert_eq!((inpatient.subject, inpatient.index.lines), (PersonId::idr(11), 2));
    let expected = "\
CLM CLM_UNIQ_ID=101 GEO_BENE_SK=901 CLM_DT_SGNTR_SK=-501 CLM_TYPE_CD=60 CLM_NUM_SK=1 BENE_SK=11 CLM_CNTL_NUM=A1 CLM_FROM_DT=2024-02-01 CLM_THRU_DT=2024-02-05 CLM_FINL_ACTN_IND=Y CLM_PMT_AMT=100.25 CLM_LTST_CLM_IND=Y PRVDR_BLG_PRVDR_NPI_NUM=1999999901 CLM_RLT_COND_SGNTR_SK=301 META_SRC_SK=7
CLM_DT_SGNTR CLM_DT_SGNTR_SK=-501 CLM_SUBMSN_DT=2024-02-06
CLM_LINE GEO_BENE_SK=0901 CLM_DT_SGNTR_SK=-501 CLM_TYPE_CD=60 CLM_NUM_SK=1 CLM_LINE_NUM=2 CLM_LINE_HCPCS_CD=99213
CLM_LINE GEO_BENE_SK=901 CLM_DT_SGNTR_SK=-501 CLM_TYPE_CD=60 CLM_NUM_SK=1 CLM_LINE_NUM=1
CLM_LINE_INSTNL GEO_BENE_SK=901 CLM_DT_SGNTR_SK=-501 CLM_ANSI_SGNTR_SK=-44 CLM_TYPE_CD=60 CLM_NUM_SK=1 CLM_LINE_NUM=1
CLM_LINE_INSTNL GEO_BENE_SK=901 CLM_DT_SGNTR_SK=-501 CLM_ANSI_SGNTR_SK=-44 CLM_TYPE_CD=60 CLM_NUM_SK=1 CLM_LINE_NUM=2
CLM_PROD GEO_BENE_SK=901 CLM_DT_SGNTR_SK=-501 CLM_TYPE_CD=60 CLM_NUM_SK=1 CLM_VAL_SQNC_NUM=1 CLM_DGNS_PRCDR_ICD_IND=0 CLM_DGNS_CD=E0170 CLM_PROD_TYPE_CD=D
CLM_PROD GEO_BENE_SK=901 CLM_DT_SGNTR_SK=-501 CLM_TYPE_CD=60 CLM_NUM_SK=1 CLM_VAL_SQNC_NUM=1 CLM_DGNS_PRCDR_ICD_IND=0 CLM_DGNS_CD=E0170 CLM_PROD_TYPE_CD=P
CLM_RLT_COND_SGNTR_MBR CLM_RLT_COND_SGNTR_SK=301 CLM_RLT_COND_SGNTR_SQNC_NUM=1 CLM_RLT_COND_CD=42
CLM_RLT_COND_SGNTR_MBR CLM_RLT_COND_SGNTR_SK=301 CLM_RLT_COND_SGNTR_SQNC_NUM=2 CLM_RLT_COND_CD=C5
CLM_ANSI_SGNTR CLM_ANSI_SGNTR_SK=-44 CLM_1_REV_CNTR_ANSI_RSN_CD=96 CLM_2_REV_CNTR_ANSI_RSN_CD=193
PRVDR_HSTRY PRVDR_NPI_NUM=1999999901 PRVDR_HSTRY_EFCTV_DT=2022-01-01 PRVDR_HSTRY_OBSLT_DT=9999-12-31 PRVDR_LGL_NAME=New Clinic
";
    assert_eq!(text, expected);

    let (_, drug_event) = claim(&room, 103).await.unwrap();
    assert!(drug_event.contains("PRVDR_LGL_NAME=Elm Pharmacy"), "{drug_event}");
    assert!(drug_event.contains("CNTRCT_PBP_NAME=Creek Plan"), "{drug_event}");
    assert!(!drug_event.contains("CLM_RLT_COND_CD"), "signature 0 is none:\n{drug_event}");
}

#[tokio::test]
async fn people_have_their_identifiers_cross_references_and_plans() {
    let (delivery, room) = (Delivery::new(), room());
    load(&room, delivery.path()).await;
    let file = person(&room, 11).await.unwrap();
    assert_eq!(file.asked.index.mbi.as_deref(), Some("1S00A00AA01"));
    let text = as_text(&file.asked.record);
    for part in ["CNTRCT_PBP_NAME=Prairie Plan", "BENE_MBI_EFCTV_DT=2020-01-01", "BENE_KILL_CRED_CD=2"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let merged = as_text(&file.merged[0].record);
    assert!(merged.contains("BENE_MBI_EFCTV_DT=2010-01-01"), "{merged}");
    assert!(merged.contains("BENE_KILL_CRED_CD=2"), "{merged}");
    // The claim under the merged key belongs to the survivor.
    assert_eq!(claim(&room, 102).await.unwrap().0.subject, PersonId::idr(11));
}

#[tokio::test]
async fn every_row_is_counted() {
    let (delivery, room) = (Delivery::new(), room());
    let report = load(&room, delivery.path()).await;
    let counts = |view: View| {
        let rows = report.views[&view];
        (rows.read, rows.used, rows.unused)
    };
    assert_eq!(counts(View::Clm), (3, 3, 0));
    assert_eq!(counts(View::ClmLine), (4, 4, 0));
    assert_eq!(counts(View::ClmDtSgntr), (3, 2, 1));
    assert_eq!(counts(View::ClmAnsiSgntr), (2, 1, 1));
    assert_eq!(counts(View::ClmRltCondSgntrMbr), (3, 2, 1));
    assert_eq!(counts(View::BeneXref), (1, 1, 0));
    assert_eq!(counts(View::BeneMbiId), (2, 2, 0));
}

#[tokio::test]
async fn line_ends_and_byte_order_marks_make_no_difference() {
    let plain = contents_of(&Delivery::new()).await;
    let mut other = Delivery::new();
    for name in other.names() {
        let text = format!("\u{feff}{}", other.text(&name).replace('\n', "\r\n"));
        other.set(&name, &text);
    }
    assert_eq!(contents_of(&other).await, plain);
}

#[tokio::test]
async fn blanks_blank_lines_and_quotes_make_no_difference() {
    let plain = contents_of(&Delivery::new()).await;
    let mut other = Delivery::new();
    let lines = other.text(LINE).replace("99213", "\" 99213 \"").replace("902,", "\n 902 ,");
    other.set(LINE, &lines).replace(CLM, "A2", "\"A2\"");
    let unended = other.text(HSTRY).trim_end().to_owned();
    other.set(HSTRY, &unended);
    assert_eq!(contents_of(&other).await, plain);
}

#[tokio::test]
async fn names_folders_and_order_of_files_make_no_difference() {
    let plain = contents_of(&Delivery::new()).await;
    let mut other = Delivery::new();
    let text = other.text(LINE);
    let lines: Vec<&str> = text.lines().collect();
    other.set("a/2026_clm_line.CSV", &format!("{}\n{}\n", lines[0], lines[4]));
    other.set("z/deep/CLM_LINE.csv", &format!("{}\n{}\n{}\n", lines[0], lines[3], lines[1]));
    other.set("b/x-CLM_LINE.csv", &format!("{}\n{}\n", lines[0], lines[2]));
    other.remove(LINE);
    let people = other.text(HSTRY);
    other.set("zzz/SYNTHETIC_BENE_HSTRY.csv", &people).remove(HSTRY);
    assert_eq!(contents_of(&other).await, plain);
}

#[tokio::test]
async fn the_same_file_twice_counts_once() {
    let mut delivery = Delivery::new();
    let plain = contents_of(&delivery).await;
    for name in delivery.names() {
        let text = delivery.text(&name);
        delivery.set(&format!("copy/{name}"), &text);
    }
    let room = room();
    let report = load(&room, delivery.path()).await;
    assert_eq!(contents(&room).await, plain);
    assert_eq!(report.views[&View::ClmLine].repeated, 4);
    assert_eq!((report.claims.read, report.claims.used), (3, 3));
}

#[tokio::test]
async fn loading_again_changes_nothing() {
    let (delivery, room) = (Delivery::new(), room());
    let first = load(&room, delivery.path()).await;
    assert!(!first.already_loaded);
    let before = contents(&room).await;
    let again = load(&room, delivery.path()).await;
    assert!(again.already_loaded);
    assert_eq!((again.outcome.claims_same, again.outcome.people_same), (3, 2));
    assert_eq!(again.views, first.views);
    assert_eq!(contents(&room).await, before);
}

#[tokio::test]
async fn what_an_older_delivery_says_counts_again_when_it_is_loaded_again() {
    let (old, room) = (Delivery::new(), room());
    let mut new = Delivery::new();
    new.replace(CLM, "100.25", "200.5");
    load(&room, old.path()).await;
    let before = contents(&room).await;
    assert_eq!(load(&room, new.path()).await.outcome.claims_changed, 1);
    assert_eq!(load(&room, old.path()).await.outcome.claims_changed, 1);
    assert_eq!(contents(&room).await[0].0, before[0].0);
}

#[tokio::test]
async fn later_deliveries_find_people_providers_and_plans_in_the_store() {
    let room = room();
    load(&room, Delivery::new().path()).await;
    let mut later = Delivery::new();
    for name in ["BENE_HSTRY", "BENE_XREF", "BENE_MBI_ID", "PRVDR_HSTRY", "CNTRCT_PBP_NUM"] {
        later.remove(&format!("SYNTHETIC_{name}.csv"));
    }
    later.replace(CLM, "A1", "B1").replace(CLM, "A3", "B3");
    later.replace("SYNTHETIC_BENE_MAPD_ENRLMT.csv", "2024-01-01", "2025-01-01");
    let report = load(&room, later.path()).await;
    assert_eq!(report.refused().count(), 0, "{report}");
    assert_eq!((report.outcome.claims_changed, report.outcome.claims_same), (2, 1));
    let (_, inpatient) = claim(&room, 101).await.unwrap();
    assert!(inpatient.contains("CLM_CNTL_NUM=B1") && inpatient.contains("New Clinic"), "{inpatient}");
    let (_, drug_event) = claim(&room, 103).await.unwrap();
    assert!(drug_event.contains("Creek Plan"), "{drug_event}");
    let text = as_text(&person(&room, 11).await.unwrap().asked.record);
    assert!(text.contains("=2024-01-01") && text.contains("=2025-01-01"), "{text}");
}

#[tokio::test]
async fn a_cross_reference_may_come_before_the_person_it_merges() {
    let mut first = Delivery::new();
    let people = first.text(HSTRY);
    let merged = people.lines().last().unwrap();
    first.replace(HSTRY, merged, "").remove(CLM).remove(LINE);
    let room = room();
    load(&room, first.path()).await;
    assert!(person(&room, 12).await.is_none());

    let mut second = Delivery::new();
    second.set(HSTRY, &format!("{}\n{merged}\n", people.lines().next().unwrap()));
    second.remove("SYNTHETIC_BENE_XREF.csv");
    load(&room, second.path()).await;
    assert_eq!(person(&room, 12).await.unwrap().asked.index.survivor, PersonId::idr(11));
    assert_eq!(claim(&room, 102).await.unwrap().0.subject, PersonId::idr(11));
}

#[tokio::test]
async fn a_cross_reference_may_come_after_the_people_it_merges() {
    let mut first = Delivery::new();
    let text = first.text("SYNTHETIC_BENE_XREF.csv");
    first.remove("SYNTHETIC_BENE_XREF.csv");
    let room = room();
    load(&room, first.path()).await;
    assert!(person(&room, 12).await.is_none(), "not current, and not known to be merged");

    let mut second = Delivery::new();
    for name in second.names() {
        second.remove(&name);
    }
    second.set("SYNTHETIC_BENE_XREF.csv", &text);
    load(&room, second.path()).await;
    assert_eq!(person(&room, 12).await.unwrap().asked.index.survivor, PersonId::idr(11));
}

#[tokio::test]
async fn a_load_that_died_goes_on_and_ends_the_same() {
    let delivery = Delivery::new();
    let plain = contents_of(&delivery).await;
    // References, people, claims, and the end.
    for at in 0..=3 {
        let room = room();
        let dying = Watched::dying(room.store.as_ref(), at);
        try_load(&dying, delivery.path()).await.unwrap_err();
        assert_eq!(dying.parts(), 3);
        let report = load(&room, delivery.path()).await;
        assert_eq!(report.parts_resumed, u64::from(at));
        assert_eq!(contents(&room).await, plain, "died at {at}");
    }
}

/// Says stop at the step with a number, and counts the parts that had been stored by then.
struct Stopping {
    at: u32,
    steps: AtomicU32,
    parts: AtomicU32,
}

impl Progress for Stopping {
    fn step(&self, step: Step) -> Result<(), Stopped> {
        self.parts.fetch_add(u32::from(step.stage == Stage::Storing), Ordering::SeqCst);
        if self.steps.fetch_add(1, Ordering::SeqCst) == self.at { Err(Stopped) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_load_that_is_told_to_stop_stops_at_once_and_goes_on_there() {
    let delivery = Delivery::new();
    let plain = contents_of(&delivery).await;
    let mut parts = Vec::new();
    for at in 0.. {
        let room = room();
        let stopping = Stopping { at, steps: AtomicU32::new(0), parts: AtomicU32::new(0) };
        let (loader, clock) = (room.store.as_ref(), ManualClock::at(NOW));
        let stopped =
            idr::load(loader, &clock, delivery.path(), LabelList::built_in(), &Listed, &stopping).await;
        if stopped.is_ok() {
            break;
        }
        assert!(matches!(stopped, Err(LoadError::Stopped(_))));
        assert_eq!(stopping.steps.into_inner(), at + 1);
        parts.push(stopping.parts.into_inner());
        let report = load(&room, delivery.path()).await;
        assert_eq!(report.parts_resumed, u64::from(parts[parts.len() - 1]), "what was handed over is stored");
        assert_eq!(contents(&room).await, plain, "stopped at {at}");
    }
    assert!(parts.starts_with(&[0, 0]) && parts.ends_with(&[1, 2, 3]), "{parts:?}");
}
