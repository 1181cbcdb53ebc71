use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::*;

/// The table as the page for operators must have it.
fn table() -> String {
    let mut table = "| Metric | Type | Labels | What it says |\n|---|---|---|---|\n".to_owned();
    for Metric { name, kind, labels, meaning } in all() {
        let labels: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
        writeln!(table, "| `{name}` | {} | {} | {meaning} |", kind.word(), labels.join(", ")).unwrap();
    }
    table
}

#[test]
fn the_page_for_operators_lists_every_metric() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");
    let text = std::fs::read_to_string(page).unwrap();
    assert!(text.contains(&table()), "docs/operations.md must hold this table:\n\n{}", table());
}

#[test]
fn names_say_their_unit_and_are_there_once() {
    let mut names = BTreeSet::new();
    for metric in all() {
        assert!(names.insert(metric.name), "{}", metric.name);
        let counts = metric.name.ends_with("_total");
        assert_eq!(counts, metric.kind == Kind::Counter, "{}", metric.name);
    }
}

#[test]
fn the_process_knows_itself() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::with_local_recorder(&recorder, process::sample);
    let text = handle.render();
    for name in [process::MEMORY, process::FILES, process::MOST_FILES] {
        let value = text.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
        assert!(value.unwrap().parse::<f64>().unwrap() > 0.0, "{text}");
    }
}
