//! Where configuration comes from: the file, then the environment over it.

use std::path::Path;

use toml::{Table, Value};

use super::ConfigError;
use super::key::{KEYS, Key, Kind, PREFIX, environment_name};

pub(super) fn empty() -> Table {
    Table::new()
}

/// The value at a dotted name.
pub(super) fn get<'t>(table: &'t Table, name: &str) -> Option<&'t Value> {
    match name.split_once('.') {
        Some((outer, inner)) => table.get(outer)?.as_table()?.get(inner),
        None => table.get(name),
    }
}

fn set(table: &mut Table, name: &str, value: Value) {
    let Some((outer, inner)) = name.split_once('.') else {
        table.insert(name.to_owned(), value);
        return;
    };
    let entry = table.entry(outer).or_insert_with(|| Value::Table(Table::new()));
    if let Some(section) = entry.as_table_mut() {
        section.insert(inner.to_owned(), value);
    }
}

pub(super) fn overlay_file(table: &mut Table, path: &Path) -> Result<(), ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), reason: error.to_string() })?;
    let read: Table = text.parse().map_err(|error: toml::de::Error| ConfigError::NotToml {
        path: path.to_owned(),
        reason: error.to_string().trim_end().to_owned(),
    })?;
    for (name, value) in flatten(read) {
        let key = known(&name, path.display().to_string(), |key| key.name.to_owned())?;
        let fits = match key.kind {
            Kind::Text => value.is_str(),
            Kind::Bool => value.is_bool(),
            Kind::Number => value.is_integer(),
        };
        if !fits {
            return Err(wrong(key, &value.to_string()));
        }
        set(table, &name, value);
    }
    Ok(())
}

/// The leaves of a table with their dotted names.
fn flatten(table: Table) -> Vec<(String, Value)> {
    let mut leaves = Vec::new();
    for (name, value) in table {
        match value {
            Value::Table(section) => {
                leaves.extend(section.into_iter().map(|(inner, value)| (format!("{name}.{inner}"), value)));
            }
            value => leaves.push((name, value)),
        }
    }
    leaves
}

pub(super) fn overlay_environment(
    table: &mut Table,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    for (variable, text) in environment {
        let Some(rest) = variable.strip_prefix(PREFIX) else { continue };
        let name = rest.replace("__", ".").to_lowercase();
        let key = known(&name, "the environment".to_owned(), |key| environment_name(key.name))
            .map_err(|error| spelled_as(error, &variable))?;
        let value = match key.kind {
            Kind::Text => Some(Value::String(text.clone())),
            Kind::Bool => text.parse().ok().map(Value::Boolean),
            Kind::Number => text.parse().ok().map(Value::Integer),
        };
        set(table, key.name, value.ok_or_else(|| wrong(key, &text))?);
    }
    Ok(())
}

fn spelled_as(error: ConfigError, variable: &str) -> ConfigError {
    match error {
        ConfigError::UnknownKey { place, nearest, .. } => {
            ConfigError::UnknownKey { key: variable.to_owned(), place, nearest }
        }
        other => other,
    }
}

fn known(name: &str, place: String, spelling: impl Fn(&Key) -> String) -> Result<&'static Key, ConfigError> {
    if let Some(key) = KEYS.iter().find(|key| key.name == name) {
        return Ok(key);
    }
    let nearest = KEYS.iter().min_by_key(|key| strsim::damerau_levenshtein(key.name, name));
    let nearest = nearest.map(spelling).unwrap_or_default();
    Err(ConfigError::UnknownKey { key: name.to_owned(), place, nearest })
}

fn wrong(key: &Key, found: &str) -> ConfigError {
    ConfigError::WrongValue {
        key: key.name.to_owned(),
        expected: key.kind.in_words(),
        found: found.to_owned(),
    }
}
