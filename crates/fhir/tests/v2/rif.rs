//! RIF files read into claims, as a load does it. For tests: small, whole, trusting.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bluestem_fhir::codes::{Displays, ProviderRegistry};
use bluestem_fhir::v2::eob::{self, Defects, EobOptions};
use bluestem_model::claim::{StoredClaim, claim_index_of};
use bluestem_model::column::{
    Column, View, ccw_clm_line, clm, clm_ansi_sgntr, clm_line, clm_line_dcmtn, clm_line_instnl,
    clm_line_prfnl, clm_line_rx, clm_prod, clm_val,
};
use bluestem_model::id::Namespace;
use bluestem_model::label::LabelList;
use bluestem_model::record::{ClaimRecord, Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::reference::RegisteredProvider;
use bluestem_model::rif::{ProductPart, RifKind, RifType, Target};
use bluestem_model::time::Timestamp;
use serde_json::Value;

/// The rows of one claim: the names of the columns and the cells.
pub(crate) struct RifClaim {
    pub(crate) kind: RifType,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl RifClaim {
    /// The cell of a row, trimmed; empty when absent.
    pub(crate) fn cell(&self, row: usize, name: &str) -> &str {
        let place = self.names.iter().position(|known| known == name);
        place.and_then(|place| self.rows[row].get(place)).map_or("", |cell| cell.trim())
    }

    /// Replaces a cell of every row.
    pub(crate) fn replace(&mut self, name: &str, cell: &str) {
        let place = self.names.iter().position(|known| known == name).unwrap();
        self.rows.iter_mut().for_each(|row| cell.clone_into(&mut row[place]));
    }

    /// How many lines it has.
    pub(crate) fn lines(&self) -> usize {
        self.rows.len()
    }
}

/// The claims of a file in the order of their first rows.
pub(crate) fn read(path: &Path, kind: RifType) -> Vec<RifClaim> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split('|').map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let key = names.iter().position(|name| name == kind.key()).unwrap();
    let mut claims: Vec<RifClaim> = Vec::new();
    for row in lines {
        match claims.iter_mut().find(|claim| claim.rows[0][key] == row[key]) {
            Some(claim) => claim.rows.push(row),
            None => claims.push(RifClaim { kind, names: names.clone(), rows: vec![row] }),
        }
    }
    claims
}

/// Rows of a record in the making, by view and number.
type Rows = BTreeMap<(View, i64, &'static str), BTreeMap<Column, String>>;

const LINES: [(View, Column); 6] = [
    (View::ClmLine, clm_line::CLM_LINE_NUM),
    (View::ClmLineInstnl, clm_line_instnl::CLM_LINE_NUM),
    (View::ClmLinePrfnl, clm_line_prfnl::CLM_LINE_NUM),
    (View::ClmLineRx, clm_line_rx::CLM_LINE_NUM),
    (View::ClmLineDcmtn, clm_line_dcmtn::CLM_LINE_NUM),
    (View::CcwClmLine, ccw_clm_line::CLM_LINE_NUM),
];

/// The claim as it is stored.
pub(crate) fn stored(claim: &RifClaim) -> StoredClaim {
    let mut rows = Rows::new();
    for place in 0..claim.lines() {
        let number = claim.kind.line_number().map_or("1", |name| claim.cell(place, name));
        let line = number.parse().unwrap();
        for column in claim.kind.columns().iter().filter(|column| place == 0 || column.line) {
            let text = claim.cell(place, column.name);
            if text.is_empty() {
                continue;
            }
            let text = if column.kind == RifKind::Date { iso(text) } else { text.to_owned() };
            keep(&mut rows, column.target, line, &text);
        }
    }
    if claim.kind == RifType::Pde {
        let adjustment = claim.cell(0, "ADJSTMT_DLTN_CD");
        let code = if adjustment == "D" {
            "3"
        } else if adjustment == "A" {
            "2"
        } else {
            "1"
        };
        set(&mut rows, clm::CLM_TYPE_CD, 0, "", code);
    }
    let mut builder = RecordBuilder::default();
    for ((view, ..), (cells, line)) in rows.iter().zip(1..).map(|((key, cells), line)| (*key, (cells, line)))
    {
        let cells = cells.iter().map(|(column, text)| (*column, text.as_str()));
        builder.push(SourceRow::new(view, Origin { file: 0, line }, cells));
    }
    let record = builder.encode();
    let parsed = Record::parse(&record).unwrap();
    let index = claim_index_of(Namespace::Ccw, &ClaimRecord::new(&parsed), LabelList::built_in()).unwrap();
    StoredClaim { subject: index.person, index, updated: Timestamp::default(), record }
}

fn keep(rows: &mut Rows, target: Target, line: i64, text: &str) {
    match target {
        Target::Cells(columns) => columns.iter().for_each(|column| {
            let of_line = LINES.iter().find(|(view, _)| view.number() == column.view_number());
            let number = of_line.map_or(0, |_| line);
            set(rows, *column, number, "", text);
            if let Some((_, number_column)) = of_line {
                set(rows, *number_column, number, "", &line.to_string());
            }
        }),
        Target::Product { kind, slot, part } => {
            let place = i64::from(slot);
            let column = match part {
                ProductPart::Code if kind == "S" => clm_prod::CLM_PRCDR_CD,
                ProductPart::Code => clm_prod::CLM_DGNS_CD,
                ProductPart::Version => clm_prod::CLM_DGNS_PRCDR_ICD_IND,
                ProductPart::OnAdmission => clm_prod::CLM_POA_IND,
                ProductPart::Performed => clm_prod::CLM_PRCDR_PRFRM_DT,
            };
            set(rows, column, place, kind, text);
            set(rows, clm_prod::CLM_VAL_SQNC_NUM, place, kind, &place.to_string());
            set(rows, clm_prod::CLM_PROD_TYPE_CD, place, kind, kind);
        }
        Target::Value(code) => {
            set(rows, clm_val::CLM_VAL_CD, 0, code, code);
            set(rows, clm_val::CLM_VAL_AMT, 0, code, text);
        }
        Target::Ansi(pair) => {
            let (group, reason) = text.split_at(2);
            let name = |part: &str| format!("CLM_{pair}_REV_CNTR_ANSI_{part}_CD");
            let column = |part: &str| View::ClmAnsiSgntr.column(&name(part)).unwrap();
            set(rows, column("GRP"), line, "", group);
            set(rows, column("RSN"), line, "", reason);
            set(rows, clm_ansi_sgntr::CLM_ANSI_SGNTR_SK, line, "", &line.to_string());
            set(rows, clm_line_instnl::CLM_ANSI_SGNTR_SK, line, "", &line.to_string());
        }
        Target::FinalAction => {
            set(rows, clm::CLM_FINL_ACTN_IND, 0, "", if text == "F" { "Y" } else { "N" });
        }
        _ => {}
    }
}

fn set(rows: &mut Rows, column: Column, number: i64, kind: &'static str, text: &str) {
    let view = View::from_number(column.view_number()).unwrap();
    rows.entry((view, number, kind)).or_default().insert(column, text.to_owned());
}

/// `15-JAN-2016` or `20160115` as `2016-01-15`.
pub(crate) fn iso(text: &str) -> String {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    if let [year, month, day] =
        [text.get(0..4), text.get(4..6), text.get(6..8)].map(Option::unwrap_or_default)
        && text.len() == 8
    {
        return format!("{year}-{month}-{day}");
    }
    let parts: Vec<&str> = text.split('-').collect();
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(parts[1])).unwrap() + 1;
    format!("{}-{month:02}-{}", parts[2], parts[0])
}

/// The national registry of the samples.
#[derive(Debug)]
struct Registry(BTreeMap<String, RegisteredProvider>);

impl ProviderRegistry for Registry {
    fn provider(&self, npi: &str) -> Option<RegisteredProvider> {
        self.0.get(npi).cloned()
    }
}

/// The providers that the samples name.
pub(crate) fn registry(shared: &Path) -> Arc<dyn ProviderRegistry> {
    let text = ["npi_e2e_it.json", "fakeOrgData.tsv"]
        .map(|name| std::fs::read_to_string(shared.join("data/lookups").join(name)).unwrap())
        .join("\n");
    let entries = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let entry: Value = serde_json::from_str(line).unwrap();
        let of = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let provider = RegisteredProvider {
            organization: of("providerOrganizationName"),
            prefix: of("providerNamePrefix"),
            first: of("providerFirstName"),
            middle: of("providerMiddleName"),
            last: of("providerLastName"),
            suffix: of("providerNameSuffix"),
            credential: of("providerCredential"),
            taxonomy: of("taxonomyCode"),
        };
        (of("npi"), provider)
    });
    Arc::new(Registry(entries.collect()))
}

/// The claim as v2 serves it.
pub(crate) fn rendered(
    claim: &StoredClaim,
    displays: &Displays,
    tax_numbers: bool,
    defects: Defects,
) -> Value {
    let mut out = Vec::new();
    eob::write(&mut out, claim, &EobOptions { tax_numbers, displays, defects }).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// A sample's file name and type, in all.
pub(crate) const SAMPLES: [(&str, RifType); 9] = [
    ("bcarrier", RifType::Carrier),
    ("bcarrier-multiple-lines", RifType::Carrier),
    ("dme", RifType::Dme),
    ("hha", RifType::Hha),
    ("hospice", RifType::Hospice),
    ("inpatient", RifType::Inpatient),
    ("outpatient", RifType::Outpatient),
    ("pde", RifType::Pde),
    ("snf", RifType::Snf),
];

/// The first claim of a sample.
pub(crate) fn sample(shared: &Path, name: &str) -> RifClaim {
    let kind = SAMPLES.iter().find(|(known, _)| *known == name).unwrap().1;
    read(&shared.join(format!("data/rif/static/sample-a-{name}.txt")), kind).swap_remove(0)
}
