//! Source files read into person files, as a load does it. For tests: small, whole, trusting.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use bluestem_fhir::v3::coverage::{self, CoverageId};
use bluestem_fhir::v3::patient;
use bluestem_model::column::{Column, View, bene_hstry, bene_mbi_id, bene_xref, cntrct_pbp_num};
use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::person::{PersonFile, StoredPerson, person_index};
use bluestem_model::record::{Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;
use serde_json::Value;

/// The folder with the samples of the public systems; None, said aloud, where it is absent.
pub(crate) fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(|root| root.join("shared"));
    let found = std::env::var_os("BLUESTEM_SHARED").map(PathBuf::from).or_else(beside);
    let found = found.filter(|folder| folder.join("data").is_dir());
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: no samples (set BLUESTEM_SHARED)");
    }
    found
}

/// The moment at which BFD's answers were taken.
pub(crate) fn clock() -> Timestamp {
    Timestamp::parse("2025-01-02T00:00:00Z").unwrap()
}

/// The Patient or Coverage with this id, as we write it; None when there is none.
pub(crate) fn ours(source: &Source, kind: &str, id: &str, now: Timestamp) -> Option<Value> {
    let mut out = Vec::new();
    if kind == "Patient" {
        patient::write(&mut out, &source.file(id.parse().unwrap())).unwrap();
    } else {
        let id = CoverageId::parse(id, Namespace::Idr).unwrap();
        let file = source.file(id.person.number);
        let id = coverage::resolve(&file, &id, now).unwrap()?;
        assert!(coverage::write(&mut out, &file, &id, now).unwrap());
    }
    Some(serde_json::from_slice(&out).unwrap())
}

type Cells = BTreeMap<String, String>;

/// The rows of a folder's files, by view.
#[derive(Default)]
pub(crate) struct Source(Vec<(View, Cells)>);

impl Source {
    /// Every file below `folder`.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut source = Self::default();
        source.add_folder(folder);
        source
    }

    /// A row of our own making.
    pub(crate) fn add(&mut self, view: View, cells: &[(&str, &str)]) {
        let cells = cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        self.0.push((view, cells));
    }

    /// Whether a row of the person's has a cell in the column.
    pub(crate) fn has(&self, key: i64, column: Column) -> bool {
        let person = self.person(key);
        let record = Record::parse(&person.record).unwrap();
        record.rows().any(|row| row.cells().any(|(own, _)| own == column))
    }

    /// The same rows without the cells of a column.
    pub(crate) fn without(&self, view: View, column: Column) -> Self {
        let rows = self.0.iter().map(|(own, cells)| {
            let mut cells = cells.clone();
            if *own == view {
                cells.remove(column.name());
            }
            (*own, cells)
        });
        Self(rows.collect())
    }

    fn add_folder(&mut self, folder: &Path) {
        let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.add_folder(&path);
            } else if let Some(view) = view_of(&path) {
                self.add_file(view, &std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// None of the people's files has quoted cells.
    fn add_file(&mut self, view: View, text: &str) {
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
        for line in lines {
            let cells =
                names.iter().zip(line.split(',')).map(|(name, cell)| ((*name).to_owned(), cell.to_owned()));
            self.0.push((view, cells.collect()));
        }
    }

    /// The keys of everybody, ascending.
    pub(crate) fn people(&self) -> Vec<i64> {
        let versions = self.0.iter().filter(|(view, _)| *view == View::BeneHstry);
        let mut keys: Vec<i64> = versions.map(|(_, cells)| number(cells, bene_hstry::BENE_SK)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The person with this key as a read returns them.
    pub(crate) fn file(&self, key: i64) -> PersonFile {
        let asked = self.person(key);
        let others = self.people().into_iter().filter(|other| *other != key).map(|other| self.person(other));
        let merged = others.filter(|other| other.index.survivor == asked.index.id).collect();
        PersonFile { asked, merged }
    }

    fn person(&self, key: i64) -> StoredPerson {
        let mbis = self.own(key, View::BeneHstry, bene_mbi_id::BENE_MBI_ID);
        let plans = self.own(key, View::BeneMapdEnrlmt, cntrct_pbp_num::CNTRCT_PBP_SK);
        let belongs = |view: View, cells: &Cells| {
            let among = |own: &[&str], column: Column| own.contains(&cell(cells, column));
            match view {
                View::BeneMbiId => among(&mbis, bene_mbi_id::BENE_MBI_ID),
                View::BeneXref => [bene_xref::BENE_SK, bene_xref::BENE_XREF_SK]
                    .iter()
                    .any(|name| number(cells, *name) == key),
                View::CntrctPbpNum | View::CntrctPbpCntct | View::CntrctPbpSgmt => {
                    among(&plans, cntrct_pbp_num::CNTRCT_PBP_SK)
                }
                _ => number(cells, bene_hstry::BENE_SK) == key,
            }
        };
        let mut builder = RecordBuilder::default();
        let own = self.0.iter().filter(|(view, cells)| belongs(*view, cells));
        for (line, (view, cells)) in (1..).zip(own) {
            let columns = cells.iter().filter_map(|(name, text)| Some((view.column(name)?, text.as_str())));
            let mut columns: Vec<_> = columns.collect();
            columns.sort_unstable_by_key(|(column, _)| *column);
            builder.push(SourceRow::new(*view, Origin { file: 0, line }, columns));
        }
        let record = builder.encode();
        let index = person_index(PersonId::idr(key), &Record::parse(&record).unwrap());
        StoredPerson { index, updated: [Timestamp::default(); 6], record }
    }

    /// What stands in the column of that name in the person's rows of `view`.
    fn own(&self, key: i64, view: View, column: Column) -> Vec<&str> {
        let rows = self
            .0
            .iter()
            .filter(|(other, cells)| *other == view && number(cells, bene_hstry::BENE_SK) == key);
        rows.map(|(_, cells)| cell(cells, column)).filter(|text| !text.is_empty()).collect()
    }
}

/// The cell of that name, in whatever view.
fn cell(cells: &Cells, column: Column) -> &str {
    cells.get(column.name()).map_or("", String::as_str)
}

fn number(cells: &Cells, column: Column) -> i64 {
    cell(cells, column).parse().unwrap_or(i64::MIN)
}

fn view_of(path: &Path) -> Option<View> {
    let name = path.file_name()?.to_str()?;
    let view = View::from_stem(name.strip_prefix("SYNTHETIC_")?.strip_suffix(".csv")?)?;
    (view.number() >= View::BeneHstry.number() && view != View::PrvdrHstry).then_some(view)
}
