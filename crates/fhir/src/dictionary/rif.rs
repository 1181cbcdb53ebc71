//! What becomes of every column of the research format.

use std::fmt::Write as _;

use bluestem_model::column::clm;
use bluestem_model::rif::{ProductPart, RifColumn, RifType, Target};

use super::columns::{Use, column_use};

/// What becomes of a column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RifUse {
    /// Its value is in these elements.
    Served(Vec<String>),
    /// It says what to do with the row, or which rows belong together.
    Used(&'static str),
    /// It is kept under a column of the model and not shown; why.
    Stored(String),
    /// It is not kept; why.
    Refused(&'static str),
}

/// What becomes of a column of files of this type.
pub fn rif_use(file: RifType, column: &RifColumn) -> RifUse {
    if Some(column.name) == file.line_number() {
        return RifUse::Used("joins the parts of a line");
    }
    if let Some((_, path)) = DERIVED.iter().find(|(start, _)| column.name.starts_with(start)) {
        return RifUse::Served(vec![(*path).to_owned()]);
    }
    let professional = matches!(file, RifType::Carrier | RifType::Dme);
    match column.target {
        Target::Operation => RifUse::Used("what to do: INSERT or UPDATE"),
        Target::FinalAction => of_cells(&[clm::CLM_FINL_ACTN_IND]),
        Target::Never => RifUse::Refused("holds a social security number; served nowhere and not kept"),
        Target::Cells(columns) => of_cells(columns),
        Target::Product { kind: "S", .. } => {
            RifUse::Served(vec!["ExplanationOfBenefit.procedure".to_owned()])
        }
        Target::Product { kind: "P", .. } if professional => {
            RifUse::Stored("repeats the first diagnosis, which stands as the principal one".to_owned())
        }
        Target::Product { kind: "1", .. } => {
            RifUse::Stored("repeats the first external cause, which has columns of its own".to_owned())
        }
        Target::Product { part: ProductPart::OnAdmission, kind, .. } if kind != "D" => {
            RifUse::Stored("the profile has it for diagnoses other than external causes".to_owned())
        }
        Target::Product { .. } => RifUse::Served(vec!["ExplanationOfBenefit.diagnosis".to_owned()]),
        Target::Value(_) => RifUse::Served(vec!["ExplanationOfBenefit.adjudication".to_owned()]),
        Target::Ansi(_) => RifUse::Served(vec!["ExplanationOfBenefit.item.adjudication".to_owned()]),
    }
}

/// Columns of people, by how their names begin, from whose values others are made: spans, states.
const DERIVED: [(&str, &str); 15] = [
    ("STATE_CODE", "Patient.address.state"),
    ("V_DOD_SW", "Patient.deceasedDateTime"),
    ("BENE_ENTLMT_RSN_CURR", "Coverage.extension:BENE-MDCR-ENTLMT-RSN-CD"),
    ("COVSTART", "Coverage.period.start"),
    ("PTA_CVRG_", "Coverage.period"),
    ("PTB_CVRG_", "Coverage.period"),
    ("MDCR_ENTLMT_BUYIN_", "Coverage.period"),
    ("MDCR_STUS_", "Coverage.extension:BENE-MDCR-STUS-CD"),
    ("META_DUAL_ELGBL_STUS_", "Coverage.extension:BENE-DUAL-STUS-CD<br>Coverage.period"),
    ("CST_SHR_GRP_", "Coverage.extension:BENE-LIS-COPMT-LVL-CD<br>Coverage.extension:BENE-LIS-PTD-PRM-PCT"),
    ("PTC_CNTRCT_", "Coverage.extension:BENE-CNTRCT-NUM<br>Coverage.period"),
    ("PTC_PBP_", "Coverage.extension:BENE-PBP-NUM<br>Coverage.period"),
    ("PTD_CNTRCT_", "Coverage.extension:BENE-CNTRCT-NUM<br>Coverage.period"),
    ("PTD_PBP_", "Coverage.extension:BENE-PBP-NUM<br>Coverage.period"),
    ("MBI_NUM", "Patient.identifier"),
];

fn of_cells(columns: &[bluestem_model::column::Column]) -> RifUse {
    let uses: Vec<Use> = columns.iter().filter_map(|column| column_use(*column)).collect();
    let served: Vec<String> = uses
        .iter()
        .filter_map(|found| if let Use::Served(paths) = found { Some(paths.clone()) } else { None })
        .flatten()
        .collect();
    if !served.is_empty() {
        return RifUse::Served(served);
    }
    let twins: Vec<String> = columns.iter().map(|column| format!("{column:?}")).collect();
    match uses.first() {
        Some(Use::Used(what)) => RifUse::Used(what),
        Some(Use::Stored(why)) => RifUse::Stored(format!("as {}: {why}", twins.join(", "))),
        _ => RifUse::Stored(format!("as {}", twins.join(", "))),
    }
}

const HEAD: &str = "# Coverage of the research format\n\n\
    What becomes of every column of every RIF file. *Served*: its value is in these elements. *Used*: it says what to do \
    with a row or joins rows. *Stored*: it is kept in the claim's or person's record and not shown; a change of the \
    mapping can show it without a new load. *Refused*: it is not kept. A \
    column that is in a file and not here is named by the load's report.\n\n\
    This file is generated: `make docs`.\n";

/// The report as Markdown, the content of `docs/rif-coverage.md`.
pub fn rif_markdown() -> String {
    let mut text = HEAD.to_owned();
    for kind in RifType::ALL {
        let _ = write!(text, "\n## {}\n\n| Column | | |\n|---|---|---|\n", kind.name());
        for column in kind.columns() {
            let (word, what) = match rif_use(kind, column) {
                RifUse::Served(paths) => ("served", paths.join("<br>")),
                RifUse::Used(what) => ("used", what.to_owned()),
                RifUse::Stored(why) => ("stored", why),
                RifUse::Refused(why) => ("refused", why.to_owned()),
            };
            let _ = writeln!(text, "| `{}` | {word} | {what} |", column.name);
        }
    }
    text
}
