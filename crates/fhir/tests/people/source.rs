//! Source files read into person files, as a load does it. For tests: small, whole, trusting.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bluestem_model::column::{Column, View, bene_hstry, bene_mbi_id, bene_xref, cntrct_pbp_num};
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonFile, StoredPerson, person_index};
use bluestem_model::record::{Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;

/// The folder with the samples of the public systems; None, said aloud, where it is absent.
pub(crate) fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(|root| root.join("shared"));
    let found = std::env::var_os("BLUESTEM_SHARED").map(PathBuf::from).or_else(beside);
    let found = found.filter(|folder| folder.join("data").is_dir());
    if found.is_none() {
        eprintln!("skipped: no samples (set BLUESTEM_SHARED)");
    }
    found
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
