//! A small delivery, written by the tests, and a store to load it into.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use bluestem_ingest::{Codes, Fate, LoadError, LoadReport, Silent, idr};
use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::column::{Column, clm};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::{LabelList, Labels};
use bluestem_model::person::PersonFile;
use bluestem_model::time::{ManualClock, Timestamp};
use bluestem_store::claims::{Claims, ClaimsLoader};
use bluestem_store::embedded::EmbeddedClaims;
use tempfile::TempDir;

/// 2026-01-01T00:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp(1_767_225_600_000_000);

/// A folder of source files.
pub(crate) struct Delivery {
    pub(crate) folder: TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

impl Delivery {
    /// Two people, of whom 12 was merged into 11; three claims: an inpatient one of 11 with two lines, a carrier
    /// one of 12, a drug event of 11.
    pub(crate) fn new() -> Self {
        let mut delivery = Self { folder: TempDir::new().unwrap(), files: BTreeMap::new() };
        for (name, text) in FILES {
            delivery.set(&format!("SYNTHETIC_{name}.csv"), text);
        }
        delivery
    }

    pub(crate) fn set(&mut self, name: &str, text: &str) -> &mut Self {
        self.set_bytes(name, text.as_bytes())
    }

    pub(crate) fn set_bytes(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self.files.insert(name.to_owned(), bytes.to_vec());
        self
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.files[name].clone()).unwrap()
    }

    /// Replaces `from`, which must be there, by `to` in a file.
    pub(crate) fn replace(&mut self, name: &str, from: &str, to: &str) -> &mut Self {
        let text = self.text(name);
        assert!(text.contains(from), "{from} is not in {name}");
        self.set(name, &text.replace(from, to))
    }

    pub(crate) fn remove(&mut self, name: &str) -> &mut Self {
        std::fs::remove_file(self.folder.path().join(name)).unwrap();
        self.files.remove(name);
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

pub(crate) const CLM: &str = "SYNTHETIC_CLM.csv";
pub(crate) const LINE: &str = "SYNTHETIC_CLM_LINE.csv";
pub(crate) const HSTRY: &str = "SYNTHETIC_BENE_HSTRY.csv";

const FILES: &[(&str, &str)] = &[
    (
        "BENE_HSTRY",
        "BENE_SK,BENE_XREF_SK,BENE_XREF_EFCTV_SK,BENE_MBI_ID,BENE_LAST_NAME,IDR_LTST_TRANS_FLG,IDR_TRANS_EFCTV_TS\n\
         11,11,11,1S00A00AA01,Reed,Y,2024-01-01 00:00:00.000000\n\
         11,11,11,1S00A00AA00,Reed,N,2020-01-01 00:00:00.000000\n\
         12,11,11,1S00A00AA02,Reed,N,2020-01-01 00:00:00.000000\n",
    ),
    (
        "BENE_XREF",
        "BENE_SK,BENE_XREF_SK,BENE_HICN_NUM,BENE_KILL_CRED_CD,SRC_REC_CRTE_TS,SRC_REC_UPDT_TS\n\
         11,12,T1,2,2021-01-01 00:00:00.000000,2021-01-01 00:00:00.000000\n",
    ),
    (
        "BENE_MBI_ID",
        "BENE_MBI_ID,BENE_MBI_EFCTV_DT,BENE_MBI_OBSLT_DT,IDR_TRANS_EFCTV_TS,IDR_LTST_TRANS_FLG\n\
         1S00A00AA01,2020-01-01,9999-12-31,2020-01-01 00:00:00,Y\n\
         1S00A00AA02,2010-01-01,2019-12-31,2020-01-01 00:00:00,Y\n",
    ),
    (
        "BENE_MAPD_ENRLMT",
        "BENE_SK,CNTRCT_PBP_SK,BENE_CNTRCT_NUM,BENE_PBP_NUM,BENE_ENRLMT_BGN_DT,BENE_ENRLMT_PGM_TYPE_CD\n\
         11,071,H9999,001,2024-01-01,2\n",
    ),
    (
        "CNTRCT_PBP_NUM",
        "CNTRCT_PBP_SK,CNTRCT_NUM,CNTRCT_PBP_NUM,CNTRCT_PBP_NAME\n71,H9999,001,Prairie Plan\n72,S8888,002,Creek Plan\n",
    ),
    (
        "PRVDR_HSTRY",
        "PRVDR_NPI_NUM,PRVDR_LGL_NAME,PRVDR_HSTRY_EFCTV_DT,PRVDR_HSTRY_OBSLT_DT\n\
         1999999901,Old Clinic,2020-01-01,2022-01-01\n\
         1999999901,New Clinic,2022-01-01,9999-12-31\n\
         1999999901,Gone Clinic,2023-01-01,2023-06-01\n\
         1999999902,Elm Pharmacy,2020-01-01,9999-12-31\n",
    ),
    (
        "CLM",
        "CLM_UNIQ_ID,GEO_BENE_SK,CLM_DT_SGNTR_SK,CLM_TYPE_CD,CLM_NUM_SK,BENE_SK,CLM_FROM_DT,CLM_THRU_DT,\
         CLM_CNTL_NUM,CLM_FINL_ACTN_IND,CLM_LTST_CLM_IND,META_SRC_SK,CLM_RLT_COND_SGNTR_SK,\
         PRVDR_BLG_PRVDR_NPI_NUM,CLM_SBMTR_CNTRCT_NUM,CLM_SBMTR_CNTRCT_PBP_NUM,CLM_PMT_AMT\n\
         101,901,-501,60,1,11,2024-02-01,2024-02-05,A1,Y,Y,7,301,1999999901,~,,100.25\n\
         102,902,502,71,1,12,2023-02-01,2023-02-01,A2,Y,Y,7,0,~,,,5\n\
         103,901,503,1,7,11,2024-03-01,2024-03-01,A3,Y,Y,1,0,1999999902,S8888,002,\n",
    ),
    (
        "CLM_LINE",
        "GEO_BENE_SK,CLM_DT_SGNTR_SK,CLM_TYPE_CD,CLM_NUM_SK,CLM_LINE_NUM,CLM_LINE_HCPCS_CD\n\
         0901,-501,60,1,2,99213\n\
         901,-501,60,1,1,\n\
         902,502,71,1,1,99408\n\
         901,503,1,7,1,\n",
    ),
    (
        "CLM_LINE_INSTNL",
        "GEO_BENE_SK,CLM_DT_SGNTR_SK,CLM_TYPE_CD,CLM_NUM_SK,CLM_LINE_NUM,CLM_ANSI_SGNTR_SK\n\
         901,-501,60,1,1,-44\n\
         901,-501,60,1,2,-44\n",
    ),
    (
        "CLM_ANSI_SGNTR",
        "CLM_ANSI_SGNTR_SK,CLM_1_REV_CNTR_ANSI_RSN_CD,CLM_2_REV_CNTR_ANSI_RSN_CD\n-44,96,193\n-45,1,2\n",
    ),
    (
        "CLM_RLT_COND_SGNTR_MBR",
        "CLM_RLT_COND_SGNTR_SK,CLM_RLT_COND_SGNTR_SQNC_NUM,CLM_RLT_COND_CD\n301,1,42\n301,2,C5\n0,1,99\n",
    ),
    ("CLM_DT_SGNTR", "CLM_DT_SGNTR_SK,CLM_SUBMSN_DT\n-501,2024-02-06\n502,2023-02-03\n599,2023-02-03\n"),
    (
        "CLM_PROD",
        "GEO_BENE_SK,CLM_DT_SGNTR_SK,CLM_TYPE_CD,CLM_NUM_SK,CLM_VAL_SQNC_NUM,CLM_PROD_TYPE_CD,CLM_DGNS_CD,CLM_DGNS_PRCDR_ICD_IND\n\
         901,-501,60,1,1,D,E0170,0\n\
         901,-501,60,1,1,P,E0170,0\n",
    ),
];

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
    /// Every row of every table, as text.
    pub(crate) fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let connection = rusqlite::Connection::open(self.folder.path().join(DATABASE)).unwrap();
        let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let names: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        names.into_iter().map(|name| (name.clone(), rows_of(&connection, &name))).collect()
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

/// Takes control numbers for codes: A2 is on no list, A3 on none and dropped.
pub(crate) struct Listed;

impl Codes for Listed {
    fn fate(&self, column: Column, code: &str) -> Fate {
        match code {
            "A2" if column == clm::CLM_CNTL_NUM => Fate::Served,
            "A3" if column == clm::CLM_CNTL_NUM => Fate::LeftOut,
            _ => Fate::Known,
        }
    }
}

pub(crate) async fn try_load(loader: &dyn ClaimsLoader, dir: &Path) -> Result<LoadReport, LoadError> {
    let report =
        idr::load(loader, &ManualClock::at(NOW), dir, LabelList::built_in(), &Listed, &Silent).await?;
    check_sums(&report);
    Ok(report)
}

pub(crate) async fn load(room: &Room, dir: &Path) -> LoadReport {
    try_load(room.store.as_ref(), dir).await.unwrap()
}

/// Every row that was read is in exactly one count.
fn check_sums(report: &LoadReport) {
    if !report.is_complete() {
        return;
    }
    for (view, rows) in &report.views {
        let sum = rows.used + rows.refused + rows.orphaned + rows.repeated + rows.unused;
        assert_eq!(rows.read, sum, "{view:?} {rows:?}");
    }
    assert_eq!(report.claims.read, report.claims.used + report.claims.refused);
}

pub(crate) fn everything() -> Access {
    let agent = Agent { client_id: "tests".to_owned(), grant: None };
    let all = Rights { read: true, search: true };
    let rights = ResourceType::ALL.into_iter().map(|resource| (resource, all)).collect();
    Access::grant(agent, People::All, rights, Labels::NONE, ClaimScope::All, Timestamp(i64::MAX))
}

/// The stored record of a claim as text, one row a line: view, then cells.
pub(crate) async fn claim(room: &Room, number: i64) -> Option<(bluestem_model::claim::StoredClaim, String)> {
    let stored = room.store.claim(&everything(), ClaimId::idr(number)).await.unwrap()?;
    let text = as_text(&stored.record);
    Some((stored, text))
}

pub(crate) async fn person(room: &Room, number: i64) -> Option<PersonFile> {
    room.store.person(&everything(), PersonId::idr(number)).await.unwrap()
}

pub(crate) fn as_text(record: &[u8]) -> String {
    let record = bluestem_model::record::Record::parse(record).unwrap();
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
