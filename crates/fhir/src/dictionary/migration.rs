//! The page that leads app developers from v2 to v3.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bluestem_model::claim::ClaimKind;
use bluestem_model::column::{Column, View, clm_prod};
use bluestem_model::rif::{ProductPart, RifType, Target, source_column};

use super::elements;
use super::v2::{KINDS, V2Element, v2_elements};
use crate::v2::eob::Defect;
use crate::v3::eob::rules::{self, Adjudication, Family, Source};

const HEAD: &str = include_str!("migration_head.md");

const ELEMENTS: &str = "\n## Elements of ExplanationOfBenefit\n\n\
    Every element that `/v2` serves, with the column of the Chronic Conditions Warehouse (CCW) that it is made of and the elements of \
    `/v3` that are made of the same value. A slice is named behind a colon: in v2 by its variable \
    (`https://bluebutton.cms.gov/resources/variables/...`), in v3 by its column \
    ([data-dictionary.md](data-dictionary.md)). An empty cell in the last column: v3 has no such element; the value \
    is kept.\n\n\
    | v2 | Meaning | CCW column | Claims | v3 |\n|---|---|---|---|---|\n";

const GAPS: &str = "\n## Claims of the Integrated Data Repository in v2\n\n\
    Claims that were loaded from files of the Integrated Data Repository (IDR) read in `/v2`, too. These elements \
    are absent from them, because the IDR has no column for them:\n\n";

const DEFECTS: &str = "\n## Known defects of the public v2\n\n\
    What the public back end (BFD) serves wrongly in v2, and what Bluestem serves instead. An operator can have each \
    of them back by its name in the configuration key `v2.defects`, for the sake of an app that depends on it.\n\n\
    | Name | The public v2 | Here |\n|---|---|---|\n";

const OTHERS: &str = "\nBeyond these, on purpose and without a switch: `created` is when the claim last changed here, \
    not when it was asked for, so that answers stay the same; a code that is both the admitting and the principal \
    diagnosis is listed as each; a prescriber that is named by another number than an NPI is left out, where the \
    public v2 answers with an error; and the procedure also stands under `variables/hcpcs_cd` of every institutional \
    claim, as CMS's own dictionary of v2 says.\n";

const TAIL: &str = "\nThis file is generated: `make docs`.\n";

/// The page as Markdown, the content of `docs/v2.md`.
pub fn migration_markdown() -> String {
    let mut text = format!("{HEAD}{ELEMENTS}");
    let v2 = v2_elements();
    for element in &v2 {
        row(&mut text, element);
    }
    text.push_str(DEFECTS);
    for defect in Defect::ALL {
        let _ = writeln!(text, "| `{}` | {} | {} |", defect.name(), defect.what(), defect.instead());
    }
    text.push_str(OTHERS);
    text.push_str(GAPS);
    for element in v2.iter().filter(|element| element.is_of_ccw_alone()) {
        let _ = writeln!(text, "- `{}` ({})", element.path, kinds(&element.kinds));
    }
    text.push_str(TAIL);
    text
}

fn row(text: &mut String, element: &V2Element) {
    let sources: BTreeSet<String> =
        element.kinds.iter().flat_map(|kind| source_columns(*kind, element)).collect();
    let sources: Vec<String> = sources.into_iter().map(|name| format!("`{name}`")).collect();
    let v3: Vec<String> = v3_paths(element).into_iter().map(|path| format!("`{path}`")).collect();
    let _ = writeln!(
        text,
        "| `{}` | {} | {} | {} | {} |",
        element.path,
        element.meaning,
        sources.join("<br>"),
        kinds(&element.kinds),
        v3.join("<br>"),
    );
}

/// The types in words; all of them are one word.
fn kinds(kinds: &[ClaimKind]) -> String {
    if KINDS.iter().all(|kind| kinds.contains(kind)) {
        return "all".to_owned();
    }
    let words: BTreeSet<&str> = kinds.iter().filter_map(|kind| kind.search_word()).collect();
    words.into_iter().collect::<Vec<_>>().join(", ")
}

/// The CCW's names of what the element is made of in claims of a type. Of a numbered family it is the first.
fn source_columns(kind: ClaimKind, element: &V2Element) -> Vec<String> {
    let Some(file) = RifType::of_claims(kind) else { return Vec::new() };
    let plain = element.columns.iter().filter_map(|column| source_column(kind, *column)).map(str::to_owned);
    let others = file.columns().iter().filter(|column| match column.target {
        Target::Product { kind, slot: 1, part } => {
            element.columns.iter().any(|one| is_part(*one, kind, part))
        }
        Target::Value(code) => element.value_code == Some(code),
        Target::Ansi(pair) => element.columns.iter().any(|one| is_pair(*one, pair)),
        _ => false,
    });
    plain.chain(others.map(|column| column.name.to_owned())).collect()
}

/// Whether a column of diagnosis and procedure rows holds this part of a row of this type; `S` is a procedure.
fn is_part(column: Column, kind: &str, part: ProductPart) -> bool {
    let holds = match part {
        ProductPart::Code if kind == "S" => clm_prod::CLM_PRCDR_CD,
        ProductPart::Code => clm_prod::CLM_DGNS_CD,
        ProductPart::OnAdmission => clm_prod::CLM_POA_IND,
        ProductPart::Performed => clm_prod::CLM_PRCDR_PRFRM_DT,
        ProductPart::Version => return false,
    };
    column == holds
}

/// Whether a column is of this pair of an ANSI signature.
fn is_pair(column: Column, pair: u8) -> bool {
    column.view_number() == View::ClmAnsiSgntr.number() && column.name().starts_with(&format!("CLM_{pair}_"))
}

/// The elements of v3 that the same columns make in claims of the same kind.
fn v3_paths(element: &V2Element) -> Vec<String> {
    if let Some(code) = element.value_code {
        return value_code_paths(code);
    }
    let families: BTreeSet<&str> = element.kinds.iter().map(|kind| family(*kind)).collect();
    let found = elements().iter().filter(|known| {
        known.families.iter().any(|name| families.contains(name))
            && element.columns.iter().any(|column| known.columns.contains(column))
    });
    let mut paths: Vec<String> = Vec::new();
    for path in found.map(|known| known.full_path().replace("ExplanationOfBenefit.", "")) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

fn family(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Pde => "pharmacy",
        ClaimKind::Carrier | ClaimKind::Dme => "professional",
        _ => "institutional",
    }
}

/// The elements of v3 that are made of this value code.
fn value_code_paths(code: &str) -> Vec<String> {
    let institutional = rules::all().filter(|(_, rules)| rules.family == Family::Institutional);
    let amounts = institutional.flat_map(|(_, rules)| rules.adjudication.iter().copied().flatten());
    let codes = amounts.filter_map(|rule| match rule {
        Adjudication::Amount(amount) => match amount.source {
            Source::ValueCode(known) if known == code => amount.category.code,
            _ => None,
        },
        _ => None,
    });
    let codes: BTreeSet<&str> = codes.collect();
    codes.into_iter().map(|code| format!("adjudication:{code}.amount")).collect()
}
