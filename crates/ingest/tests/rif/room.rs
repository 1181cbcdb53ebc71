//! A store to load into, and what is in it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bluestem_ingest::rif::{SetOutcome, SetReport};
use bluestem_ingest::{Codes, Fate, LoadError, LoadReport, Silent, rif};
use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::claim::StoredClaim;
use bluestem_model::column::Column;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::{LabelList, Labels};
use bluestem_model::person::PersonFile;
use bluestem_model::record::Record;
use bluestem_model::time::{ManualClock, Timestamp};
use bluestem_store::claims::{Claims, ClaimsLoader};
use bluestem_store::embedded::EmbeddedClaims;
use tempfile::TempDir;

/// Knows of no lists.
pub(crate) struct Listless;

impl Codes for Listless {
    fn fate(&self, _: Column, _: &str) -> Fate {
        Fate::Known
    }
}

/// 2026-01-01T00:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp(1_767_225_600_000_000);

/// A new store in a folder of its own.
pub(crate) struct Room {
    pub(crate) store: Arc<EmbeddedClaims>,
    folder: TempDir,
}

const DATABASE: &str = "claims.sqlite";

pub(crate) fn room() -> Room {
    let folder = TempDir::new().unwrap();
    Room { store: EmbeddedClaims::open(&folder.path().join(DATABASE)).unwrap(), folder }
}

impl Room {
    /// Every row of the tables of people and claims, as text.
    pub(crate) fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let connection = rusqlite::Connection::open(self.folder.path().join(DATABASE)).unwrap();
        ["person", "person_mbi", "claim", "claim_body"]
            .into_iter()
            .map(|table| (table.to_owned(), rows_of(&connection, table)))
            .collect()
    }

    pub(crate) async fn load(&self, paths: &[PathBuf]) -> LoadReport {
        self.load_at(paths, NOW).await
    }

    pub(crate) async fn load_at(&self, paths: &[PathBuf], now: Timestamp) -> LoadReport {
        try_load(self.store.as_ref(), paths, now).await.unwrap()
    }

    /// Loads data sets and what lies about.
    pub(crate) async fn load_sets(&self, paths: &[PathBuf], now: Timestamp) -> Vec<SetReport> {
        let clock = ManualClock::at(now);
        rif::load(self.store.as_ref(), &clock, paths, LabelList::built_in(), &Listless, &Silent)
            .await
            .unwrap()
    }

    /// How many claims are stored.
    pub(crate) async fn store_counts(&self) -> u64 {
        self.store.counts().await.unwrap().claims
    }

    pub(crate) async fn claim(&self, id: ClaimId) -> Option<(StoredClaim, String)> {
        let stored = self.store.claim(&everything(), id).await.unwrap()?;
        let text = as_text(&stored.record);
        Some((stored, text))
    }

    pub(crate) async fn person(&self, number: i64) -> Option<(PersonFile, String)> {
        let file = self.store.person(&everything(), PersonId::ccw(number)).await.unwrap()?;
        let text = as_text(&file.asked.record);
        Some((file, text))
    }
}

fn rows_of(connection: &rusqlite::Connection, table: &str) -> Vec<String> {
    let mut query = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
    let columns = query.column_count();
    let rows = query.query_map([], |row| {
        let cells = (0..columns).map(|place| row.get_ref(place).map(|cell| format!("{cell:?}")));
        cells.collect::<Result<Vec<_>, _>>().map(|cells| cells.join(" "))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

pub(crate) async fn try_load(
    loader: &dyn ClaimsLoader,
    paths: &[PathBuf],
    now: Timestamp,
) -> Result<LoadReport, LoadError> {
    let mut reports =
        rif::load(loader, &ManualClock::at(now), paths, LabelList::built_in(), &Listless, &Silent).await?;
    assert_eq!(reports.len(), 1);
    let SetOutcome::Loaded(report) = reports.remove(0).outcome else { panic!("it was not loaded") };
    check_sums(&report);
    Ok(*report)
}

/// Every row that was read is in exactly one count.
fn check_sums(report: &LoadReport) {
    if report.faults.iter().any(|fault| !fault.rest_stored) {
        return;
    }
    for (kind, rows) in &report.types {
        let sum = rows.used + rows.refused + rows.orphaned + rows.repeated + rows.unused;
        assert_eq!(rows.read, sum, "{kind:?} {rows:?}\n{report}");
    }
    assert_eq!(report.claims.read, report.claims.used + report.claims.refused);
}

pub(crate) fn everything() -> Access {
    let agent = Agent { client_id: "tests".to_owned(), grant: None };
    let all = Rights { read: true, search: true };
    let rights = ResourceType::ALL.into_iter().map(|resource| (resource, all)).collect();
    Access::grant(agent, People::All, rights, Labels::NONE, ClaimScope::All, Timestamp(i64::MAX))
}

fn as_text(record: &[u8]) -> String {
    let record = Record::parse(record).unwrap();
    let mut text = String::new();
    for row in record.rows() {
        text.push_str(row.view.spec().stem);
        for (column, cell) in row.cells() {
            write!(text, " {}={cell}", column.name()).unwrap();
        }
        text.push('\n');
    }
    text
}

/// A folder of the public samples: `BLUESTEM_SHARED`, or `shared` beside the repository.
pub(crate) fn sample(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("BLUESTEM_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("data/rif").join(name);
    if path.exists() {
        return Some(path);
    }
    let _ = writeln!(std::io::stderr(), "skipped: {} is not there", path.display());
    None
}
