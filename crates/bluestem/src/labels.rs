//! The code list by which claims are labelled.

use std::path::Path;

use anyhow::Context;
use bluestem_model::label::LabelList;

use crate::cli::StoreArgs;
use crate::config;

/// The list in the file `given`, else in the one that the configuration names, else the built-in one.
pub(crate) fn list(store: &StoreArgs, given: Option<&Path>) -> anyhow::Result<LabelList> {
    let configured = match (given, &store.data) {
        (None, None) => config::read(store.config.as_deref(), std::env::vars())?.labels.part2,
        _ => None,
    };
    of_file(given.or(configured.as_deref()))
}

/// The list in this file, or the built-in one.
pub(crate) fn of_file(file: Option<&Path>) -> anyhow::Result<LabelList> {
    match file {
        Some(file) => read(file),
        None => Ok(LabelList::built_in().clone()),
    }
}

fn read(file: &Path) -> anyhow::Result<LabelList> {
    let place = || format!("cannot use the code list {}", file.display());
    let text = std::fs::read_to_string(file).with_context(place)?;
    LabelList::parse(&text).with_context(place)
}
