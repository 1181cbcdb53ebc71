//! What becomes of every source column.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use bluestem_model::column::{Column, View};

use super::elements;
use super::v2::v2_elements;

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is in these elements.
    Served(Vec<String>),
    /// It joins, orders or selects rows; what for.
    Used(&'static str),
    /// It is kept and not shown; why.
    Stored(&'static str),
}

/// Columns that decide what is served without being in it.
const USED: &[(&str, &[&str])] = &[
    ("whether the claim is served, and which version of it", &["CLM_LTST_CLM_IND", "CLM_FINL_ACTN_IND"]),
    ("which version of a person's row is in force", &["IDR_LTST_TRANS_FLG", "IDR_TRANS_EFCTV_TS"]),
    (
        "joins the rows of a claim",
        &[
            "GEO_BENE_SK",
            "CLM_DT_SGNTR_SK",
            "CLM_NUM_SK",
            "CLM_RLT_COND_SGNTR_SK",
            "CLM_ANSI_SGNTR_SK",
            "CLM_LINE_NUM",
        ],
    ),
    ("orders the conditions of a claim", &["CLM_RLT_COND_SGNTR_SQNC_NUM"]),
    ("tells which value code an amount has", &["CLM_VAL_CD"]),
];

/// Why columns are kept and not shown, by the view that they are of. A view stands here once its columns were
/// looked at: those of any other view are a gap.
const STORED_VIEWS: &[(View, &str)] = &[
    (View::Clm, CLAIM),
    (View::ClmInstnl, CLAIM),
    (View::ClmPrfnl, CLAIM),
    (View::ClmDcmtn, CLAIM),
    (View::ClmDtSgntr, CLAIM),
    (View::ClmLine, CLAIM),
    (View::ClmLineInstnl, CLAIM),
    (View::ClmLinePrfnl, CLAIM),
    (View::ClmLineRx, CLAIM),
    (View::ClmLineDcmtn, CLAIM),
    (View::ClmProd, CLAIM),
    (View::ClmVal, CLAIM),
    (View::ClmRltCondSgntrMbr, CLAIM),
    (View::ClmAnsiSgntr, CLAIM),
    (View::ClmFiss, SHARED_SYSTEM),
    (View::ClmLctnHstry, SHARED_SYSTEM),
    (View::ClmLineMcs, SHARED_SYSTEM),
    (View::ClmLineFiss, SHARED_SYSTEM),
    (View::ClmLineFissBnftSvg, SHARED_SYSTEM),
    (View::ClmRltOcrncSgntrMbr, "occurrences have no element in the v3 mapping"),
    (View::ClmOcrncSgntrMbr, "occurrences have no element in the v3 mapping"),
    (View::Prauc, "prior authorizations: kept by segment"),
    (View::BeneHstry, PERSON),
    (View::BeneMbiId, PERSON),
    (View::BeneXref, PERSON),
    (View::BeneTp, SPAN),
    (View::BeneMdcrEntlmt, SPAN),
    (View::BeneMdcrEntlmtRsn, SPAN),
    (View::BeneMdcrStus, SPAN),
    (View::BeneCmbndDualMdcr, SPAN),
    (View::BeneLis, "the combined low-income subsidy (BENE_LIS_CMBND) is shown instead"),
    (View::BeneCmbndLis, SPAN),
    (View::BeneMapdEnrlmt, SPAN),
    (View::BeneMapdEnrlmtRx, SPAN),
    (View::PrvdrHstry, "provider data beyond number, names and taxonomy: a claim names its providers only"),
    (View::CntrctPbpNum, PLAN),
    (View::CntrctPbpCntct, PLAN),
    (View::CntrctPbpSgmt, PLAN),
    (View::CcwClm, CCW),
    (View::CcwClmLine, CCW),
    (View::CcwBene, CCW),
    (View::CcwBeneHstry, "earlier identities: their identifiers find the person"),
];

const CLAIM: &str = "no element in the v3 mapping; kept for a later one";
const SHARED_SYSTEM: &str = "claims in process: the adjudicated claim carries the outcome";
const PERSON: &str = "the Patient profile has no room, or it shows the same from another column";
const SPAN: &str = "the Coverage profile has no room, or it shows the same from another column";
const CCW: &str = "only the research format has it; no element in the v3 mapping";
const PLAN: &str = "plan data beyond name, number, segment and telephone";

/// Columns of the source's own housekeeping, by how their names begin.
const HOUSEKEEPING: [&str; 2] = ["IDR_", "META_"];

static SERVED: LazyLock<BTreeMap<Column, Vec<String>>> = LazyLock::new(|| {
    let mut served: BTreeMap<Column, Vec<String>> = BTreeMap::new();
    for element in elements() {
        for column in &element.columns {
            served.entry(*column).or_default().push(element.full_path());
        }
    }
    for element in v2_elements() {
        for column in
            element.columns.iter().filter(|column| !served.contains_key(column)).copied().collect::<Vec<_>>()
        {
            served.insert(column, vec![format!("ExplanationOfBenefit.{} (v2 alone)", element.path)]);
        }
    }
    served
});

/// What becomes of `column`; None if nobody has said.
pub fn column_use(column: Column) -> Option<Use> {
    if let Some(paths) = SERVED.get(&column) {
        return Some(Use::Served(paths.clone()));
    }
    let name = column.name();
    if let Some((what, _)) = USED.iter().find(|(_, names)| names.contains(&name)) {
        return Some(Use::Used(what));
    }
    if column.spec().is_some_and(|spec| spec.key) {
        return Some(Use::Used("part of the row's key"));
    }
    if HOUSEKEEPING.iter().any(|start| name.starts_with(start)) {
        return Some(Use::Stored("the source's own housekeeping"));
    }
    let stored = STORED_VIEWS.iter().find(|(view, _)| view.number() == column.view_number());
    stored.map(|(_, why)| Use::Stored(why))
}

const HEAD: &str = "# Column coverage\n\n\
    What becomes of every source column that Bluestem reads. *Served*: its value is in these elements (see \
    [data-dictionary.md](data-dictionary.md)). *Used*: it joins, orders or selects rows. *Stored*: it is kept in \
    the claim's or person's record and not shown; a change of the mapping can show it without a new load. A column \
    that is in a file and not here is refused by the load's report.\n\n\
    This file is generated: `make docs`.\n";

/// The report as Markdown, the content of `docs/column-coverage.md`.
pub fn columns_markdown() -> String {
    let mut counts = [0_usize; 3];
    let mut tables = String::new();
    for spec in View::all() {
        let _ = write!(tables, "\n## {}\n\n`{}`\n\n| Column | | |\n|---|---|---|\n", spec.stem, spec.name);
        for place in 0..spec.columns.len() {
            let column = Column::new(spec.view, u8::try_from(place).unwrap_or(u8::MAX));
            let (kind, what) = match column_use(column) {
                Some(Use::Served(paths)) => (0, paths.join("<br>")),
                Some(Use::Used(what)) => (1, what.to_owned()),
                Some(Use::Stored(why)) => (2, why.to_owned()),
                None => continue,
            };
            if let Some(count) = counts.get_mut(kind) {
                *count += 1;
            }
            let word = ["served", "used", "stored"].get(kind).copied().unwrap_or_default();
            let _ = writeln!(tables, "| `{}` | {word} | {what} |", column.name());
        }
    }
    let [served, used, stored] = counts;
    format!("{HEAD}\nServed: {served}. Used: {used}. Stored: {stored}.\n{tables}")
}
