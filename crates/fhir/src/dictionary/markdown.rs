//! The dictionary as a document.

use std::fmt::Write as _;

use bluestem_model::column::Column;

use super::element::Element;
use super::{RULES, elements};

const HEAD: &str = "# Data dictionary\n\n\
    Every FHIR element that Bluestem writes under `/v3/fhir`: the source columns that it is made of, its code \
    systems, what it means, the rule that makes it, and the families of claims that have it. A path names slices \
    behind a colon. `GET /v3/fhir/ExplanationOfBenefit/{id}/$explain` gives the same for the values of one claim \
    ([explain.md](explain.md)).\n\n\
    This file is generated: `make docs`.\n";

/// The dictionary as Markdown, the content of `docs/data-dictionary.md`.
pub fn markdown() -> String {
    let mut text = HEAD.to_owned();
    let mut resource = "";
    for element in elements() {
        if element.resource() != resource {
            resource = element.resource();
            let _ = write!(
                text,
                "\n## {resource}\n\n| Element | Source | Code systems | Meaning | Rule | Families |\n\
                 |---|---|---|---|---|---|\n"
            );
        }
        row(&mut text, element);
    }
    text.push_str("\n## Rules\n\n| Rule | What it does |\n|---|---|\n");
    for (name, note) in RULES {
        let _ = writeln!(text, "| {name} | {note} |");
    }
    text
}

fn row(text: &mut String, element: &Element) {
    let columns: Vec<String> = element.columns.iter().map(|column| name_of(*column)).collect();
    let _ = writeln!(
        text,
        "| <a id=\"{}\"></a>`{}` | {} | {} | {} | {} | {} |",
        element.anchor(),
        element.full_path(),
        columns.join("<br>"),
        element.systems.join("<br>"),
        element.meaning,
        element.rule,
        element.families.join(", "),
    );
}

/// `VIEW.COLUMN`.
fn name_of(column: Column) -> String {
    format!("{column:?}")
}
