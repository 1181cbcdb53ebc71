//! Source files joined into claims, as a load does it. For tests: small, whole, trusting.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use bluestem_fhir::codes::Displays;
use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, Phase, SourceSystem, StoredClaim, claim_index};
use bluestem_model::column::{Column, View, clm, clm_line, cntrct_pbp_num, prauc, prvdr_hstry};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::record::{ClaimRecord, Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::time::Timestamp;

use crate::csv;

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

/// The texts that third parties own, from the samples.
pub(crate) fn displays(shared: &Path) -> Displays {
    let text = std::fs::read_to_string(shared.join("data/codes/v3_codesystem_codes.csv")).unwrap();
    let mut displays = Displays::default();
    for row in csv::rows(&text).iter().skip(1) {
        // Systems whose texts are built in, or never served, are refused.
        let _ = displays.add(&row[1], &row[2], &row[3]);
    }
    displays
}

type Row = (View, Origin, BTreeMap<String, String>);

/// The rows of a folder's files by what joins them to a claim.
#[derive(Default)]
pub(crate) struct Source {
    by_key: BTreeMap<(&'static str, String), Vec<Row>>,
    claims: Vec<Row>,
    files: Vec<PathBuf>,
}

const CLAIM_KEY: [Column; 4] = [clm::GEO_BENE_SK, clm::CLM_DT_SGNTR_SK, clm::CLM_TYPE_CD, clm::CLM_NUM_SK];

/// Columns of claims and lines that name providers.
const PROVIDERS: [Column; 9] = [
    clm::PRVDR_BLG_PRVDR_NPI_NUM,
    clm::PRVDR_ATNDG_PRVDR_NPI_NUM,
    clm::PRVDR_OPRTG_PRVDR_NPI_NUM,
    clm::PRVDR_OTHR_PRVDR_NPI_NUM,
    clm::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    clm::PRVDR_RFRG_PRVDR_NPI_NUM,
    clm::PRVDR_SRVC_PRVDR_NPI_NUM,
    clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM,
    clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM,
];

impl Source {
    /// Every file below `folder`.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut source = Self::default();
        source.add_folder(folder);
        source
    }

    fn add_folder(&mut self, folder: &Path) {
        let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_str().unwrap();
            let stem = name.strip_prefix("SYNTHETIC_").and_then(|name| name.strip_suffix(".csv"));
            if path.is_dir() {
                self.add_folder(&path);
            } else if let Some(view) = stem.and_then(View::from_stem) {
                self.add_file(view, &path);
            }
        }
    }

    fn add_file(&mut self, view: View, path: &Path) {
        let file = u32::try_from(self.files.len()).unwrap();
        self.files.push(path.to_owned());
        let rows = csv::rows(&std::fs::read_to_string(path).unwrap());
        let (names, rows) = rows.split_first().unwrap();
        for (row, line) in rows.iter().zip(2..) {
            let cells: BTreeMap<String, String> = names.iter().cloned().zip(row.iter().cloned()).collect();
            self.add(view, Origin { file, line }, cells);
        }
    }

    /// A row.
    pub(crate) fn add(&mut self, view: View, origin: Origin, cells: BTreeMap<String, String>) {
        let row = (view, origin, cells);
        if view == View::Clm {
            self.claims.push(row);
        } else if let Some(key) = key_of(view, &row.2) {
            self.by_key.entry(key).or_default().push(row);
        }
    }

    /// Every claim. Its person is whoever its own row names.
    pub(crate) fn claims(&self) -> impl Iterator<Item = StoredClaim> {
        self.claims.iter().map(|row| self.claim(row))
    }

    /// The file that rows name by this number.
    pub(crate) fn file(&self, number: u32) -> &Path {
        &self.files[number as usize]
    }

    /// The claim with this number.
    pub(crate) fn find(&self, id: i64) -> StoredClaim {
        self.claims().find(|claim| claim.index.id.number == id).unwrap()
    }

    fn claim(&self, header: &Row) -> StoredClaim {
        let mut rows = vec![header];
        rows.extend(self.joined(&("claim", claim_key(&header.2))));
        let names = |name: &'static str, column: Column| (name, cell(&header.2, column));
        rows.extend(self.joined(&names("dates", clm::CLM_DT_SGNTR_SK)));
        rows.extend(self.joined(&names("conditions", clm::CLM_RLT_COND_SGNTR_SK)));
        let plan = [clm::CLM_SBMTR_CNTRCT_NUM, clm::CLM_SBMTR_CNTRCT_PBP_NUM];
        rows.extend(self.joined(&("plan", plan.map(|column| cell(&header.2, column)).join("/"))));
        let mut others = BTreeSet::new();
        for (view, _, cells) in &rows {
            let providers = PROVIDERS.iter().filter(|column| column.view_number() == view.number());
            others.extend(providers.map(|column| ("provider", cell(cells, *column))));
            if let Some(signature) = cells.get("CLM_ANSI_SGNTR_SK") {
                others.insert(("adjustments", signature.clone()));
            }
        }
        rows.extend(others.iter().flat_map(|key| self.joined(key)));
        let record = record_of(rows);
        let index = claim_index(&ClaimRecord::new(&Record::parse(&record).unwrap())).unwrap();
        StoredClaim { subject: index.person, index, updated: Timestamp::default(), record }
    }

    /// Every prior authorization, of a person of the test's.
    pub(crate) fn prior_auths(&self) -> impl Iterator<Item = StoredClaim> {
        let requests = self.by_key.iter().filter(|((kind, _), _)| *kind == "request").enumerate();
        requests.map(|(place, (_, rows))| {
            let record = record_of(rows.iter().collect());
            let person = PersonId::idr(794_471_559);
            let pending = rows.iter().any(|(_, _, cells)| cells["PA_DECISION"] == "P");
            let index = ClaimIndex {
                id: ClaimId::prior_auth(place as u64 * 8),
                person,
                kind: ClaimKind::PriorAuth,
                type_code: 0,
                source: SourceSystem::Cwf,
                phase: Phase::InProcess,
                outcome: if pending { Outcome::Partial } else { Outcome::Complete },
                final_action: false,
                latest: true,
                from: None,
                thru: None,
                created: None,
                control_number: Some(rows[0].2["UTN"].clone()),
                lines: u32::try_from(rows.len()).unwrap(),
                labels: Labels::default(),
                label_list: 0,
            };
            StoredClaim { subject: person, index, updated: Timestamp::default(), record }
        })
    }

    fn joined(&self, key: &(&'static str, String)) -> impl Iterator<Item = &Row> + use<'_> {
        self.by_key.get(key).into_iter().flatten()
    }
}

fn record_of(rows: Vec<&Row>) -> Vec<u8> {
    let mut builder = RecordBuilder::default();
    for (view, origin, cells) in rows {
        let columns = cells.iter().filter_map(|(name, text)| Some((view.column(name)?, text.as_str())));
        let mut columns: Vec<_> = columns.collect();
        columns.sort_unstable_by_key(|(column, _)| *column);
        builder.push(SourceRow::new(*view, *origin, columns));
    }
    builder.encode()
}

/// What joins a row to claims; None for views that claims do not need.
fn key_of(view: View, cells: &BTreeMap<String, String>) -> Option<(&'static str, String)> {
    Some(match view {
        View::ClmDtSgntr => ("dates", cells.get("CLM_DT_SGNTR_SK")?.clone()),
        View::ClmRltCondSgntrMbr => ("conditions", cells.get("CLM_RLT_COND_SGNTR_SK")?.clone()),
        View::ClmAnsiSgntr => ("adjustments", cells.get("CLM_ANSI_SGNTR_SK")?.clone()),
        View::Prauc => ("request", [cell(cells, prauc::MBI_NUM), cell(cells, prauc::UTN)].join("/")),
        View::PrvdrHstry => ("provider", cell(cells, prvdr_hstry::PRVDR_NPI_NUM)),
        View::CntrctPbpNum => {
            let columns = [cntrct_pbp_num::CNTRCT_NUM, cntrct_pbp_num::CNTRCT_PBP_NUM];
            ("plan", columns.map(|column| cell(cells, column)).join("/"))
        }
        _ if view.number() < View::BeneHstry.number() && cells.contains_key("CLM_NUM_SK") => {
            ("claim", claim_key(cells))
        }
        _ => return None,
    })
}

fn claim_key(cells: &BTreeMap<String, String>) -> String {
    CLAIM_KEY.map(|column| cell(cells, column)).join("/")
}

fn cell(cells: &BTreeMap<String, String>, column: Column) -> String {
    cells.get(column.name()).cloned().unwrap_or_default()
}
