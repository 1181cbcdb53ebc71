//! Data sets with manifests.

use std::fmt::Write as _;
use std::path::PathBuf;

use bluestem_ingest::rif::{self, ManifestFault, SetOutcome, SetReport};
use bluestem_ingest::{Progress, Stage, Step, Stopped};
use bluestem_model::label::LabelList;
use bluestem_model::rif::RifType;
use bluestem_model::time::ManualClock;

use super::files::{Files, line, person};
use super::room::{Listless, NOW, room, sample};

/// A manifest of these files.
fn manifest(timestamp: &str, sequence: u32, rest: &str, entries: &[(&str, RifType)]) -> String {
    let mut text = format!(
        "<dataSetManifest xmlns=\"http://cms.hhs.gov/bluebutton/api/schema/ccw-rif/v10\" \
         timestamp=\"{timestamp}\" sequenceId=\"{sequence}\" syntheticData=\"true\">"
    );
    for (name, kind) in entries {
        write!(text, "<entry name=\"{name}\" type=\"{}\"/>", kind.name()).unwrap();
    }
    text + rest + "</dataSetManifest>"
}

fn outcome(reports: &[SetReport], name: &str) -> String {
    let report =
        reports.iter().find(|report| report.manifest.as_deref().is_some_and(|path| path.contains(name)));
    match &report.unwrap().outcome {
        SetOutcome::Loaded(report) => format!("loaded {}", report.claims.used),
        other => format!("{other:?}").split(['(', '{']).next().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn sets_are_loaded_oldest_first_and_neither_future_nor_stale_ones() {
    let files = Files::new();
    let set = |folder: &str, timestamp: &str, claim: &str, operation: &str| {
        files.rows(
            &format!("{folder}/bene.txt"),
            RifType::Beneficiary,
            &[person(&[("BENE_ID", "7"), ("DML_IND", operation)])],
        );
        files.rows(&format!("{folder}/carrier.txt"), RifType::Carrier, &[line(claim, "1", &[])]);
        let entries = [("carrier.txt", RifType::Carrier), ("bene.txt", RifType::Beneficiary)];
        files.text(&format!("{folder}/1_manifest.xml"), &manifest(timestamp, 1, "", &entries));
    };
    // The person of the later set is there only because the earlier one came first.
    set("2025-12-20T00:00:00Z", "2025-12-20T00:00:00Z", "2", "UPDATE");
    set("2025-12-10T00:00:00Z", "2025-12-10T00:00:00Z", "1", "INSERT");
    set("2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z", "3", "UPDATE");
    set("2025-10-01T00:00:00Z", "2025-10-01T00:00:00Z", "4", "INSERT");
    let room = room();
    let reports = room.load_sets(&files.all(), NOW).await;
    assert_eq!(outcome(&reports, "2025-12-10"), "loaded 1");
    assert_eq!(outcome(&reports, "2025-12-20"), "loaded 1");
    assert_eq!(outcome(&reports, "2026-05-01"), "HeldBack");
    assert_eq!(outcome(&reports, "2025-10-01"), "Stale");
    assert!(reports.iter().all(SetReport::is_complete));
    let named: PathBuf = files.folder.path().join("2025-10-01T00:00:00Z/1_manifest.xml");
    assert_eq!(outcome(&room.load_sets(&[named], NOW).await, "2025-10-01"), "loaded 1");
}

#[tokio::test]
async fn a_set_that_is_not_as_its_manifest_says_is_refused_and_those_behind_it_wait() {
    let files = Files::new();
    files.rows("a/bene.txt", RifType::Beneficiary, &[person(&[("BENE_ID", "7")])]);
    let entry = [("bene.txt", RifType::Beneficiary)];
    let other_type = manifest("2025-12-01T00:00:00Z", 0, "", &[("bene.txt", RifType::Carrier)]);
    let path = files.text("a/manifest.xml", &other_type);
    let room = room();
    let reports = room.load_sets(std::slice::from_ref(&path), NOW).await;
    assert!(!reports[0].is_complete() && reports[0].to_string().contains("the manifest says CARRIER"));
    for (name, text, fault) in [
        (
            "missing",
            manifest("2025-12-01T00:00:00Z", 0, "", &[("gone.txt", RifType::Pde)]),
            ManifestFault::MissingFile("gone.txt".to_owned()),
        ),
        ("1_manifest.xml", manifest("2025-12-01T00:00:00Z", 2, "", &entry), ManifestFault::OtherNumber),
        ("1_manifest.xml", manifest("2025-12-01T00:00:00Z", 1, "", &entry), ManifestFault::OtherFolder),
    ] {
        let path = files.text(&format!("a/{}", name.replace("missing", "manifest.xml")), &text);
        let reports = room.load_sets(&[path], NOW).await;
        let SetOutcome::Refused(found) = &reports[0].outcome else { panic!("{}", reports[0]) };
        assert_eq!(found, &fault);
    }
    assert_eq!(room.store_counts().await, 0);
}

#[tokio::test]
async fn numbers_of_a_synthetic_set_must_be_new() {
    let files = Files::new();
    let ids = "<preValidationProperties><clm_grp_id_start>-1</clm_grp_id_start><pde_id_start>-1</pde_id_start>\
        <carr_clm_cntl_num_start>-1</carr_clm_cntl_num_start><fi_doc_cntl_num_start>-1</fi_doc_cntl_num_start>\
        <hicn_start>T01</hicn_start><bene_id_start>-5</bene_id_start><clm_id_start>-1</clm_id_start>\
        <mbi_start>1S00</mbi_start><bene_id_end>-9</bene_id_end><clm_id_end>-1</clm_id_end>\
        <pde_id_end>-1</pde_id_end></preValidationProperties>";
    let entry = [("bene.txt", RifType::Beneficiary)];
    let set = |folder: &str, bene: &str| {
        files.rows(&format!("{folder}/bene.txt"), RifType::Beneficiary, &[person(&[("BENE_ID", bene)])]);
        files.text(&format!("{folder}/manifest.xml"), &manifest("2025-12-01T00:00:00Z", 0, ids, &entry))
    };
    let (first, second) = (set("first", "-7"), set("second", "-8"));
    let room = room();
    assert_eq!(outcome(&room.load_sets(std::slice::from_ref(&first), NOW).await, "first"), "loaded 0");
    assert_eq!(outcome(&room.load_sets(&[second], NOW).await, "second"), "Refused");
    assert!(room.person(-8).await.is_none());
    assert_eq!(outcome(&room.load_sets(&[first], NOW).await, "first"), "loaded 0");
}

#[tokio::test]
async fn the_public_samples_of_manifests_are_judged_as_the_schema_does() {
    let Some(folder) = sample("manifests") else { return };
    let room = room();
    for (name, fault) in [
        ("invalid-sample-a", "syntheticData is not true or false"),
        ("malformed-sample-a", "is not well-formed XML"),
        ("state-invalid", "has no attribute pde_id_start"),
        ("sample-a", "lists sample-a-beneficiaries.txt, which is not there"),
        ("sample-b", "lists bene.txt, which is not there"),
        ("sample-c", "lists bene_00.txt, which is not there"),
        ("sample-d", "lists sample-a-beneficiaries.txt, which is not there"),
        ("template", "is not"),
    ] {
        let path =
            folder.join(format!("manifest-{}.xml", name.replace("state-invalid", "sample-state-invalid")));
        let reports = room.load_sets(&[path], NOW).await;
        assert!(reports[0].to_string().contains(fault), "{name}: {}", reports[0]);
    }
}

#[tokio::test]
async fn a_list_of_manifests_must_name_those_that_are_there() {
    let files = Files::new();
    let folder = "2025-12-10T00:00:00Z";
    files.rows(&format!("{folder}/bene.txt"), RifType::Beneficiary, &[person(&[("BENE_ID", "7")])]);
    for number in [1, 2] {
        let text = manifest(folder, number, "", &[("bene.txt", RifType::Beneficiary)]);
        files.text(&format!("{folder}/{number}_manifest.xml"), &text);
    }
    for (list, complete) in [("1_manifest.xml\n", false), ("1_manifest.xml\n2_manifest.xml\n", true)] {
        files.text(&format!("{folder}/ManifestList.done"), list);
        let reports = room().load_sets(&files.all(), NOW).await;
        assert_eq!(reports.iter().all(SetReport::is_complete), complete, "{list}");
    }
    files.text(&format!("{folder}/ManifestList.done"), "1_manifest.xml\n2_manifest.xml\n3_manifest.xml\n");
    let reports = room().load_sets(&files.all(), NOW).await;
    assert!(reports.iter().any(|report| report.to_string().contains("3_manifest.xml is not there")));
}

/// Writes over a file as soon as another was read.
struct Meddler {
    file: PathBuf,
    text: String,
}

impl Progress for Meddler {
    fn step(&self, step: Step) -> Result<(), Stopped> {
        if step.stage == Stage::Reading {
            std::fs::write(&self.file, &self.text).unwrap();
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_file_that_grows_or_shrinks_meanwhile_is_not_loaded() {
    let files = Files::new();
    files.rows("a/bene.txt", RifType::Beneficiary, &[person(&[("BENE_ID", "7")])]);
    let claims = files.rows("a/carrier.txt", RifType::Carrier, &[line("1", "1", &[]), line("2", "1", &[])]);
    let entries = [("bene.txt", RifType::Beneficiary), ("carrier.txt", RifType::Carrier)];
    let set = files.text("a/manifest.xml", &manifest("2025-12-10T00:00:00Z", 0, "", &entries));
    let whole = std::fs::read_to_string(&claims).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let (shorter, longer) = (lines[..2].join("\n") + "\n", whole.clone() + lines[2] + "\n");
    for text in [shorter, longer] {
        std::fs::write(&claims, &whole).unwrap();
        let (room, meddler) = (room(), Meddler { file: claims.clone(), text });
        let clock = ManualClock::at(NOW);
        let paths = std::slice::from_ref(&set);
        let reports =
            rif::load(room.store.as_ref(), &clock, paths, LabelList::built_in(), &Listless, &meddler);
        let reports = reports.await.unwrap();
        assert!(!reports[0].is_complete());
        assert!(reports[0].to_string().contains("has changed while it was read"), "{}", reports[0]);
        assert_eq!(room.store_counts().await, 0);
    }
}
